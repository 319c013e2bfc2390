"""A yes/no cell as a box: ticked for yes, crossed for no, dashed and empty while not answered."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from jxdesk.domain.values import Kind
from ui import icons
from ui.editors import NO, YES
from ui.rows import Index
from ui.table_model import FIELD
from ui.theme import Look

_BOX = 17
_MARK = 14
_GAP = 7
_INSET = 7


def is_flag(index: Index) -> bool:
    """Whether a cell holds yes or no, or nothing yet."""
    field = index.data(FIELD) if index.isValid() else None
    return field is not None and field.kind is Kind.FLAG


def next_word(shown: str) -> str:
    """What a click on the box makes of it: yes first, then the other one."""
    return NO if shown == YES else YES


def box_of(cell: QRect, *, marked: bool) -> QRectF:
    """Where the box lies in a cell, behind the shape of a finding if there is one."""
    left = cell.left() + _INSET + (_MARK + _GAP if marked else 0)
    return QRectF(left, cell.center().y() - _BOX / 2 + 0.5, _BOX, _BOX)


def hit(table: QTableView, index: Index, x: float, y: float) -> bool:
    """Whether a point of the viewport lies on the box of a cell, or close to it."""
    marked = index.data(Qt.ItemDataRole.DecorationRole) is not None
    return box_of(table.visualRect(index), marked=marked).adjusted(-4, -4, 4, 4).contains(x, y)


def paint(painter: QPainter, option: QStyleOptionViewItem, word: str, look: Look) -> None:
    """Draw the cell ``option`` with the box for ``word`` and the word beside it."""
    setattr(option, "text", "")  # noqa: B010 - the types leave it out, here and below
    rect: QRect = getattr(option, "rect")  # noqa: B009
    widget = getattr(option, "widget")  # noqa: B009
    state = getattr(option, "state")  # noqa: B009
    widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
    marked = not getattr(option, "icon").isNull()  # noqa: B009
    box = box_of(rect, marked=marked)
    enabled = bool(state & QStyle.StateFlag.State_Enabled)
    painter.save()
    painter.setClipRect(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _box(painter, box, word, look)
    painter.setFont(getattr(option, "font"))  # noqa: B009
    painter.setPen(look.colour("text" if enabled and word else "muted"))
    words = QRectF(box.right() + _GAP, rect.top(), rect.right() - box.right() - _GAP, rect.height())
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), word)
    painter.restore()


def _box(painter: QPainter, box: QRectF, word: str, look: Look) -> None:
    inner = box.adjusted(0.7, 0.7, -0.7, -0.7)
    pen = QPen(look.colour("accent" if word == YES else "line_strong"), 1.4)
    if not word:
        pen.setDashPattern([2.2, 2.2])
    painter.setPen(pen)
    painter.setBrush(look.colour("accent" if word == YES else "surface"))
    painter.drawRoundedRect(inner, 4, 4)
    if word == YES:
        icons.paint(painter, "saved", box.adjusted(2, 2, -2, -2), look.colour("on_accent"))
    elif word == NO:
        icons.paint(painter, "cross", box.adjusted(2, 2, -2, -2), look.colour("text"))
