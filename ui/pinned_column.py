"""A column that stays in sight while the others are scrolled sideways: one knows whose row it is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView

from ui.table_heading import Heading
from ui.theme import Look
from ui.ticking import TickingTable

# More of the table's width than this is left to the other columns.
_MOST_SHARE = 0.5


class PinnedColumn(QTableView):
    """Lies over the left edge of ``table`` as soon as ``column`` is scrolled out there.

    It shows the same rows, cursor and selection. Cells are written in where they belong: for that
    the table scrolls back.
    """

    def __init__(self, look: Look, table: TickingTable, column: int) -> None:
        super().__init__(table)
        self._table = table
        self.column = column
        self.setObjectName("pinned")
        self.setHorizontalHeader(Heading(look, self))
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setSelectionMode(table.selectionMode())
        self.setAlternatingRowColors(table.alternatingRowColors())
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(table)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for other in range(self.model().columnCount()):
            self.setColumnHidden(other, other != column)
        self.hide()
        self.setAutoScroll(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)

    @property
    def reach(self) -> int:
        """How many pixels of the table's viewport lie below it; 0 when it is not shown."""
        return self.width() if self.isVisibleTo(self._table) else 0

    def place(self) -> None:
        """Lie where the column would be, or be gone while the column itself can be seen.

        To be called by the table whenever it has scrolled or changed its measures.
        """
        table = self._table
        room = table.viewport()
        width = min(table.columnWidth(self.column), round(_MOST_SHARE * room.width()))
        if table.columnViewportPosition(self.column) >= 0:
            self.hide()
            return
        head = table.horizontalHeader().height()
        self.setColumnWidth(self.column, width)
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        self.horizontalHeader().setFixedHeight(head)
        corner = room.geometry().topLeft() - QPoint(0, head)
        self.setGeometry(corner.x(), corner.y(), width + 2, head + room.height())
        self.show()
        self.raise_()
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    def wheelEvent(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self._table.viewport(), event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._table.setFocus()
        super().mousePressEvent(event)

    def _ask_menu(self, spot: QPoint) -> None:
        self._table.menu_wanted.emit(self.viewport().mapToGlobal(spot))
