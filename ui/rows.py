"""What the lists of the window have in common: the ground of a row, its focus frame, and words on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import Look

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")

_LEADING = 3


class RowDelegate(QStyledItemDelegate):
    """Paints the ground of a row by its state, then leaves the rest to :meth:`content`."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # Its many names take longer to load than all else that a start page without rows needs.
        from PySide6.QtWidgets import QStyle

        state = option.state  # type: ignore[attr-defined]
        rect = QRectF(option.rect).adjusted(6, 2, -6, -2)  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.colour("accent_soft" if selected else "ground"))
            painter.drawRoundedRect(rect, 7, 7)
        if selected:
            # A mark at the edge, so that the chosen row is known without its colour.
            painter.setBrush(self.look.colour("accent"))
            painter.drawRoundedRect(QRectF(rect.left(), rect.top() + 9, 3, rect.height() - 18), 1.5, 1.5)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        self.content(painter, rect, index)
        painter.restore()

    def content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Paint what the row says into ``rect``."""
        raise NotImplementedError

    def words(
        self, painter: QPainter, rect: QRectF, text: str, font: QFont, colour: str, *, right: bool = False
    ) -> None:
        """One line of text, shortened at its end if it must be."""
        painter.setFont(font)
        painter.setPen(self.look.colour(colour))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


def paragraph(text: str, font: QFont, width: float) -> tuple[QTextLayout, float]:
    """Lay ``text`` out on as many lines of ``width`` as it needs; the layout and its height.

    Words and numbers stay whole where they can; lines stand a little apart, as Chinese wants.
    """
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    height = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height() + _LEADING
    layout.endLayout()
    return layout, max(height - _LEADING, 0.0)


def splice(old: Sequence[T], new: Sequence[T]) -> tuple[int, int, int]:
    """``old`` becomes ``new`` by taking ``removed`` out at ``start`` and putting ``inserted`` in.

    Gives ``(start, removed, inserted)``, so that a model can tell its views only what changed and
    they keep selection and scrolling.
    """
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < shorter - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return start, len(old) - start - tail, len(new) - start - tail


Run = tuple[int, int]


def runs(numbers: Iterable[int]) -> list[Run]:
    """Ascending numbers drawn together: (first, last) of each stretch without a gap."""
    found: list[Run] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found


def steps(old: Sequence[T], new: Sequence[T]) -> tuple[list[Run], list[Run]] | None:
    """``old`` becomes ``new`` by taking runs out, the last first, and then putting runs in, the first first.

    Nothing stands in either twice. ``None`` when what stays is in another order.
    """
    before, after = set(old), set(new)
    if [item for item in old if item in after] != [item for item in new if item in before]:
        return None
    removed = runs(place for place, item in enumerate(old) if item not in after)
    return removed, runs(place for place, item in enumerate(new) if item not in before)
