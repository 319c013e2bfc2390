"""All that can be done in a table, as actions: one menu for the button and the right click, and keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from ui.history_here import ONE_FIELD_ACTION
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
        self.menu.addSeparator()
        self.history = self._add("这一格的修改记录…", None, self._show_history)
        self.bulk.setToolTip("给所选各行的同一列填上同样的内容")
        self.fill_down.setToolTip("把所选的最上面一格填到下面各格；只选一行时，照上一行填")
        self.menu.aboutToShow.connect(self._refresh)
        self.menu.aboutToHide.connect(self._ready)
        table.ticked.connect(edit.toggle)
        table.menu_wanted.connect(edit.show_menu)

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

    def _show_history(self) -> None:
        """The window knows how to show it, of the cell where the keyboard is."""
        self._table.setFocus()
        action = self._table.window().findChild(QAction, ONE_FIELD_ACTION)
        if action is not None:
            action.trigger()

    def _ready(self) -> None:
        """Keys work whenever the menu is not there: what is selected by then nobody knows now."""
        for action in self.menu.actions():
            action.setEnabled(True)
