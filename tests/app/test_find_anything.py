"""Anything in an application is found by typed words, and what is found says where it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.app import checking
from jxdesk.app.find_anything import Finder, Group, Hit, Item, ToAction, ToRule, item, search
from jxdesk.app.session import Session
from jxdesk.domain.finding import Place
from jxdesk.domain.initials import initials


@pytest.fixture
def session(new_session: Callable[[str], Session]) -> Session:
    return new_session("查找")


@pytest.fixture
def items(session: Session) -> tuple[Item, ...]:
    return Finder(session.catalogue).follow(session.application, checking.check(session))


def hits(items: tuple[Item, ...], typed: str, group: Group) -> list[Hit]:
    return [hit for found in search(items, typed) if found.group is group for hit in found.hits]


def marked(hit: Hit) -> list[str]:
    return [hit.title[start : start + length] for start, length in hit.marks]


def test_parts_and_fields_by_label_and_hint(session: Session, items: tuple[Item, ...]) -> None:
    part = session.notice.form.parts[3]
    assert hits(items, part.nav, Group.PART)[0].target == Place(part.id)
    field = session.catalogue.field("basic.employees")
    (first, *_) = hits(items, "从业人员", Group.FIELD)
    assert first.target in (Place("basic", field.id), Place("services", "services.workforce"))
    assert marked(first) == ["从业人员"]
    assert any(hit.target == Place("basic", field.id) for hit in hits(items, field.label, Group.FIELD))


def test_what_is_filled_in_single_and_in_rows(session: Session) -> None:
    uid = session.add_row("enterprises")
    session.set_text("enterprises.name", "章江智造有限公司", uid)
    session.set_text("enterprises.revenue", "77.125", uid)
    session.set_text("basic.contact_email", "Office@Example.CN")
    items = Finder(session.catalogue).follow(session.application, checking.check(session))
    part = session.notice.part_of("enterprises").id
    assert hits(items, "章江 智造", Group.CONTENT)[0].target == Place(part, "enterprises.name", uid)
    (figure,) = hits(items, "77.125", Group.CONTENT)
    assert figure.target == Place(part, "enterprises.revenue", uid)
    assert "章江智造有限公司" in figure.detail
    assert marked(figure) == ["77.125"]
    (mail,) = hits(items, "ｏｆｆｉｃｅ＠ｅｘａｍｐｌｅ", Group.CONTENT)
    assert mail.target == Place("basic", "basic.contact_email")
    assert marked(mail) == ["Office@Example"]


def test_by_the_first_letters(session: Session, items: tuple[Item, ...]) -> None:
    (first, *_) = hits(items, "yysr", Group.FIELD)
    assert marked(first) == ["营业收入"]
    assert hits(items, "YYSR", Group.FIELD)[0] == first
    assert not hits(items, "y", Group.FIELD)


def test_findings_rules_and_evidence(session: Session) -> None:
    session.set_text("basic.contact_email", "")
    report = checking.check(session)
    items = Finder(session.catalogue).follow(session.application, report)
    finding = report.judged[0].finding
    assert finding.place in [hit.target for hit in hits(items, finding.rule, Group.FINDING)]
    assert hits(items, "b04", Group.RULE)[0].target == ToRule("B04")
    evidence = session.application.evidence[0]
    place = Place(session.notice.part_of("evidence").id, "evidence.name", evidence.uid)
    assert place in [hit.target for hit in hits(items, evidence.name, Group.EVIDENCE)]


def test_the_best_comes_first_and_the_rest_is_counted() -> None:
    many = [item(Group.CONTENT, f"甲{n}家有限公司", "名单", Place("a", "b", str(n))) for n in range(30)]
    exact = item(Group.CONTENT, "有限公司", "名单", Place("a"))
    action = item(Group.ACTION, "导出检查报告", "Ctrl+E", ToAction("导出检查报告…"))
    content, *others = search([*many, action, exact], "有限公司")
    assert not others
    assert content.hits[0].target == Place("a")
    assert (len(content.hits), content.count) == (6, 31)
    assert search([*many, action], "导出")[0].group is Group.ACTION
    assert search(many, "   ") == ()
    assert search(many, "没有这样的内容") == ()


def test_a_long_text_is_shown_from_where_it_fits() -> None:
    text = "这是一段很长的情况说明。" * 30 + "其中只有这一处说到压力变送器。" + "后面还有。" * 40
    (found,) = search([item(Group.CONTENT, text, "总体情况", Place("a"))], "变送器")
    (hit,) = found.hits
    assert len(hit.title) <= 62
    assert marked(hit) == ["变送器"]
    assert hit.title.startswith("…")


def test_rows_that_did_not_change_are_kept(session: Session) -> None:
    finder = Finder(session.catalogue)
    report = checking.check(session)
    before = {id(i) for i in finder.follow(session.application, report) if i.cells}
    row = session.application.enterprises[0]
    session.set_text("enterprises.place", "别处", row.uid)
    after = [i for i in finder.follow(session.application, report) if i.cells]
    assert [i.target for i in after if id(i) not in before] == [
        Place(session.notice.part_of("enterprises").id, "enterprises.name", row.uid)
    ]
    gone = dataclasses.replace(session.application, enterprises=())
    assert len([i for i in finder.follow(gone, report) if i.cells]) == len(after) - len(
        session.application.enterprises
    )


@given(st.text(max_size=12), st.text(max_size=60))
def test_marks_lie_within_the_title(typed: str, title: str) -> None:
    for results in search([item(Group.FIELD, title, "部分", Place("a"))], typed):
        for hit in results.hits:
            ends = [0]
            for start, length in hit.marks:
                assert ends[-1] <= start < start + length <= len(hit.title)
                ends.append(start + length)


@given(st.text(max_size=30))
def test_first_letters_keep_every_place(text: str) -> None:
    assert {len(way) for way in initials(text)} == {len(text)}


def test_characters_read_in_two_ways() -> None:
    assert {"yx", "yh"} <= set(initials("银行"))
    assert initials("赣ＡX-1") == ("gＡX-1",)
    assert len(initials("行长重会" * 9)) == 8
