"""Killed programs and full or write-protected disks: nothing that was saved is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.store.lock import HOLDER_NAME
from jxdesk.store.workspace import open_workspace
from tests.store.workspaces import WHO, canonical, clock, many_enterprises, named, new, reopened

ROOT = Path(__file__).parents[2]
MOUNT = shutil.which("mount")


@contextmanager
def working(mode: str, path: Path) -> Iterator[int]:
    """Another process at work on ``path``; killed without warning when the block ends."""
    command = [sys.executable, "-m", "tests.store.writer_process", mode, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"reached" + os.linesep.encode()
        try:
            yield process.pid
        finally:
            process.kill()


def test_what_was_saved_outlives_a_kill_and_its_lock_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "某县.jxdesk"
    new(tmp_path).close()
    with working("after-saving", path):
        pass
    assert (path / HOLDER_NAME).exists()
    with open_workspace(path, read_only=True, clock=clock) as reader:
        assert reader.application().basic.cluster_name == "甲"
    with open_workspace(path, clock=clock) as workspace:
        assert workspace.application().basic.cluster_name == "甲"
        assert len(workspace.application().enterprises) == 100
        assert (workspace.undo_label, workspace.revision) == ("填写集群名称", 2)


def test_a_kill_in_the_middle_leaves_what_was_before(tmp_path: Path) -> None:
    path = tmp_path / "某县.jxdesk"
    new(tmp_path).close()
    with working("before-commit", path):
        pass
    with open_workspace(path, clock=clock) as workspace:
        assert workspace.application().basic.cluster_name == "甲"
        assert workspace.application().enterprises == ()
        assert (workspace.undo_label, workspace.redo_label, workspace.revision) == ("填写集群名称", None, 1)


def test_another_process_holds_the_lock_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "某县.jxdesk"
    new(tmp_path).close()
    with working("after-saving", path) as pid:
        with pytest.raises(UserError) as refused:
            open_workspace(path, clock=clock)
        assert refused.value.code == "store.locked"
        assert f"进程 {pid}" in refused.value.message
        with open_workspace(path, read_only=True, clock=clock) as reader:
            assert reader.application().basic.cluster_name == "甲"


def test_a_closed_workspace_is_one_plain_file_that_can_be_copied(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    workspace.apply(named("甲"))
    workspace.close()
    workspace.close()
    assert sorted(p.name for p in workspace.path.iterdir() if p.name.startswith("workspace.db")) == [
        "workspace.db"
    ]
    shutil.copytree(workspace.path, tmp_path / "副本.jxdesk")
    with open_workspace(tmp_path / "副本.jxdesk", clock=clock) as copy:
        assert copy.application().basic.cluster_name == "甲"


def test_closing_beside_a_reader_leaves_everything_in_the_database(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    with open_workspace(workspace.path, read_only=True, clock=clock) as reader:
        workspace.apply(named("甲"))
        workspace.close()
        log = workspace.path / "workspace.db-wal"
        assert not log.exists() or log.stat().st_size == 0
        assert reader.application().basic.cluster_name == "甲"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 2 MB. Needs Linux and the rights to mount."""
    place = tmp_path / "小盘"
    place.mkdir()
    made = MOUNT and subprocess.run(
        [MOUNT, "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True
    )
    if not made or made.returncode:
        pytest.skip("cannot mount a small disk here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def _fill(place: Path) -> Path:
    filler = place / "filler"
    with filler.open("wb", buffering=0) as handle:
        for size in (65536, 4096, 1):
            while True:
                try:
                    handle.write(bytes(size))
                except OSError:
                    break
    return filler


def test_a_full_disk_is_said_nothing_is_lost_and_work_goes_on(small_disk: Path, tmp_path: Path) -> None:
    workspace = new(small_disk)
    workspace.apply(named("甲"))
    before, application = canonical(workspace), workspace.application()
    source = tmp_path / "大.pdf"
    source.write_bytes(bytes(100_000))
    filler = _fill(small_disk)
    large = many_enterprises(application, 400)
    for attempt in (
        lambda: workspace.replace_application(large, "导入企业"),
        lambda: workspace.add_file(source),
        lambda: workspace.add_bytes(bytes(100_000)),
        lambda: workspace.backup("手动"),
    ):
        with pytest.raises(UserError) as refused:
            attempt()
        assert refused.value.code == "disk.full"
        assert canonical(workspace) == before
    assert workspace.application() == application
    assert workspace.undo_label == "填写集群名称"
    assert list((workspace.path / "backups").iterdir()) == []
    assert [p for p in (workspace.path / "files").rglob("*") if p.is_file()] == []
    filler.unlink()
    workspace.replace_application(large, "导入企业")
    workspace.add_file(source)
    assert reopened(workspace).application() == large


def test_no_half_workspace_on_a_full_disk(small_disk: Path) -> None:
    _fill(small_disk)
    with pytest.raises(UserError) as refused:
        new(small_disk)
    assert refused.value.code == "disk.full"
    assert [p.name for p in small_disk.iterdir()] == ["filler"]


def _protect(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)


def test_a_write_protected_workspace_can_be_read_only(small_disk: Path) -> None:
    workspace = new(small_disk)
    workspace.apply(named("甲"))
    workspace.close()
    _protect(small_disk)
    with open_workspace(workspace.path, read_only=True, clock=clock) as reader:
        assert reader.application().basic.cluster_name == "甲"
    with pytest.raises(UserError) as refused:
        open_workspace(workspace.path, clock=clock)
    assert refused.value.code == "path.denied"


def test_a_write_protected_copy_made_beside_a_reader_can_be_read(small_disk: Path) -> None:
    workspace = new(small_disk)
    with open_workspace(workspace.path, read_only=True, clock=clock):
        workspace.apply(named("甲"))
        workspace.close()
        shutil.copytree(workspace.path, small_disk / "副本.jxdesk")
    for name in ("workspace.db-wal", "workspace.db-shm"):
        (small_disk / "副本.jxdesk" / name).unlink(missing_ok=True)
    _protect(small_disk)
    with open_workspace(small_disk / "副本.jxdesk", read_only=True, clock=clock) as reader:
        assert reader.application().basic.cluster_name == "甲"


def test_a_write_protected_workspace_with_unread_changes_is_not_shown_without_them(small_disk: Path) -> None:
    workspace = new(small_disk)
    workspace.apply(named("甲"))
    copy = small_disk / "副本.jxdesk"
    shutil.copytree(workspace.path, copy, ignore=shutil.ignore_patterns("*-shm"))
    workspace.close()
    _protect(small_disk)
    with pytest.raises(UserError) as refused:
        open_workspace(copy, read_only=True, clock=clock)
    assert refused.value.code == "store.unsettled"


LIMITED = """
import resource, signal, sys
from pathlib import Path
from jxdesk.base.errors import UserError
from jxdesk.store.workspace import open_workspace
from tests.store.workspaces import clock, many_enterprises, named

with open_workspace(Path(sys.argv[1]), clock=clock) as workspace:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (160_000, resource.RLIM_INFINITY))
    try:
        workspace.replace_application(many_enterprises(workspace.application(), 600), "导入企业")
    except UserError as error:
        print(error.code)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert workspace.application().enterprises == ()
    workspace.apply(named("甲"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit on the size of files")
def test_a_failing_write_is_said_and_work_goes_on(tmp_path: Path) -> None:
    new(tmp_path).close()
    path = tmp_path / "某县.jxdesk"
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["path.io"], "")
    with open_workspace(path, clock=clock, holder=WHO) as workspace:
        assert workspace.application().basic.cluster_name == "甲"
