"""Source and bureau of a figure, written where the figure is, by keys and clicks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from jxdesk.domain.work import FigureNote
from ui.field_row import FieldRow
from ui.main_window import MainWindow
from ui.pages.block import FormBlock
from ui.pages.lists import ListBlock
from ui.sources import SourceLine, words_of
from ui.steps.documents import DraftStep

Settled = Callable[[MainWindow], None]


def write_keys(window: MainWindow) -> None:
    focus = window.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def type_into(line: QLineEdit, text: str) -> None:
    line.selectAll()
    QTest.keyClicks(line, text)


def figure_row(window: MainWindow, part: str, field: str) -> FieldRow:
    window.parts.choose(part)
    block = next(b for b in window.page.blocks if isinstance(b, FormBlock) and field in b.rows)
    return block.rows[field]


def source_of(row: FieldRow) -> SourceLine:
    assert row.source is not None
    return row.source


def table_block(window: MainWindow, part: str) -> ListBlock:
    window.parts.choose(part)
    return next(block for block in window.page.blocks if isinstance(block, ListBlock))


@pytest.fixture
def line(window: MainWindow, qtbot: QtBot) -> SourceLine:
    """The line under the total revenue, with the two lines opened by the keys."""
    row = figure_row(window, "scale", "scale.revenue_total")
    row.editor.target.setFocus()
    write_keys(window)
    qtbot.waitUntil(source_of(row).form.source.hasFocus)
    return source_of(row)


def test_keys_open_the_lines_and_enter_stores_and_goes_back(
    window: MainWindow, line: SourceLine, settled: Settled
) -> None:
    type_into(line.form.source, "nianbao")
    QTest.keyClick(line.form.source, Qt.Key.Key_Tab)
    assert line.form.bureau.hasFocus()
    type_into(line.form.bureau, "tongjiju")
    QTest.keyClick(line.form.bureau, Qt.Key.Key_Return)
    settled(window)
    assert not line.form.isVisible()
    row = figure_row(window, "scale", "scale.revenue_total")
    assert row.editor.target.hasFocus()
    note = window.picture.notes.own("scale.revenue_total")
    assert note == FigureNote("scale.revenue_total", "", "nianbao", "tongjiju")
    assert "来源：nianbao · 责任部门：tongjiju" in line.said.text()


def test_the_data_and_what_can_be_undone_are_not_touched(
    window: MainWindow, line: SourceLine, settled: Settled
) -> None:
    before = window.picture
    type_into(line.form.source, "nianbao")
    QTest.keyClick(line.form.source, Qt.Key.Key_Return)
    settled(window)
    assert window.picture.application == before.application
    assert window.picture.undo_label == before.undo_label


def test_escape_gives_up_what_was_not_stored(window: MainWindow, line: SourceLine, settled: Settled) -> None:
    type_into(line.form.source, "xiecuo")
    QTest.keyClick(line.form.source, Qt.Key.Key_Escape)
    settled(window)
    assert not line.form.isVisible()
    assert window.picture.notes.own("scale.revenue_total") is None
    assert "添加来源" in line.said.text()


def test_going_elsewhere_stores_and_folds_the_lines_away(
    window: MainWindow, line: SourceLine, settled: Settled
) -> None:
    type_into(line.form.bureau, "tongjiju")
    line.form.bureau.setFocus()
    figure_row(window, "scale", "scale.growth").editor.target.setFocus()
    settled(window)
    assert not line.form.isVisible()
    assert window.picture.notes.bureaus == ("tongjiju",)


def test_bureaus_written_before_are_offered(window: MainWindow, qtbot: QtBot, settled: Settled) -> None:
    note = FigureNote("scale.growth", "", "年报", "县统计局")
    window.desk.edit(lambda session: session.workspace.set_figure_note(note), lambda _: None)
    settled(window)
    row = figure_row(window, "basic", "basic.employees")
    row.editor.target.setFocus()
    write_keys(window)
    completer = source_of(row).form.bureau.completer()
    completer.setCompletionPrefix("统计")
    assert completer.currentCompletion() == "县统计局"


def test_a_text_field_has_no_source_and_the_keys_say_so(window: MainWindow) -> None:
    row = figure_row(window, "basic", "basic.contact_name")
    assert row.source is None
    row.editor.target.setFocus()
    write_keys(window)
    assert "选中要写来源的数据" in window.statusBar().currentMessage()


def test_a_cell_speaks_for_its_column_until_told_otherwise(window: MainWindow, settled: Settled) -> None:
    block = table_block(window, "register")
    strip = block.source
    uid = window.picture.application.enterprises[0].uid
    block.show_row(uid, "enterprises.revenue")
    block.table.setFocus()
    write_keys(window)
    type_into(strip.form.source, "nianbao")
    QTest.keyClick(strip.form.source, Qt.Key.Key_Return)
    settled(window)
    assert window.picture.notes.own("enterprises.revenue") == FigureNote(
        "enterprises.revenue", "", "nianbao", ""
    )
    assert strip.said.text().endswith("来源：nianbao（整列）")
    write_keys(window)
    strip.only.setFocus()
    QTest.keyClick(strip.only, Qt.Key.Key_Space)
    assert window.focusWidget() is strip.form.source
    type_into(strip.form.source, "shenji")
    QTest.keyClick(strip.form.source, Qt.Key.Key_Return)
    settled(window)
    assert words_of(window.picture.notes.of("enterprises.revenue", uid)) == "来源：shenji"
    other = window.picture.application.enterprises[1].uid
    assert words_of(window.picture.notes.of("enterprises.revenue", other)) == "来源：nianbao"
    block.show_row(uid, "enterprises.name")
    assert "选中一个数字格" in strip.said.text()


def test_the_draft_page_lists_what_has_no_source_and_leads_there(
    window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    step = next(step for step in window.stages.steps if step.stage.title == "送审稿")
    QTest.mouseClick(step, Qt.MouseButton.LeftButton)
    page = window.sheet
    assert isinstance(page, DraftStep)
    qtbot.waitUntil(page.unsourced.isVisible)
    count = page.unsourced.list.count()
    assert page.unsourced.head.text() == f"还没有来源的数据 {count} 项"
    QTest.mouseClick(page.unsourced.head, Qt.MouseButton.LeftButton)
    words = [page.unsourced.list.item(row).text() for row in range(count)]
    place = next(row for row, text in enumerate(words) if text.endswith("营业收入（3 处）"))
    page.unsourced.list.setCurrentRow(place)
    page.unsourced.list.setFocus()
    QTest.keyClick(page.unsourced.list, Qt.Key.Key_Return)
    assert window.page.part.id == "register"
    assert table_block(window, "register").source.said.text().startswith("营业收入")
    note = FigureNote("enterprises.revenue", "", "年报", "")
    window.desk.edit(lambda session: session.workspace.set_figure_note(note), lambda _: None)
    QTest.mouseClick(step, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.unsourced.list.count() == count - 1)
    settled(window)
