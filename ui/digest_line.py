"""A line into which a digest is copied or scanned from the stamped sheet, compared while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from jxdesk.base.errors import UserError
from jxdesk.domain.typed_digest import LEAST
from ui.said_line import SaidLine
from ui.theme import Look

Compared = tuple[bool, str]


class _Scanned(QLineEdit):
    """Scanners end with Enter: that must not press the dialog's button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)


class DigestLine(QWidget):
    """``compare`` says of the text whether it agrees, in a sentence, or raises ``UserError``.

    ``compared`` carries the text once there is enough of it, empty while there is not.
    """

    compared = Signal(str)

    def __init__(self, look: Look, name: str, how: str, compare: Callable[[str], Compared]) -> None:
        """``how`` to bring it in, in the few words that stand in the empty line."""
        super().__init__()
        self._compare = compare
        self.agrees = False
        self.line = _Scanned()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(f"{how}；空格、大小写都可以，至少前 {LEAST} 位")
        self.line.setClearButtonEnabled(True)
        self.remark = SaidLine(look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        layout.addWidget(self.remark)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._changed)

    def _changed(self, text: str) -> None:
        self.agrees = False
        enough = ""
        try:
            self.agrees, sentence = self._compare(text)
            self.remark.say("good" if self.agrees else "error", sentence)
            enough = text
        except UserError as error:
            if not text.strip():
                self.remark.say("", "")
            elif error.code == "digest.short":
                # Said as what is to be done, for nothing is wrong with it yet.
                self.remark.say("hint", error.remedy)
            else:
                self.remark.say("warning", f"{error.message}{error.remedy}")
        self.compared.emit(enough)
