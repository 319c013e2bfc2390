"""Attached files and backups: bytes that arrive whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.store.entries import StoredFile
from jxdesk.store.files import CHUNK
from jxdesk.store.workspace import Workspace, create, open_workspace
from tests.store.workspaces import clock, named, new, reopened
from tests.strategies import notice


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return new(tmp_path)


def _everything(workspace: Workspace) -> list[str]:
    folder = workspace.path / "files"
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_file_is_copied_once_and_found_by_its_digest(workspace: Workspace, tmp_path: Path) -> None:
    data = os.urandom(2 * CHUNK + 5)
    source = tmp_path / "营业执照.pdf"
    source.write_bytes(data)
    steps: list[tuple[int, int]] = []
    stored = workspace.add_file(source, lambda _, done, total: steps.append((done, total)))
    digest = hashlib.sha256(data).hexdigest()
    assert stored == StoredFile(digest, len(data))
    assert steps == [(done, len(data)) for done in (0, CHUNK, 2 * CHUNK, len(data))]
    assert workspace.add_file(source) == workspace.add_bytes(data) == stored
    assert _everything(workspace) == [f"{digest[:2]}/{digest}"]
    assert reopened(workspace).file(digest).read_bytes() == data


def test_empty_files_are_files(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "空.txt").touch()
    stored = workspace.add_file(tmp_path / "空.txt")
    assert stored == workspace.add_bytes(b"")
    assert workspace.file(stored.sha256).stat().st_size == 0


def test_a_damaged_copy_is_written_anew(workspace: Workspace) -> None:
    stored = workspace.add_bytes(b"evidence")
    workspace.file(stored.sha256).write_bytes(b"evidense")
    workspace.add_bytes(b"evidence")
    assert workspace.file(stored.sha256).read_bytes() == b"evidence"


def test_stopping_a_copy_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "大.pdf"
    source.write_bytes(bytes(3 * CHUNK))

    def stop(label: str, done: int, total: int) -> None:
        if done > CHUNK:
            raise Cancelled

    with pytest.raises(Cancelled):
        workspace.add_file(source, stop)
    assert _everything(workspace) == []


@pytest.mark.parametrize(("name", "code"), [("没有.pdf", "path.missing"), ("文件夹", "path.kind")])
def test_what_is_no_file_is_refused(workspace: Workspace, tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "文件夹").mkdir()
    with pytest.raises(UserError) as refused:
        workspace.add_file(tmp_path / name)
    assert refused.value.code == code


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are something else there")
def test_a_pipe_is_refused_without_waiting(workspace: Workspace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    with pytest.raises(UserError) as refused:
        workspace.add_file(tmp_path / "管道")
    assert refused.value.code == "store.not-file"


def test_a_missing_file_and_a_link_in_its_place(workspace: Workspace, tmp_path: Path) -> None:
    stored = workspace.add_bytes(b"evidence")
    place = workspace.file(stored.sha256)
    place.unlink()
    with pytest.raises(UserError) as refused:
        workspace.file(stored.sha256)
    assert refused.value.code == "store.file-missing"
    if sys.platform != "win32":
        place.symlink_to(tmp_path)
        with pytest.raises(UserError):
            workspace.file(stored.sha256)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "AB" * 32, "ab" * 31])
def test_only_digests_name_files(workspace: Workspace, digest: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        workspace.file(digest)


def test_what_a_cut_off_copy_left_is_cleaned_up(workspace: Workspace) -> None:
    files = workspace.path / "files"
    (files / ".incoming-0011").write_bytes(b"half")
    (files / "ab").mkdir()
    (files / "ab" / ".abcd.0011.part").write_bytes(b"half")
    with reopened(workspace) as again:
        assert _everything(again) == []


def test_a_backup_is_a_whole_database_of_its_moment(workspace: Workspace) -> None:
    workspace.apply(named("甲"))
    taken = workspace.backup("导入 前/后")
    workspace.apply(named("乙", before="甲"))
    assert taken.parent == workspace.path / "backups"
    assert taken.name == "20260301T040000Z-00-导入-前-后.db"
    assert [p.name for p in taken.parent.iterdir()] == [taken.name]
    with closing(sqlite3.connect(taken)) as copy:
        assert copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert copy.execute("SELECT cluster_name FROM basic").fetchone() == ("甲",)
    path = workspace.path
    workspace.close()
    (path / "workspace.db").write_bytes(taken.read_bytes())
    with open_workspace(path, clock=clock) as restored:
        assert restored.application().basic.cluster_name == "甲"
        assert restored.undo_label == "填写集群名称"


def test_the_newest_twenty_backups_are_kept(tmp_path: Path) -> None:
    moments = [dt.datetime(2026, 3, day, tzinfo=dt.UTC) for day in (1, 2, 3)]
    path = tmp_path / "某县.jxdesk"
    with create(path, notice(), application_id="00aa", demo=False, clock=lambda: moments[0]) as workspace:
        taken = [workspace.backup("") for _ in range(24)]
        names = sorted(p.name for p in (path / "backups").iterdir())
        assert names == [f"20260301T000000Z-{i:02d}.db" for i in range(4, 24)]
        assert taken[-1].name == names[-1]
        moments.pop(0)
        workspace.backup("手动")
        names = sorted(p.name for p in (path / "backups").iterdir())
        assert len(names) == 20
        assert names[-1] == "20260302T000000Z-00-手动.db"
        assert names[0] == "20260301T000000Z-05.db"
