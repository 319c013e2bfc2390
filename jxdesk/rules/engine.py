"""Run the rules that a notice lists, drop what other findings explain, order by the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.finding import Finding
from jxdesk.notice import RuleSetting
from jxdesk.notice.load import malformed
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.registry import RowCheck, Rule, registry
from jxdesk.rules.suppression import without_followers


@dataclass(frozen=True, slots=True)
class _Kept:
    """What row rules found of one row. Holding the row keeps its ``id`` from being given anew."""

    row: Any
    results: dict[RowCheck, tuple[Found, ...]]


class Engine:
    """The rules of one notice. Keeps the results of row rules between checks, row by row.

    Raises ``UserError`` ``notice.malformed`` when the pack lists an unknown rule or leaves out
    a parameter that a rule needs. ``rules`` are the program's own, by id.
    """

    def __init__(self, catalogue: Catalogue, rules: Mapping[str, tuple[Rule, ...]] | None = None) -> None:
        self.catalogue = catalogue
        known = registry() if rules is None else rules
        self._rules: list[tuple[Rule, Context]] = []
        for rule_id, setting in catalogue.notice.rules.items():
            if rule_id not in known:
                raise malformed("rules.toml", rule_id, "程序里没有这条规则")
            for one in known[rule_id]:
                _check_params(rule_id, one, setting)
                for record in one.records or ("",):
                    self._rules.append((one, Context(catalogue, setting, record)))
        self._kept: dict[int, _Kept] = {}
        self._order = _form_order(catalogue)

    def check(self, case: Case) -> tuple[Finding, ...]:
        """Every finding at once, each cause once, in the order of the form.

        A field that the notice hides can't be mended, so nothing is found there.
        """
        self._forget_all_but(case)
        found = [f for one, context in self._rules for f in self._run(one, context, case)]
        found = [f for f in found if self.catalogue.shows(f.place.field)]
        positions = _row_positions(case)
        return tuple(sorted(without_followers(found), key=lambda f: self._key(f, positions)))

    def _run(self, one: Rule, context: Context, case: Case) -> Iterator[Finding]:
        if one.case_check is not None:
            for item in one.case_check(case, context):
                yield _finding(one, context, item)
        if one.row_check is not None:
            for row in rows_of(case.application, context.record):
                results = self._kept[id(row)].results
                found = results.get(one.row_check)
                if found is None:
                    found = results[one.row_check] = tuple(one.row_check(row, context))
                for item in found:
                    yield _finding(one, context, item)

    def _forget_all_but(self, case: Case) -> None:
        """Keep results of rows that are still the same object, make room for the others.

        Equal is not enough: 25.3 equals 25.30, but the digits typed count for some rules.
        """
        rows = [row for name in records() for row in rows_of(case.application, name)]
        self._kept = {id(row): self._kept.get(id(row)) or _Kept(row, {}) for row in rows}

    def _key(self, finding: Finding, positions: dict[str, int]) -> tuple[int, int, int, int, str]:
        part, field = self._order
        place = finding.place
        return (
            part[place.part],
            positions.get(place.row, -1),
            field.get(place.field, -1),
            finding.level,
            finding.rule,
        )


def rows_of(application: Application, record: str) -> tuple[Any, ...]:
    """The rows of a list, or the one row of a record that stands once."""
    held = getattr(application, record)
    return held if records()[record].many else (held,)


def _finding(one: Rule, context: Context, item: Found) -> Finding:
    setting = context.setting
    return Finding(
        rule=one.id,
        level=one.level if item.level is None else item.level,
        clause=context.notice.clause_name(setting.clause),
        place=item.place,
        message=item.message,
        remedy=item.remedy or setting.remedy,
        values=item.values,
        also=tuple(place for place in item.also if context.catalogue.shows(place.field)),
    )


def _check_params(rule_id: str, one: Rule, setting: RuleSetting) -> None:
    for name in one.params:
        if name not in setting.params:
            raise malformed("rules.toml", f"{rule_id}.params", f"缺少“{name}”")


def _form_order(catalogue: Catalogue) -> tuple[dict[str, int], dict[str, int]]:
    parts = {part.id: i for i, part in enumerate(catalogue.notice.form.parts)}
    fields = {field.id: i for i, field in enumerate(catalogue)}
    return parts, fields


def _row_positions(case: Case) -> dict[str, int]:
    lists = (name for name, spec in records().items() if spec.many)
    return {row.uid: i for name in lists for i, row in enumerate(getattr(case.application, name))}
