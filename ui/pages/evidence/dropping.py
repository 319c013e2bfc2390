"""Files that are dragged over the page: whether they can be dropped, and the sign that says so."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui import icons
from ui.theme import Look

_SIGN = 40


def dropped_paths(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of this machine that are dragged."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile())


def holds_files(data: QMimeData) -> bool:
    """Whether anything that is dragged is a file or folder of this machine."""
    return bool(dropped_paths(data))


class DropSign(QWidget):
    """Lies over the list while files are dragged: a dashed frame, and words on what dropping them does."""

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(over)
        self._look = look
        self.words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, words: str) -> None:
        """Show itself with these words over the whole of its parent."""
        self.words = words
        self.setAccessibleName(words)
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self._look.colour("accent_soft")
        ground.setAlpha(248)
        frame = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        painter.setPen(QPen(self._look.colour("accent"), 2.5, Qt.PenStyle.DashLine))
        painter.setBrush(ground)
        painter.drawRoundedRect(frame, 10, 10)
        centre = frame.center()
        sign = QRectF(centre.x() - _SIGN / 2, centre.y() - _SIGN - 6, _SIGN, _SIGN)
        icons.paint(painter, "page", sign, self._look.colour("accent"))
        painter.setFont(self._look.font(1.1, bold=True))
        painter.setPen(self._look.colour("text"))
        below = QRectF(frame.left() + 12, centre.y() + 4, frame.width() - 24, frame.height() / 2 - 8)
        wrapped = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(below, int(wrapped) | int(Qt.TextFlag.TextWordWrap), self.words)
        painter.end()
