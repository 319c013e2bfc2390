"""Change sets: strict, all or nothing, undone and redone, kept with who and when."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.domain.application import Enterprise
from jxdesk.domain.catalogue import records
from jxdesk.domain.changes import Change, ChangeSet, DeleteRow, InsertRow, SetValue
from jxdesk.domain.values import NotApplicable, Value
from jxdesk.store.entries import HistoryEntry
from jxdesk.store.workspace import Workspace, open_workspace
from tests.store.workspaces import (
    NOON,
    canonical,
    clock,
    many_enterprises,
    named,
    new,
    reopened,
    row_values,
)

ROW = Enterprise(uid="e1", name="示例阀门有限公司", revenue=Decimal("1.50"), employees=12)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = new(tmp_path)
    made.replace_application(dataclasses.replace(made.application(), enterprises=(ROW,)), "导入企业")
    return made


def _set(column: str, before: Value, after: Value, uid: str = "e1") -> SetValue:
    return SetValue("enterprises", uid, column, before, after)


def _delete(position: int = 0, **other: Value) -> DeleteRow:
    values = row_values(records()["enterprises"], ROW) | other
    return DeleteRow("enterprises", "e1", position, values)


STALE: dict[str, Change] = {
    "another text": _set("name", "旧名", "新名"),
    "the same number, less precise": _set("revenue", Decimal("1.5"), Decimal(2)),
    "a number where there is a reason": _set("revenue", NotApplicable("新办"), Decimal(2)),
    "a row that is gone": _set("name", "", "新名", uid="e2"),
    "a row inserted twice": InsertRow("enterprises", "e1", 0, row_values(records()["enterprises"], ROW)),
    "a place behind the end": InsertRow("enterprises", "e2", 2, row_values(records()["enterprises"], ROW)),
    "a deletion at another place": _delete(position=1),
    "a deletion of another content": _delete(employees=13),
}


@pytest.mark.parametrize("change", STALE.values(), ids=STALE)
def test_what_has_changed_meanwhile_is_not_overwritten(workspace: Workspace, change: Change) -> None:
    before, revision = canonical(workspace), workspace.revision
    first = SetValue("basic", "basic", "cluster_name", "", "示例集群")
    with pytest.raises(UserError) as refused:
        workspace.apply(ChangeSet("改动", (first, change)))
    assert refused.value.code == "store.stale"
    assert canonical(workspace) == before
    assert workspace.revision == revision
    assert workspace.application().basic.cluster_name == ""


ENTERPRISE = row_values(records()["enterprises"], ROW)
BUGS: dict[str, Change] = {
    "unknown record": SetValue("companies", "e1", "name", "", "新名"),
    "unknown column": _set("nickname", "", "新名"),
    "float": _set("revenue", Decimal("1.50"), 2.5),  # type: ignore[arg-type]
    "text for a number": _set("employees", 12, "十二"),
    "number of 16 digits": _set("employees", 12, 10**15),
    "not a number": _set("revenue", Decimal("1.50"), Decimal("NaN")),
    "control character": _set("name", ROW.name, "示例\x07"),
    "two lines in one": _set("name", ROW.name, "示例\n公司"),
    "no date": SetValue("pledge", "pledge", "date", "", "2026-02-30"),
    "row id with a path": InsertRow("enterprises", "../e", 0, ENTERPRISE),
    "lacking column": InsertRow("enterprises", "e2", 0, {"name": "示例"}),
    "row of a record that stands once": InsertRow("basic", "basic2", 0, {}),
}


@pytest.mark.parametrize("change", BUGS.values(), ids=BUGS)
def test_what_no_field_can_hold_is_a_bug(workspace: Workspace, change: Change) -> None:
    before = canonical(workspace)
    with pytest.raises(ValueError, match=r"."):
        workspace.apply(ChangeSet("改动", (change,)))
    assert canonical(workspace) == before
    assert workspace.undo_label == "导入企业"


def test_a_list_cannot_grow_without_bound(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jxdesk.store.draft.MAX_ROWS", 3)
    rows = tuple(InsertRow("enterprises", f"x{i}", 0, ENTERPRISE) for i in range(3))
    with pytest.raises(UserError) as refused:
        workspace.apply(ChangeSet("导入", rows))
    assert refused.value.code == "store.too-many-rows"
    assert len(workspace.application().enterprises) == 1


def test_undo_and_redo_return_what_they_did_and_outlive_a_restart(workspace: Workspace) -> None:
    workspace.apply(named("甲"))
    workspace.apply(named("乙", before="甲", label="再改名称"))
    assert (workspace.undo_label, workspace.redo_label) == ("再改名称", None)
    workspace = reopened(workspace)
    assert workspace.undo() == named("乙", before="甲", label="再改名称").inverse()
    assert workspace.application().basic.cluster_name == "甲"
    assert (workspace.undo_label, workspace.redo_label) == ("填写集群名称", "再改名称")
    workspace = reopened(workspace)
    assert workspace.redo() == named("乙", before="甲", label="再改名称")
    assert workspace.redo() is None
    assert workspace.application().basic.cluster_name == "乙"


@pytest.mark.parametrize("rows", [99, 100, 201])
def test_a_long_change_is_kept_whole(workspace: Workspace, rows: int) -> None:
    """It is written in pieces."""
    long = many_enterprises(workspace.application(), rows)
    made = workspace.replace_application(long, "导入")
    again = reopened(workspace)
    assert again.undo() == made.inverse()
    assert again.redo() == made
    assert again.application() == long


def test_a_new_change_takes_the_place_of_what_was_undone(workspace: Workspace) -> None:
    workspace.apply(named("甲"))
    workspace.undo()
    workspace.apply(named("丙", label="另起"))
    assert workspace.redo() is None
    assert [entry.label for entry in workspace.history(10)] == ["另起", "导入企业"]


def test_undo_ends_at_the_beginning(workspace: Workspace) -> None:
    assert workspace.undo() is not None
    assert workspace.application().enterprises == ()
    assert (workspace.undo(), workspace.undo_label) == (None, None)
    assert workspace.history(10) == ()
    assert workspace.redo_label == "导入企业"


def test_the_history_says_who_and_when_newest_first(workspace: Workspace) -> None:
    workspace.apply(named("甲"))
    assert workspace.history(1) == (HistoryEntry(NOON, "王五", "填写集群名称"),)
    assert [entry.label for entry in workspace.history(9)] == ["填写集群名称", "导入企业"]


def test_an_empty_change_set_leaves_no_trace(workspace: Workspace) -> None:
    revision = workspace.revision
    workspace.apply(ChangeSet("无", ()))
    assert not workspace.replace_application(workspace.application(), "再装入").changes
    assert (workspace.revision, workspace.undo_label) == (revision, "导入企业")


def test_every_change_raises_the_revision(workspace: Workspace) -> None:
    seen = [workspace.revision]
    workspace.apply(named("甲"))
    seen.append(workspace.revision)
    workspace.undo()
    seen.append(workspace.revision)
    workspace.redo()
    seen.append(workspace.revision)
    assert seen == sorted(set(seen))
    assert reopened(workspace).revision == seen[-1]


def test_an_application_of_another_workspace_is_not_taken(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="another workspace"):
        workspace.replace_application(dataclasses.replace(workspace.application(), id="00bb"), "装入")


def test_rows_are_inserted_deleted_and_shifted_in_a_long_list(workspace: Workspace) -> None:
    workspace.replace_application(many_enterprises(workspace.application(), 60), "导入")
    long = workspace.application()
    first, middle = long.enterprises[0], long.enterprises[30]
    spec = records()["enterprises"]
    workspace.apply(
        ChangeSet(
            "整理",
            (
                DeleteRow("enterprises", middle.uid, 30, row_values(spec, middle)),
                DeleteRow("enterprises", first.uid, 0, row_values(spec, first)),
                InsertRow("enterprises", "e1", 40, row_values(spec, ROW)),
                _set("name", ROW.name, "改过的名称"),
            ),
        )
    )
    expected = [row.uid for row in long.enterprises if row not in (first, middle)]
    expected.insert(40, "e1")
    again = reopened(workspace)
    assert [row.uid for row in again.application().enterprises] == expected
    assert again.application().enterprises[40].name == "改过的名称"
    again.undo()
    assert reopened(again).application() == long


def test_reading_beside_the_writer_sees_each_change(workspace: Workspace) -> None:
    with open_workspace(workspace.path, read_only=True, clock=clock) as reader:
        seen = reader.application()
        assert reader.application() is seen
        workspace.apply(named("甲"))
        assert reader.application().basic.cluster_name == "甲"
        assert (reader.revision, reader.saved_at) == (workspace.revision, NOON)
        assert (reader.undo_label, reader.redo_label) == ("填写集群名称", None)
        assert len(reader.history(5)) == 2


def test_a_reader_cannot_change_anything(workspace: Workspace, tmp_path: Path) -> None:
    with open_workspace(workspace.path, read_only=True, clock=clock) as reader:
        for attempt in (
            lambda: reader.apply(named("甲")),
            reader.undo,
            reader.redo,
            lambda: reader.add_bytes(b"x"),
            lambda: reader.backup("手动"),
            lambda: reader.drop_reason("x"),
        ):
            with pytest.raises(UserError) as refused:
                attempt()
            assert refused.value.code == "store.read-only"
