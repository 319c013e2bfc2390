"""Show where one has been taken to: a frame that stands for a moment and fades."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import Look

_MS = 1_400


class Flash(QWidget):
    """A fading frame over ``rect`` of ``over``. Takes no clicks and removes itself."""

    def __init__(self, look: Look, over: QWidget, rect: QRect) -> None:
        super().__init__(over)
        self._colour = look.colour("focus")
        self._strength = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(rect.adjusted(-5, -4, 5, 4))
        self._fading = QVariantAnimation(self)
        self._fading.setStartValue(1.0)
        self._fading.setEndValue(0.0)
        self._fading.setDuration(_MS)
        self._fading.valueChanged.connect(self._fade)
        self._fading.finished.connect(self.deleteLater)
        self._fading.start()
        self.show()
        self.raise_()

    def _fade(self, strength: float) -> None:
        self._strength = strength
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, ground = QColor(self._colour), QColor(self._colour)
        line.setAlphaF(self._strength)
        ground.setAlphaF(self._strength * 0.12)
        painter.setPen(QPen(line, 2))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.end()
