"""A dialog with much to say: as high as its words need, and where the screen is lower its middle scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

_MARGIN = 60
_LEAST = 120
_LOWEST_SCREEN = 768


class TallDialog(QDialog):
    """``column`` takes the words and fields, ``foot`` what always stays in sight below them."""

    def __init__(self, title: str, letters: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        # As wide as so many letters: with large type it would else become far higher than a screen.
        room = self.screen().availableGeometry()
        wide = letters * self.fontMetrics().horizontalAdvance("字")
        self.setMinimumWidth(min(wide, room.width() - _MARGIN))
        body = QWidget()
        body.setObjectName("ground")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(24, 16, 24, 4)
        self.column.setSpacing(12)
        self._middle = _Middle(body, title)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(24, 4, 24, 14)
        self.foot.setSpacing(12)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._middle, 1)
        self._whole.addLayout(self.foot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._middle.be_reached()

    def fit(self) -> None:
        """Be as high as the words need at this width: dialogs don't grow of their own accord."""
        self.column.activate()
        self._whole.activate()
        width = max(self.width(), self.minimumWidth())
        needed = self.column.totalHeightForWidth(width) + self.foot.totalHeightForWidth(width)
        self.resize(width, min(max(self.height(), needed), self._room()))
        # What forms and wrapped words really need shows only once they are laid out.
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        lack = self._middle.verticalScrollBar().maximum()
        higher = min(self.height() + lack, self._room())
        if higher > self.height():
            self.resize(self.width(), higher)
            QTimer.singleShot(0, self, self._grow)
        self._middle.be_reached()

    def _room(self) -> int:
        return max(self.screen().availableGeometry().height(), _LOWEST_SCREEN) - _MARGIN


class _Middle(QScrollArea):
    """Scrolls only where it has to; then the keyboard comes to it as well."""

    def __init__(self, body: QWidget, name: str) -> None:
        super().__init__()
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.be_reached()

    def be_reached(self) -> None:
        """Whether Tab comes here."""
        scrolls = self.verticalScrollBar().maximum() > 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _LEAST)
