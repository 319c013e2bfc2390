"""Extensions in a workspace: changed, undone, kept when the pack no longer lists them, never trusted."""

from __future__ import annotations

import dataclasses
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application, Evidence
from jxdesk.domain.canonical import encode
from jxdesk.domain.catalogue import records
from jxdesk.domain.changes import ChangeSet, DeleteRow, InsertRow, SetValue
from jxdesk.domain.extras import MAX_EXTRAS
from jxdesk.store.difference import difference
from jxdesk.store.draft import carry_out
from jxdesk.store.workspace import Workspace
from tests import second_pack, sound
from tests.store.workspaces import canonical, new, reopened
from tests.strategies import applications

ROW = dataclasses.replace(sound.enterprise(1), x=second_pack.x(area=Decimal("1.50"), note="甲\n乙"))
INSERT = InsertRow("enterprises", ROW.uid, 0, records()["enterprises"].values(ROW))


def stored(workspace: Workspace) -> list[tuple[str, ...]]:
    """What lies in the table, as it lies there."""
    with sqlite3.connect(workspace.path / "workspace.db") as database:
        found = database.execute("SELECT * FROM extensions ORDER BY record, uid, name").fetchall()
    database.close()
    return found


def change(column: str, before: object, after: object, record: str = "basic") -> ChangeSet:
    return ChangeSet("改动", (SetValue(record, record, column, before, after),))  # type: ignore[arg-type]


def test_a_cell_is_set_undone_redone_and_emptied(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    workspace.apply(change("x.area", None, Decimal("2.0")))
    workspace.apply(change("x.area", Decimal("2.0"), "二"))
    assert workspace.application().basic.x == (("area", "二"),)
    workspace.undo()
    assert stored(workspace) == [("basic", "basic", "area", '{"number":"2.0"}')]
    workspace = reopened(workspace)
    assert workspace.application().basic.x == second_pack.x(area=Decimal("2.0"))
    workspace.redo()
    workspace.apply(change("x.area", "二", None))
    assert stored(workspace) == []
    assert workspace.application().basic.x == ()
    workspace.close()


def test_a_row_comes_and_goes_with_its_extensions(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    workspace.apply(ChangeSet("加", (INSERT,)))
    assert len(stored(workspace)) == 2
    workspace.apply(ChangeSet("删", (INSERT.inverse(),)))
    assert stored(workspace) == []
    workspace.undo()
    workspace = reopened(workspace)
    assert workspace.application().enterprises == (ROW,)
    assert canonical(workspace) == encode(workspace.application())
    workspace.close()


def test_a_backup_brings_them_back(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    workspace.apply(ChangeSet("加", (INSERT,)))
    backup = workspace.backup("之前")
    with sqlite3.connect(backup) as database:
        assert database.execute("SELECT count(*) FROM extensions").fetchone() == (2,)
    database.close()
    workspace.close()


@given(st.data())
def test_a_difference_leads_from_one_application_to_any_other(data: st.DataObject) -> None:
    before = data.draw(applications(second_pack.pack()))
    after = data.draw(applications(second_pack.pack()))
    after = dataclasses.replace(after, id=before.id, demo=before.demo)
    changes = difference(before, after, "")
    assert encode(carry_out(before, changes)) == encode(after)
    assert encode(carry_out(after, changes.inverse())) == encode(before)


IMPOSSIBLE = {
    "a name that is none": change("x.A", None, "甲"),
    "a list": change("x.a", None, ("甲",)),
    "more digits than a figure may have": change("x.a", None, 10**15),
    "too many": ChangeSet(
        "", tuple(SetValue("basic", "basic", f"x.a{i}", None, 1) for i in range(MAX_EXTRAS + 1))
    ),
    "a row with too many": ChangeSet(
        "", (dataclasses.replace(INSERT, values={**INSERT.values, **{f"x.a{i}": 1 for i in range(99)}}),)
    ),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_what_could_not_be_read_again_is_a_bug(what: str) -> None:
    with pytest.raises(ValueError, match=r"x\.|extensions"):
        carry_out(_empty(), IMPOSSIBLE[what])


STALE = {
    "another value is there": change("x.a", None, "丙", "scale"),
    "another kind of value is there": change("x.a", Decimal(5), "丙", "scale"),
    "the row has one that is not known": ChangeSet(
        "",
        (
            INSERT,
            DeleteRow("enterprises", ROW.uid, 0, {k: v for k, v in INSERT.values.items() if k[1] != "."}),
        ),
    ),
}


@pytest.mark.parametrize("what", STALE)
def test_a_change_to_what_is_no_longer_so_is_refused(what: str) -> None:
    app = carry_out(_empty(), change("x.a", None, "5", "scale"))
    with pytest.raises(UserError) as caught:
        carry_out(app, STALE[what])
    assert caught.value.code == "store.stale"


HOSTILE = {
    "a row that is not there": ("enterprises", "e9", "a", "1"),
    "a record that is not there": ("parks", "parks", "a", "1"),
    "a name that is none": ("basic", "basic", "a.b", "1"),
    "a value that is empty": ("basic", "basic", "a", "null"),
    "a value that is no JSON": ("basic", "basic", "a", "{"),
    "written in another way": ("basic", "basic", "a", " 1"),
    "a control character": ("basic", "basic", "a", '"\\u0007"'),
    "nested without end": ("basic", "basic", "a", "[" * 100_000),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_table_is_damage(tmp_path: Path, what: str) -> None:
    workspace = new(tmp_path)
    workspace.close()
    with sqlite3.connect(workspace.path / "workspace.db") as database:
        database.execute("INSERT INTO extensions VALUES (?, ?, ?, ?)", HOSTILE[what])
    database.close()
    with pytest.raises(UserError) as caught, reopened(workspace) as opened:
        opened.application()
    assert caught.value.code == "store.damaged"


def _empty() -> Application:
    return Application(id="a", notice=second_pack.application().notice)


def test_a_purged_files_row_takes_its_extensions_along(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    secret, other = workspace.add_bytes(b"secret"), workspace.add_bytes(b"other")
    rows = [
        Evidence(uid=f"v{i}", name=f"{i}.pdf", sha256=file.sha256, x=second_pack.x(source="甲局"))
        for i, file in enumerate((secret, other))
    ]
    workspace.apply(difference(workspace.application(), _with_evidence(workspace, rows), "附上"))
    workspace.purge([secret.sha256])
    workspace = reopened(workspace)
    assert workspace.application().evidence == (rows[1],)
    assert stored(workspace) == [("evidence", "v1", "source", '"甲局"')]
    workspace.close()


def _with_evidence(workspace: Workspace, rows: list[Evidence]) -> Application:
    return dataclasses.replace(workspace.application(), evidence=tuple(rows))
