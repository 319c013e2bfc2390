"""附1, the funds and 附2: each rule broken by one edit, and at its border."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.application import Application
from jxdesk.domain.finding import Level
from jxdesk.rules import Case
from tests import sound
from tests.rules.breaking import ENGINE, SOUND, Broken, findings, target
from tests.rules.edits import (
    EARLY,
    GOVERNMENT,
    JOINT,
    added_row,
    asking,
    given_to,
    used_for,
    zone,
)
from tests.sound import edited, project, with_row

BROKEN: list[Broken] = [
    (
        "T01-given-row-missing",
        dataclasses.replace(SOUND, indicators=SOUND.indicators[:-1]),
        [("T01", "indicators.given", "")],
    ),
    (
        "T01-given-row-twice",
        dataclasses.replace(
            SOUND, indicators=(*SOUND.indicators, dataclasses.replace(SOUND.indicators[-1], uid="i1"))
        ),
        [("T01", "indicators.given", "i1")],
    ),
    (
        "T01-year-empty",
        with_row(SOUND, "indicators", 2, second=None),
        [("T01", "indicators.second", "fostered")],
    ),
    ("T01-half-a-job", target("jobs", first="6500.5"), [("T01", "indicators.first", "jobs")]),
    ("T01-added-without-unit", added_row(unit=""), [("T01", "indicators.unit", "i1")]),
    ("T01-added-without-name", added_row(name=""), [("T01", "indicators.name", "i1")]),
    ("T02-against-base-year", target("growth", first="10.1"), [("T02", "indicators.first", "growth")]),
    ("T02-against-year-before", target("growth", third="10.1"), [("T02", "indicators.third", "growth")]),
    (
        "T03-below-today",
        target("platforms", first="4"),
        [("T03", "indicators.first", "platforms")],
    ),
    (
        "T03-below-year-before",
        target("platforms", third="5"),
        [("T03", "indicators.third", "platforms")],
    ),
    ("T04-unwritten", edited(SOUND, targets={"tasks": ""}), [("T04", "targets.tasks", "")]),
    (
        "T05-slow",
        with_row(target("growth", third="9.9"), "indicators", 0, third=Decimal("265.96")),
        [("T05", "indicators.third", "growth")],
    ),
    ("T06-tax", target("tax", first="66.01"), [("T06", "indicators.first", "tax")]),
    ("T06-jobs", target("jobs", first="99"), [("T06", "indicators.first", "jobs")]),
    ("F01-county", asking(SOUND, "1000.01"), [("F01", "funds.amount", "")]),
    ("F01-national-zone", asking(zone("national-zone"), "1500.01"), [("F01", "funds.amount", "")]),
    ("F01-provincial-zone", asking(zone("provincial-zone"), "1001"), [("F01", "funds.amount", "")]),
    ("F01-joint", asking(JOINT, "1501"), [("F01", "funds.amount", "")]),
    ("F01-explains-the-sum", edited(SOUND, funds={"amount": Decimal(10000)}), [("F01", "funds.amount", "")]),
    (
        "F02-first-year",
        edited(SOUND, funds={"first_year": Decimal("700.1"), "second_year": Decimal("299.9")}),
        [("F02", "funds.first_year", "")],
    ),
    (
        "F02-years-do-not-add-up",
        edited(SOUND, funds={"second_year": Decimal(200)}),
        [("F02", "funds.second_year", "")],
    ),
    ("F03-sum", given_to(0, funding=Decimal("499.9")), [("F03", "funds.amount", "")]),
    (
        "F03-more-than-investment",
        given_to(0, investment=Decimal("499.99")),
        [("F03", "projects.funding", "p1")],
    ),
    ("F04-twice", given_to(0, other_provincial=True), [("F04", "projects.other_provincial", "p1")]),
    ("F04-unanswered", given_to(0, other_provincial=None), [("F04", "projects.other_provincial", "p1")]),
    ("F05-debt", given_to(0, funding_use="repay-debt"), [("F05", "projects.funding_use", "p1")]),
    ("F05-undeclared", given_to(0, funding_use=""), [("F05", "projects.funding_use", "p1")]),
    (
        "F06-in-the-text",
        used_for("不得用于偿还债务。另安排工作经费。"),
        [("F06", "targets.fund_use", "")],
    ),
    ("F06-in-a-project", given_to(1, content="改造办公用房。"), [("F06", "projects.content", "p2")]),
    ("F07-city", given_to(0, category="city-transformation"), [("F07", "projects.funding", "p1")]),
    ("F07-government-platform", given_to(0, **GOVERNMENT), [("F07", "projects.funding", "p1")]),
    (
        "F05-explains-the-platform",
        given_to(0, funding_use="government-platform", **GOVERNMENT),
        [("F05", "projects.funding_use", "p1")],
    ),
    ("J04-late", given_to(0, finish="2028-01"), [("J04", "projects.finish", "p1")]),
    ("J06-no-direction", given_to(0, direction=""), [("J06", "projects.direction", "p1")]),
    (
        "J07-finished",
        given_to(0, code=EARLY, start="2024-01", finish="2025-08"),
        [("J07", "projects.finish", "p1")],
    ),
]


@pytest.mark.parametrize(("app", "expected"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_one_edit_one_finding(app: Application, expected: list[tuple[str, str, str]]) -> None:
    assert findings(app) == expected


def test_what_a_county_has_not_said_is_asked_for_what_is_forbidden_is_refused() -> None:
    def level(app: Application) -> Level:
        (found,) = ENGINE.check(Case(application=app, today=sound.TODAY))
        return found.level

    assert level(given_to(0, other_provincial=True)) is Level.ERROR
    assert level(given_to(0, other_provincial=None)) is Level.WARNING
    assert level(given_to(0, funding_use="office-repair")) is Level.ERROR
    assert level(given_to(0, funding_use="")) is Level.WARNING


def test_a_total_in_the_wrong_unit_explains_the_targets_below_it() -> None:
    app = edited(SOUND, scale={"revenue_total": Decimal(2_000_000)})
    assert findings(app) == [("S07", "scale.revenue_total", "")]


revenues = st.decimals(min_value="1", max_value="99999", places=4)


@given(revenues, revenues, revenues)
def test_growth_computed_before_rounding_agrees_with_the_rounded_targets(
    base: Decimal, first: Decimal, second: Decimal
) -> None:
    cent, tenth = Decimal("0.01"), Decimal("0.1")
    growth = [((now / before - 1) * 100).quantize(tenth) for now, before in ((first, base), (second, first))]
    app = target("revenue", first=str(first.quantize(cent)), second=str(second.quantize(cent)))
    rows = list(app.indicators)
    rows[1] = dataclasses.replace(rows[1], first=growth[0], second=growth[1], third=None)
    app = edited(
        dataclasses.replace(app, indicators=tuple(rows)), scale={"revenue_total": base.quantize(cent)}
    )
    assert "T02" not in {rule for rule, _, _ in findings(app)}


amounts = st.decimals(min_value=0, max_value=999, places=2)


@given(st.lists(st.one_of(st.none(), amounts), min_size=1, max_size=5), amounts)
def test_allocations_are_added_up_exactly(given_amounts: list[Decimal | None], asked: Decimal) -> None:
    rows = tuple(project(number, funding=amount) for number, amount in enumerate(given_amounts))
    app = edited(dataclasses.replace(SOUND, projects=rows), funds={"amount": asked})
    added = sum((amount for amount in given_amounts if amount is not None), Decimal(0))
    found = {(rule, field) for rule, field, _ in findings(app)}
    assert (("F03", "funds.amount") in found) == (added != asked)
