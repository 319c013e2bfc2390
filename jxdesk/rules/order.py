"""The order of findings: as the form goes, and at one place the heavier first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
        """``findings`` in order; of equal ones the first stays first.

        ``positions`` says for each record by name where its rows stand.
        """

        def key(finding: Finding) -> tuple[int, int, int, int, str]:
            place = finding.place
            field, record = self._fields.get(place.field, (-1, ""))
            row = positions[record].get(place.row, -1) if place.row and record else -1
            return self._parts[place.part], row, field, finding.level, finding.rule

        return tuple(sorted(findings, key=key))
