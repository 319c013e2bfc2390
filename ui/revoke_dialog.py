"""Ask from which day on a certificate is revoked."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from jxdesk.base.unseen import shown
from jxdesk.signing.trust import TrustEntry
from ui.day_line import DayLine
from ui.dialogs import primary
from ui.said_line import SaidLine
from ui.theme import Look
from ui.words import words

_LETTERS_WIDE = 36
_WHAT = (
    "单位说密钥丢了、可能被人用过，或者换了证书，就吊销。从这一天起收到的、由它签名的申报包一律不可信；"
    "以前收到并存在收件库里的不受影响。吊销不能收回，只能往前改日期。"
)


class RevokeDialog(QDialog):
    """``decided`` carries the day."""

    decided = Signal(object)

    def __init__(self, look: Look, entry: TrustEntry, today: dt.date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("吊销证书")
        self.setMinimumWidth(_LETTERS_WIDE * self.fontMetrics().horizontalAdvance("字"))
        self.day = DayLine(entry.revoked_on or today, "从哪天起吊销")
        self.refusal = SaidLine(look)
        buttons = QDialogButtonBox()
        self.revoke = primary(buttons, "吊销")
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._decide)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.addRow("单位", words(f"{shown(entry.name)}（{shown(entry.applicant)}）"))
        form.addRow("从哪天起(&D)", self.day)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 14)
        layout.setSpacing(12)
        layout.addWidget(words(_WHAT))
        layout.addLayout(form)
        layout.addWidget(self.refusal)
        layout.addWidget(buttons)
        self.day.textChanged.connect(lambda _: self.refusal.say("", ""))
        self.day.setFocus()

    def _decide(self) -> None:
        day = self.day.day
        if day is None:
            self.refusal.say("error", "日期写法不对，请写成 2026-03-15 这样。")
            return
        self.decided.emit(day)
        self.accept()
