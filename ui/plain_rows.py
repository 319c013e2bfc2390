"""A thin model of rows of texts that are only looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from jxdesk.base.unseen import shown
from ui.rows import Index

ITEM = Qt.ItemDataRole.UserRole + 1


class PlainRows(QAbstractTableModel):
    """Rows of texts; what each is about stands under the role ``ITEM``. Texts of strangers are made safe."""

    HEADINGS: tuple[str, ...] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, ...]] = []
        self._items: list[Any] = []

    def show_rows(self, rows: Sequence[tuple[str, ...]], items: Sequence[Any]) -> None:
        """Show these rows; ``items`` are what they are about, one each."""
        self.beginResetModel()
        self._rows, self._items = list(rows), list(items)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.HEADINGS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        if role == ITEM:
            return self._items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return shown(self._rows[index.row()][index.column()])
        return None
