"""The rules take their counts, years, caps and limits from the notice at hand, and see what it adds."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxdesk.domain.application import Application, Member
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.extras import with_value
from jxdesk.domain.finding import Finding
from jxdesk.rules import Case, Engine
from tests import second_pack, sound
from tests.second_pack import x
from tests.sound import edited, with_row
from tests.strategies import applications

CATALOGUE = Catalogue(second_pack.pack())
SOUND = second_pack.application()
TODAY = dt.date(2027, 4, 1)
Places = list[tuple[str, str, str]]


def check(app: Application, today: dt.date = TODAY) -> tuple[Finding, ...]:
    return Engine(CATALOGUE).check(Case(application=app, today=today))


def found(app: Application, today: dt.date = TODAY) -> Places:
    return [(f.rule, f.place.field, f.place.row) for f in check(app, today)]


def test_the_sound_application_of_the_second_notice_has_no_finding() -> None:
    assert found(SOUND) == []


def without_role(role: str) -> Application:
    index = next(i for i, row in enumerate(SOUND.enterprises) if row.chain_role == role)
    return with_row(SOUND, "enterprises", index, chain_role="")


def member(**changes: Any) -> Application:
    return dataclasses.replace(SOUND, members=(dataclasses.replace(SOUND.members[0], **changes),))


def joint(amount: int) -> Application:
    other = Member(uid="m2", name="示例三县人民政府", uscc=sound.uscc(98), kind="park", lead=False)
    app = dataclasses.replace(SOUND, members=(dataclasses.replace(SOUND.members[0], lead=True), other))
    proof = dataclasses.replace(
        SOUND.evidence[1], proves=(*SOUND.evidence[1].proves, "topic:pact", "members:m1", "members:m2")
    )
    return asking(dataclasses.replace(app, evidence=(SOUND.evidence[0], proof)), amount)


def asking(app: Application, amount: int) -> Application:
    app = edited(app, funds={"amount": Decimal(amount)})
    app = with_row(app, "projects", 0, funding=Decimal(400))
    return with_row(app, "projects", 1, funding=Decimal(amount - 400))


def unproved(place: str) -> Application:
    files = tuple(
        dataclasses.replace(file, proves=tuple(p for p in file.proves if p != place))
        for file in SOUND.evidence
    )
    return dataclasses.replace(SOUND, evidence=files)


def text(record: str, name: str, length: int) -> Application:
    held = getattr(SOUND, record)
    if records()[record].many:
        changed: Any = (with_value(held[0], name, "字" * length), *held[1:])
    else:
        changed = with_value(held, name, "字" * length)
    return dataclasses.replace(SOUND, **{record: changed})


def shuttle(words: str) -> Application:
    return edited(SOUND, services={"x": x(computing=Decimal("10.50"), shuttle=words)})


FIRST_TARGET = next(i for i, row in enumerate(SOUND.indicators) if row.given == "power")

# At the border of the second notice's own numbers: the application and what is found of it.
BORDERS: dict[str, tuple[Application, Places]] = {
    "one leader of two": (without_role("leader"), [("C01", "enterprises.chain_role", "")]),
    "four backbone of five": (without_role("backbone"), [("C02", "enterprises.chain_role", "")]),
    "five supporting of six": (without_role("supporting"), [("C03", "enterprises.chain_role", "")]),
    "29 of 30": (
        with_row(SOUND, "enterprises", 20, quality_type=""),
        [("C04", "enterprises.quality_type", "")],
    ),
    "the 15th unproved": (unproved("enterprises:e15"), [("S06", "enterprises.revenue", "e15")]),
    "the cap": (asking(SOUND, 800), []),
    "above the cap": (asking(SOUND, 801), [("F01", "funds.amount", "")]),
    "a park's cap": (asking(member(kind="park"), 1200), []),
    "above a park's cap": (asking(member(kind="park"), 1201), [("F01", "funds.amount", "")]),
    "the joint cap": (joint(2000), []),
    "above the joint cap": (joint(2001), [("F01", "funds.amount", "")]),
    "800 字": (text("basic", "introduction", 800), []),
    "801 字": (text("basic", "introduction", 801), [("B02", "basic.introduction", "")]),
    "1200 字": (text("chain", "overview", 1200), []),
    "1201 字": (text("chain", "overview", 1201), [("B02", "chain.overview", "")]),
    "40 字 in a row": (text("projects", "content", 40), []),
    "41 字 in a row": (text("projects", "content", 41), [("B02", "projects.content", "p1")]),
    "60 字 of an added text": (text("services", "x.shuttle", 60), []),
    "61 字 of an added text": (
        text("services", "x.shuttle", 61),
        [("B02", "services.x.shuttle", "")],
    ),
    "the last day": (with_row(SOUND, "projects", 0, finish="2030-06"), []),
    "after the last day": (
        with_row(SOUND, "projects", 0, finish="2030-07"),
        [("J04", "projects.finish", "p1")],
    ),
    "an added figure is missing": (
        edited(SOUND, services={"x": ()}),
        [("B01", "services.x.computing", "")],
    ),
    "an added choice is missing": (edited(SOUND, basic={"x": ()}), [("B01", "basic.x.park_size", "")]),
    "an added column is empty in a row": (
        with_row(SOUND, "enterprises", 4, x=x(audited=False)),
        [("B01", "enterprises.x.data_assets", "e5")],
    ),
    "an added column of the projects is empty": (
        with_row(SOUND, "projects", 1, x=()),
        [("J01", "projects.x.heat", "p2")],
    ),
    "an added column that a leader must have": (
        with_row(SOUND, "enterprises", 1, x=x(data_assets=Decimal(1))),
        [("B01", "enterprises.x.audited", "e2")],
    ),
    "a stand-in in an added text": (
        shuttle("夜班车在◇◇发车。"),
        [("B16", "services.x.shuttle", "")],
    ),
    "an added text that says nothing": (shuttle("有车。"), [("B18", "services.x.shuttle", "")]),
    "a secrecy marking in an added text": (
        shuttle("机密★十年：夜班车的路线。"),
        [("A04", "services.x.shuttle", "")],
    ),
    "somebody's number in an added text": (
        shuttle("夜班车司机的手机是13812345678。"),
        [("A05", "services.x.shuttle", "")],
    ),
    "an added count is not proved": (
        unproved("innovation.x.standards"),
        [("I02", "innovation.x.standards", "")],
    ),
    "a target as high as an added figure": (
        with_row(SOUND, "indicators", FIRST_TARGET, first=Decimal("10.50")),
        [],
    ),
    "a target below an added figure": (
        with_row(SOUND, "indicators", FIRST_TARGET, first=Decimal("10.49")),
        [("T03", "indicators.first", "power")],
    ),
    "an applicant of another notice's kind": (member(kind="county"), [("B06", "members.kind", "m1")]),
    "an applicant that has been one": (
        member(name="示例一县人民政府"),
        [("B07", "members.name", "m1")],
    ),
    "what this notice hides is not asked for": (
        edited(SOUND, services={"investors": 3, "listed": None}, basic={"contact_title": ""}),
        [],
    ),
    "what an earlier notice asked for is nobody's concern": (
        edited(SOUND, scale={"x": x(of_earlier_pack="很久以前")}),
        [],
    ),
}


@pytest.mark.parametrize("name", BORDERS)
def test_a_border_of_the_second_notice(name: str) -> None:
    app, expected = BORDERS[name]
    assert found(app) == expected


@pytest.mark.parametrize(
    ("today", "rules"), [("2027-04-19", []), ("2027-04-20", ["B05"]), ("2027-05-21", ["B05"])]
)
def test_days_are_counted_to_the_second_notices_own_date(today: str, rules: list[str]) -> None:
    assert [rule for rule, _, _ in found(SOUND, dt.date.fromisoformat(today))] == rules


def test_findings_speak_the_second_notices_words() -> None:
    (finding,) = check(BORDERS["an added figure is missing"][0])
    assert (finding.message, finding.clause) == ("“公用算力”没有填写。", "第二条")
    assert finding.place.part == "services"
    (finding,) = check(BORDERS["above a park's cap"][0])
    assert ("上限", "1200 万元") in finding.values


@settings(max_examples=20)
@given(applications(second_pack.pack()), st.data())
def test_after_an_edit_of_an_extension_the_answer_is_that_of_a_full_check(
    app: Application, data: st.DataObject
) -> None:
    engine = Engine(CATALOGUE)
    engine.check(Case(application=app, today=TODAY))
    record = data.draw(st.sampled_from(["services", "basic", "innovation", "funds"]))
    field = data.draw(st.sampled_from(CATALOGUE.added(record)))
    value = data.draw(st.sampled_from([None, "字" * 61, 7, Decimal("0.5")]))
    after = dataclasses.replace(app, **{record: with_value(getattr(app, record), field.spec.name, value)})
    case = Case(application=after, today=TODAY)
    assert engine.check(case) == Engine(CATALOGUE).check(case)


@given(applications(second_pack.pack()))
def test_nothing_is_found_at_what_the_notice_hides(app: Application) -> None:
    hidden = {name for name, label in second_pack.pack().fields.items() if label.hidden}
    places = {place for f in check(app) for place in (f.place, *f.also)}
    assert hidden
    assert not hidden & {place.field for place in places}
