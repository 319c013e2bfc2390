"""Notes, reasons, printings, seals and scans: kept, replaced, and never part of undo."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.domain.finding import Reason
from jxdesk.domain.work import FigureNote, PrintedPage, PrintRun, WorkNotes
from jxdesk.store.entries import ScanFile, SealRecord, StoredFile
from tests.store.workspaces import NOON, named, new, reopened

EVENING = dt.datetime(2026, 3, 1, 20, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_reasons_and_figure_notes(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    growth = Reason("scale.growth|scale.growth|", "统计口径调整", True, "12.5%")
    other = Reason("a|b|c", "内部说明", False)
    workspace.set_reason(Reason(growth.key, "草稿", False, growth.values))
    workspace.set_reason(growth)
    workspace.set_reason(other)
    note = FigureNote("scale.revenue_total", "", "统计年报", "统计局")
    workspace.set_figure_note(FigureNote(note.field, note.row, "口头", ""))
    workspace.set_figure_note(note)
    workspace.set_figure_note(FigureNote("enterprises.revenue", "e1", "企业报表", ""))
    workspace.set_figure_note(FigureNote("enterprises.revenue", "e1", "", ""))
    with reopened(workspace) as again:
        assert again.notes() == WorkNotes((note,), (other, growth))
        again.drop_reason(other.key)
        again.drop_reason("nothing")
        assert again.notes().reasons == (growth,)


def test_a_place_may_have_a_reason_for_each_of_its_values(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    both = tuple(
        Reason("A05|evidence.name|v1", f"经办人公开的{what}", False, what) for what in ("手机", "邮箱")
    )
    for reason in both:
        workspace.set_reason(reason)
    assert workspace.notes().reasons == both
    workspace.drop_reason(both[0].key)
    assert workspace.notes().reasons == ()


def test_the_last_printing_counts(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    assert workspace.print_run() is None
    pages = (PrintedPage("封面", 1, 1, 1, "ABCDEFGHIJ"), PrintedPage("一", 1, 2, 2, "2345672345"))
    workspace.save_print_run(PrintRun(1, "aa" * 32, ()))
    workspace.save_print_run(PrintRun(2, "bb" * 32, pages))
    assert reopened(workspace).print_run() == PrintRun(2, "bb" * 32, pages)


def test_seals_and_scans(tmp_path: Path) -> None:
    workspace = new(tmp_path)
    seals = (
        SealRecord(1, "aa" * 32, EVENING, "某县人民政府", "cc"),
        SealRecord(2, "bb" * 32, NOON, "某县", "dd"),
    )
    for seal in reversed(seals):
        workspace.begin_seal(seal, tmp_path / "out")
        workspace.settle_seal(seal.version, stands=True)
    first, second = workspace.add_bytes(b"scan one"), workspace.add_bytes(b"scan two")
    workspace.add_scan(first, "扫描件.pdf")
    workspace.add_scan(second, "第二份.pdf")
    workspace.add_scan(first, "盖章扫描件.pdf")
    with reopened(workspace) as again:
        assert again.seals() == seals
        assert again.scans() == (
            ScanFile("第二份.pdf", second, NOON),
            ScanFile("盖章扫描件.pdf", first, NOON),
        )
        again.drop_scan(second.sha256)
        assert [scan.file for scan in again.scans()] == [first]
        assert again.file(second.sha256).read_bytes() == b"scan two"


def test_a_scan_whose_bytes_are_missing_is_not_listed(tmp_path: Path) -> None:
    with new(tmp_path) as workspace:
        with pytest.raises(UserError) as refused:
            workspace.add_scan(StoredFile("ab" * 32, 5), "扫描件.pdf")
        assert refused.value.code == "store.file-missing"
        assert workspace.scans() == ()


def test_what_lies_beside_is_not_undone_but_counts_as_a_change(tmp_path: Path) -> None:
    with new(tmp_path) as workspace:
        workspace.apply(named("甲"))
        application, revision = workspace.application(), workspace.revision
        workspace.set_reason(Reason("a|b|c", "说明", False))
        assert workspace.revision == revision + 1
        assert workspace.application() is application
        assert workspace.undo_label == "填写集群名称"
        workspace.undo()
        assert len(workspace.notes().reasons) == 1


def test_several_threads_take_turns(tmp_path: Path) -> None:
    workspace = new(tmp_path)

    def work(number: int) -> str:
        workspace.set_reason(Reason(f"rule|{number}|", "说明", False))
        return workspace.application().id

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(work, range(24))) == {"00aa"}
    assert workspace.revision == 24
    assert len(reopened(workspace).notes().reasons) == 24
