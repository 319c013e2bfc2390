"""Lists are edited in their cells: typing, choosing, refusing, adding, deleting, undoing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from jxdesk.domain.finding import Place
from ui.main_window import MainWindow
from ui.pages.lists import ListBlock
from ui.table_model import may_edit

Settled = Callable[[MainWindow], None]


@pytest.fixture
def register(window: MainWindow) -> ListBlock:
    window.parts.choose("register")
    block = window.page.blocks[0]
    assert isinstance(block, ListBlock)
    return block


def refused(window: MainWindow) -> tuple[str, ...]:
    return window.page.refused


def enterprises(window: MainWindow) -> int:
    return len(window.picture.application.enterprises)


def cell(block: ListBlock, row: int, name: str) -> QModelIndex:
    return block.order.index(row, block.model.column_of(f"{block.record}.{name}"))


def type_into(qtbot: QtBot, block: ListBlock, index: QModelIndex, text: str) -> None:
    """Put the cursor into a cell, begin with Enter, type over it, end with Enter."""
    block.table.setFocus()
    block.table.setCurrentIndex(index)
    QTest.keyClick(block.table, Qt.Key.Key_Return)
    editor = block.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    with qtbot.waitSignal(block.table.itemDelegate().closeEditor):
        QTest.keyClick(editor, Qt.Key.Key_Return)


def test_a_number_typed_into_a_cell(
    window: MainWindow, register: ListBlock, qtbot: QtBot, settled: Settled
) -> None:
    type_into(qtbot, register, cell(register, 0, "revenue"), "13.50")
    settled(window)
    assert window.picture.application.enterprises[0].revenue == Decimal("13.50")
    assert cell(register, 0, "revenue").data() == "13.50"
    window.undo.trigger()
    settled(window)
    assert cell(register, 0, "revenue").data() == "12.5"


def test_a_refused_cell_keeps_its_text_and_says_why(
    window: MainWindow, register: ListBlock, qtbot: QtBot, settled: Settled
) -> None:
    index = cell(register, 1, "revenue")
    type_into(qtbot, register, index, "8yi")
    settled(window)
    assert window.picture.application.enterprises[1].revenue == Decimal("8.1")
    assert index.data() == "8yi"
    assert "不是数字" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert isinstance(index.data(Qt.ItemDataRole.BackgroundRole), QColor)
    assert "不是数字" in register.remark.said.text()
    assert window.page.refused == ("第 2 行营业收入",)
    type_into(qtbot, register, index, "8.2")
    settled(window)
    assert window.picture.application.enterprises[1].revenue == Decimal("8.2")
    assert not refused(window)
    assert not register.remark.isVisible()


def test_typing_the_old_text_again_settles_a_refused_cell(
    window: MainWindow, register: ListBlock, qtbot: QtBot, settled: Settled
) -> None:
    index = cell(register, 1, "revenue")
    type_into(qtbot, register, index, "x")
    settled(window)
    type_into(qtbot, register, index, "8.1")
    settled(window)
    assert not refused(window)


def test_a_choice_is_made_from_a_list(
    window: MainWindow, register: ListBlock, qtbot: QtBot, settled: Settled
) -> None:
    index = cell(register, 0, "industry_class")
    register.table.setFocus()
    register.table.setCurrentIndex(index)
    QTest.keyClick(register.table, Qt.Key.Key_F2)
    combo = register.table.viewport().findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    QTest.keyClick(combo, Qt.Key.Key_Return)
    settled(window)
    assert window.picture.application.enterprises[0].industry_class == "manufacture"
    assert index.data() == "数字产品制造"


def test_rows_are_added_and_deleted_and_come_back(
    window: MainWindow, register: ListBlock, qtbot: QtBot, settled: Settled
) -> None:
    QTest.mouseClick(register.add, Qt.MouseButton.LeftButton)
    settled(window)
    assert enterprises(window) == 4
    editor = register.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "New Co.")
    with qtbot.waitSignal(register.table.itemDelegate().closeEditor):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    settled(window)
    assert window.picture.application.enterprises[3].name == "New Co."
    assert register.count.text() == "4 行"
    register.table.setCurrentIndex(cell(register, 3, "name"))
    QTest.keyClick(register.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    settled(window)
    assert enterprises(window) == 3
    window.undo.trigger()
    settled(window)
    assert window.picture.application.enterprises[3].name == "New Co."


def test_a_place_in_a_list_is_selected(window: MainWindow, register: ListBlock) -> None:
    uid = window.picture.application.enterprises[2].uid
    window.parts.choose("cover")
    window.open_place(Place("register", "enterprises.growth", uid))
    current = register.table.currentIndex()
    assert (current.row(), current.column()) == (2, register.model.column_of("enterprises.growth"))
    assert register.table.hasFocus()


def test_a_cell_shows_what_was_found_in_it(
    window: MainWindow, register: ListBlock, qtbot: QtBot, settled: Settled
) -> None:
    index = cell(register, 0, "uscc")
    type_into(qtbot, register, index, "91360000000000000X")
    settled(window)
    assert index.data(Qt.ItemDataRole.DecorationRole) is not None
    assert "统一社会信用代码" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_what_the_program_works_out_cannot_be_typed(window: MainWindow) -> None:
    window.parts.choose("evidence")
    block = next(iter(window.page.findChildren(ListBlock)))
    fields = {field.id for field in block.model.fields}
    assert fields < {field.id for field in window.picture.catalogue.of_record("evidence")}
    typed = {field.id for field in block.model.fields if may_edit(field)}
    assert typed == {"evidence.name", "evidence.items", "evidence.dated"}
    assert not block.can_add
