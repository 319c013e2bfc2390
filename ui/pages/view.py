"""A table that is only looked at: a view of lists that are filled in elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QVBoxLayout, QWidget

from ui.context import Context
from ui.rows import Index
from ui.table_view import RecordTable

Cells = tuple[tuple[str, ...], ...]

# More rows than these are scrolled, so that what follows the table stays near.
_MOST_ROWS = 12
_LEAST_LEFT_OVER = 170


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, a width in pixels at normal size (0: what is left over), and whether it holds figures."""

    heading: str
    width: int
    figure: bool = False


class ViewModel(QAbstractTableModel):
    """Rows of texts."""

    def __init__(self, columns: tuple[Column, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._cells: Cells = ()

    def show_cells(self, cells: Cells) -> None:
        """Take over the rows, if anything changed."""
        if cells != self._cells:
            self.beginResetModel()
            self._cells = cells
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self.columns[section].heading if 0 <= section < len(self.columns) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._cells):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            figure = self.columns[index.column()].figure
            side = Qt.AlignmentFlag.AlignRight if figure else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self._cells[index.row()][index.column()]


class ViewTable(QWidget):
    """A sentence on where the rows come from, and below it the table as high as its rows."""

    def __init__(
        self,
        context: Context,
        name: str,
        columns: tuple[Column, ...],
        parent: QWidget | None = None,
        *,
        numbered: bool = True,
    ) -> None:
        super().__init__(parent)
        self._look = context.look
        self.model = ViewModel(columns, self)
        self.table = RecordTable(context.look)
        self.table.setModel(self.model)
        self.table.setAccessibleName(name)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.verticalHeader().setVisible(numbered)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        )
        header.setMinimumSectionSize(72)
        self.said = QLabel()
        self.said.setObjectName("muted")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.said)
        layout.addWidget(self.table)
        context.look.changed.connect(self._fit)
        self._fit()

    def show_cells(self, cells: Cells, said: str) -> None:
        """Show the rows and the sentence above them."""
        self.model.show_cells(cells)
        self.said.setText(said)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        rows = self.model.rowCount()
        self.table.setVisible(rows > 0)
        needed = self._fit_columns(rows)
        header = self.table.horizontalHeader()
        # The template's headings are long; they stand on two lines.
        height = 2 * self.table.fontMetrics().lineSpacing() + 14
        header.setFixedHeight(height)
        line = self.table.verticalHeader().defaultSectionSize()
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.table.setVerticalScrollBarPolicy(on if rows > _MOST_ROWS else off)
        bar = self.table.horizontalScrollBar().sizeHint().height() if needed > self.width() else 0
        self.table.setFixedHeight(height + min(rows, _MOST_ROWS) * line + bar + 2)

    def _fit_columns(self, rows: int) -> int:
        """Give the columns their widths; how wide the table would have to be to show them all."""
        scale = self._look.scale
        numbers = self.table.verticalHeader()
        taken = 2 + (0 if numbers.isHidden() else numbers.sizeHint().width())
        taken += self.table.verticalScrollBar().sizeHint().width() if rows > _MOST_ROWS else 0
        taken += sum(round(column.width * scale) for column in self.model.columns)
        left_over = max(self.width() - taken, round(_LEAST_LEFT_OVER * scale))
        for number, column in enumerate(self.model.columns):
            self.table.setColumnWidth(number, round(column.width * scale) or left_over)
        return taken + left_over
