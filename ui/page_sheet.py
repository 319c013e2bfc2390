"""One page of a file in the window, with the places framed that screening has found."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel

from jxdesk.files.places import Box
from ui.theme import palettes

_A4 = 297 / 210
_AROUND = 3
_HATCH = 90


class PageSheet(QLabel):
    """One page: its picture, or its number on a blank sheet as long as there is none.

    ``boxes`` are framed and hatched, those in ``chosen`` with a heavier frame.
    """

    def __init__(self, number: int) -> None:
        super().__init__(f"第 {number} 页")
        self.number = number
        self.shape = _A4
        self.made_for = 0
        self.boxes: tuple[Box, ...] = ()
        self.chosen: tuple[Box, ...] = ()
        self.setObjectName("sheet")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(f"第 {number} 页")

    def fit(self, width: int) -> None:
        """Take this width and the page's own shape."""
        self.setFixedSize(QSize(width, max(40, round(width * self.shape))))

    def drop(self) -> None:
        """Let go of the picture."""
        self.made_for = 0
        self.mark(())
        self.setText(f"第 {self.number} 页")

    def mark(self, boxes: tuple[Box, ...], chosen: tuple[Box, ...] = ()) -> None:
        """Mark these places."""
        self.boxes, self.chosen = boxes, chosen
        words = "、".join(dict.fromkeys(f"{box.kind.word} {box.masked}" for box in boxes))
        self.setAccessibleDescription(f"标出 {len(boxes)} 处：{words}" if boxes else "")
        self.update()

    def place(self, box: Box) -> QRectF:
        """Where a box lies on the sheet as it is shown, with a little room around it."""
        wide, high = self.width(), self.height()
        found = QRectF(
            box.left * wide, box.top * high, (box.right - box.left) * wide, (box.bottom - box.top) * high
        )
        return found.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.boxes:
            return
        # Paper is white in the dark look too.
        colour = QColor(palettes()["light"]["error"])
        hatch = QColor(colour)
        hatch.setAlpha(_HATCH)
        painter = QPainter(self)
        for box in self.boxes:
            painter.setPen(QPen(colour, 3.5 if box in self.chosen else 1.5))
            painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
            painter.drawRect(self.place(box))
        painter.end()
