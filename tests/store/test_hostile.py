"""Workspaces that somebody made to do harm are refused in a sentence: no crash, no waiting, no reach."""

from __future__ import annotations

import dataclasses
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.domain.application import Evidence, Project
from jxdesk.domain.finding import Reason
from jxdesk.domain.work import FigureNote, PrintedPage, PrintRun
from jxdesk.store import tables
from jxdesk.store.entries import SealRecord
from jxdesk.store.lock import HOLDER_NAME
from jxdesk.store.workspace import Workspace, open_workspace
from tests.store.workspaces import NOON, clock, many_enterprises, named, new, reopened

_DEEP = "[" * 100_000 + "]" * 100_000

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights there")
needs_pipes = pytest.mark.skipif(sys.platform == "win32", reason="named pipes are something else there")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with something in every table."""
    with new(tmp_path_factory.mktemp("sound")) as workspace:
        filled = dataclasses.replace(
            many_enterprises(workspace.application(), 3),
            projects=(Project(uid="p1", start="2025-11"),),
            evidence=(Evidence(uid="f1"),),
        )
        workspace.replace_application(filled, "导入企业")
        workspace.set_reason(Reason("a|b|c", "说明", False))
        workspace.set_figure_note(FigureNote("scale.growth", "", "统计年报", ""))
        workspace.save_print_run(PrintRun(1, "aa" * 32, (PrintedPage("封面", 1, 1, 1, "ABCDEFGHIJ"),)))
        workspace.begin_seal(SealRecord(1, "bb" * 32, NOON, "某县人民政府", "cc" * 32), Path("out"))
        workspace.add_scan(workspace.add_bytes(b"scan"), "扫描件.pdf")
        return workspace.path


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / sound.name))


def _execute(path: Path, statement: str, value: object = None) -> None:
    with closing(sqlite3.connect(path / "workspace.db", isolation_level=None)) as database:
        database.execute(statement, () if value is None else (value,))


def _read_everything(path: Path, *, read_only: bool = True) -> None:
    with open_workspace(path, read_only=read_only, clock=clock) as workspace:
        workspace.application()
        workspace.notes()
        workspace.print_run()
        workspace.seals()
        workspace.unsettled_seals()
        workspace.scans()
        workspace.history(10)
        assert workspace.undo_label is not None


def _must_be_damaged(path: Path) -> None:
    with pytest.raises(UserError) as refused:
        _read_everything(path)
    assert refused.value.code == "store.damaged"


def test_the_sound_one_is_read(path: Path) -> None:
    _read_everything(path)
    _read_everything(path, read_only=False)


VALUES = [
    ("products nested deep", "UPDATE enterprises SET products = ?", _DEEP),
    ("products with a key of their own", "UPDATE enterprises SET products = ?", '[{"name":"a","sh":null}]'),
    (
        "products with a doubled key",
        "UPDATE enterprises SET products = ?",
        '[{"name":"a","name":"b","share":null}]',
    ),
    ("products written otherwise", "UPDATE enterprises SET products = ?", "[ ]"),
    ("share not a number", "UPDATE enterprises SET products = ?", '[{"name":"a","share":"NaN"}]'),
    ("share as not applicable", "UPDATE enterprises SET products = ?", '[{"name":"a","share":"na:x"}]'),
    ("product with an escape", "UPDATE enterprises SET products = ?", '[{"name":"\\u001b","share":null}]'),
    ("reference with an escape", "UPDATE evidence SET proves = ?", '["\\u001b"]'),
    ("references nested deep", "UPDATE evidence SET proves = ?", _DEEP),
    ("not a number", "UPDATE scale SET revenue_total = ?", "NaN"),
    ("signalling not a number", "UPDATE enterprises SET revenue = ?", "sNaN"),
    ("infinity", "UPDATE enterprises SET revenue = ?", "-Infinity"),
    ("a giant exponent", "UPDATE scale SET revenue_total = ?", "1E+400000000"),
    ("other digits", "UPDATE scale SET revenue_total = ?", "١٢"),
    ("a leading zero", "UPDATE basic SET employees = ?", "007"),
    ("a negative count", "UPDATE basic SET employees = ?", "-1"),
    ("a count of 5000 digits", "UPDATE basic SET employees = ?", "9" * 5000),
    ("a count of 16 digits", "UPDATE basic SET employees = ?", "9" * 16),
    ("control characters in why there is none", "UPDATE basic SET employees = ?", "na:\x1b[31m"),
    ("control characters in a name", "UPDATE basic SET cluster_name = ?", "\x1b[31mX"),
    ("a line feed in a line", "UPDATE enterprises SET name = ?", "甲\n乙"),
    ("writing from right to left", "UPDATE basic SET introduction = ?", "甲\u202e乙"),
    ("a text not in NFC", "UPDATE basic SET contact_name = ?", "e\u0301"),
    ("a text without end", "UPDATE enterprises SET name = ? WHERE position = 1", "x" * 100_001),
    ("a text that is no UTF-8", "UPDATE basic SET introduction = CAST(x'eda080' AS TEXT)", None),
    ("a row without an id", "UPDATE projects SET uid = ''", None),
    ("an id that climbs", "UPDATE evidence SET uid = '../x'", None),
    ("a month that is none", "UPDATE cover SET month = 'notadate'", None),
    ("a date in other digits", "UPDATE projects SET start = ?", "٢٠٢٥-01"),
    ("a digest that climbs", "UPDATE evidence SET sha256 = '../../../../etc/passwd'", None),
    ("a second row of a single record", "INSERT INTO cover VALUES ('x', '')", None),
    ("an application id that climbs", "UPDATE meta SET application_id = '../../x'", None),
    ("an undo head below nothing", "UPDATE meta SET undo_head = -1", None),
    ("a notice's digest that is none", "UPDATE meta SET notice_digest = 'x'", None),
    ("a moment that is none", "UPDATE meta SET saved_at = 'x'", None),
    ("a moment without a zone", "UPDATE meta SET saved_at = '2026-03-01T04:00:00'", None),
    ("a moment at the calendar's start", "UPDATE meta SET saved_at = '0001-01-01T00:00:00+00:00'", None),
    ("pages nested deep", "UPDATE print_runs SET pages = ?", _DEEP),
    ("pages of other kinds", "UPDATE print_runs SET pages = '[[1,2,3,4,5]]'", None),
    ("pages cut short", "UPDATE print_runs SET pages = '[[1]]'", None),
    ("pages that are a number", "UPDATE print_runs SET pages = '5'", None),
    ("a page 0", "UPDATE print_runs SET pages = ?", '[["一",0,1,1,"ABCDEFGHIJ"]]'),
    ("a seal of a negative version", "UPDATE seals SET version = -5", None),
    ("a seal with a digest that is none", "UPDATE seals SET digest = 'x'", None),
    ("a scan with an escape in its name", "UPDATE scans SET name = ?", "\x1b]0;x\x07.pdf"),
    ("a scan of less than nothing", "UPDATE scans SET size = -1", None),
    ("a reason with an escape", "UPDATE reasons SET text = ?", "\x1b[2J"),
    ("a note with an escape", "UPDATE figure_notes SET source = ?", "\x1b[2J"),
    ("a label with an escape", "UPDATE changes SET label = ?", "\x1b[2J"),
    ("a name in the history with an escape", "UPDATE changes SET who = ?", "\x1b[2J"),
]


@pytest.mark.parametrize(
    ("statement", "value"), [case[1:] for case in VALUES], ids=[case[0].replace(" ", "-") for case in VALUES]
)
def test_a_value_that_no_form_can_hold_is_damage(path: Path, statement: str, value: str | None) -> None:
    _execute(path, statement, value)
    _must_be_damaged(path)


SCHEMAS = [
    ("sort order of its own", "name='projects'", "'uid TEXT'", "'uid TEXT COLLATE foo'"),
    ("default value", "name='basic'", "'employees TEXT'", "'employees TEXT DEFAULT 1'"),
    (
        "check that works for hours",
        "name='scale'",
        "'PRIMARY KEY'",
        "'CHECK (randomblob(9) > 0), PRIMARY KEY'",
    ),
    ("computed column", "name='chain'", "'overview TEXT'", "'overview TEXT AS (hex(uid))'"),
    ("table that is not strict", "name='seals'", "'STRICT'", "''"),
    ("nonsense", "name='seals'", "'CREATE TABLE'", "'CREATE TABEL'"),
]


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("schema", [case[1:] for case in SCHEMAS], ids=[case[0] for case in SCHEMAS])
def test_a_schema_that_is_not_ours_is_damage(
    path: Path, schema: tuple[str, str, str], read_only: bool
) -> None:
    where, old, new_text = schema
    with closing(sqlite3.connect(path / "workspace.db", isolation_level=None)) as database:
        database.execute("PRAGMA writable_schema=ON")
        changed = database.execute(
            f"UPDATE sqlite_master SET sql = replace(sql, {old}, {new_text}) WHERE {where} "
            f"AND sql <> replace(sql, {old}, {new_text})"
        )
        assert changed.rowcount == 1
    with pytest.raises(UserError) as refused:
        _read_everything(path, read_only=read_only)
    assert refused.value.code == "store.damaged"
    assert not (path / HOLDER_NAME).exists()


@pytest.mark.parametrize(
    ("offset", "value"), [(47, 9), (59, 7), (20, 255)], ids=["format", "encoding", "reserved"]
)
def test_a_header_that_cannot_be_is_told(path: Path, offset: int, value: int) -> None:
    with (path / "workspace.db").open("r+b") as handle:
        handle.seek(offset)
        handle.write(bytes([value]))
    with pytest.raises(UserError):
        _read_everything(path)


@pytest.mark.parametrize(
    "payload",
    [
        _DEEP,
        '[["insert","enterprises","e9","x",{}]]',
        '[["insert","basic","basic",0,{}]]',
        '[["insert","enterprises","../x",0,{}]]',
        '[["set","basic",7,"employees",null,1]]',
        '[["set","basic","basic","employees",null,' + "9" * 5000 + "]]",
        '[["set","scale","scale","growth",NaN,null]]',
        '[["set","scale","scale","growth",null,1.5]]',
    ],
    ids=["deep", "position", "single", "climbs", "uid", "digits", "nan", "float"],
)
def test_a_history_that_cannot_have_been_is_damage(path: Path, payload: str) -> None:
    _execute(path, "UPDATE changes SET payload = ?", payload)
    with open_workspace(path, clock=clock) as workspace:
        with pytest.raises(UserError) as refused:
            workspace.undo()
        assert refused.value.code == "store.damaged"


def test_more_text_than_any_application_is_not_loaded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _execute(path, "UPDATE basic SET introduction = ?", "字" * 90_000)
    monkeypatch.setattr(tables, "MAX_BYTES", 80_000)
    _must_be_damaged(path)
    monkeypatch.setattr(tables, "MAX_BYTES", 100_000)
    _read_everything(path)


@needs_pipes
@pytest.mark.parametrize(
    "name", ["workspace.db", "workspace.db-journal", "workspace.db-wal", "workspace.lock"]
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_pipe_is_not_waited_on(path: Path, name: str, read_only: bool) -> None:
    (path / name).unlink(missing_ok=True)
    os.mkfifo(path / name)
    _must_not_be_plain(path, read_only=read_only)


@pytest.mark.parametrize("name", ["workspace.db-wal", "workspace.db-shm", "workspace.db", "workspace.lock"])
def test_a_folder_in_the_place_of_a_file_is_refused(path: Path, name: str) -> None:
    (path / name).unlink(missing_ok=True)
    (path / name).mkdir()
    _must_not_be_plain(path, read_only=False)


@needs_links
@pytest.mark.parametrize("name", ["files", "backups", "notice", "workspace.db", "workspace.lock"])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_link_is_refused_and_nothing_behind_it_is_touched(
    path: Path, tmp_path: Path, name: str, read_only: bool
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (path / name).rename(elsewhere)
    if elsewhere.is_dir():
        (elsewhere / ".incoming-mine").write_text("precious")
    before = sorted(elsewhere.rglob("*"))
    (path / name).symlink_to(elsewhere)
    _must_not_be_plain(path, read_only=read_only)
    assert sorted(elsewhere.rglob("*")) == before


def _must_not_be_plain(path: Path, *, read_only: bool) -> None:
    with pytest.raises(UserError) as refused:
        _read_everything(path, read_only=read_only)
    assert refused.value.code == "store.not-plain"
    assert not (path / HOLDER_NAME).exists()


@needs_links
def test_a_link_among_the_files_is_refused_and_nothing_behind_it_is_touched(
    path: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / ".mine.part").write_text("precious")
    (path / "files" / "ab").symlink_to(tmp_path / "elsewhere")
    _must_not_be_plain(path, read_only=False)
    assert (tmp_path / "elsewhere" / ".mine.part").exists()
    with open_workspace(path, read_only=True, clock=clock) as workspace:
        (tmp_path / "elsewhere" / ("ab" * 32)).write_text("x")
        with pytest.raises(UserError) as refused:
            workspace.file("ab" * 32)
        assert refused.value.code == "store.file-missing"


@pytest.mark.parametrize("name", ["files/.incoming-x", "files/ab/.x.part", HOLDER_NAME])
def test_a_folder_in_the_way_does_not_keep_anybody_from_working(path: Path, name: str) -> None:
    (path / name).mkdir(parents=True)
    with open_workspace(path, clock=clock) as workspace:
        workspace.apply(named("甲"))
    with open_workspace(path, clock=clock) as workspace:
        assert workspace.application().basic.cluster_name == "甲"
        assert (path / name).is_dir()


def test_a_folder_among_the_backups_does_not_keep_anybody_from_one(path: Path) -> None:
    (path / "backups" / "2000.db").mkdir()
    with open_workspace(path, clock=clock) as workspace:
        taken = [workspace.backup("") for _ in range(22)]
        assert [backup.exists() for backup in taken] == [False] * 2 + [True] * 20


@needs_pipes
@pytest.mark.parametrize("holder", ["pipe", "deep", "calendar", "escape"])
def test_a_holder_that_cannot_be_is_not_named(path: Path, holder: str) -> None:
    said = {
        "deep": "[" * 4096,
        "calendar": '{"user":"u","host":"h","pid":1,"since":"0001-01-01T00:00:00+00:00"}',
        "escape": '{"user":"\\u001b[2J","host":"h","pid":1,"since":"2026-03-01T04:00:00+00:00"}',
    }
    with open_workspace(path, clock=clock):
        (path / HOLDER_NAME).unlink()
        if holder == "pipe":
            os.mkfifo(path / HOLDER_NAME)
        else:
            (path / HOLDER_NAME).write_text(said[holder])
        with pytest.raises(UserError) as refused:
            open_workspace(path, clock=clock)
        assert refused.value.code == "store.locked"
        assert "\x1b" not in refused.value.message


def test_words_from_outside_are_kept_so_that_they_can_be_read_again(tmp_path: Path) -> None:
    workspace: Workspace = new(tmp_path)
    workspace.set_reason(Reason("a|b|c", "第一行\r\n第二行\x1b", False))
    workspace.set_figure_note(FigureNote("scale.growth", "", "e\u0301\x07", "统计局"))
    workspace.add_scan(workspace.add_bytes(b"scan"), "扫描\u202e件.pdf")
    with reopened(workspace) as again:
        assert again.notes().reasons[0].text == "第一行\n第二行□"
        assert again.notes().figures[0].source == "é□"
        assert again.scans()[0].name == "扫描□件.pdf"
