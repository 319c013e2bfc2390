"""Migrations: they lead to the tables of today, keep the data, and can't leave anything half-done."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from jxdesk.base.errors import UserError
from jxdesk.store.connection import Database, Mode
from jxdesk.store.migrations import steps
from jxdesk.store.schema import VERSION, metadata
from jxdesk.store.workspace import open_workspace
from tests.store.workspaces import WHO, clock, named, new


def test_the_steps_lead_to_the_tables_of_today(tmp_path: Path) -> None:
    assert len(steps.STEPS) == VERSION
    migrated = Database(tmp_path / "migrated.db", Mode.CREATE)
    made = Database(tmp_path / "made.db", Mode.CREATE)
    with migrated.write() as connection:
        assert steps.run_due(connection, 0) == VERSION
    with made.write() as connection:
        metadata.create_all(connection)
    with migrated.read() as one, made.read() as other:
        assert _tables(one) == _tables(other)
        assert compare_metadata(MigrationContext.configure(one), metadata) == []
    assert migrated.pragma("user_version") == VERSION
    migrated.close()
    made.close()


def _tables(connection: sa.Connection) -> dict[str, list[tuple[object, ...]]]:
    names = connection.execute(sa.text("SELECT name, sql LIKE '%STRICT%' FROM sqlite_master")).all()
    found = {"strict": [tuple(row) for row in sorted(names)]}
    for name, _ in names:
        columns = connection.execute(sa.text("SELECT * FROM pragma_table_info(:name)"), {"name": name})
        found[name] = [tuple(row) for row in columns]
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new(tmp_path) as workspace:
        workspace.apply(named("甲"))
        workspace.apply(named("乙", before="甲"))
        workspace.undo()
        return workspace.path


def _with_step(monkeypatch: pytest.MonkeyPatch, step: object) -> None:
    """Be the program of the next version, which has one more step."""
    monkeypatch.setattr(steps, "STEPS", (*steps.STEPS, step))
    monkeypatch.setattr("jxdesk.store.opening.VERSION", VERSION + 1)


def _rename(op: Operations) -> None:
    op.execute("UPDATE basic SET dominant_industry = cluster_name")


def _rename_and_fail(op: Operations) -> None:
    _rename(op)
    op.drop_table("seals")
    op.execute("UPDATE no_such_table SET x = 1")


def test_an_older_workspace_is_migrated_after_a_backup(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_step(monkeypatch, _rename)
    with pytest.raises(UserError) as refused:
        open_workspace(path, read_only=True, clock=clock)
    assert refused.value.code == "store.old"
    with open_workspace(path, clock=clock, holder=WHO) as workspace:
        assert workspace.application().basic.dominant_industry == "甲"
        # What was done stays known, but can no longer be undone or redone.
        assert [entry.label for entry in workspace.history(5)] == ["填写集群名称"]
        assert (workspace.undo_label, workspace.redo_label) == (None, None)
        assert (workspace.undo(), workspace.redo()) == (None, None)
        workspace.apply(named("丙", before="甲"))
        workspace.undo()
        assert workspace.application().basic.cluster_name == "甲"
    backup = next((path / "backups").iterdir())
    assert backup.name == f"20260301T040000Z-00-升级前-{VERSION}.db"
    with closing(sqlite3.connect(backup)) as before:
        assert before.execute("PRAGMA user_version").fetchone() == (VERSION,)
    with open_workspace(path, clock=clock) as workspace:
        assert workspace.redo_label == "填写集群名称"
    assert len(list((path / "backups").iterdir())) == 1


def test_a_step_that_fails_leaves_the_old_workspace(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        _with_step(newer, _rename_and_fail)
        with pytest.raises(sa.exc.OperationalError):
            open_workspace(path, clock=clock)
    with open_workspace(path, clock=clock) as workspace:
        assert workspace.application().basic.dominant_industry == ""
        assert (workspace.undo_label, workspace.redo_label) == ("填写集群名称", "填写集群名称")
