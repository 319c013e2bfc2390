"""Backups come by themselves once a day, and restoring one is a step that can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from jxdesk.app import safekeeping
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from tests.app.conftest import NOW
from tests.strategies import notice


@pytest.fixture
def session(new_session: Callable[[str], Session]) -> Session:
    return new_session("备份")


def test_one_backup_a_day_and_none_while_nothing_changes(tmp_path: Path) -> None:
    moments = [NOW]
    with Session.create(tmp_path / "县.jxdesk", notice(), clock=lambda: moments[-1]) as session:
        session.set_text("basic.contact_name", "李小明")
        first = safekeeping.daily(session)
        assert first is not None
        moments.append(NOW + dt.timedelta(hours=1))
        session.set_text("basic.contact_name", "王小红")
        assert safekeeping.daily(session) is None
        moments.append(NOW + dt.timedelta(days=1))
        second = safekeeping.daily(session)
        assert second is not None
        moments.append(NOW + dt.timedelta(days=2))
        assert safekeeping.daily(session) is None
        assert session.workspace.backups() == (second, first)


def test_restoring_brings_the_old_data_and_undo_takes_it_back(session: Session) -> None:
    before = session.application
    session.workspace.backup("导入前")
    session.set_text("basic.contact_name", "李小明")
    session.add_row("projects")
    changed = session.application
    backup = session.workspace.backups()[0]
    made = safekeeping.restore(session, backup)
    assert session.application == before
    assert "备份" in made.label
    session.workspace.undo()
    assert session.application == changed


def test_a_backup_of_another_application_is_refused(
    session: Session, new_session: Callable[[str], Session]
) -> None:
    other = new_session("别的县")
    other.workspace.backup("定稿")
    foreign = other.workspace.backups()[0]
    before = session.application
    with pytest.raises(UserError) as refused:
        safekeeping.restore(session, foreign)
    assert refused.value.code == "store.foreign-backup"
    assert session.application == before


def test_a_damaged_backup_is_refused_and_nothing_changes(session: Session) -> None:
    session.workspace.backup("定稿")
    backup = session.workspace.backups()[0]
    raw = bytearray(backup.path.read_bytes())
    raw[2000:6000] = b"\xff" * 4000
    backup.path.write_bytes(raw)
    before = session.application
    with pytest.raises(UserError) as refused:
        safekeeping.restore(session, backup)
    assert refused.value.code == "store.damaged"
    assert session.application == before


def test_strange_files_among_the_backups_are_not_listed(session: Session) -> None:
    session.workspace.backup("定稿")
    folder = session.workspace.backups()[0].path.parent
    for name in ("notes.db", "20259999T999999Z-00-x.db", "20250901T040000Z.db"):
        (folder / name).write_bytes(b"")
    assert [backup.reason for backup in session.workspace.backups()] == ["定稿"]
