"""A long text edited in its cell: several lines over the cells below, with its 字 counted."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from jxdesk.domain.catalogue import Field
from ui.counter import Counter

_LINES = 6
_LEAST_WIDTH = 320


class CellText(QPlainTextEdit):
    """Enter begins a new line, Tab and Ctrl+Enter keep what was typed, Esc gives it up."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = parent
        self.setAccessibleName(field.label)
        self.counter = Counter(field.text.max_chars, self)
        self._foot = self.counter.sizeHint().height() + 4
        self.setViewportMargins(0, 0, 0, self._foot)
        self.textChanged.connect(lambda: self.counter.count(self.toPlainText()))

    def fit(self, cell: QRect) -> None:
        """Take the cell's place, as wide and high as typing needs, within the table."""
        room = self._table.size()
        height = round(QFontMetricsF(self.font()).lineSpacing() * _LINES) + self._foot + 16
        width = min(max(cell.width(), _LEAST_WIDTH), room.width())
        height = min(max(cell.height(), height), room.height())
        left = max(0, min(cell.left(), room.width() - width))
        top = max(0, min(cell.top(), room.height() - height))
        self.setGeometry(left, top, width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.counter.setGeometry(8, self.height() - self._foot - 3, self.width() - 16, self._foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Leaving a cell is what keeps its text.
            self.clearFocus()
            return
        super().keyPressEvent(event)
