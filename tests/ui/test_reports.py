"""The check's report out of the window, the marks of reasons, and 字 counted while one types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from jxdesk.app.checking import Judged
from jxdesk.base.errors import UserError
from ui.cell_text import CellText
from ui.counter import Counter
from ui.findings_model import JUDGED
from ui.main_window import MainWindow
from ui.pages.lists import ListBlock
from ui.stages import stages

Settled = Callable[[MainWindow], None]
REASON = "当年有大项目投产，统计部门已核实。"


@pytest.fixture
def warned(window: MainWindow, settled: Settled) -> MainWindow:
    """The window with the growth's warning chosen."""
    messages: list[UserError] = []
    window.desk.set_text("scale.growth", "900", "", refused=messages.append, done=lambda: None)
    settled(window)
    assert not messages
    choose(window, "S08")
    return window


def choose(window: MainWindow, rule: str) -> None:
    model = window.findings.model
    row = next(i for i, item in enumerate(model.items) if item.finding.rule == rule)
    window.findings.list.setCurrentIndex(model.index(row))


def judged(window: MainWindow, rule: str) -> Judged:
    return next(item for item in window.picture.report.judged if item.finding.rule == rule)


def write(window: MainWindow, settled: Settled, text: str, *, for_reviewer: bool) -> None:
    card = window.findings.card
    card.reason.setText(text)
    card.for_reviewer.setChecked(for_reviewer)
    QTest.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    settled(window)


# --- the report ----------------------------------------------------------------------------------


def test_the_dialog_offers_the_three_kinds_beside_the_workspace(
    window: MainWindow, qtbot: QtBot, county: Path
) -> None:
    dialog = window.findings.report.ask()
    assert dialog.nameFilters() == ["网页 (*.html)", "PDF 文件 (*.pdf)", "Excel 工作簿 (*.xlsx)"]
    assert Path(dialog.directory().absolutePath()) == county.parent
    assert dialog.defaultSuffix() == "html"
    dialog.filterSelected.emit("PDF 文件 (*.pdf)")
    assert dialog.defaultSuffix() == "pdf"
    out = county.parent / "报告.pdf"
    dialog.fileSelected.emit(str(out))
    dialog.reject()
    qtbot.waitUntil(lambda: window.findings.report.kept == out, timeout=20_000)
    assert out.read_bytes().startswith(b"%PDF")
    assert window.statusBar().currentMessage() == f"检查报告已存为“{out}”。"
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))


def test_the_keys_and_the_button_ask_for_it(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(QFileDialog)
    assert "给评审" not in dialog.selectedFiles()[0]
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))
    _, outside = window.findings.report.menu().actions()
    outside.trigger()
    (dialog,) = window.findChildren(QFileDialog)
    assert "给评审" in dialog.selectedFiles()[0]
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))


def test_the_report_for_the_reviewer_leaves_internal_reasons_out(
    warned: MainWindow, qtbot: QtBot, settled: Settled, tmp_path: Path
) -> None:
    write(warned, settled, REASON, for_reviewer=False)
    report, out = warned.findings.report, tmp_path / "外.html"
    report.write(out, for_reviewer=True)
    qtbot.waitUntil(lambda: report.kept == out, timeout=20_000)
    written = out.read_text(encoding="utf-8")
    assert "集群的增速" in written
    assert REASON not in written


def test_another_kind_of_file_is_one_sentence(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.findings.report.write(tmp_path / "报告.docx")
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=20_000)
    (box,) = window.findChildren(QMessageBox)
    assert "报告.docx" in box.text()
    assert ".pdf" in box.informativeText()
    box.close()


# --- reasons -------------------------------------------------------------------------------------


def test_a_reason_shows_who_reads_it_and_can_be_switched(
    warned: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    findings = warned.findings
    assert not findings.reasons.isVisible()
    write(warned, settled, REASON, for_reviewer=False)
    assert findings.reasons.text() == "已写明理由：给评审 0 条，内部 1 条"
    sealing = next(stage for stage in stages(warned.picture) if stage.title == "封装")
    assert "随申报包交给评审的理由 0 条；只在本机保留的理由 1 条。" in sealing.sentence
    assert findings.reasons.toolTip() == "随申报包交给评审的理由 0 条；只在本机保留的理由 1 条。"
    choose(warned, "S08")
    index = findings.list.currentIndex()
    assert "已写明理由（内部）" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    box = findings.card.for_reviewer
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(12, box.height() // 2))
    settled(warned)
    reason = judged(warned, "S08").reason
    assert reason is not None
    assert (reason.text, reason.for_reviewer) == (REASON, True)
    assert findings.reasons.text() == "已写明理由：给评审 1 条，内部 0 条"
    choose(warned, "S08")
    assert index.data(JUDGED).reason == reason


def test_switching_while_the_text_is_being_rewritten_waits_for_the_button(
    warned: MainWindow, settled: Settled
) -> None:
    write(warned, settled, REASON, for_reviewer=False)
    choose(warned, "S08")
    card = warned.findings.card
    card.reason.setText("另一句还没有写完的")
    card.for_reviewer.click()
    settled(warned)
    reason = judged(warned, "S08").reason
    assert reason is not None
    assert (reason.text, reason.for_reviewer) == (REASON, False)
    assert card.reason.text() == "另一句还没有写完的"


def test_a_reason_with_a_persons_number_stays_inside(warned: MainWindow, settled: Settled) -> None:
    write(warned, settled, "经办人手机13812345678，可核对口径", for_reviewer=False)
    choose(warned, "S08")
    card = warned.findings.card
    card.for_reviewer.click()
    settled(warned)
    assert "138****5678" in card.refusal
    assert not card.for_reviewer.isChecked()
    reason = judged(warned, "S08").reason
    assert reason is not None
    assert not reason.for_reviewer


def test_hollow_reasons_are_refused_with_what_a_good_one_looks_like(
    warned: MainWindow, settled: Settled
) -> None:
    write(warned, settled, "情况属实，没有问题", for_reviewer=True)
    assert "套话" in warned.findings.card.refusal
    assert "例如" in warned.findings.card.refusal
    assert "例如" in warned.findings.card.reason.toolTip()
    assert judged(warned, "S08").reason is None


# --- counting ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "said", "look"),
    [
        (0, "0 / 100 字", "muted"),
        (94, "94 / 100 字", "muted"),
        (95, "95 / 100 字，还可以写 5 字", "warning"),
        (99, "99 / 100 字，还可以写 1 字", "warning"),
        (100, "100 / 100 字，已经写满", "warning"),
        (101, "101 / 100 字，多了 1 字", "error"),
    ],
)
def test_the_limit_is_said_in_words_as_it_comes_near(qtbot: QtBot, number: int, said: str, look: str) -> None:
    counter = Counter(100)
    qtbot.addWidget(counter)
    counter.count("字" * number)
    assert (counter.text(), counter.objectName()) == (said, look)


def test_without_a_limit_the_number_stands_alone(qtbot: QtBot) -> None:
    counter = Counter(0)
    qtbot.addWidget(counter)
    counter.count("2025年GDP增长6.2%")
    assert counter.text() == "6 字"


def test_the_reason_is_counted_as_one_types(warned: MainWindow) -> None:
    card = warned.findings.card
    card.reason.setText("")
    QTest.keyClicks(card.reason, "abc def")
    assert card.counter.text() == "2 / 300 字"


def test_a_long_text_in_a_table_has_lines_and_a_count(
    window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    window.desk.add_row("projects", lambda _: None)
    settled(window)
    window.parts.choose("projects")
    block = next(block for block in window.page.blocks if isinstance(block, ListBlock))
    column = block.model.column_of("projects.content")
    index = block.order.index(0, column)
    block.table.scrollTo(index)
    block.table.edit(index)
    (editor,) = block.table.findChildren(CellText)
    QTest.keyClicks(editor, "one")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "two")
    assert editor.counter.text() == "2 字"
    assert block.table.viewport().rect().contains(editor.geometry())
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(window)
    assert window.picture.application.projects[0].content == "one\ntwo"
    qtbot.waitUntil(lambda: not block.table.findChildren(CellText))
    QApplication.processEvents()
