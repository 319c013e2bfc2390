"""The order of findings: as the form goes, and at one place the heavier first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.finding import Finding


def positions_of(rows: Iterable[Any]) -> dict[str, int]:
    """Where each row of a list stands, by its uid."""
    return {row.uid: position for position, row in enumerate(rows)}


class FormOrder:
    """Parts as the notice has them, then rows as they stand, then fields as the form has them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._parts = {part.id: i for i, part in enumerate(catalogue.notice.form.parts)}
        # Field, its place in the form, and the list in which its rows are looked up.
        self._fields = {field.id: (i, field.spec.record) for i, field in enumerate(catalogue)}

    def sorted(
        self, findings: Iterable[Finding], positions: Mapping[str, Mapping[str, int]]
    ) -> tuple[Finding, ...]:
        """``findings`` in order, each once; of those at the same place the first stays first.

        ``positions`` says for each record by name where its rows stand.
        """
        given = tuple(findings)
        keys = [self._key(finding, positions) for finding in given]
        in_order = sorted(range(len(given)), key=keys.__getitem__)
        answer: list[Finding] = []
        # Equal ones stand at the same place; to look for them there alone is much quicker.
        for _, alike in groupby(in_order, key=keys.__getitem__):
            there = [given[index] for index in alike]
            answer += there if len(there) == 1 else dict.fromkeys(there)
        return tuple(answer)

    def _key(
        self, finding: Finding, positions: Mapping[str, Mapping[str, int]]
    ) -> tuple[int, int, int, int, str]:
        place = finding.place
        field, record = self._fields.get(place.field, (-1, ""))
        row = positions[record].get(place.row, -1) if place.row and record else -1
        return self._parts[place.part], row, field, finding.level, finding.rule
