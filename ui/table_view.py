"""The table that lists are shown and edited in: cells are typed over, left with Tab, Enter or a click."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
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
from ui.rows import Index
from ui.table_model import FIELD
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


class CellDelegate(QStyledItemDelegate):
    """Editors for cells: a list to choose from where there is one, lines for long texts, else one line."""

    def __init__(self, look: Look, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._notice = notice

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        word = index.data(Qt.ItemDataRole.DisplayRole) if flag_cell.is_flag(index) else None
        if word not in ("", YES, NO):
            super().paint(painter, option, index)
            return
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        flag_cell.paint(painter, drawn, word, self._look)

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
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
        elif isinstance(editor, CellText):
            editor.setPlainText(text)
            editor.selectAll()

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
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        look.changed.connect(self._restyle)
        self._restyle()

    def fit_columns(self, fields: tuple[Field, ...], by_hand: dict[str, int]) -> None:
        """Widths by what a column holds, or ``by_hand``; never narrower than the heading."""
        header = self.horizontalHeader()
        for column, field in enumerate(fields):
            width = by_hand.get(field.id, _FIRST if column == 0 else _WIDTHS[field.kind])
            needed = header.sectionSizeHint(column)
            self.setColumnWidth(column, max(round(width * self._look.scale), needed))

    def begin(self, index: QModelIndex) -> None:
        """Begin to edit a cell, if it is one that can be written in and none is being edited."""
        editing = self.state() is QAbstractItemView.State.EditingState
        if not editing and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.state() is not QAbstractItemView.State.EditingState:
            self.begin(current)
            return
        super().keyPressEvent(event)

    def _restyle(self) -> None:
        height = self.fontMetrics().height() + 14
        self.verticalHeader().setDefaultSectionSize(height)
