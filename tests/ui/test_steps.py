"""The pages of the stages, by clicks and keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from jxdesk.files.pictures import page_pictures
from ui.main_window import MainWindow
from ui.steps.documents import PrintStep
from ui.steps.freeze import FreezeStep
from ui.steps.overview import Overview


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def open_step(window: MainWindow, title: str) -> object:
    step = next(step for step in window.stages.steps if step.stage.title == title)
    QTest.mouseClick(step, Qt.MouseButton.LeftButton)
    return window.sheet


def frozen_window(window: MainWindow, qtbot: QtBot) -> FreezeStep:
    window.desk.act(
        lambda session, _: session.workspace.freeze(session.data_digest, "会议同意"), lambda _: None, title=""
    )
    qtbot.waitUntil(lambda: window.picture.frozen is not None, timeout=10_000)
    page = open_step(window, "定稿")
    assert isinstance(page, FreezeStep)
    return page


def test_the_overview_draws_the_figures_and_follows_an_edit(window: MainWindow, qtbot: QtBot) -> None:
    page = open_step(window, "填报")
    assert isinstance(page, Overview)
    first = page.charts[0].chart
    assert [bar.shown for bar in first.bars] == ["12.5 亿元", "8.1 亿元"]
    row = window.picture.application.enterprises[1].uid
    window.desk.set_text("enterprises.revenue", "20.00", row, refused=lambda _: None, done=lambda: None)
    qtbot.waitUntil(lambda: page.charts[0].chart != first, timeout=10_000)
    assert page.charts[0].chart.bars[0].shown == "20.00 亿元"
    assert "20.00 亿元" in page.charts[0].accessibleDescription()


def test_with_errors_nothing_is_frozen_and_the_sentence_says_why(window: MainWindow, qtbot: QtBot) -> None:
    page = open_step(window, "定稿")
    assert isinstance(page, FreezeStep)
    click(page.freeze)
    qtbot.waitUntil(lambda: "错误" in page.refusal.text(), timeout=10_000)
    assert window.picture.frozen is None


def test_a_frozen_form_is_shown_but_not_edited(window: MainWindow, qtbot: QtBot) -> None:
    frozen_window(window, qtbot)
    assert window.head.frozen.isVisible()
    window.parts.choose("basic")
    lines = [line for line in window.page.findChildren(QLineEdit) if line.isVisible()]
    assert lines
    assert all(line.isReadOnly() for line in lines)
    assert not window.undo.isEnabled()


def test_thawing_wants_a_reason(window: MainWindow, qtbot: QtBot) -> None:
    page = frozen_window(window, qtbot)
    click(page.thaw)
    qtbot.waitUntil(lambda: "原因" in page.refusal.text(), timeout=10_000)
    QTest.keyClicks(page.why, "shi ju yao qiu gai")
    QTest.keyClick(page.why, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.picture.frozen is None, timeout=10_000)
    assert not window.head.frozen.isVisible()


def test_documents_are_made_shown_and_printed_in_the_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = open_step(window, "打印盖章")
    assert isinstance(page, PrintStep)
    folder = tmp_path / "打印版"
    folder.mkdir()
    page.make_into(folder)
    qtbot.waitUntil(lambda: bool(page.files), timeout=60_000)
    assert window.picture.printed is True
    assert {path.suffix for path in page.files} == {".pdf", ".docx", ".xlsx"}
    qtbot.waitUntil(lambda: page.pages.shown != (), timeout=60_000)
    assert page.pages.count > 10
    assert page.strip.model().rowCount() == page.pages.count
    qtbot.waitUntil(lambda: page.pages.verticalScrollBar().maximum() > 10_000, timeout=5_000)
    page.strip.setFocus()
    waits = [timer.interval() for timer in page.findChildren(QTimer)]
    for _ in range(4):
        QTest.keyClick(page.strip, Qt.Key.Key_Down)
    # However far one goes, the wait until pages are drawn is the same.
    assert [timer.interval() for timer in page.findChildren(QTimer)] == waits
    qtbot.waitUntil(lambda: 5 in page.pages.shown, timeout=60_000)
    page.pages.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: page.strip.currentIndex().row() == 0, timeout=5_000)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    page.choose_pages((1, 3, 4))
    assert page.print_only.text() == "打印第 1、3、4 页…"
    assert page.print_only.isVisible()
    page.print_on(printer, (1, 3))
    qtbot.waitUntil(lambda: window.statusBar().currentMessage().startswith("2 页"), timeout=60_000)
    assert page.only == (4,)
    assert page.only_said.text().startswith("只需打印第 4 页")
    first, second, third = page_pictures(tmp_path / "out.pdf", (1, 2, 3), width=80)
    assert first is not None
    assert second is not None
    assert third is None
