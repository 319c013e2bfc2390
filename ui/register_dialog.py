"""Register the certificate of a package for its applicant: copied from the stamped sheet, never by itself."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.base.unseen import shown
from jxdesk.domain import typed_digest
from ui.check import Check
from ui.day_line import DayLine
from ui.dialogs import primary
from ui.digest_line import Compared, DigestLine
from ui.jobs import Worker
from ui.said_line import SaidLine
from ui.tall_dialog import TallDialog
from ui.theme import Look
from ui.words import words

if TYPE_CHECKING:
    from jxdesk.package.report import Report
    from jxdesk.signing.trust import TrustEntry

_LETTERS_WIDE = 46
_HOW = (
    "请拿着盖了公章的交接单，照单子上的“证书指纹”抄写，不要照屏幕抄。"
    "登记以后，这家单位用这张证书封装的申报包都认识；用别的证书封装的会被指出来。"
)


class RegisterDialog(TallDialog):
    """``registered`` carries the :class:`TrustEntry`, after which the dialog is gone."""

    registered = Signal(object)

    def __init__(self, look: Look, report: Report, today: dt.date, parent: QWidget | None = None) -> None:
        """``report`` is of a sound package whose signer is not known yet."""
        super().__init__("登记签名证书", _LETTERS_WIDE, parent)
        if report.signer is None:
            raise ValueError("a sound package has a signer")
        self._report, self._signer = report, report.signer
        self._worker = Worker(self)
        name = shown(self._signer.applicant.name)
        self._who = f"{name}（{shown(self._signer.applicant.uscc)}）"
        self.fingerprint = DigestLine(look, "交接单上的证书指纹", "照单子抄写", self._compare)
        self.stamped = Check(look, f"单子上盖的是“{name}”的公章")
        self.source = QLineEdit()
        self.source.setPlaceholderText("例如：随光盘收到的盖章交接单，3月15日")
        self.start = DayLine(today, "从哪天起")
        self.end = DayLine(max(today, self._signer.valid_to.date()), "到哪天止")
        self.refusal = SaidLine(look)
        self._buttons = QDialogButtonBox()
        self.register = primary(self._buttons, "登记")
        # Enter means the main button, also when the keyboard is on this one.
        self._buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        self._buttons.accepted.connect(self._register)
        self._buttons.rejected.connect(self.reject)
        self._lay_out()
        self.fingerprint.compared.connect(lambda _: self._refresh())
        self.stamped.toggled.connect(lambda _: self._refresh())
        for line in (self.source, self.start, self.end):
            line.textChanged.connect(lambda _: self._refresh())
        self.finished.connect(lambda _: self._worker.leave())
        self._refresh()
        self.fingerprint.setFocus()

    def _compare(self, text: str) -> Compared:
        found = typed_digest.compare(typed_digest.read(text), self._signer.fingerprint)
        return found.agrees, found.sentence("证书指纹")

    def _refresh(self) -> None:
        days = self.start.day is not None and self.end.day is not None
        self.register.setEnabled(
            self.fingerprint.agrees
            and self.stamped.isChecked()
            and bool(self.source.text().strip())
            and days
            and not self._worker.busy
        )
        self.refusal.say("", "")
        self.fit()

    def _register(self) -> None:
        from jxdesk.app import trusting

        start, end = self.start.day, self.end.day
        if start is None or end is None or not self.register.isEnabled():
            return
        given = trusting.Given(self.fingerprint.line.text(), self.source.text(), start, end)
        report = self._report

        def work(_: Progress) -> TrustEntry:
            return trusting.register(trusting.own_path(), report, given)

        def done(entry: TrustEntry) -> None:
            self.registered.emit(entry)
            self.accept()

        def refused(error: UserError) -> None:
            self._refresh()
            self.refusal.say("error", f"{error.message}{error.remedy}")
            self.fit()
            # Else the keyboard would be left on the button beside, and Enter would mean that.
            {"trust.period": self.end, "trust.source": self.source}.get(
                error.code, self.fingerprint
            ).setFocus()

        self._worker.submit(work, done, refused, title="正在登记")
        self.register.setEnabled(False)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        who = words(self._who)
        form.addRow("登记给", who)
        form.addRow("证书指纹(&F)", self.fingerprint)
        form.addRow("", self.stamped)
        form.addRow("核对的材料(&S)", self.source)
        days = QHBoxLayout()
        days.setSpacing(8)
        days.addWidget(self.start)
        days.addWidget(QLabel("至"))
        days.addWidget(self.end)
        days.addStretch(1)
        form.addRow("有效日期(&D)", days)
        label = form.labelForField(days)
        if isinstance(label, QLabel):
            label.setBuddy(self.start)
        self.column.addWidget(words(_HOW))
        self.column.addLayout(form)
        self.column.addStretch(1)
        self.foot.addWidget(self.refusal)
        self.foot.addWidget(self._buttons)
