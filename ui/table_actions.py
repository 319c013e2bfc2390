"""Everything that can be done in a table, as actions: one menu for the button and the right click, and keys.

Space ticks, the menu key and Shift+F10 open the menu, a click on a box ticks it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu

from ui import flag_cell
from ui.table_view import RecordTable

if TYPE_CHECKING:
    from ui.table_edit import TableEdit

Standard = QKeySequence.StandardKey


class TableActions(QObject):
    """``menu`` holds them all; what can't be done at the moment is gray there."""

    def __init__(self, edit: TableEdit, table: RecordTable, *, grows: bool) -> None:
        super().__init__(edit)
        self._edit = edit
        self._table = table
        self._pressed = QPersistentModelIndex()
        self.menu = QMenu(table)
        self.menu.setToolTipsVisible(True)
        self.cut = self._add("剪切", Standard.Cut, edit.cut)
        self.copy = self._add("复制", Standard.Copy, edit.copy)
        self.paste = self._add("粘贴", Standard.Paste, edit.paste)
        self.menu.addSeparator()
        self.bulk = self._add("批量填写…", "Ctrl+B", edit.ask_bulk)
        self.fill_down = self._add("向下填充", "Ctrl+D", edit.fill_down)
        self.toggle = self._add("切换是／否\t空格", None, edit.toggle)
        self.clear = self._add("清除内容", "Del", edit.clear)
        self.menu.addSeparator()
        self.insert = self._add("在下面插入一行", "Ctrl+I", edit.insert)
        self.insert.setVisible(grows)
        # The keys of removing belong to the list, whose button it is.
        self.remove = self._add("删除所选的行\tCtrl+Del", None, edit.remove_wanted.emit)
        self.bulk.setToolTip("给所选各行的同一列填上同样的内容")
        self.fill_down.setToolTip("把所选的最上面一格填到下面各格；只选一行时，照上一行填")
        self.menu.aboutToShow.connect(self._refresh)
        self.menu.aboutToHide.connect(self._ready)
        table.installEventFilter(self)
        table.viewport().installEventFilter(self)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(
            lambda spot: edit.show_menu(table.viewport().mapToGlobal(spot))
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._table and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        if watched is self._table.viewport() and isinstance(event, QMouseEvent):
            return self._mouse(event)
        return super().eventFilter(watched, event)

    def _add(self, text: str, keys: Standard | str | None, slot: Callable[[], object]) -> QAction:
        action = self.menu.addAction(text)
        if isinstance(keys, str):
            action.setShortcut(QKeySequence(keys))
        elif keys is not None:
            action.setShortcuts(QKeySequence.keyBindings(keys))
        # Only while the table itself has the keyboard: an editor in it has its own copy and paste.
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _: slot())
        self._table.addAction(action)
        return action

    def _refresh(self) -> None:
        """Gray what can't be done now."""
        locked, rows = self._edit.locked, bool(self._edit.chosen().uids)
        for action in (self.cut, self.bulk, self.fill_down, self.clear, self.remove):
            action.setEnabled(rows and not locked)
        self.copy.setEnabled(rows)
        self.paste.setEnabled(not locked)
        self.insert.setEnabled(not locked)
        self.toggle.setEnabled(not locked and self._edit.has_flags())

    def _ready(self) -> None:
        """Keys work whenever the menu is not there: what is selected by then nobody knows now."""
        for action in self.menu.actions():
            action.setEnabled(True)

    def _key(self, event: QKeyEvent) -> bool:
        if self._table.state() is QAbstractItemView.State.EditingState:
            return False
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and shift):
            cell = self._table.visualRect(self._table.currentIndex())
            self._edit.show_menu(self._table.viewport().mapToGlobal(cell.bottomLeft()))
            return True
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Space and plain and flag_cell.is_flag(self._table.currentIndex()):
            self._edit.toggle()
            return True
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        """A press on a box of selected cells leaves them selected; the release ticks them."""
        pressed = event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        if not pressed and event.type() is not QEvent.Type.MouseButtonRelease:
            return False
        spot = event.position()
        index = self._table.indexAt(spot.toPoint())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        on_box = (
            event.button() is Qt.MouseButton.LeftButton
            and plain
            and flag_cell.is_flag(index)
            and flag_cell.hit(self._table, index, spot.x(), spot.y())
        )
        if pressed:
            self._pressed = QPersistentModelIndex(index) if on_box else QPersistentModelIndex()
            if on_box:
                self._go_to(QPersistentModelIndex(index))
            return on_box
        held, self._pressed = self._pressed, QPersistentModelIndex()
        if not held.isValid():
            return False
        if on_box and held == index:
            self._edit.toggle()
        return True

    def _go_to(self, index: QPersistentModelIndex) -> None:
        selection = self._table.selectionModel()
        selected = selection.isSelected(index)
        self._table.setFocus()
        flag = selection.SelectionFlag.NoUpdate if selected else selection.SelectionFlag.ClearAndSelect
        selection.setCurrentIndex(index, flag)
