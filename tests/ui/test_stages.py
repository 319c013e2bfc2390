"""The stage bar says where one stands, what this version can do, and what is next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from jxdesk.app.checking import CheckReport
from jxdesk.app.scanning import ScanState
from jxdesk.domain.scan import ScanMatch, Sheet
from jxdesk.domain.work import PrintedPage, PrintRun
from jxdesk.store.entries import FreezeRecord
from ui.main_window import MainWindow
from ui.picture import Picture
from ui.stages import Standing, current, stages

FROZEN = FreezeRecord(datetime(2025, 10, 21, 1, 0, tzinfo=UTC), "王小明", True, "", "0" * 64)
PAGE = PrintedPage("cover", 1, 1, 1, "A" * 10)
SCANNED = ScanState(PrintRun(1, "0" * 64, (PAGE,)), False, (), ScanMatch((), ()))
ORDER = ["填报", "检查", "送审稿", "定稿", "打印盖章", "扫描核对", "封装", "交付"]


@pytest.fixture
def filled(window: MainWindow) -> Picture:
    """The county as if everything were filled in and found good."""
    parts = tuple(replace(part, filled=part.wanted, errors=0) for part in window.picture.parts)
    return replace(window.picture, parts=parts, report=CheckReport(()))


def test_the_order_is_that_of_real_life(window: MainWindow) -> None:
    assert [stage.title for stage in stages(window.picture)] == ORDER


def test_an_unfinished_form_stands_at_filling_in(window: MainWindow) -> None:
    found = stages(window.picture)
    assert current(found).title == "填报"
    assert all(stage.standing is Standing.AHEAD for stage in found[1:])


def test_each_step_follows_from_the_one_before(filled: Picture, window: MainWindow) -> None:
    blocked = replace(filled, report=window.picture.report)
    assert current(stages(blocked)).title == "检查"
    assert current(stages(filled)).title == "定稿"
    frozen = replace(filled, frozen=FROZEN)
    assert current(stages(frozen)).title == "打印盖章"
    outdated = replace(frozen, printed=False)
    assert "已经过时" in current(stages(outdated)).sentence
    printed = replace(filled, printed=True)
    assert current(stages(printed)).title == "扫描核对"
    lacking = replace(printed, scan=replace(SCANNED, found=ScanMatch((Sheet(PAGE),), ())))
    assert current(stages(lacking)).title == "扫描核对"
    scanned = replace(printed, scan=SCANNED)
    assert current(stages(scanned)).title == "封装"
    sealed = replace(scanned, sealed_now=True, sealed_version=2)
    found = stages(sealed)
    assert current(found).title == "交付"
    assert found[6].standing is Standing.DONE
    assert "第 2 版" in found[6].sentence


def test_what_is_not_recorded_is_not_claimed(filled: Picture) -> None:
    found = {stage.title: stage for stage in stages(replace(filled, printed=True))}
    assert found["送审稿"].standing is Standing.UNTRACKED
    assert found["扫描核对"].standing is Standing.CURRENT
    assert found["打印盖章"].standing is Standing.DONE


def test_handing_over_an_older_version_is_warned_of(filled: Picture) -> None:
    older = {stage.title: stage for stage in stages(replace(filled, sealed_version=3, sealed_now=False))}
    assert "请先重新封装" in older["交付"].sentence
    assert "上次封装的是第 3 版" in older["封装"].sentence


def test_no_stage_sends_a_clerk_to_the_command_line(filled: Picture) -> None:
    assert not any("jxdesk" in stage.sentence or "命令" in stage.sentence for stage in stages(filled))


def test_a_click_explains_a_stage(window: MainWindow, qtbot: QtBot) -> None:
    assert window.stages.said.text().startswith("填报（现在）")
    seal = window.stages.steps[6]
    QTest.mouseClick(seal, Qt.MouseButton.LeftButton)
    assert window.stages.said.text().startswith("封装（未到）")
    assert "未到" in seal.accessibleName()


def test_the_stage_of_checking_leads_to_the_findings(window: MainWindow, qtbot: QtBot) -> None:
    window.show_findings(False)
    QTest.mouseClick(window.stages.steps[1], Qt.MouseButton.LeftButton)
    assert window.findings.isVisible()
    assert window.findings.list.hasFocus()
