"""Each rule is broken by one edit, at its border too, and exactly its finding appears."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from jxdesk.domain.application import Application, Evidence
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.finding import Level
from jxdesk.rules import Case, Engine
from tests import sound
from tests.rules.breaking import ENGINE, FIRST, SECOND, SOUND, Broken, adding_up_to, chars, findings, joint
from tests.sound import edited, enterprise, project, with_row
from tests.strategies import notice


def test_a_sound_application_has_no_finding() -> None:
    assert findings(SOUND) == []


BROKEN: list[Broken] = [
    ("B01-empty-text", edited(SOUND, basic={"contact_name": ""}), [("B01", "basic.contact_name", "")]),
    ("B01-empty-figure", edited(SOUND, scale={"growth": None}), [("B01", "scale.growth", "")]),
    ("B01-unanswered", edited(SOUND, pledge={"accepted": None}), [("B01", "pledge.accepted", "")]),
    ("B01-enterprise", with_row(SOUND, "enterprises", 11, name=""), [("B01", "enterprises.name", "e12")]),
    ("B01-member", with_row(SOUND, "members", 0, kind=""), [("B01", "members.kind", "m1")]),
    (
        "B02-one-over",
        edited(SOUND, basic={"introduction": chars(1001)}),
        [("B02", "basic.introduction", "")],
    ),
    (
        "B03-name-without-industry",
        edited(SOUND, basic={"dominant_industry": "虚拟现实"}),
        [("B03", "basic.cluster_name", "")],
    ),
    ("B04-phone", edited(SOUND, basic={"contact_phone": "2223333"}), [("B04", "basic.contact_phone", "")]),
    ("B04-email", edited(SOUND, basic={"contact_email": "demo@cn"}), [("B04", "basic.contact_email", "")]),
    ("B06-nobody", dataclasses.replace(SOUND, members=()), [("B06", "members.name", "")]),
    ("B06-unknown-kind", with_row(SOUND, "members", 0, kind="moon"), [("B06", "members.kind", "m1")]),
    (
        "B06-no-lead",
        joint(dataclasses.replace(FIRST, lead=False), SECOND),
        [("B06", "members.lead", "m1")],
    ),
    (
        "B06-two-leads",
        joint(FIRST, dataclasses.replace(SECOND, lead=True)),
        [("B06", "members.lead", "m1")],
    ),
    (
        "B06-same-member-twice",
        joint(FIRST, dataclasses.replace(SECOND, uscc=FIRST.uscc)),
        [("B06", "members.uscc", "m2")],
    ),
    ("B09-count", edited(SOUND, basic={"enterprise_count": 21}), [("B09", "basic.enterprise_count", "")]),
    (
        "B09-above-scale",
        with_row(SOUND, "enterprises", 0, above_scale=False),
        [("B09", "basic.above_scale_count", ""), ("E06", "enterprises.above_scale", "e1")],
    ),
    ("B10-not-accepted", edited(SOUND, pledge={"accepted": False}), [("B10", "pledge.accepted", "")]),
    ("B10-accident", edited(SOUND, pledge={"no_accident": False}), [("B10", "pledge.no_accident", "")]),
    (
        "S01-no-revenue",
        with_row(SOUND, "enterprises", 11, revenue=None, growth=None),
        [("S01", "enterprises.revenue", "e12")],
    ),
    (
        "S04-sum",
        adding_up_to(Decimal("200.01")),
        [("S04", "scale.revenue_total", "")],
    ),
    (
        "S05-growth",
        with_row(SOUND, "enterprises", 3, growth=Decimal("20.9")),
        [("S05", "enterprises.growth", "e4")],
    ),
    (
        "S06-unproved",
        with_row(SOUND, "evidence", 0, proves=tuple(f"enterprises:e{i}" for i in range(1, 10))),
        [("S06", "enterprises.revenue", "e10")],
    ),
    (
        "S07-wan-for-yi",
        with_row(SOUND, "enterprises", 0, revenue=Decimal("99000.00")),
        [("S07", "enterprises.revenue", "e1")],
    ),
    (
        "S07-yi-for-wan",
        with_row(SOUND, "enterprises", 11, revenue=Decimal("0.0008")),
        [("S07", "enterprises.revenue", "e12")],
    ),
    (
        "S07-total",
        edited(SOUND, scale={"revenue_total": Decimal(2000000)}),
        [("S07", "scale.revenue_total", "")],
    ),
    ("S08-total", edited(SOUND, scale={"growth": Decimal("200.1")}), [("S08", "scale.growth", "")]),
    (
        "S08-row",
        with_row(SOUND, "enterprises", 11, growth=Decimal(-51), previous_revenue=None),
        [("S08", "enterprises.growth", "e12")],
    ),
    ("J01-none", dataclasses.replace(SOUND, projects=()), [("J01", "projects.name", "")]),
    ("J01-column", with_row(SOUND, "projects", 1, scale=""), [("J01", "projects.scale", "p2")]),
    (
        "J01-other",
        with_row(SOUND, "projects", 1, category="other"),
        [("J01", "projects.category_other", "p2")],
    ),
    ("J02-malformed", with_row(SOUND, "projects", 0, code="2513-1"), [("J02", "projects.code", "p1")]),
    ("J02-blank", with_row(SOUND, "projects", 0, code=""), [("J02", "projects.code", "p1")]),
    (
        "J03-reversed",
        with_row(SOUND, "projects", 0, start="2026-12-02", finish="2026-12-01"),
        [("J03", "projects.start", "p1")],
    ),
    (
        "J03-same-code",
        with_row(SOUND, "projects", 1, code=SOUND.projects[0].code),
        [("J03", "projects.code", "p2")],
    ),
    (
        "J05-zero",
        with_row(SOUND, "projects", 0, investment=Decimal(0)),
        [("J05", "projects.investment", "p1")],
    ),
    (
        "J05-slip",
        with_row(SOUND, "projects", 0, investment=Decimal("0.32")),
        [("J05", "projects.investment", "p1")],
    ),
    (
        "E01-check-character",
        with_row(SOUND, "enterprises", 2, uscc="913699000000000300"),
        [("E01", "enterprises.uscc", "e3")],
    ),
    (
        "E01-double",
        with_row(SOUND, "enterprises", 9, uscc=sound.uscc(9)),
        [("E01", "enterprises.uscc", "e10")],
    ),
    (
        "E01-applicant",
        with_row(SOUND, "members", 0, uscc="113699000000009900"),
        [("E01", "members.uscc", "m1")],
    ),
    ("E01-blank", with_row(SOUND, "enterprises", 2, uscc=""), [("E01", "enterprises.uscc", "")]),
    (
        "A02-same-file",
        dataclasses.replace(
            SOUND, evidence=(*SOUND.evidence, dataclasses.replace(SOUND.evidence[0], uid="v90"))
        ),
        [("A02", "evidence.name", "v90")],
    ),
    (
        "A02-proves-nothing",
        dataclasses.replace(
            SOUND, evidence=(*SOUND.evidence, Evidence(uid="v90", name="x.pdf", sha256="b" * 64, size=1))
        ),
        [("A02", "evidence.proves", "v90")],
    ),
]


@pytest.mark.parametrize(("app", "expected"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_one_edit_one_finding(app: Application, expected: list[tuple[str, str, str]]) -> None:
    assert findings(app) == expected


def test_b05_counts_the_days_to_the_deadline_and_past_it() -> None:
    deadline = next(d.date for d in notice().head.deadlines)
    day = dt.timedelta(days=1)
    assert findings(SOUND, today=deadline - 15 * day) == []
    case = Case(application=SOUND, today=deadline - 14 * day)
    assert "还有 14 天" in ENGINE.check(case)[0].message
    case = Case(application=SOUND, today=deadline + day)
    assert "已过去 1 天" in ENGINE.check(case)[0].message


def test_b07_refuses_a_place_that_is_a_pilot_already() -> None:
    head = notice().head
    pack = dataclasses.replace(
        notice(),
        head=type(head)(
            **{f: getattr(head, f) for f in head.__struct_fields__} | {"existing_pilots": (FIRST.name,)}
        ),
    )
    found = Engine(Catalogue(pack)).check(Case(application=SOUND, today=sound.TODAY))
    assert [(f.rule, f.place.row) for f in found] == [("B07", "m1")]


def test_levels_follow_what_a_truthful_county_can_do() -> None:
    app = with_row(adding_up_to(Decimal(300)), "projects", 0, code="")
    app = with_row(app, "projects", 1, investment=Decimal(0))
    app = with_row(app, "members", 0, uscc="113699000000009900")
    case = Case(application=app, today=sound.TODAY)
    assert {f.rule: f.level for f in ENGINE.check(case)} == {
        "S04": Level.WARNING,
        "J02": Level.HINT,
        "J05": Level.ERROR,
        "E01": Level.ERROR,
    }


def test_findings_carry_clause_values_and_remedy_from_the_notice() -> None:
    case = Case(application=edited(SOUND, basic={"introduction": chars(1003)}), today=sound.TODAY)
    (finding,) = ENGINE.check(case)
    assert finding.clause == notice().clauses["t.1"].name
    assert finding.values == (("现有字数", "1003 字"), ("字数上限", "1000 字"))
    assert "多了 3 字" in finding.message
    assert finding.remedy == notice().rules["B02"].remedy


def test_all_findings_come_at_once_in_the_order_of_the_form() -> None:
    app = edited(SOUND, basic={"contact_name": "", "enterprise_count": 5}, cover={"month": ""})
    app = with_row(app, "projects", 0, scale="")
    app = with_row(app, "enterprises", 11, name="")
    app = with_row(app, "enterprises", 1, name="")
    assert findings(app) == [
        ("B01", "cover.month", ""),
        ("B09", "basic.enterprise_count", ""),
        ("B01", "basic.contact_name", ""),
        ("B01", "enterprises.name", "e2"),
        ("B01", "enterprises.name", "e12"),
        ("J01", "projects.scale", "p1"),
    ]


def test_the_same_engine_finds_the_same_again_after_other_applications() -> None:
    broken = with_row(SOUND, "projects", 0, scale="")
    first = findings(broken)
    findings(SOUND)
    assert findings(broken) == first
    assert Engine(Catalogue(notice())).check(Case(application=broken, today=sound.TODAY)) == ENGINE.check(
        Case(application=broken, today=sound.TODAY)
    )


def test_the_digits_typed_count_though_the_numbers_are_equal() -> None:
    engine = Engine(Catalogue(notice()))
    rough = with_row(SOUND, "enterprises", 3, growth=Decimal("20.5"), revenue=Decimal("9.6"))
    fine = with_row(SOUND, "enterprises", 3, growth=Decimal("20.50"), revenue=Decimal("9.60"))
    assert rough == fine
    assert engine.check(Case(application=rough, today=sound.TODAY)) == ()
    assert [f.rule for f in engine.check(Case(application=fine, today=sound.TODAY))] == ["S05"]


def test_more_enterprises_than_are_shown_rank_by_revenue() -> None:
    rich = enterprise(30, revenue=Decimal("9.99"), growth=Decimal("24.9"))
    app = edited(
        dataclasses.replace(SOUND, enterprises=(*SOUND.enterprises, rich)),
        basic={"enterprise_count": 21, "above_scale_count": 21},
    )
    assert findings(app) == [("S06", "enterprises.revenue", "e30")]


def test_a_project_with_everything_wrong_keeps_each_cause() -> None:
    broken = project(1, code="x", investment=Decimal(0), start="2027-01", funding=Decimal(1000))
    app = dataclasses.replace(SOUND, projects=(broken,))
    assert [rule for rule, _, _ in findings(app)] == ["J02", "J03", "J05"]
