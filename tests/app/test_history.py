"""Who changed what when, in the form's words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.app import history
from jxdesk.app.history import Wanted, Way
from jxdesk.app.session import Session
from jxdesk.base.progress import silent
from jxdesk.domain.changes import ChangeSet
from jxdesk.domain.folding import folded

ALL = Wanted()


@pytest.fixture
def session(new_session: Callable[[str], Session]) -> Session:
    return new_session("记录")


def labels(session: Session, wanted: Wanted = ALL) -> list[str]:
    return [step.label for step in history.steps(session, wanted, silent).steps]


def test_newest_first_with_before_and_after_in_the_forms_words(session: Session) -> None:
    session.set_text("cover.month", "2025年10月")
    session.set_text("cover.month", "2025-11")
    first, second = history.steps(session, ALL, silent).steps[:2]
    assert (first.label, first.places, first.undone) == ("修改申报年月", 1, False)
    assert second.number < first.number
    assert first.who
    found = history.detail(session, first.number, ALL, most=10)
    assert found.count == 1
    (difference,) = found.differences
    assert (difference.before, difference.after) == ("2025年10月", "2025年11月")
    assert (difference.way, difference.place.field, difference.row) == (Way.SET, "cover.month", "")


def test_what_was_undone_is_said_so_until_something_else_is_made(session: Session) -> None:
    session.set_text("basic.contact_name", "李小明")
    session.set_text("basic.contact_name", "王小红")
    session.workspace.undo()
    newest, before = history.steps(session, ALL, silent).steps[:2]
    assert (newest.undone, before.undone) == (True, False)
    detail = history.detail(session, newest.number, ALL, most=10)
    assert detail.differences[0].after == "王小红"
    session.workspace.redo()
    assert not history.steps(session, ALL, silent).steps[0].undone


def test_a_row_is_named_also_when_it_is_gone(session: Session) -> None:
    uid = session.add_row("enterprises")
    session.set_text("enterprises.name", "清溪传感有限公司", uid)
    session.set_text("enterprises.revenue", "12.50", uid)
    edit = history.steps(session, ALL, silent).steps[0]
    (difference,) = history.detail(session, edit.number, ALL, most=10).differences
    assert (difference.row, difference.field, difference.after) == ("清溪传感有限公司", "营业收入", "12.50")
    assert difference.place.row == uid
    session.delete_rows("enterprises", (uid,))
    removal = history.steps(session, ALL, silent).steps[0]
    found = history.detail(session, removal.number, ALL, most=10).differences
    assert {d.way for d in found} == {Way.REMOVED}
    assert {d.row for d in found} == {"清溪传感有限公司"}
    assert [d.before for d in found if d.field == "营业收入"] == ["12.50"]
    assert {d.place.row for d in found} == {""}


def test_numbers_of_persons_are_masked(session: Session) -> None:
    session.set_text("basic.introduction", "联系人身份证号11010519491231002X。")
    step = history.steps(session, ALL, silent).steps[0]
    after = history.detail(session, step.number, ALL, most=10).differences[0].after
    assert "19491231" not in after
    assert after.startswith("联系人身份证号110")
    assert not labels(session, Wanted(words="19491231"))


def test_asking_for_a_part_a_person_words_and_one_field(session: Session) -> None:
    uid, other = session.add_row("enterprises"), session.add_row("enterprises")
    session.set_text("enterprises.name", "清溪传感有限公司", uid)
    session.set_text("enterprises.name", "章江软件有限公司", other)
    session.set_text("basic.contact_name", "李小明")
    assert labels(session, Wanted(part="basic"))[0].startswith("修改")
    assert not any("企业名单" in label for label in labels(session, Wanted(part="basic")))
    who = history.authors(session)
    assert len(labels(session, Wanted(who=who[0]))) == len(labels(session))
    assert labels(session, Wanted(who="没有这个人")) == []
    # The row's name is looked for too, as it is called now.
    assert len(labels(session, Wanted(words="章江 软件"))) == 2
    assert len(labels(session, Wanted(words="ZHANGJIANG"))) == 0
    assert len(labels(session, Wanted(words="章江 传感"))) == 0
    assert len(labels(session, Wanted(field="enterprises.name", row=uid))) == 1
    assert labels(session, Wanted(field="enterprises.name"))[1:] == ["修改企业名称", "装入"]


def test_a_long_log_comes_in_pieces(session: Session) -> None:
    for number in range(450):
        session.set_text("basic.employees", str(number + 1))
    whole: list[int] = []
    before = None
    while True:
        piece = history.steps(session, ALL, silent, before=before, most=100)
        whole += [step.number for step in piece.steps]
        assert len(piece.steps) <= 100
        if piece.older is None:
            break
        before = piece.older
    assert whole == sorted(set(whole), reverse=True)
    assert len(whole) >= 450
    # The filter goes through all of it, however far back the one change lies.
    assert len(history.steps(session, Wanted(words="417"), silent).steps) == 2


def test_a_change_of_many_rows_tells_the_first_and_how_many(session: Session) -> None:
    rows = [session.new_row("enterprises", n, {"name": f"第{n}家", "place": "清溪"}) for n in range(30)]
    session.workspace.apply(ChangeSet("导入", tuple(rows)))
    step = history.steps(session, ALL, silent).steps[0]
    assert step.places == 30
    found = history.detail(session, step.number, ALL, most=10)
    assert len(found.differences) == 10
    assert found.count >= 60


def test_what_was_purged_is_only_known_to_have_been(session: Session) -> None:
    session.set_text("basic.contact_name", "李小明")
    digest = session.application.evidence[0].sha256
    session.workspace.purge([digest])
    step = history.steps(session, ALL, silent).steps[0]
    assert step.places == 0
    assert history.detail(session, step.number, ALL, most=10).count == 0
    assert history.detail(session, step.number + 5, ALL, most=10).count == 0
    assert labels(session, Wanted(part="basic")) == []


@given(st.text(max_size=40))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text) or "İ" in text


def test_folding_takes_width_and_case_away() -> None:
    assert folded("ＡＢ１２（甲）") == folded("ab12(甲)")
