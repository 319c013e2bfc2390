"""The line in which words are looked for in a table, and the way from one hit to the next."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.table_filter import is_hit
from ui.table_order import TableOrder

_PAUSE_MS = 180


class FindLine(QLineEdit):
    """``asked`` carries what was typed, after a short pause; ``step`` 1 or −1 for the next or last hit.

    ``left`` is emitted when the keyboard is to go back to the table.
    """

    asked = Signal(str)
    step = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("在表中查找")
        self.setAccessibleName("在表中查找")
        self.setToolTip("只显示含有这些字词的行（Ctrl+Shift+F）。\nF3、Shift+F3 到下一处、上一处。")
        self.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.ask_now)
        self.textChanged.connect(lambda _: self._pause.start())
        self._mark = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)

    def set_mark(self, icon: QIcon) -> None:
        """Show the looking glass."""
        self._mark.setIcon(icon)

    def ask_now(self) -> None:
        """Do not wait for a pause in the typing."""
        self._pause.stop()
        self.asked.emit(self.text())

    def forget(self) -> None:
        """Empty the line without asking."""
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        self._pause.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, back = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ask_now()
            self.step.emit(-1 if back else 1)
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.ask_now()
            self.left.emit()
        elif key == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def next_hit(order: TableOrder, start: QModelIndex, by: int) -> QModelIndex:
    """The next cell with a word looked for, line by line, round the end; invalid when there is none."""
    # Of what is being typed at this moment the rows are not known yet: hits of all rows would take long.
    words, columns = order.sieve.wanted.words, order.columnCount()
    whole = order.rowCount() * columns
    if not words or not whole:
        return QModelIndex()
    here = start.row() * columns + start.column() if start.isValid() else -1 if by > 0 else 0
    for far in range(1, whole + 1):
        row, column = divmod((here + by * far) % whole, columns)
        index = order.index(row, column)
        if is_hit(str(index.data() or ""), words):
            return index
    return QModelIndex()
