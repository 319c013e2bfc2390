"""Make the office's key: who, a password, where to keep it, and what it proves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from jxdesk.app import keys
from jxdesk.app.naming import file_name
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.signing import keyfile
from jxdesk.signing.keyfile import NewKey
from ui.desk import Desk
from ui.key_form import RULE, KeyForm, ask_key_place, key_path, said, secret_line
from ui.places import documents_folder

_WHAT_FOR = (
    "密钥用来给申报包签名。它是一个文件，由本单位保管，请另存一份备份；没有口令，拿到文件也不能签名。"
    "忘记口令时，用制作后打印的恢复码单设新口令。"
)


class KeyDialog(KeyForm):
    """``made`` carries the :class:`NewKey`, after which the dialog is gone."""

    made = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "制作本单位的密钥", "制作", "正在制作……", parent)
        name = desk.picture.application.applicant_name
        self.organisation = QLineEdit(name)
        self.person = QLineEdit()
        self.person.setPlaceholderText("例如：张三")
        self.password, self.again = secret_line(), secret_line()
        self.place = QLineEdit(str(documents_folder() / file_name(f"{name or '本单位'}{keyfile.SUFFIX}")))
        where = self.with_button(self.place, "密钥文件的存放位置", lambda: ask_key_place(self, self.place))
        self.lay_out(
            _WHAT_FOR,
            lines=(
                ("单位全称(&O)", self.organisation),
                ("经办人(&N)", self.person),
                ("口令(&P)", self.password),
                ("再输一次(&A)", self.again),
                ("", said(RULE, "muted")),
                ("存放位置(&F)", where),
            ),
            last=f"{keys.PROVES}{keys.SHEET_ADDS}",
        )
        self.bind(where, self.place)
        (self.person if name else self.organisation).setFocus()

    @property
    def path(self) -> Path:
        """Where the key file will be."""
        return key_path(self.place)

    def submit(self) -> None:
        if not self.same(self.password, self.again):
            return
        path, organisation, person = self.path, self.organisation.text(), self.person.text()
        password = self.password.text()

        def work(session: Session, _: Progress) -> NewKey:
            return keyfile.create(
                path, organisation=organisation, name=person, password=password, clock=session.clock
            )

        self.do(work, self.made.emit, "正在制作密钥")

    def wrong(self, error: UserError) -> QLineEdit | None:
        found = {"key.password-short": self.password, "key.name": self.person}.get(error.code, self.place)
        if found is self.person and not self.organisation.text().strip():
            return self.organisation
        return found
