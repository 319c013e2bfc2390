"""修改记录 in the window, by keys and clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from jxdesk.domain.finding import Place
from ui.history_dialog import HistoryDialog
from ui.history_model import DIFFERENCE, STEP
from ui.main_window import MainWindow
from ui.pages.lists import ListBlock

Settled = Callable[[MainWindow], None]
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def dialogs(window: MainWindow) -> list[HistoryDialog]:
    return [d for d in window.findChildren(HistoryDialog) if d.isVisible()]


@pytest.fixture
def shown(window: MainWindow, qtbot: QtBot) -> Iterator[Callable[[], HistoryDialog]]:
    """Press the keys of 修改记录 and wait until the newest step is shown."""

    def show() -> HistoryDialog:
        QTest.keyClick(window, Qt.Key.Key_H, _CONTROL)
        dialog = dialogs(window)[-1]
        qtbot.waitUntil(lambda: bool(dialog.differences.items), timeout=10_000)
        return dialog

    yield show
    for dialog in dialogs(window):
        dialog.close()


def set_text(window: MainWindow, settled: Settled, field: str, text: str, row: str = "") -> None:
    window.desk.set_text(field, text, row, refused=lambda e: pytest.fail(e.message), done=lambda: None)
    settled(window)


def texts(model: QAbstractItemModel) -> list[list[str]]:
    columns = range(model.columnCount())
    return [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]


def test_before_and_after_and_the_way_to_the_place(
    window: MainWindow, shown: Callable[[], HistoryDialog], settled: Settled, qtbot: QtBot
) -> None:
    set_text(window, settled, "basic.contact_name", "李小明")
    dialog = shown()
    QAbstractItemModelTester(dialog.steps, QAbstractItemModelTester.FailureReportingMode.Fatal, dialog)
    QAbstractItemModelTester(dialog.differences, QAbstractItemModelTester.FailureReportingMode.Fatal, dialog)
    (row,) = texts(dialog.differences)
    assert row[1:] == ["王小明", "李小明"]
    assert (dialog.before.toPlainText(), dialog.after.toPlainText()) == ("王小明", "李小明")
    assert dialog.steps.items[0].label in dialog.list.currentIndex().data()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.table.hasFocus()
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert window.page.part.id == "basic"
    line = window.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.text() == "李小明"


def test_the_arrow_keys_go_through_the_steps(
    window: MainWindow, shown: Callable[[], HistoryDialog], settled: Settled, qtbot: QtBot
) -> None:
    dialog = shown()
    first = dialog.differences.items
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: dialog.differences.items not in ((), first), timeout=10_000)
    number = dialog.list.currentIndex().data(STEP).number
    assert number == dialog.steps.items[1].number


def test_words_and_parts_are_looked_for(
    window: MainWindow, shown: Callable[[], HistoryDialog], settled: Settled, qtbot: QtBot
) -> None:
    dialog = shown()
    whole = len(dialog.steps.items)
    QTest.keyClicks(dialog.words, "0791")
    qtbot.waitUntil(lambda: 0 < len(dialog.steps.items) < whole, timeout=10_000)
    dialog.words.clear()
    QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(dialog.steps.items) == whole, timeout=10_000)
    part = window.picture.notice.part_of("enterprises").id
    row = dialog.part.findData(part)
    for _ in range(row):
        QTest.keyClick(dialog.part, Qt.Key.Key_Down)
    assert dialog.part.currentIndex() == row
    qtbot.waitUntil(
        lambda: bool(dialog.differences.items) and dialog.differences.items[0].place.part == part,
        timeout=10_000,
    )
    assert len(dialog.steps.items) < whole
    QTest.keyClicks(dialog.words, "no such words")
    qtbot.waitUntil(lambda: "没有找到" in dialog.said.text(), timeout=10_000)
    assert not dialog.go.isEnabled()


def test_what_is_undone_meanwhile_is_marked(
    window: MainWindow, shown: Callable[[], HistoryDialog], settled: Settled, qtbot: QtBot
) -> None:
    set_text(window, settled, "basic.contact_name", "李小明")
    dialog = shown()
    assert not dialog.steps.items[0].undone
    window.desk.undo()
    qtbot.waitUntil(lambda: bool(dialog.steps.items) and dialog.steps.items[0].undone, timeout=10_000)
    said = dialog.steps.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("已撤销，")


def test_the_history_of_one_field_and_of_one_cell(window: MainWindow, settled: Settled, qtbot: QtBot) -> None:
    set_text(window, settled, "basic.contact_name", "李小明")
    window.open_place(Place("basic", "basic.contact_name"))
    line = window.focusWidget()
    assert isinstance(line, QLineEdit)
    QTest.keyClick(line, Qt.Key.Key_H, _CONTROL | _SHIFT)
    (dialog,) = dialogs(window)
    qtbot.waitUntil(lambda: bool(dialog.differences.items), timeout=10_000)
    assert len(dialog.steps.items) == 2
    assert "修改记录" in dialog.windowTitle()
    assert not dialog.part.isVisible()
    dialog.close()
    window.activateWindow()
    uid = window.picture.application.enterprises[1].uid
    set_text(window, settled, "enterprises.revenue", "9.9", uid)
    place = Place(window.picture.notice.part_of("enterprises").id, "enterprises.revenue", uid)
    window.open_place(place)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_H, _CONTROL | _SHIFT)
    (dialog,) = dialogs(window)
    qtbot.waitUntil(lambda: bool(dialog.differences.items), timeout=10_000)
    assert [d.after for d in dialog.differences.items] == ["9.9"]
    assert dialog.differences.index(0, 0).data(DIFFERENCE).place == place
    assert len(dialog.steps.items) == 2
    dialog.close()


def test_the_menu_of_a_table_has_the_history_of_its_cell(
    window: MainWindow, settled: Settled, qtbot: QtBot
) -> None:
    row = window.picture.application.enterprises[2].uid
    part = window.picture.notice.part_of("enterprises").id
    window.open_place(Place(part, "enterprises.name", row))
    block = next(block for block in window.page.blocks if isinstance(block, ListBlock))
    window.parts.setFocus()
    block.edit.actions.history.trigger()
    (dialog,) = dialogs(window)
    qtbot.waitUntil(lambda: bool(dialog.differences.items), timeout=10_000)
    assert [d.after for d in dialog.differences.items] == ["清溪软件有限公司"]
    dialog.close()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_label_has_the_history_in_its_menu(window: MainWindow, qtbot: QtBot) -> None:
    window.open_part("basic")
    row = window.page.blocks[0].rows["basic.contact_name"]  # type: ignore[attr-defined]
    window.page.ensureWidgetVisible(row)
    QTest.mouseClick(row.label, Qt.MouseButton.RightButton)
    spot = row.label.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, row.label.mapToGlobal(spot))
    QApplication.sendEvent(row.label, event)
    menu = next(m for m in window.findChildren(QMenu) if m.isVisible() and m.parent() is window)
    action: QAction = menu.actions()[0]
    assert "这一项的修改记录" in action.text()
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    (dialog,) = dialogs(window)
    qtbot.waitUntil(lambda: bool(dialog.differences.items), timeout=10_000)
    assert len(dialog.steps.items) == 1
    dialog.close()


def test_the_end_of_the_list_brings_older_ones(
    window: MainWindow, shown: Callable[[], HistoryDialog], qtbot: QtBot
) -> None:
    def many(session: object, _: object) -> None:
        for number in range(140):
            session.set_text("basic.employees", str(number + 1))  # type: ignore[attr-defined]

    window.desk.act(many, lambda _: None, title="")
    qtbot.waitUntil(lambda: window.picture.application.basic.employees == 140, timeout=20_000)
    dialog = shown()
    assert len(dialog.steps.items) == 100
    QTest.keyClick(dialog.list, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: len(dialog.steps.items) > 140, timeout=10_000)
    numbers = [step.number for step in dialog.steps.items]
    assert numbers == sorted(numbers, reverse=True)
