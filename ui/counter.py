"""How many 字 a text has, said beside it while one types."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from jxdesk.domain.count import count_chars

_NEAR_PERCENT = 95


class Counter(QLabel):
    """The number of 字 against ``limit`` (0 for none): near it and over it are said in words."""

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = limit
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.count("")

    def count(self, text: str) -> None:
        """Count ``text`` and say it."""
        number = count_chars(text)
        name, said = self._said(number)
        self.setText(said)
        if name != self.objectName():
            self.setObjectName(name)
            self.style().polish(self)

    def _said(self, number: int) -> tuple[str, str]:
        """The name of the look, and the words."""
        if not self._limit:
            return "muted", f"{number} 字"
        said, left = f"{number} / {self._limit} 字", self._limit - number
        if left < 0:
            return "error", f"{said}，多了 {-left} 字"
        if number * 100 < self._limit * _NEAR_PERCENT:
            return "muted", said
        return "warning", f"{said}，还可以写 {left} 字" if left else f"{said}，已经写满"
