"""Sorting and filtering from the heading of a column, by mouse and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTableView

from ui.table_filter import choices
from ui.table_filter_menu import StayingMenu, add_values
from ui.table_heading import Heading
from ui.table_order import TableOrder

_WAYS = (
    ("升序排列", Qt.SortOrder.AscendingOrder),
    ("降序排列", Qt.SortOrder.DescendingOrder),
)


class ColumnHeads(QObject):
    """A click on a heading sorts, a second one the other way round, a third one goes back.

    The right button, or Alt+Down in the table, opens a menu of the column.
    """

    def __init__(self, table: QTableView, order: TableOrder) -> None:
        super().__init__(table)
        self._table = table
        self._order = order
        self._header = header = table.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        # The headings show it themselves.
        header.setSortIndicatorShown(False)
        # What is being typed is kept before its row goes elsewhere.
        header.sectionPressed.connect(lambda _: table.setFocus())
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self.open_menu(header.logicalIndexAt(at)))
        keys = QShortcut(QKeySequence("Alt+Down"), table)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(lambda: self.open_menu(table.currentIndex().column()))
        order.told.connect(self._follow)

    def open_menu(self, column: int) -> None:
        """Open the menu of a column below its heading."""
        if column < 0:
            return
        self._table.setFocus()
        menu = self.menu(column)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        left = self._header.sectionViewportPosition(column)
        menu.popup(self._header.mapToGlobal(QPoint(max(left, 0), self._header.height())))

    def menu(self, column: int) -> StayingMenu:
        """What can be done with a column."""
        order, field = self._order, self._order.model.fields[column]
        menu = StayingMenu(field.short, self._table)
        sorted_here = order.sorted_by == column
        for word, way in _WAYS:
            action = menu.addAction(word)
            action.setEnabled(not (sorted_here and order.descending is (way is Qt.SortOrder.DescendingOrder)))
            action.triggered.connect(lambda _=False, way=way: order.sort(column, way))
        back = menu.addAction("恢复原来的顺序")
        back.setEnabled(order.sorted_by >= 0)
        back.triggered.connect(lambda: order.sort(-1))
        if choices(field, order.model.picture.notice):
            menu.addSection("只显示")
            add_values(menu, order, field)
        return menu

    def _follow(self) -> None:
        """Show at the headings what the rows are sorted by, also when that was chosen elsewhere."""
        way = Qt.SortOrder.DescendingOrder if self._order.descending else Qt.SortOrder.AscendingOrder
        now = self._header.sortIndicatorSection(), self._header.sortIndicatorOrder()
        if now != (self._order.sorted_by, way):
            self._header.setSortIndicator(self._order.sorted_by, way)
        if isinstance(self._header, Heading):
            self._header.show_order(self._order.sorted_by, descending=self._order.descending)
