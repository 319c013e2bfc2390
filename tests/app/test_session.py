"""Editing: one change set an edit, refused input changes nothing, all assignments or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jxdesk.app.assign import assign
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError


def test_what_is_typed_is_stored_and_undone(session: Session) -> None:
    before = session.application
    assert session.set_text("basic.employees", "1,250")
    assert session.application.basic.employees == 1250
    session.workspace.undo()
    assert session.application == before


def test_the_same_value_is_no_change_but_another_precision_is(session: Session) -> None:
    assert not session.set_text("scale.revenue_total", "200.00")
    assert session.set_text("scale.revenue_total", "200.0")
    assert str(session.application.scale.revenue_total) == "200.0"


def test_refused_input_leaves_what_was_there(session: Session) -> None:
    revision = session.workspace.revision
    for typed in ("12万人", "-3", "1e999", "3.5", "２０人", "一千"):
        with pytest.raises(UserError, match="从业人员数"):
            session.set_text("basic.employees", typed)
    assert session.application.basic.employees == 6000
    assert session.workspace.revision == revision


def test_what_the_program_computes_cannot_be_typed(session: Session) -> None:
    for field in ("evidence.sha256", "evidence.size"):
        with pytest.raises(UserError, match="由程序得出"):
            session.set_text(field, "1", session.application.evidence[0].uid)


def test_rows_come_and_go_with_one_undo_each(session: Session) -> None:
    before = session.application
    uid = session.add_row("projects", {"name": "第三个项目"})
    assert session.application.projects[-1].uid == uid
    session.delete_rows("projects", tuple(row.uid for row in session.application.projects))
    assert session.application.projects == ()
    session.workspace.undo()
    session.workspace.undo()
    assert session.application == before


def test_an_indicator_of_the_notice_cannot_be_deleted(session: Session) -> None:
    before = session.application
    added = session.add_row("indicators", {"name": "数据产品", "unit": "个"})
    with pytest.raises(UserError, match="不能删除"):
        session.delete_rows("indicators", (before.indicators[0].uid, added))
    session.delete_rows("indicators", (added,))
    assert session.application == before


def test_a_row_that_is_gone_is_refused_with_a_sentence(session: Session) -> None:
    with pytest.raises(UserError, match="没有这一行"):
        session.set_text("projects.name", "x", "no-such-row")


def test_assignments_are_one_step_and_reach_new_rows(session: Session) -> None:
    before = session.application
    changed = assign(
        session,
        [
            "basic.contact_name=演示丁",
            "projects[2].investment=88.50",
            "projects[3].name=新项目",
            "projects[3].category=其他",
            "projects[4].name=又一个",
        ],
    )
    assert changed == 4
    app = session.application
    assert app.basic.contact_name == "演示丁"
    assert app.projects[1].investment == Decimal("88.50")
    assert (app.projects[2].name, app.projects[2].category) == ("新项目", "other")
    assert app.projects[3].name == "又一个"
    session.workspace.undo()
    assert session.application == before


@pytest.mark.parametrize(
    "wrong",
    [
        "basic.employees=许多",
        "basic.employees",
        "nosuch.field=1",
        "projects.name=缺少行号",
        "basic[1].employees=3",
        "projects[9].name=隔了几行",
        "evidence[3].name=没有文件的材料",
        "projects[1].category=没有这一类",
    ],
)
def test_one_wrong_assignment_and_none_is_made(session: Session, wrong: str) -> None:
    before = session.application
    with pytest.raises(UserError):
        assign(session, ["basic.contact_name=不应留下", wrong])
    assert session.application == before
