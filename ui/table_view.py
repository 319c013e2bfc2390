"""The table that lists are shown and edited in: cells are typed over, left with Tab, Enter or a click."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from jxdesk.domain.catalogue import Field
from jxdesk.domain.values import Kind
from jxdesk.notice import Notice
from ui import flag_cell
from ui.cell_text import CellText
from ui.editors import NO, YES, Choice
from ui.pinned_column import PinnedColumn
from ui.rows import Index
from ui.table_heading import ARROW, Heading, RowNumbers
from ui.table_model import FIELD
from ui.table_order import HIT
from ui.theme import Look
from ui.ticking import TickingTable

_WIDTHS = {
    Kind.TEXT: 150,
    Kind.LONG_TEXT: 260,
    Kind.COUNT: 110,
    Kind.DECIMAL: 130,
    Kind.FLAG: 92,
    Kind.CHOICE: 170,
    Kind.DATE: 120,
    Kind.PRODUCTS: 240,
    Kind.REFERENCES: 320,
    Kind.DIGEST: 160,
}
_FIRST = 220
# The text that an editor began with.
_BEGUN = "begun"


class CellDelegate(QStyledItemDelegate):
    """Editors for cells: a list to choose from where there is one, lines for long texts, else one line."""

    def __init__(self, look: Look, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._notice = notice

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        word = index.data(Qt.ItemDataRole.DisplayRole) if flag_cell.is_flag(index) else None
        if word in ("", YES, NO):
            drawn = QStyleOptionViewItem(option)
            self.initStyleOption(drawn, index)
            flag_cell.paint(painter, drawn, word, self._look)
        else:
            super().paint(painter, option, index)
        if index.data(HIT):
            # A line too, for who does not see the ground, and on cells that are selected.
            cell: QRect = getattr(option, "rect")  # noqa: B009 - the types leave it out
            painter.fillRect(cell.adjusted(3, cell.height() - 4, -3, -2), self._look.colour("warning"))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field: Field = index.data(FIELD)
        if field.kind is Kind.LONG_TEXT:
            return CellText(field, parent)
        choices = self._choices(field)
        if choices is None:
            line = QLineEdit(parent)
            line.setAccessibleName(field.label)
            return line
        combo = Choice(self._look, parent)
        combo.setAccessibleName(field.label)
        combo.addItems(["", *choices])
        combo.activated.connect(lambda _: self._chosen(combo))
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        begun = editor.property(_BEGUN)
        if begun is not None and (begun == text or begun != _typed(editor)):
            # The row has changed elsewhere while somebody types here.
            return
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
        elif isinstance(editor, CellText):
            editor.setPlainText(text)
            editor.selectAll()
        editor.setProperty(_BEGUN, _typed(editor))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        if isinstance(editor, CellText):
            cell: QRect = getattr(option, "rect")  # noqa: B009 - the types leave it out
            editor.fit(cell)
        else:
            super().updateEditorGeometry(editor, option, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        model.setData(model.index(index.row(), index.column()), _typed(editor), Qt.ItemDataRole.EditRole)

    def _choices(self, field: Field) -> list[str] | None:
        if field.kind is Kind.FLAG:
            return [YES, NO]
        if field.kind is Kind.CHOICE:
            return [term.label for term in self._notice.vocabularies[field.spec.mark.vocabulary]]
        return None

    def _chosen(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo, QStyledItemDelegate.EndEditHint.NoHint)


def _typed(editor: QWidget) -> str:
    if isinstance(editor, QComboBox):
        return editor.currentText()
    if isinstance(editor, CellText):
        return editor.toPlainText()
    return editor.text() if isinstance(editor, QLineEdit) else ""


class RecordTable(TickingTable):
    """A table with the habits of a spreadsheet; Enter begins to edit a cell."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._scale = look.scale
        self._pinned: PinnedColumn | None = None
        self.empty_word = ""
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalHeader(Heading(look, self))
        self.setVerticalHeader(RowNumbers(self))
        look.changed.connect(self._restyle)
        self._restyle()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from cell to cell, and from the last one (Shift+Tab: the first one) out of the table."""
        cells = self.tabKeyNavigation()
        if cells and self._at_the_end(forward=forward):
            self.setTabKeyNavigation(False)
            try:
                return super().focusNextPrevChild(forward)
            finally:
                self.setTabKeyNavigation(cells)
        return super().focusNextPrevChild(forward)

    def _at_the_end(self, *, forward: bool) -> bool:
        current, model, header = self.currentIndex(), self.model(), self.horizontalHeader()
        if not current.isValid():
            return True
        shown = [
            place for place in range(header.count()) if not header.isSectionHidden(header.logicalIndex(place))
        ]
        row, place = (model.rowCount() - 1, shown[-1]) if forward else (0, shown[0])
        return current.row() == row and header.visualIndex(current.column()) == place

    def fit_columns(self, fields: tuple[Field, ...], by_hand: dict[str, int]) -> None:
        """Widths by what a column holds, or ``by_hand``; never narrower than the heading."""
        header = self.horizontalHeader()
        for column, field in enumerate(fields):
            width = by_hand.get(field.id, _FIRST if column == 0 else _WIDTHS[field.kind])
            needed = header.sectionSizeHint(column) + ARROW
            self.setColumnWidth(column, max(round(width * self._look.scale), needed))

    def pin(self, column: int, delegate: QStyledItemDelegate) -> PinnedColumn:
        """Keep a column in sight when the others are scrolled sideways; ``delegate`` paints it."""
        self._pinned = PinnedColumn(self._look, self, column)
        self._pinned.setItemDelegate(delegate)
        self._pinned.doubleClicked.connect(self.begin)
        self.horizontalHeader().sectionResized.connect(self._place_pinned)
        return self._pinned

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        pinned, bar = self._pinned, self.horizontalScrollBar()
        before = bar.value()
        in_sight = pinned is not None and pinned.reach > 0 and index.column() == pinned.column
        super().scrollTo(index, hint)
        if in_sight:
            bar.setValue(before)
        elif pinned is not None and pinned.reach:
            bar.setValue(bar.value() - max(pinned.reach - self.visualRect(index).left(), 0))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_pinned()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place_pinned()

    def edit(self, index: Index, *how: Any) -> Any:
        pinned = self._pinned
        wanted = not how or bool(how[0] & self.editTriggers())
        editable = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        if pinned is not None and pinned.reach and index.column() == pinned.column and wanted and editable:
            # Cells are written in at their own place.
            self.horizontalScrollBar().setValue(self.horizontalHeader().sectionPosition(pinned.column))
        return super().edit(index, *how)

    @property
    def editing(self) -> bool:
        """Whether a cell is being written in."""
        return self.state() is QAbstractItemView.State.EditingState

    def begin(self, index: QModelIndex) -> None:
        """Begin to edit a cell, if it is one that can be written in and none is being edited."""
        if not self.editing and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def take_in(self) -> None:
        """Hand over what is being typed in a cell, before its row goes elsewhere."""
        editor = QApplication.focusWidget()
        if editor is not None and editor.parent() is self.viewport():
            self.commitData(editor)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.empty_word and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self._look.colour("muted"))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self.empty_word)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.state() is not QAbstractItemView.State.EditingState:
            self.begin(current)
            return
        super().keyPressEvent(event)

    def _place_pinned(self) -> None:
        if self._pinned is not None:
            self._pinned.place()

    def _widen(self) -> None:
        """Larger text wants wider columns; what was drawn wider or narrower by hand stays so."""
        header, by = self.horizontalHeader(), self._look.scale / self._scale
        self._scale = self._look.scale
        if by != 1:
            for column in range(header.count()):
                needed = header.sectionSizeHint(column) + ARROW
                self.setColumnWidth(column, max(round(self.columnWidth(column) * by), needed))

    def _restyle(self) -> None:
        self._widen()
        height = self.fontMetrics().height() + 14
        self.verticalHeader().setDefaultSectionSize(height)
