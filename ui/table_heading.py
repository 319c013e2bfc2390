"""The headings of a table: an arrow shows by what its rows are sorted, and which way."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui import icons
from ui.theme import Look

_ARROW = 12


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
        box = QRectF(rect.right() - _ARROW - 4, rect.center().y() - _ARROW / 2 + 0.5, _ARROW, _ARROW)
        icons.paint(painter, name, box, self._look.colour("accent"))

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        return super().sectionSizeFromContents(logicalIndex) + QSize(_ARROW + 2, 0)
