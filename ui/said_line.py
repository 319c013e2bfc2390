"""A sentence with a shape before it, so that colour alone says nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui import icons
from ui.theme import Look


class SaidLine(QWidget):
    """A shape and a sentence below what it is about. Hidden when there is nothing to say."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shape = QLabel()
        self._shape.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self._name = ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._shape)
        layout.addWidget(self.said, 1)
        look.changed.connect(self._restyle)
        self.hide()

    def say(self, name: str, sentence: str) -> None:
        """Show ``sentence`` with the shape called ``name``; an empty one hides the line."""
        self._name = name
        self.said.setText(sentence)
        self.said.setObjectName(name)
        self.said.style().polish(self.said)
        self._restyle()
        self.setVisible(bool(sentence))

    def _restyle(self) -> None:
        if self._name:
            colour = self._look.colour(self._name)
            side = self._look.pixels(15)
            self._shape.setPixmap(icons.pixmap(self._name, colour, side, self.devicePixelRatioF()))
