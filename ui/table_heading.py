"""The headings of a table, with an arrow that shows how its rows are sorted, and the numbers of rows."""

from __future__ import annotations

from PySide6.QtCore import QAbstractProxyModel, QItemSelectionModel, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui import icons
from ui.theme import Look

ARROW = 12
_BESIDE = 9


class Heading(QHeaderView):
    """Draws the arrow itself: that of the style is tiny, and points down for one's way up.

    ``sorted_by`` is the column with the arrow, −1 for none.
    """

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.sorted_by = -1
        self.descending = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def setSelectionModel(self, selectionModel: QItemSelectionModel) -> None:
        # Headings don't show what is selected, but ask every row of a column for it when they are
        # painted: a selection of their own, in which there never is any, answers at once.
        super().setSelectionModel(QItemSelectionModel(selectionModel.model(), self))

    def show_order(self, column: int, *, descending: bool) -> None:
        """Put the arrow to a column, or take it away with −1."""
        if (column, descending) != (self.sorted_by, self.descending):
            self.sorted_by, self.descending = column, descending
            self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex != self.sorted_by:
            return
        name = "down" if self.descending else "up"
        box = QRectF(rect.right() - ARROW - 4, rect.center().y() - ARROW / 2 + 0.5, ARROW, ARROW)
        icons.paint(painter, name, box, self._look.colour("accent"))


class RowNumbers(QHeaderView):
    """The numbers at the left: as wide as the largest of them, which is known without asking each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setHighlightSections(True)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        digits = max(len(str(self.highest())), 2)
        return QSize(self.fontMetrics().horizontalAdvance("0" * digits) + 2 * _BESIDE, 0)

    def highest(self) -> int:
        """The largest number that can stand here."""
        model = self.model()
        if isinstance(model, QAbstractProxyModel):
            model = model.sourceModel()
        return model.rowCount()
