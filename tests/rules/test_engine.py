"""The engine itself, tried with rules made for the purpose."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from jxdesk.domain.application import Platform
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.finding import Level
from jxdesk.domain.values import Kind
from jxdesk.rules import Case, Engine, Rule
from jxdesk.rules.case import Context, Found
from tests import sound
from tests.strategies import notice

_TEXTS = tuple(
    field.id
    for record in records().values()
    for field in record.fields
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT)
)


def engine_of(*rules: Rule) -> Engine:
    """An engine that runs these rules and no others; they stand in for rules of the notice."""
    settings = {rule.id: notice().rules["B01"] for rule in rules}
    pack = dataclasses.replace(notice(), rules=settings)
    return Engine(Catalogue(pack), {rule.id: (rule,) for rule in rules})


def marked(row: Any, context: Context) -> Iterator[Found]:
    """Every text field that holds the mark."""
    for field in context.catalogue.of_record(context.record):
        if field.id in _TEXTS and "★" in getattr(row, field.spec.name):
            yield Found(context.place(field.id, getattr(row, "uid", "")), "这里有记号。")


def test_a_rule_over_every_record_sees_lists_and_single_records_and_knows_which() -> None:
    rule = Rule("Z01", Level.HINT, _TEXTS, (), "*", row_check=marked)
    app = sound.edited(sound.application(notice()), organisation={"overview": "★"})
    app = sound.with_row(app, "projects", 1, content="甲★乙")
    places = [f.place for f in engine_of(rule).check(Case(application=app, today=sound.TODAY))]
    uid = app.projects[1].uid
    assert [(p.field, p.row) for p in places] == [("organisation.overview", ""), ("projects.content", uid)]


def test_a_rule_over_every_record_leaves_out_those_of_which_it_reads_nothing() -> None:
    rule = Rule("Z01", Level.HINT, _TEXTS, (), "*", row_check=marked)
    assert "pledge" not in rule.records
    assert {"basic", "members", "evidence"} < set(rule.records)


def test_the_same_finding_twice_is_one_and_others_at_its_place_stay_in_their_order() -> None:
    def look(case: Case, context: Context) -> Iterator[Found]:
        for message in ("第 10 页不对。", "第 2 页不对。", "第 10 页不对。"):
            yield Found(context.place("cover.month"), message)

    rule = Rule("Z01", Level.ERROR, (), (), "", case_check=look)
    case = Case(application=sound.application(notice()), today=sound.TODAY)
    assert [f.message for f in engine_of(rule).check(case)] == ["第 10 页不对。", "第 2 页不对。"]


def test_findings_of_different_rules_follow_rows_that_change_places() -> None:
    def about(name: str) -> Rule:
        def look(case: Case, context: Context) -> Iterator[Found]:
            for row in case.application.platforms:
                if row.name == name:
                    yield Found(context.place("platforms.name", row.uid), f"这是{name}。")

        return Rule(f"Z{name}", Level.ERROR, ("platforms.name",), (), "", case_check=look)

    rows = (Platform(uid="p1", name="甲"), Platform(uid="p2", name="乙"))
    engine = engine_of(about("甲"), about("乙"))
    app = sound.application(notice())
    for platforms in (rows, rows[::-1], rows):
        case = Case(dataclasses.replace(app, platforms=platforms), sound.TODAY)
        assert [f.place.row for f in engine.check(case)] == [row.uid for row in platforms]
