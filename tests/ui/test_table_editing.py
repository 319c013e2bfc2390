"""Tables edited like a spreadsheet: clipboard, filling, ticking, many rows at once; by keys and mouse."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from ui import flag_cell, table_edit
from ui.main_window import MainWindow
from ui.pages.lists import ListBlock
from ui.paste_report import PasteReport

Settled = Callable[[MainWindow], None]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def register(window: MainWindow) -> ListBlock:
    window.parts.choose("register")
    block = window.page.blocks[0]
    assert isinstance(block, ListBlock)
    block.table.setFocus()
    return block


def cell(block: ListBlock, row: int, name: str) -> QModelIndex:
    return block.table.model().index(row, block.model.column_of(f"{block.record}.{name}"))


def select(block: ListBlock, first: QModelIndex, last: QModelIndex) -> None:
    selection = block.table.selectionModel()
    selection.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
    selection.select(QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)


def column(window: MainWindow, name: str) -> list[object]:
    return [getattr(row, name) for row in window.picture.application.enterprises]


def put_on_clipboard(text: str) -> None:
    QApplication.clipboard().setText(text)


def clipboard() -> str:
    return QApplication.clipboard().text()


def click_box(block: ListBlock, index: QModelIndex) -> None:
    block.table.scrollTo(index)
    marked = index.data(Qt.ItemDataRole.DecorationRole) is not None
    spot = flag_cell.box_of(block.table.visualRect(index), marked=marked).center().toPoint()
    QTest.mouseClick(block.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)


# --- the clipboard -----------------------------------------------------------------------------


def test_cells_are_copied_as_spreadsheets_take_them(window: MainWindow, register: ListBlock) -> None:
    select(register, cell(register, 0, "revenue"), cell(register, 1, "growth"))
    QTest.keyClick(register.table, Qt.Key.Key_C, CONTROL)
    assert clipboard() == "12.5\t\t9\r\n8.1\t\t7\r\n"
    select(register, cell(register, 0, "name"), cell(register, 0, "uscc"))
    QTest.keyClick(register.table, Qt.Key.Key_C, CONTROL)
    assert "mso-number-format:'\\@'\">清溪传感有限公司</td>" in QApplication.clipboard().mimeData().html()


def test_a_block_is_pasted_and_undone_in_one_step(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    select(register, cell(register, 1, "revenue"), cell(register, 1, "revenue"))
    put_on_clipboard("9.10\t8\t１３\r\n0.50\t0.4\t—（新办）\r\n7\t\t1\r\n")
    QTest.keyClick(register.table, Qt.Key.Key_V, CONTROL)
    settled(window)
    assert column(window, "revenue") == [Decimal("12.5"), Decimal("9.10"), Decimal("0.50"), Decimal(7)]
    assert register.table.model().rowCount() == 4
    assert "新增 1 行" in window.statusBar().currentMessage()
    assert window.picture.undo_label == "粘贴 3 行 × 3 列"
    window.undo.trigger()
    settled(window)
    assert column(window, "revenue") == [Decimal("12.5"), Decimal("8.1"), Decimal("0.4")]


def test_a_refused_block_changes_nothing_and_says_which_cells(
    window: MainWindow, register: ListBlock, settled: Settled, qtbot: QtBot
) -> None:
    before = window.picture.application
    select(register, cell(register, 1, "revenue"), cell(register, 1, "revenue"))
    put_on_clipboard("9\r\n很多\r\n8家\r\n")
    QTest.keyClick(register.table, Qt.Key.Key_V, CONTROL)
    settled(window)
    report = window.findChild(PasteReport)
    assert isinstance(report, PasteReport)
    model = report.table.model()
    texts = [[model.index(row, part).data() for part in range(3)] for row in range(2)]
    assert texts == [["第 3 行", "营业收入", "很多"], ["新的一行", "营业收入", "8家"]]
    assert model.index(0, 3).data().startswith("“很多”不是数字。")
    assert window.picture.application.enterprises == before.enterprises
    assert clipboard() == "9\r\n很多\r\n8家\r\n"
    QTest.mouseClick(report.copy, Qt.MouseButton.LeftButton)
    assert clipboard().startswith("行\t列\t要粘贴的内容\t为什么填不进去\r\n第 3 行\t营业收入\t很多\t")
    QTest.keyClick(report, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(PasteReport) is None)


def test_what_was_converted_is_told_cell_by_cell(
    window: MainWindow, register: ListBlock, settled: Settled, qtbot: QtBot
) -> None:
    select(register, cell(register, 1, "revenue"), cell(register, 1, "revenue"))
    put_on_clipboard("3200万元\r\n8.5\r\n９５，０００万\r\n")
    QTest.keyClick(register.table, Qt.Key.Key_V, CONTROL)
    settled(window)
    assert column(window, "revenue") == [Decimal("12.5"), Decimal("0.32"), Decimal("8.5"), Decimal("9.5")]
    report = window.findChild(PasteReport)
    assert isinstance(report, PasteReport)
    model = report.table.model()
    texts = [[model.index(row, part).data() for part in range(4)] for row in range(model.rowCount())]
    assert texts == [
        ["第 2 行", "营业收入", "3200万元", "3200 万元 → 0.32 亿元"],
        ["新的一行", "营业收入", "９５，０００万", "95,000 万元 → 9.5 亿元"],
    ]
    assert "2 格作了换算" in report.said.text()
    QTest.keyClick(report, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(PasteReport) is None)
    window.undo.trigger()
    settled(window)
    assert column(window, "revenue") == [Decimal("12.5"), Decimal("8.1"), Decimal("0.4")]


def test_a_table_with_headings_finds_its_rows(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    select(register, cell(register, 0, "name"), cell(register, 0, "name"))
    put_on_clipboard("企业名称\t营业收入（亿元）\t备用\r\n清溪软件有限公司\t0.7\tx\r\n")
    QTest.keyClick(register.table, Qt.Key.Key_V, CONTROL)
    settled(window)
    assert column(window, "name")[0] == "清溪传感有限公司"
    assert column(window, "revenue") == [Decimal("12.5"), Decimal("8.1"), Decimal("0.7")]
    assert window.statusBar().currentMessage().startswith("列名已认出，按名称对上后修改 1 行")
    report = window.findChild(PasteReport)
    assert isinstance(report, PasteReport)
    assert "这些列没有用到：备用。" in report.said.text()
    assert not report.table.isVisible()
    report.accept()


def test_pasting_goes_by_what_the_view_shows(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    register.order.sort(register.model.column_of("enterprises.revenue"))
    select(register, cell(register, 0, "employees"), cell(register, 0, "employees"))
    put_on_clipboard("1\r\n2\r\n3")
    QTest.keyClick(register.table, Qt.Key.Key_V, CONTROL)
    settled(window)
    assert column(window, "employees") == [3, 2, 1]


def test_one_cell_pasted_fills_all_that_is_selected(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    select(register, cell(register, 0, "place"), cell(register, 2, "place"))
    put_on_clipboard("清溪县\r\n")
    QTest.keyClick(register.table, Qt.Key.Key_V, CONTROL)
    settled(window)
    assert column(window, "place") == ["清溪县"] * 3


def test_pasting_over_refused_typing_settles_it(
    window: MainWindow, register: ListBlock, settled: Settled, qtbot: QtBot
) -> None:
    index = cell(register, 0, "revenue")
    register.table.setCurrentIndex(index)
    QTest.keyClick(register.table, Qt.Key.Key_Return)
    editor = register.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "x")
    with qtbot.waitSignal(register.table.itemDelegate().closeEditor):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    settled(window)
    assert window.page.refused
    put_on_clipboard("12.5")
    QTest.keyClick(register.table, Qt.Key.Key_V, CONTROL)
    settled(window)
    assert not window.page.refused
    assert index.data() == "12.5"
    assert not isinstance(index.data(Qt.ItemDataRole.BackgroundRole), QColor)


def test_an_editor_in_a_cell_keeps_its_own_copy_and_paste(
    window: MainWindow, register: ListBlock, settled: Settled, qtbot: QtBot
) -> None:
    register.table.setCurrentIndex(cell(register, 0, "place"))
    QTest.keyClick(register.table, Qt.Key.Key_F2)
    editor = register.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    put_on_clipboard("青石镇")
    QTest.keyClick(editor, Qt.Key.Key_V, CONTROL)
    assert editor.text() == "青石镇"
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    with qtbot.waitSignal(register.table.itemDelegate().closeEditor):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    settled(window)
    assert column(window, "place") == ["青石镇", "", ""]


def test_cutting_copies_and_empties(window: MainWindow, register: ListBlock, settled: Settled) -> None:
    select(register, cell(register, 0, "revenue"), cell(register, 1, "revenue"))
    QTest.keyClick(register.table, Qt.Key.Key_X, CONTROL)
    settled(window)
    assert clipboard() == "12.5\r\n8.1\r\n"
    assert column(window, "revenue") == [None, None, Decimal("0.4")]


def test_a_large_copy_is_written_by_the_worker_and_pasting_waits_for_it(
    window: MainWindow, register: ListBlock, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_edit, "_MOST_AT_ONCE", 2)
    put_on_clipboard("old")
    select(register, cell(register, 0, "growth"), cell(register, 2, "growth"))
    QTest.keyClick(register.table, Qt.Key.Key_C, CONTROL)
    select(register, cell(register, 0, "previous_revenue"), cell(register, 0, "previous_revenue"))
    QTest.keyClick(register.table, Qt.Key.Key_V, CONTROL)
    settled(window)
    assert clipboard() == "9\r\n7\r\n5\r\n"
    assert column(window, "previous_revenue") == [Decimal(9), Decimal(7), Decimal(5)]


def test_an_empty_list_takes_a_whole_block(window: MainWindow, settled: Settled) -> None:
    window.parts.choose("projects")
    block = window.page.blocks[0]
    assert isinstance(block, ListBlock)
    block.table.setFocus()
    names = [field.spec.name for field in block.model.fields]
    line = [""] * len(names)
    line[names.index("name")] = "传感器生产线"
    line[names.index("investment")] = "12,000"
    put_on_clipboard("\t".join(line))
    QTest.keyClick(block.table, Qt.Key.Key_V, CONTROL)
    settled(window)
    rows = window.picture.application.projects
    assert [(row.name, row.investment) for row in rows] == [("传感器生产线", Decimal(12000))]


# --- filling, clearing, inserting --------------------------------------------------------------


def test_filling_down_and_clearing(window: MainWindow, register: ListBlock, settled: Settled) -> None:
    select(register, cell(register, 0, "revenue"), cell(register, 2, "growth"))
    QTest.keyClick(register.table, Qt.Key.Key_D, CONTROL)
    settled(window)
    assert column(window, "revenue") == [Decimal("12.5")] * 3
    assert column(window, "growth") == [Decimal(9)] * 3
    QTest.keyClick(register.table, Qt.Key.Key_Delete)
    settled(window)
    assert column(window, "growth") == [None] * 3
    window.undo.trigger()
    window.undo.trigger()
    settled(window)
    assert column(window, "growth") == [Decimal(9), Decimal(7), Decimal(5)]


def test_one_row_is_filled_from_the_row_above(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    select(register, cell(register, 2, "revenue"), cell(register, 2, "revenue"))
    QTest.keyClick(register.table, Qt.Key.Key_D, CONTROL)
    settled(window)
    assert column(window, "revenue") == [Decimal("12.5"), Decimal("8.1"), Decimal("8.1")]


def test_a_row_is_inserted_below_and_ready_to_type(
    window: MainWindow, register: ListBlock, settled: Settled, qtbot: QtBot
) -> None:
    register.table.setCurrentIndex(cell(register, 0, "name"))
    QTest.keyClick(register.table, Qt.Key.Key_I, CONTROL)
    settled(window)
    editor = register.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "New Co.")
    with qtbot.waitSignal(register.table.itemDelegate().closeEditor):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    settled(window)
    assert column(window, "name") == ["清溪传感有限公司", "New Co.", "清溪芯片有限公司", "清溪软件有限公司"]


# --- yes and no --------------------------------------------------------------------------------


def test_space_ticks_and_crosses(window: MainWindow, register: ListBlock, settled: Settled) -> None:
    register.table.setCurrentIndex(cell(register, 2, "dominant"))
    for wanted in (True, False):
        QTest.keyClick(register.table, Qt.Key.Key_Space)
        settled(window)
        assert column(window, "dominant") == [True, True, wanted]
    QTest.keyClick(register.table, Qt.Key.Key_Delete)
    settled(window)
    assert column(window, "dominant") == [True, True, None]
    assert cell(register, 2, "dominant").data(Qt.ItemDataRole.AccessibleTextRole) == "未填"
    QTest.keyClick(register.table, Qt.Key.Key_Space)
    settled(window)
    assert column(window, "dominant") == [True, True, True]


def test_two_quick_presses_are_two(window: MainWindow, register: ListBlock, settled: Settled) -> None:
    register.table.setCurrentIndex(cell(register, 2, "dominant"))
    settled(window)
    QTest.keyClick(register.table, Qt.Key.Key_Space)
    QTest.keyClick(register.table, Qt.Key.Key_Space)
    settled(window)
    assert column(window, "dominant") == [True, True, False]


def test_a_click_on_the_box_ticks_and_one_beside_it_does_not(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    index = cell(register, 2, "above_scale")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "否"
    click_box(register, index)
    settled(window)
    assert column(window, "above_scale") == [True, True, True]
    assert register.table.currentIndex() == index
    beside = register.table.visualRect(index).topRight() - QPoint(6, -6)
    QTest.mouseClick(register.table.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    settled(window)
    assert column(window, "above_scale") == [True, True, True]


def test_selected_boxes_are_ticked_together(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    select(register, cell(register, 0, "dominant"), cell(register, 2, "dominant"))
    click_box(register, cell(register, 2, "dominant"))
    settled(window)
    assert column(window, "dominant") == [True, True, True]
    click_box(register, cell(register, 0, "dominant"))
    settled(window)
    assert column(window, "dominant") == [False, False, False]
    window.undo.trigger()
    window.undo.trigger()
    settled(window)
    assert column(window, "dominant") == [True, True, False]


def test_the_three_states_differ_in_shape(register: ListBlock) -> None:
    """Not by colour only: without any colour the pictures still differ."""
    seen = set()
    for name in ("", "是", "否"):
        index = cell(register, 0, "dominant")
        register.model.setData(register.model.index(0, index.column()), name)
        register.table.scrollTo(index)
        picture = register.table.viewport().grab(register.table.visualRect(index)).toImage()
        seen.add(bytes(picture.convertToFormat(picture.Format.Format_Mono).constBits()))
    assert len(seen) == 3


# --- many rows at once, and the menu -----------------------------------------------------------


def test_a_column_of_many_rows_is_filled(
    window: MainWindow, register: ListBlock, settled: Settled, qtbot: QtBot
) -> None:
    select(register, cell(register, 0, "revenue"), cell(register, 2, "revenue"))
    QTest.keyClick(register.table, Qt.Key.Key_B, CONTROL)
    dialog = register.edit.bulk
    assert dialog is not None
    assert dialog.field.id == "enterprises.revenue"
    assert dialog.said.text().startswith("所选 3 行，将填写 3 行。3 行已有内容，会被替换。")
    QTest.mouseClick(dialog.fill, Qt.MouseButton.LeftButton)
    assert dialog.refusal.text().startswith("还没有填写内容。")
    QTest.keyClicks(dialog.editor.target, "8yi")
    QTest.mouseClick(dialog.fill, Qt.MouseButton.LeftButton)
    settled(window)
    assert "不是数字" in dialog.refusal.text()
    assert dialog.isVisible()
    number = next(n for n in range(dialog.column.count()) if dialog.column.itemText(n) == "产业类别")
    dialog.column.setCurrentIndex(number)
    assert isinstance(dialog.editor.target, QComboBox)
    QTest.keyClick(dialog.editor.target, Qt.Key.Key_Down)
    QTest.mouseClick(dialog.fill, Qt.MouseButton.LeftButton)
    settled(window)
    assert column(window, "industry_class") == ["manufacture"] * 3
    assert column(window, "revenue") == [Decimal("12.5"), Decimal("8.1"), Decimal("0.4")]
    assert register.edit.bulk is None
    assert window.picture.undo_label == "批量填写产业类别"
    window.undo.trigger()
    settled(window)
    assert column(window, "industry_class") == [""] * 3


def test_only_the_empty_cells_are_filled_if_so_wanted(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    register.model.setData(register.model.index(1, register.model.column_of("enterprises.place")), "旧址")
    settled(window)
    select(register, cell(register, 0, "place"), cell(register, 2, "place"))
    register.edit.actions.bulk.trigger()
    dialog = register.edit.bulk
    assert dialog is not None
    QTest.mouseClick(dialog.blanks_only, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    assert "将填写 2 行。1 行已有内容，不改动。" in dialog.said.text()
    QTest.keyClicks(dialog.editor.target, "New Town")
    QTest.keyClick(dialog.editor.target, Qt.Key.Key_Return)
    settled(window)
    assert column(window, "place") == ["New Town", "旧址", "New Town"]


def test_what_the_notice_gives_is_not_counted(window: MainWindow, settled: Settled) -> None:
    window.parts.choose("targets")
    block = next(b for b in window.page.blocks if isinstance(b, ListBlock))
    select(block, cell(block, 0, "name"), cell(block, 1, "name"))
    block.edit.ask_bulk()
    dialog = block.edit.bulk
    assert dialog is not None
    assert "2 行由通知给定" in dialog.said.text()
    assert not dialog.fill.isEnabled()
    dialog.reject()
    before = window.picture.application.indicators
    QTest.keyClick(block.table, Qt.Key.Key_Delete)
    settled(window)
    assert window.picture.application.indicators == before


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_the_menu_opens_by_key_and_offers_what_can_be_done(
    register: ListBlock, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    register.table.setCurrentIndex(cell(register, 0, "name"))
    QTest.keyClick(register.table, key, held)
    menu = register.edit.actions.menu
    assert menu.isVisible()
    assert register.edit.actions.paste.isEnabled()
    assert not register.edit.actions.toggle.isEnabled()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()
    assert register.edit.actions.toggle.isEnabled()


def test_a_frozen_form_is_only_copied(window: MainWindow, register: ListBlock, settled: Settled) -> None:
    window.desk.edit(lambda session: session.workspace.freeze(session.data_digest, ""), lambda _: None)
    settled(window)
    before = window.picture.application.enterprises
    select(register, cell(register, 0, "dominant"), cell(register, 2, "dominant"))
    put_on_clipboard("否")
    for key in (Qt.Key.Key_V, Qt.Key.Key_D, Qt.Key.Key_I, Qt.Key.Key_B, Qt.Key.Key_X):
        QTest.keyClick(register.table, key, CONTROL)
    QTest.keyClick(register.table, Qt.Key.Key_Delete)
    QTest.keyClick(register.table, Qt.Key.Key_Space)
    QTest.keyClick(register.table, Qt.Key.Key_C, CONTROL)
    settled(window)
    assert window.picture.application.enterprises == before
    assert register.edit.bulk is None
    assert clipboard() == "是\r\n是\r\n否\r\n"
