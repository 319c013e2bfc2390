"""A table whose yes/no cells are ticked by a click on their box or with the space bar.

Also what opens a menu by key: the menu key and Shift+F10 mean the cell with the cursor.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ui import flag_cell


class TickingTable(QTableView):
    """``ticked`` says that the selected boxes are to be ticked or crossed; ``menu_wanted`` carries a
    place of the screen.
    """

    ticked = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed = QPersistentModelIndex()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._menu_at_cursor()
        else:
            self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is not QAbstractItemView.State.EditingState:
            shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and shift):
                self._menu_at_cursor()
                return
            if event.key() == Qt.Key.Key_Space and plain and flag_cell.is_flag(self.currentIndex()):
                self.ticked.emit()
                return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._box_at(event)
        # Kept by row and column: what is under the pointer when it is let go may be another cell.
        self._pressed = QPersistentModelIndex(index)
        if index.isValid():
            self._go_to(index)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The second of two quick clicks on a box is a click on it too, and begins no editing.
        if self._box_at(event).isValid():
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, QPersistentModelIndex()
        if not pressed.isValid():
            super().mouseReleaseEvent(event)
        elif pressed == self._box_at(event):
            self.ticked.emit()

    def _box_at(self, event: QMouseEvent) -> QModelIndex:
        """The yes/no cell whose box the left button was pressed on."""
        spot = event.position()
        index = self.indexAt(spot.toPoint())
        left = event.button() is Qt.MouseButton.LeftButton
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if left and plain and flag_cell.is_flag(index) and flag_cell.hit(self, index, spot.x(), spot.y()):
            return index
        return QModelIndex()

    def _go_to(self, index: QModelIndex) -> None:
        """Move the cursor there; a selection that the cell belongs to stays, to be ticked as a whole."""
        selection = self.selectionModel()
        flag = selection.SelectionFlag.ClearAndSelect
        if selection.isSelected(index):
            flag = selection.SelectionFlag.NoUpdate
        self.setFocus()
        selection.setCurrentIndex(index, flag)

    def _menu_at_cursor(self) -> None:
        cell = self.visualRect(self.currentIndex())
        self.menu_wanted.emit(self.viewport().mapToGlobal(cell.bottomLeft()))
