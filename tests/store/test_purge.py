"""Purge: of a file nothing is left in the workspace's folder, whenever the power went off."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.domain.application import Evidence
from jxdesk.domain.changes import ChangeSet, InsertRow, SetValue
from jxdesk.domain.facts import FileFacts, Sensitive, SensitiveKind
from jxdesk.domain.finding import Reason
from jxdesk.domain.values import Value
from jxdesk.domain.work import FigureNote
from jxdesk.store import backups
from jxdesk.store.entries import StoredFile
from jxdesk.store.purging import ERASED
from jxdesk.store.workspace import Workspace, create, open_workspace
from tests.store.purging_process import STEPS
from tests.store.test_durability import ROOT
from tests.store.workspaces import WHO, clock, named
from tests.strategies import notice

CONTENT = b"the secret plan of the county 1f0e\n" * 300
SECRET, FORMER, OTHER = "内部会议纪要草稿.pdf", "绝密方案原稿.pdf", "营业执照.pdf"
UID, OTHER_UID = "00000000000000aa", "00000000000000bb"


def _row(uid: str, name: str, stored: StoredFile, position: int) -> InsertRow:
    values: dict[str, Value] = {
        "name": name,
        "sha256": stored.sha256,
        "size": stored.size,
        "proves": ("innovation.patents",),
    }
    return InsertRow("evidence", uid, position, values | {"items": None, "dated": ""})


def filled(folder: Path) -> tuple[Path, str]:
    """A closed workspace that holds the secret in every way it can be held; its path and the digest."""
    moments = iter(range(10_000))
    ticking = lambda: dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=next(moments))  # noqa: E731
    path = folder / "某县.jxdesk"
    with create(path, notice(), application_id="00aa", demo=False, clock=ticking, holder=WHO) as workspace:
        secret, other = workspace.add_bytes(CONTENT), workspace.add_bytes(b"licence")
        rows = (_row(UID, FORMER, secret, 0), _row(OTHER_UID, OTHER, other, 1))
        workspace.apply(ChangeSet(f"附上{FORMER}", rows))
        workspace.backup("附上后")
        workspace.apply(ChangeSet("改名", (SetValue("evidence", UID, "name", FORMER, SECRET),)))
        workspace.keep_facts([_facts(secret), _facts(other)], 1)
        workspace.confirm(secret.sha256, "张三", "看过")
        workspace.confirm(other.sha256, "张三", f"与{SECRET}对照看过")
        workspace.add_scan(secret, SECRET)
        workspace.add_scan(other, "盖章扫描件.pdf")
        for key, text in (
            (f"A05|evidence.name|{UID}", "手机号是公开的"),
            ("S04|scale.revenue_total|", f"口径见{SECRET}"),
            (f"A05|evidence.name|{OTHER_UID}", "已公开"),
        ):
            workspace.set_reason(Reason(key, text, False, f"of {secret.sha256}" if "S04" in key else ""))
        workspace.set_figure_note(FigureNote("scale.revenue_total", "", f"见{SECRET}第3页", "统计局"))
        workspace.set_figure_note(FigureNote("scale.growth", "", "统计年报", "统计局"))
        workspace.freeze("ab" * 32, "")
        workspace.thaw(f"领导要求换掉{SECRET}")
        workspace.apply(named("甲"))
        workspace.backup("改名后")
        workspace.apply(named("乙", before="甲"))
        workspace.undo()
    return path, secret.sha256


def _facts(stored: StoredFile) -> FileFacts:
    seen = Sensitive(SensitiveKind.MOBILE, "第 1 页", "138****0000")
    return FileFacts(stored.sha256, stored.size, "pdf", pages=1, sensitive=(seen,))


def traces(path: Path, sha256: str) -> set[str]:
    """Where in the folder the file's content, name or digest still stands."""
    words = [CONTENT[:35], *(word.encode() for word in (SECRET, FORMER, sha256))]
    found = set()
    for place in path.rglob("*"):
        shown = place.relative_to(path).as_posix()
        if sha256 in shown or (place.is_file() and any(word in place.read_bytes() for word in words)):
            found.add(shown)
    return found


@pytest.fixture
def held(tmp_path: Path) -> tuple[Path, str]:
    return filled(tmp_path)


def _must_be_gone(path: Path, sha256: str) -> None:
    """Nothing of it is left, and all else is as it was."""
    assert traces(path, sha256) == set()
    with open_workspace(path, clock=clock, holder=WHO) as workspace:
        rows = workspace.application().evidence
        assert [(row.uid, row.name) for row in rows] == [(OTHER_UID, OTHER)]
        assert workspace.file(rows[0].sha256).read_bytes() == b"licence"
        assert set(workspace.file_facts(1)) == {rows[0].sha256}
        assert [(made.sha256, made.note) for made in workspace.confirmations()] == [(rows[0].sha256, ERASED)]
        assert [scan.name for scan in workspace.scans()] == ["盖章扫描件.pdf"]
        assert [reason.text for reason in workspace.notes().reasons] == ["已公开"]
        assert [note.source for note in workspace.notes().figures] == ["统计年报"]
        assert [record.reason for record in workspace.freezes()] == ["", ERASED]
        assert workspace.application().basic.cluster_name == "甲"
        assert (workspace.undo_label, workspace.redo_label) == (None, None)
        assert [entry.label for entry in workspace.history(9)] == ["填写集群名称", "改名", ERASED]
        assert not workspace.purge_pending
        restored = [workspace.backed_up_application(backup) for backup in workspace.backups()]
        assert [[row.name for row in each.evidence] for each in restored] == [[OTHER], [OTHER]]


def test_the_file_is_everywhere_before(held: tuple[Path, str]) -> None:
    path, sha256 = held
    found = traces(path, sha256)
    taken = {f"backups/{p.name}" for p in (path / "backups").iterdir()}
    assert found == {f"files/{sha256[:2]}/{sha256}", "workspace.db", *taken}
    assert len(taken) == 2


def test_of_a_purged_file_nothing_is_left(held: tuple[Path, str]) -> None:
    path, sha256 = held
    steps: list[tuple[int, int]] = []
    with open_workspace(path, clock=clock, holder=WHO) as workspace:
        before = workspace.revision
        workspace.purge([sha256], lambda _, done, total: steps.append((done, total)))
        assert workspace.revision == before + 1
        # Not only once it is closed.
        assert traces(path, sha256) == set()
        assert [row.uid for row in workspace.application().evidence] == [OTHER_UID]
    assert steps == [(done, 4) for done in range(5)]
    _must_be_gone(path, sha256)


def test_purging_what_is_not_there_changes_no_data(held: tuple[Path, str]) -> None:
    path, sha256 = held
    with open_workspace(path, clock=clock, holder=WHO) as workspace:
        before = workspace.application()
        workspace.purge(["ef" * 32])
        workspace.purge([])
        assert (workspace.application(), workspace.undo_label) == (before, "填写集群名称")
        with pytest.raises(ValueError, match="SHA-256"):
            workspace.purge(["../../etc"])
        workspace.purge([sha256])
        workspace.purge([sha256])
    _must_be_gone(path, sha256)


def test_bytes_that_nothing_names_any_more_are_told_and_can_be_purged(held: tuple[Path, str]) -> None:
    path, sha256 = held
    with open_workspace(path, clock=clock, holder=WHO) as workspace:
        assert workspace.unused_files() == ()
        stray = workspace.add_bytes(b"nobody's")
        workspace.drop_scan(sha256)
        row = workspace.application().evidence[0]
        removed = InsertRow("evidence", UID, 0, _row(UID, SECRET, StoredFile(sha256, len(CONTENT)), 0).values)
        assert row.sha256 == sha256
        workspace.apply(ChangeSet("删除", (removed.inverse(),)))
        unused = {file.sha256: file.size for file in workspace.unused_files()}
        assert unused == {sha256: len(CONTENT), stray.sha256: 8}
        workspace.purge(list(unused))
        assert workspace.unused_files() == ()
    assert traces(path, sha256) == set()


def test_frozen_data_is_not_purged_but_a_leftover_is(held: tuple[Path, str]) -> None:
    path, sha256 = held
    with open_workspace(path, clock=clock, holder=WHO) as workspace:
        stray = workspace.add_bytes(b"nobody's")
        workspace.freeze("ab" * 32, "")
        with pytest.raises(UserError) as refused:
            workspace.purge([sha256])
        assert refused.value.code == "store.frozen"
        assert workspace.file(sha256).read_bytes() == CONTENT
        assert not workspace.purge_pending
        workspace.purge([stray.sha256])
        workspace.thaw("换材料")
        assert len(workspace.application().evidence) == 2


def test_a_read_only_workspace_is_not_purged(held: tuple[Path, str]) -> None:
    path, sha256 = held
    with open_workspace(path, read_only=True, clock=clock) as reader, pytest.raises(UserError) as refused:
        reader.purge([sha256])
    assert refused.value.code == "store.read-only"


@pytest.mark.parametrize("step", [step for step in STEPS if step != "before-anything"])
def test_a_kill_in_the_middle_is_made_good_at_the_next_opening(held: tuple[Path, str], step: str) -> None:
    path, sha256 = held
    _purge_until(step, path, sha256)
    with open_workspace(path, read_only=True, clock=clock) as reader:
        assert [row.uid for row in reader.application().evidence] == [OTHER_UID]
    open_workspace(path, clock=clock, holder=WHO).close()
    _must_be_gone(path, sha256)


def test_a_kill_before_the_beginning_leaves_what_was_there_and_it_can_be_repeated(
    held: tuple[Path, str],
) -> None:
    path, sha256 = held
    _purge_until("before-anything", path, sha256)
    with open_workspace(path, clock=clock, holder=WHO) as workspace:
        assert [row.uid for row in workspace.application().evidence] == [UID, OTHER_UID]
        workspace.purge([sha256])
    _must_be_gone(path, sha256)


def _purge_until(step: str, path: Path, sha256: str) -> None:
    command = [sys.executable, "-m", "tests.store.purging_process", step, str(path), sha256]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"reached" + os.linesep.encode()
        process.kill()


@pytest.fixture
def busy(held: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace whose log somebody else is reading."""
    monkeypatch.setattr("jxdesk.store.connection.BUSY_SECONDS", 0)
    with open_workspace(held[0], clock=clock, holder=WHO) as workspace:
        workspace.apply(named("丙", before="甲"))
        workspace.apply(named("甲", before="丙"))
        yield workspace


def _is_pending(workspace: Workspace) -> bool:
    return workspace.purge_pending


def test_a_reader_elsewhere_delays_the_end_and_is_told_of(busy: Workspace, held: tuple[Path, str]) -> None:
    path, sha256 = held
    with closing(sqlite3.connect(path / "workspace.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT name FROM evidence").fetchall()
        with pytest.raises(UserError) as refused:
            busy.purge([sha256])
        assert refused.value.code == "store.busy"
        assert _is_pending(busy)
        assert [row.uid for row in busy.application().evidence] == [OTHER_UID]
        reader.execute("COMMIT")
    busy.purge([])
    assert not _is_pending(busy)
    assert traces(path, sha256) == set()


def test_a_backup_taken_before_the_end_holds_nothing_of_it_afterwards(
    busy: Workspace, held: tuple[Path, str]
) -> None:
    path, sha256 = held
    with closing(sqlite3.connect(path / "workspace.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT name FROM evidence").fetchall()
        with pytest.raises(UserError):
            busy.purge([sha256])
        busy.backup("手动")
    busy.purge([])
    assert traces(path, sha256) == set()


@pytest.mark.parametrize("data", [b"not a database " + SECRET.encode(), b""])
def test_a_backup_that_cannot_be_rewritten_goes_if_it_holds_the_file(
    held: tuple[Path, str], data: bytes
) -> None:
    path, sha256 = held
    broken = path / "backups" / "20260101T000000Z-00.db"
    broken.write_bytes(data)
    with open_workspace(path, clock=clock, holder=WHO) as workspace:
        workspace.purge([sha256])
    assert broken.exists() == (data == b"")
    assert traces(path, sha256) == set()


def test_a_name_that_another_file_has_too_is_kept_with_what_was_noted_of_it(tmp_path: Path) -> None:
    path = tmp_path / "某县.jxdesk"
    with create(path, notice(), application_id="00aa", demo=False, clock=clock, holder=WHO) as workspace:
        one, two = workspace.add_bytes(b"one"), workspace.add_bytes(b"two")
        rows = (_row(UID, OTHER, one, 0), _row(OTHER_UID, OTHER, two, 1))
        workspace.apply(ChangeSet("附上", rows))
        note = FigureNote("scale.growth", "", f"见{OTHER}", "统计局")
        workspace.set_figure_note(note)
        workspace.purge([one.sha256])
        assert workspace.notes().figures == (note,)
        assert workspace.application().evidence == (
            Evidence(uid=OTHER_UID, name=OTHER, sha256=two.sha256, size=3, proves=("innovation.patents",)),
        )


def test_a_row_that_has_other_bytes_by_now_stays_with_what_was_noted_of_it(held: tuple[Path, str]) -> None:
    path, sha256 = held
    with open_workspace(path, clock=clock, holder=WHO) as workspace:
        clean = workspace.add_bytes(b"the plan without its author")
        workspace.drop_scan(sha256)
        workspace.apply(ChangeSet("清除", (SetValue("evidence", UID, "sha256", sha256, clean.sha256),)))
        workspace.purge([sha256])
        assert [row.name for row in workspace.application().evidence] == [SECRET, OTHER]
        assert f"A05|evidence.name|{UID}" in {reason.key for reason in workspace.notes().reasons}
        with pytest.raises(UserError):
            workspace.file(sha256)
    words = (CONTENT[:35], sha256.encode(), FORMER.encode())
    data = [place.read_bytes() for place in path.rglob("*") if place.is_file()]
    assert not any(word in each for word in words for each in data)


def test_former_copies_of_a_row_go_with_it_unless_something_else_has_them(held: tuple[Path, str]) -> None:
    path, sha256 = held
    with open_workspace(path, clock=clock, holder=WHO) as workspace:
        clean = workspace.add_bytes(b"the plan without its author")
        shared = workspace.application().evidence[1].sha256
        for before, after in ((sha256, shared), (shared, clean.sha256)):
            workspace.apply(ChangeSet("清除", (SetValue("evidence", UID, "sha256", before, after),)))
        workspace.drop_scan(sha256)
        workspace.purge([clean.sha256])
        assert [row.name for row in workspace.application().evidence] == [OTHER]
        assert workspace.file(shared).read_bytes() == b"licence"
        assert workspace.unused_files() == ()
    assert traces(path, sha256) == set()
    assert traces(path, clean.sha256) == set()


def test_what_is_left_is_numbered_without_gaps(tmp_path: Path) -> None:
    """Positions are counted on when rows are moved."""
    path = tmp_path / "某县.jxdesk"
    with create(path, notice(), application_id="00aa", demo=False, clock=clock, holder=WHO) as workspace:
        stored = [workspace.add_bytes(bytes([number])) for number in range(5)]
        rows = tuple(_row(f"{n:016x}", f"{n}.pdf", each, n) for n, each in enumerate(stored))
        workspace.apply(ChangeSet("附上", rows))
        workspace.purge([stored[0].sha256, stored[2].sha256])
        workspace.apply(ChangeSet("插入", (_row(UID, "新.pdf", stored[1], 1),)))
    with open_workspace(path, clock=clock) as again:
        assert [row.name for row in again.application().evidence] == ["1.pdf", "新.pdf", "3.pdf", "4.pdf"]


def test_words_are_found_across_the_borders_of_what_is_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jxdesk.store.backups._CHUNK", 4)
    place = tmp_path / "x.db"
    place.write_bytes(b"....needle....")
    assert backups.holds(place, [b"thread", b"needle"])
    assert not backups.holds(place, [b"needles"])
    assert not backups.holds(place, [])
