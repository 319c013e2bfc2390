"""What was seen of the stamped scan: kept page by page, and never believed when somebody bent it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.domain.scan import How, Ink, ScanPage, SheetConfirmation
from jxdesk.domain.work import PrintedPage, PrintRun
from jxdesk.store.entries import ScanFile
from jxdesk.store.workspace import Workspace, open_workspace
from tests.store.workspaces import NOON, clock, new, reopened

MARK = "S1.QBXM.001.002.ABCDEFGHIJ"


def _pages(sha256: str) -> tuple[ScanPage, ...]:
    return (
        ScanPage(sha256, 1, MARK, 270, 150, False, Ink.RED),
        ScanPage(sha256, 2, "", 0, None, True, Ink.UNKNOWN),
    )


def _scanned(tmp_path: Path) -> tuple[Workspace, str]:
    workspace = new(tmp_path)
    stored = workspace.add_bytes(b"scan")
    workspace.add_scan(stored, "扫描件.pdf", _pages(stored.sha256))
    return workspace, stored.sha256


def _said(sha256: str, page: int, code: str, who: str = "") -> SheetConfirmation:
    how = How.EYE if who else How.TYPED
    return SheetConfirmation(sha256, page, code, how, 90, who, "改过的文档打印" if who else "", NOON)


def test_what_was_seen_of_each_page_comes_back(tmp_path: Path) -> None:
    workspace, sha256 = _scanned(tmp_path)
    with reopened(workspace) as again:
        (scan,) = again.scans()
        assert scan == ScanFile("扫描件.pdf", scan.file, NOON, _pages(sha256))


def test_pages_of_another_file_or_order_are_a_bug(tmp_path: Path) -> None:
    workspace, sha256 = _scanned(tmp_path)
    other = workspace.add_bytes(b"other")
    for wrong in (_pages(sha256), _pages(other.sha256)[1:]):
        with pytest.raises(ValueError, match="in their order"):
            workspace.add_scan(other, "另一份.pdf", wrong)
    assert [scan.file.sha256 for scan in workspace.scans()] == [sha256]


def test_one_word_for_each_scan_page_and_each_printed_page(tmp_path: Path) -> None:
    workspace, sha256 = _scanned(tmp_path)
    workspace.confirm_sheet(_said(sha256, 1, "AAAAAAAAAA"))
    workspace.confirm_sheet(_said(sha256, 1, "BBBBBBBBBB", "张三"))
    workspace.confirm_sheet(_said(sha256, 2, "CCCCCCCCCC"))
    workspace.confirm_sheet(_said(sha256, 3, "BBBBBBBBBB", "李四"))
    with reopened(workspace) as again:
        assert again.sheet_confirmations() == (
            _said(sha256, 2, "CCCCCCCCCC"),
            _said(sha256, 3, "BBBBBBBBBB", "李四"),
        )
        again.withdraw_sheet(sha256, 2)
        again.withdraw_sheet(sha256, 2)
        assert again.sheet_confirmations() == (_said(sha256, 3, "BBBBBBBBBB", "李四"),)


def test_taken_off_the_list_what_was_said_goes_too_but_not_when_it_comes_again(tmp_path: Path) -> None:
    workspace, sha256 = _scanned(tmp_path)
    workspace.confirm_sheet(_said(sha256, 2, "CCCCCCCCCC"))
    workspace.add_scan(workspace.add_bytes(b"scan"), "又一次.pdf", _pages(sha256))
    assert len(workspace.sheet_confirmations()) == 1
    workspace.drop_scan(sha256)
    assert workspace.scans() == ()
    assert workspace.sheet_confirmations() == ()


def test_former_printings_come_latest_first(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    assert workspace.earlier_print_runs() == ()
    runs = [PrintRun(1, "aa" * 32, (PrintedPage("封面", 1, 1, 1, code * 10),)) for code in "ABC"]
    for run in runs:
        workspace.save_print_run(run)
    assert reopened(workspace).earlier_print_runs() == (runs[1], runs[0])


@pytest.mark.parametrize(
    "statement",
    [
        "update scans set pages = 'x'",
        "update scans set pages = '[[1, 0, 150, false, \"red\"]]'",
        'update scans set pages = \'[["S1.QBXM", 0, 150, false, "red"]]\'',
        'update scans set pages = \'[["", 45, 150, false, "red"]]\'',
        'update scans set pages = \'[["", 0, -1, false, "red"]]\'',
        'update scans set pages = \'[["", 0, 150, false, "blue"]]\'',
        "update sheet_confirmations set how = 'code'",
        "update sheet_confirmations set how = 'guess'",
        "update sheet_confirmations set turn = 1",
        "update sheet_confirmations set page = 0",
        "update sheet_confirmations set who = '张' || char(8238)",
        "update sheet_confirmations set made_at = 'noon'",
    ],
)
def test_what_nobody_of_ours_wrote_is_damage(tmp_path: Path, statement: str) -> None:
    workspace, sha256 = _scanned(tmp_path)
    workspace.confirm_sheet(_said(sha256, 2, "CCCCCCCCCC"))
    workspace.close()
    with closing(sqlite3.connect(workspace.path / "workspace.db", isolation_level=None)) as database:
        database.execute(statement)
    with open_workspace(workspace.path, read_only=True, clock=clock) as again:
        with pytest.raises(UserError) as refused:
            _ = again.scans(), again.sheet_confirmations()
        assert refused.value.code == "store.damaged"
