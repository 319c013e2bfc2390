"""The largest enterprises of part 二: a view of the register, high to low, that nobody retypes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QVBoxLayout, QWidget

from jxdesk.domain.application import Enterprise
from jxdesk.domain.show import show
from jxdesk.domain.views import largest, proofs
from ui.context import Context
from ui.picture import Picture
from ui.rows import Index
from ui.table_view import RecordTable

_COLUMNS = ("name", "revenue", "growth", "products")


class LargestModel(QAbstractTableModel):
    """Name, revenue, growth, products, and how many files prove the revenue."""

    def __init__(self, picture: Picture, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self._rows: tuple[Enterprise, ...] = ()
        text = picture.notice.text
        self._headings = (
            "企业名称",
            text("scale_largest_revenue"),
            text("scale_largest_growth"),
            text("scale_largest_products"),
            "营收证明",
        )
        self.show_picture(picture)

    def show_picture(self, picture: Picture) -> None:
        """Rank anew if anything changed."""
        rows = largest(picture.application, picture.notice.head.largest_shown)
        evidence_changed = picture.application.evidence != self._picture.application.evidence
        self._picture = picture
        if rows != self._rows or evidence_changed:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1
        return self._headings[section] if 0 <= section < len(self._headings) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            figure = index.column() in (1, 2)
            side = Qt.AlignmentFlag.AlignRight if figure else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._rows[index.row()]
        if index.column() == len(_COLUMNS):
            number = len(proofs(self._picture.application, f"enterprises:{row.uid}"))
            return f"{number} 份" if number else "缺"
        name = _COLUMNS[index.column()]
        field = self._picture.catalogue.field(f"enterprises.{name}")
        return show(field, getattr(row, name), self._picture.notice)


class LargestView(QWidget):
    """The table as high as its rows, or a sentence on where they come from."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        register = context.desk.picture.notice.part_of("enterprises").nav
        self.model = LargestModel(context.desk.picture, self)
        self.table = RecordTable(context.look)
        self.table.setModel(self.model)
        self.table.setAccessibleName("主导产业营收居前的企业")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        )
        header.setMinimumSectionSize(72)
        for column, width in enumerate((232, 112, 96, 160, 84)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self._said = QLabel(f"由程序从“{register}”中按营业收入排出，不用另填；要改动请到“{register}”。")
        self._said.setObjectName("muted")
        self._said.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._said)
        layout.addWidget(self.table)
        context.look.changed.connect(self._fit)
        self._fit()

    def show_picture(self, picture: Picture) -> None:
        """Rank anew."""
        self.model.show_picture(picture)
        self._fit()

    def _fit(self) -> None:
        rows = self.model.rowCount()
        self.table.setVisible(rows > 0)
        # The template's headings are long; they stand on two lines.
        header = 2 * self.table.fontMetrics().lineSpacing() + 14
        self.table.horizontalHeader().setFixedHeight(header)
        self.table.setFixedHeight(header + rows * self.table.verticalHeader().defaultSectionSize() + 4)
