"""Run the rules that a notice lists, drop what other findings explain, order by the form.

After an edit only what it can have changed is judged again: a case rule when something changed
that it has declared to read, a row rule for the rows that are new objects. Everything else is
taken from the check before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.finding import Finding
from jxdesk.domain.rows import touched
from jxdesk.notice import RuleSetting
from jxdesk.notice.load import malformed
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.changes import changed_fields, changed_inputs, inputs_of, rows_of
from jxdesk.rules.order import FormOrder, positions_of
from jxdesk.rules.registry import Rule, declarations, registry
from jxdesk.rules.suppression import without_followers

_Findings = tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one record, what the row rules found of each, and where each uid stands."""

    rows: tuple[Any, ...]
    found: tuple[_Findings, ...]
    positions: Mapping[str, int]

    @property
    def findings(self) -> Iterator[Finding]:
        """What was found, in the order of the rows."""
        return chain.from_iterable(self.found)


_NO_ROWS = _Rows((), (), {})


@dataclass(frozen=True, slots=True)
class _Check:
    """A case that was checked, what each part of the check found, and the answer."""

    application: Application
    inputs: Mapping[str, Any]
    by_rule: tuple[_Findings, ...]
    by_record: Mapping[str, _Rows]
    answer: _Findings


class Engine:
    """The rules of one notice. Keeps what the last check found; for one thread at a time.

    Raises ``UserError`` ``notice.malformed`` when the pack lists an unknown rule or leaves out
    a parameter that a rule needs. ``rules`` are the program's own, by id.
    """

    def __init__(self, catalogue: Catalogue, rules: Mapping[str, tuple[Rule, ...]] | None = None) -> None:
        self.catalogue = catalogue
        self._case_rules: list[tuple[Rule, Context]] = []
        self._row_rules: dict[str, list[tuple[Rule, Context]]] = {name: [] for name in records()}
        self._order = FormOrder(catalogue)
        self._last: _Check | None = None
        known = registry() if rules is None else rules
        for rule_id, setting in catalogue.notice.rules.items():
            if rule_id not in known:
                raise malformed("rules.toml", rule_id, "程序里没有这条规则")
            for one in known[rule_id]:
                _check_params(rule_id, one, setting)
                self._take(one, setting)

    def check(self, case: Case) -> tuple[Finding, ...]:
        """Every finding at once, each cause once, in the order of the form.

        The same answer as that of a fresh engine, whatever was checked before. A field that the
        notice hides can't be mended, so nothing is found there.
        """
        inputs = inputs_of(case)
        last = self._last
        if last is None or not _same_application(last.application, case.application):
            by_rule = tuple(_judged(one, context, case) for one, context in self._case_rules)
            by_record = {name: self._judge_rows(name, case, _NO_ROWS) for name in records()}
            answer = self._answer(by_rule, by_record)
        else:
            changed = changed_fields(last.application, case.application)
            of_records = {field_id.partition(".")[0] for field_id in changed}
            due = declarations(changed | changed_inputs(last.inputs, inputs))
            if not due:
                return last.answer
            by_rule = tuple(
                found if due.isdisjoint(one.reads) else _judged(one, context, case)
                for (one, context), found in zip(self._case_rules, last.by_rule, strict=True)
            )
            by_record = {
                name: self._judge_rows(name, case, rows) if name in of_records else rows
                for name, rows in last.by_record.items()
            }
            found_alike = by_rule == last.by_rule and _alike(by_record, last.by_record)
            answer = last.answer if found_alike else self._answer(by_rule, by_record)
        # Kept only when no rule stumbled: half a check would be taken for a whole one.
        self._last = _Check(case.application, inputs, by_rule, by_record, answer)
        return answer

    def _take(self, one: Rule, setting: RuleSetting) -> None:
        if one.case_check is not None:
            self._case_rules.append((one, Context(self.catalogue, setting)))
        for record in one.records:
            self._row_rules[record].append((one, Context(self.catalogue, setting, record)))

    def _judge_rows(self, record: str, case: Case, before: _Rows) -> _Rows:
        """Judge the rows that are new objects; of the others is kept what was found before.

        Told by ``is``, not by equality: 25.3 equals 25.30, but the digits typed count for some rules.
        """
        rows = rows_of(case.application, record)
        start, end, new_end = touched(before.rows, rows)
        # The rows before are held while their ids are looked up, so none is another row's by now.
        kept = dict(zip(map(id, before.rows[start:end]), before.found[start:end], strict=True))
        between = rows[start:new_end]
        found = [kept[id(row)] if id(row) in kept else self._of_row(record, row) for row in between]
        positions = positions_of(rows) if records()[record].many else {}
        return _Rows(rows, (*before.found[:start], *found, *before.found[end:]), positions)

    def _of_row(self, record: str, row: Any) -> _Findings:
        return tuple(
            finding
            for one, context in self._row_rules[record]
            if one.row_check is not None
            for finding in _findings(one, context, one.row_check(row, context))
        )

    def _answer(self, by_rule: Iterable[_Findings], by_record: Mapping[str, _Rows]) -> _Findings:
        found = chain(*by_rule, *(rows.findings for rows in by_record.values()))
        positions = {name: rows.positions for name, rows in by_record.items()}
        return self._order.sorted(without_followers(found), positions)


def _same_application(one: Application, other: Application) -> bool:
    """Whether one is the other as it was before some edits, or after them."""
    return (one.id, one.notice, one.demo) == (other.id, other.notice, other.demo)


def _alike(one: Mapping[str, _Rows], other: Mapping[str, _Rows]) -> bool:
    """Whether the same was found of rows that stand in the same order."""
    return all(
        rows is other[name] or (rows.found == other[name].found and rows.positions == other[name].positions)
        for name, rows in one.items()
    )


def _judged(one: Rule, context: Context, case: Case) -> _Findings:
    found = one.case_check(case, context) if one.case_check is not None else ()
    return tuple(_findings(one, context, found))


def _findings(one: Rule, context: Context, found: Iterable[Found]) -> Iterator[Finding]:
    shows = context.catalogue.shows
    return (_finding(one, context, item) for item in found if shows(item.place.field))


def _finding(one: Rule, context: Context, item: Found) -> Finding:
    setting = context.setting
    return Finding(
        rule=one.id,
        level=one.level if item.level is None else item.level,
        clause=context.notice.clause_name(item.clause or setting.clause),
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
