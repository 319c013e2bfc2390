"""Tables are looked at: sorted by their headings, filtered, searched, scrolled with the name in sight."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from jxdesk.base.errors import UserError
from jxdesk.domain.finding import Place
from ui.main_window import MainWindow
from ui.pages.lists import ListBlock
from ui.table_filter import Show, Wanted, plain
from ui.table_keys import text_key
from ui.table_order import HIT

Settled = Callable[[MainWindow], None]
ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
SENSOR, CHIP, SOFTWARE = "清溪传感有限公司", "清溪芯片有限公司", "清溪软件有限公司"


@pytest.fixture
def register(window: MainWindow) -> ListBlock:
    window.parts.choose("register")
    block = window.page.blocks[0]
    assert isinstance(block, ListBlock)
    QApplication.processEvents()
    return block


def unexpected(error: UserError) -> None:
    raise AssertionError(error)


def names(block: ListBlock) -> list[str]:
    """The names that are shown, from the top down."""
    model = block.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def numbers(block: ListBlock) -> list[int]:
    """The numbers at the left."""
    model = block.table.model()
    return [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]


def column(block: ListBlock, name: str) -> int:
    return block.model.column_of(f"{block.record}.{name}")


def click_heading(block: ListBlock, name: str) -> None:
    header = block.table.horizontalHeader()
    section = column(block, name)
    block.table.scrollTo(block.order.index(0, section))
    at = QPoint(header.sectionViewportPosition(section) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def set_text(window: MainWindow, field: str, text: str, row: str) -> None:
    window.desk.set_text(field, text, row, refused=unexpected, done=lambda: None)


def find(qtbot: QtBot, block: ListBlock, text: str, shown: int) -> None:
    """Type into the find line; its pause and the making of texts take their time."""
    QTest.keyClick(block.table, Qt.Key.Key_F, CONTROL | SHIFT)
    assert block.bar.finder.hasFocus()
    # Keys of a test can't write Chinese.
    if text.isascii():
        QTest.keyClicks(block.bar.finder, text)
    else:
        block.bar.finder.insert(text)
    qtbot.waitUntil(lambda: block.order.rowCount() == shown, timeout=3_000)


# --- sorting ----------------------------------------------------------------------------------


def test_a_heading_sorts_up_then_down_then_back(register: ListBlock) -> None:
    click_heading(register, "revenue")
    assert names(register) == [SOFTWARE, CHIP, SENSOR]
    assert numbers(register) == [3, 2, 1]
    assert [chip.text() for chip in register.bar.chips.chips] == ["按营业收入升序"]
    click_heading(register, "revenue")
    assert names(register) == [SENSOR, CHIP, SOFTWARE]
    click_heading(register, "revenue")
    assert register.order.sorted_by == -1
    assert not register.bar.chips.isVisible()


def test_numbers_are_sorted_as_numbers_and_what_is_empty_stands_last(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    first, second, third = (row.uid for row in window.picture.application.enterprises)
    for text, uid in (("9", first), ("10", second)):
        set_text(window, "enterprises.employees", text, uid)
    settled(window)
    click_heading(register, "employees")
    assert register.order.uids == (first, second, third)
    click_heading(register, "employees")
    assert register.order.uids == (second, first, third)


def test_yes_stands_before_no_and_terms_in_the_order_of_the_notice(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    first, second, third = (row.uid for row in window.picture.application.enterprises)
    labels = [term.label for term in window.picture.notice.vocabularies["industry_classes"]]
    set_text(window, "enterprises.industry_class", labels[1], first)
    set_text(window, "enterprises.industry_class", labels[0], third)
    settled(window)
    click_heading(register, "industry_class")
    assert register.order.uids == (third, first, second)
    click_heading(register, "above_scale")
    assert register.order.uids == (first, second, third)


def test_texts_are_sorted_by_sound_and_numbers_in_them_as_numbers() -> None:
    texts = ["重庆", "第10号", "安徽", "第2号", "北京", "ＡＢ", "ac"]
    assert sorted(texts, key=text_key) == ["ＡＢ", "ac", "安徽", "北京", "第2号", "第10号", "重庆"]


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_menu_of_a_heading_is_opened_with_alt_down(register: ListBlock) -> None:
    register.table.setFocus()
    register.table.setCurrentIndex(register.order.index(0, column(register, "growth")))
    QTest.keyClick(register.table, Qt.Key.Key_Down, ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert register.order.sorted_by == column(register, "growth")
    assert names(register) == [SOFTWARE, CHIP, SENSOR]
    back = [action for action in register.heads.menu(0).actions() if action.text() == "恢复原来的顺序"]
    back[0].trigger()
    assert names(register) == [SENSOR, CHIP, SOFTWARE]


def test_an_edited_row_stays_until_the_rows_are_arranged_again(
    window: MainWindow, register: ListBlock, qtbot: QtBot, settled: Settled
) -> None:
    click_heading(register, "revenue")
    register.table.setFocus()
    register.table.setCurrentIndex(register.order.index(0, column(register, "revenue")))
    QTest.keyClick(register.table, Qt.Key.Key_Return)
    editor = register.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "99")
    with qtbot.waitSignal(register.table.itemDelegate().closeEditor):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    settled(window)
    assert window.picture.application.enterprises[2].revenue == Decimal(99)
    assert names(register) == [SOFTWARE, CHIP, SENSOR]
    assert register.order.stale == 1
    assert register.bar.again.isVisible()
    QTest.mouseClick(register.bar.again, Qt.MouseButton.LeftButton)
    assert names(register) == [CHIP, SENSOR, SOFTWARE]
    assert not register.bar.again.isVisible()


def test_what_is_being_typed_is_kept_when_a_heading_is_clicked(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    register.table.setFocus()
    register.table.setCurrentIndex(register.order.index(1, 0))
    QTest.keyClick(register.table, Qt.Key.Key_F2)
    editor = register.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "Chip Co.")
    click_heading(register, "revenue")
    settled(window)
    assert window.picture.application.enterprises[1].name == "Chip Co."


def test_what_is_being_typed_is_kept_when_the_row_changes_elsewhere(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    register.table.setFocus()
    register.table.setCurrentIndex(register.order.index(1, 0))
    QTest.keyClick(register.table, Qt.Key.Key_F2)
    editor = register.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "Chip")
    set_text(window, "enterprises.employees", "12", window.picture.application.enterprises[1].uid)
    settled(window)
    assert editor.text() == "Chip"


def test_what_is_being_typed_is_kept_when_other_rows_are_shown(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    register.table.setFocus()
    register.table.setCurrentIndex(register.order.index(1, 0))
    QTest.keyClick(register.table, Qt.Key.Key_F2)
    editor = register.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "Chip Co.")
    register.order.want(Wanted(words=("传感",)))
    settled(window)
    assert window.picture.application.enterprises[1].name == "Chip Co."


# --- filtering ----------------------------------------------------------------------------------


def test_words_are_found_in_any_cell_whatever_their_width_and_case(
    window: MainWindow, register: ListBlock, qtbot: QtBot, settled: Settled
) -> None:
    second = window.picture.application.enterprises[1].uid
    set_text(window, "enterprises.place", "ABC Road", second)
    settled(window)
    find(qtbot, register, "清溪 ａｂｃ", 1)
    assert names(register) == [CHIP]
    assert numbers(register) == [2]
    assert register.count.text() == "显示 1 行，共 3 行"
    assert register.order.index(0, 0).data(HIT)
    assert register.order.index(0, column(register, "place")).data(HIT)
    assert not register.order.index(0, column(register, "revenue")).data(HIT)
    QTest.mouseClick(register.bar.everything, Qt.MouseButton.LeftButton)
    assert names(register) == [SENSOR, CHIP, SOFTWARE]
    assert not register.bar.finder.text()
    assert not register.bar.everything.isVisible()


def test_f3_goes_from_hit_to_hit_and_round(register: ListBlock, qtbot: QtBot) -> None:
    find(qtbot, register, "是", 2)
    hits = [(row, column(register, name)) for row in (0, 1) for name in ("dominant", "above_scale")]
    register.table.setFocus()
    seen = []
    for _ in range(5):
        QTest.keyClick(register.table, Qt.Key.Key_F3)
        seen.append((register.table.currentIndex().row(), register.table.currentIndex().column()))
    assert seen == [*hits, hits[0]]
    QTest.keyClick(register.table, Qt.Key.Key_F3, SHIFT)
    index = register.table.currentIndex()
    assert (index.row(), index.column()) == hits[3]


def test_escape_leaves_the_find_line_and_shows_all(register: ListBlock, qtbot: QtBot) -> None:
    find(qtbot, register, "x", 0)
    assert register.table.empty_word == "没有符合条件的行"
    QTest.keyClick(register.bar.finder, Qt.Key.Key_Escape)
    assert len(names(register)) == 3
    assert register.table.hasFocus()


def test_values_of_a_column_are_ticked_and_taken_back_as_a_chip(register: ListBlock) -> None:
    menu = register.bar.filter.menu()
    menu.aboutToShow.emit()
    column_menu = next(action.menu() for action in menu.actions() if action.text() == "规上")
    assert isinstance(column_menu, QMenu)
    no = next(action for action in column_menu.actions() if action.text() == "否")
    no.trigger()
    assert names(register) == [SOFTWARE]
    chip = register.bar.chips.chips[0]
    assert chip.text() == "规上：否"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert len(names(register)) == 3


def test_rows_with_findings_and_rows_that_lack_something(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    window.desk.add_row("enterprises", lambda _: None)
    settled(window)
    register.order.want(Wanted(show=Show.LACKING))
    assert names(register) == [""]
    register.order.want(Wanted(show=Show.FOUND))
    found = {item.finding.place.row for item in window.picture.report.judged}
    rows = window.picture.application.enterprises
    assert register.order.uids == tuple(row.uid for row in rows if row.uid in found)


def test_a_new_row_is_seen_although_the_filter_does_not_want_it(
    window: MainWindow, register: ListBlock, qtbot: QtBot, settled: Settled
) -> None:
    find(qtbot, register, "传感", 1)
    QTest.mouseClick(register.add, Qt.MouseButton.LeftButton)
    settled(window)
    assert names(register) == [SENSOR, ""]
    assert register.table.currentIndex().row() == 1
    register.order.arrange()
    assert names(register) == [SENSOR]


def test_a_finding_opens_a_row_that_was_left_out(
    window: MainWindow, register: ListBlock, qtbot: QtBot
) -> None:
    find(qtbot, register, "传感", 1)
    uid = window.picture.application.enterprises[2].uid
    window.open_place(Place("register", "enterprises.growth", uid))
    assert names(register) == [SENSOR, SOFTWARE]
    current = register.table.currentIndex()
    assert (current.row(), current.column()) == (1, column(register, "growth"))


def test_the_cursor_stays_in_its_row_while_rows_are_left_out(register: ListBlock, qtbot: QtBot) -> None:
    register.table.setCurrentIndex(register.order.index(2, 3))
    find(qtbot, register, "软件", 1)
    current = register.table.currentIndex()
    assert (current.row(), current.column()) == (0, 3)


def test_deleting_in_a_sorted_table_takes_the_rows_that_are_seen(
    window: MainWindow, register: ListBlock, settled: Settled
) -> None:
    click_heading(register, "revenue")
    register.table.setFocus()
    register.table.setCurrentIndex(register.order.index(0, 0))
    QTest.keyClick(register.table, Qt.Key.Key_Delete, CONTROL)
    settled(window)
    assert names(register) == [CHIP, SENSOR]
    window.undo.trigger()
    settled(window)
    assert names(register) == [SOFTWARE, CHIP, SENSOR]


def test_short_lists_show_the_find_line_when_asked(window: MainWindow) -> None:
    window.parts.choose("cover")
    block = next(block for block in window.page.blocks if isinstance(block, ListBlock))
    assert not block.bar.finder.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL | SHIFT)
    assert block.bar.finder.hasFocus()


def test_plain_text_has_one_width_and_one_case() -> None:
    assert plain("ＡＢｃ１２３（甲）") == plain("abc123(甲)")


# --- the column that stays in sight -------------------------------------------------------------


def test_the_name_stays_in_sight_when_scrolled_sideways(register: ListBlock) -> None:
    table, pinned = register.table, register.over
    assert pinned is not None
    assert not pinned.isVisible()
    table.setCurrentIndex(register.order.index(1, register.order.columnCount() - 1))
    assert pinned.isVisible()
    assert not pinned.isColumnHidden(0)
    # A cell that is gone to is never left below the pinned column.
    table.setCurrentIndex(register.order.index(1, 2))
    assert table.visualRect(table.currentIndex()).left() >= pinned.reach
    value = table.horizontalScrollBar().value()
    table.setFocus()
    at = pinned.visualRect(register.order.index(2, 0)).center()
    QTest.mouseClick(pinned.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (2, 0)
    assert table.horizontalScrollBar().value() == value
    assert table.hasFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert not pinned.isVisible()
    editor = table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert table.viewport().rect().contains(editor.geometry().topLeft())
