"""A check box whose box can be seen on every ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from ui import icons
from ui.theme import Look

_BOX = 17
_GAP = 8


class Check(QCheckBox):
    """Drawn here, because the style takes the box's frame from the ground and loses it in the dark."""

    def __init__(self, look: Look, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._look = look

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._look.font())
        width = metrics.horizontalAdvance(self.text()) + self._look.pixels(_BOX) + _GAP + 12
        return QSize(round(width), round(metrics.height()) + 10)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._look.pixels(_BOX)
        box = QRectF(4, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(self._look.colour("accent" if self.isChecked() else "line_strong"), 1.4))
        painter.setBrush(self._look.colour("accent" if self.isChecked() else "surface"))
        painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), 4, 4)
        if self.isChecked():
            icons.paint(painter, "saved", box.adjusted(2, 2, -2, -2), self._look.colour("on_accent"))
        painter.setFont(self._look.font())
        painter.setPen(self._look.colour("text" if self.isEnabled() else "muted"))
        words = QRectF(self.rect()).adjusted(box.right() + _GAP, 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        if self.hasFocus():
            painter.setPen(QPen(self._look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()
