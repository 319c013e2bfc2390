"""定稿: nothing changes while it stands, and thawing wants a reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jxdesk.app import freezing
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError


@pytest.fixture
def session(new_session: Callable[[str], Session]) -> Session:
    return new_session("定稿")


def test_a_frozen_application_takes_no_change_no_undo_and_no_redo(session: Session) -> None:
    session.set_text("basic.contact_name", "李小明")
    session.workspace.undo()
    made = freezing.freeze(session, "县长办公会同意")
    assert made.data_digest == session.data_digest
    before = session.application
    for change in (
        lambda: session.set_text("basic.contact_name", "王小红"),
        lambda: session.add_row("projects"),
        session.workspace.undo,
        session.workspace.redo,
    ):
        with pytest.raises(UserError) as refused:
            change()
        assert refused.value.code == "store.frozen"
    assert session.application == before


def test_thawing_wants_a_reason_and_keeps_it(session: Session) -> None:
    freezing.freeze(session)
    for bad in ("", "  ", "改"):
        with pytest.raises(UserError) as refused:
            freezing.thaw(session, bad)
        assert refused.value.code == "freeze.reason"
    freezing.thaw(session, "市局要求补充两家企业")
    assert freezing.standing(session) is None
    assert session.workspace.freezes()[-1].reason == "市局要求补充两家企业"
    assert session.set_text("basic.contact_name", "王小红")


def test_an_application_with_errors_is_not_frozen(session: Session) -> None:
    session.set_text("basic.contact_phone", "12")
    with pytest.raises(UserError) as refused:
        freezing.freeze(session)
    assert refused.value.code == "freeze.errors"
    assert freezing.standing(session) is None


def test_freezing_twice_and_thawing_what_is_not_frozen_are_refused(session: Session) -> None:
    with pytest.raises(UserError, match="还没有定稿"):
        freezing.thaw(session, "没有必要的解除")
    freezing.freeze(session)
    with pytest.raises(UserError, match="已经定稿"):
        freezing.freeze(session)


def test_it_stays_frozen_after_closing(session: Session) -> None:
    freezing.freeze(session)
    path = session.workspace.path
    session.close()
    with Session.open(path, clock=session.clock) as again:
        assert freezing.standing(again) is not None
        with pytest.raises(UserError, match="已经定稿"):
            again.set_text("basic.contact_name", "王小红")
