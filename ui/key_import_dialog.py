"""Bring along a certificate that the office has already (.p12, .pfx): it becomes a key file of ours."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from jxdesk.app import keys
from jxdesk.app.keys import BroughtKey
from jxdesk.app.naming import file_name
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.signing import keyfile, pkcs12
from ui.desk import Desk
from ui.key_form import RULE, KeyForm, ask_key_place, key_path, said, secret_line
from ui.places import documents_folder

_ABOUT = (
    "单位已经有证书文件（.p12 或 .pfx）的，可以用它来签名：程序读出其中的私钥和证书，另做成一个密钥文件，"
    "原来的文件不动。只有能签名的 RSA（2048 位以上）和 P-256 证书可以用，国密 SM2 证书暂时不能。"
)


class KeyImportDialog(KeyForm):
    """``made`` carries the :class:`BroughtKey`, after which the dialog is gone."""

    made = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "导入已有的证书", "导入", "正在导入……", parent)
        name = desk.picture.application.applicant_name or "本单位"
        self.source = QLineEdit()
        self.source_password = secret_line()
        self.password, self.again = secret_line(), secret_line()
        self.place = QLineEdit(str(documents_folder() / file_name(f"{name}{keyfile.SUFFIX}")))
        from_where = self.with_button(self.source, "证书文件", self._ask_source)
        where = self.with_button(self.place, "密钥文件的存放位置", lambda: ask_key_place(self, self.place))
        self.lay_out(
            _ABOUT,
            lines=(
                ("证书文件(&C)", from_where),
                ("证书文件的口令(&I)", self.source_password),
                ("", said("导出证书时设的口令；没有设的留空。", "muted")),
                ("密钥的新口令(&P)", self.password),
                ("再输一次(&A)", self.again),
                ("", said(RULE, "muted")),
                ("存放位置(&F)", where),
            ),
        )
        self.bind(from_where, self.source)
        self.bind(where, self.place)
        self.source.setFocus()

    @property
    def path(self) -> Path:
        """Where the key file will be."""
        return key_path(self.place)

    def submit(self) -> None:
        if not self.source.text().strip():
            self.say("请先选择证书文件。")
            self.source.setFocus()
            return
        if not self.same(self.password, self.again):
            return
        source, path = Path(self.source.text().strip()), self.path
        source_password, password = self.source_password.text(), self.password.text()

        def work(session: Session, progress: Progress) -> BroughtKey:
            return keys.bring(source, source_password, path, password, session.clock, progress)

        self.do(work, self.made.emit, "正在导入证书")

    def wrong(self, error: UserError) -> QLineEdit | None:
        if error.code == "key.p12-password":
            return self.source_password
        if error.code == "key.password-short":
            return self.password
        return self.place if error.code == "path.exists" else self.source

    def _ask_source(self) -> None:
        typed = self.source.text().strip()
        start = Path(typed).parent if typed else documents_folder()
        dialog = QFileDialog(self, "选择证书文件", str(start))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        endings = " ".join(f"*{ending}" for ending in pkcs12.SUFFIXES)
        dialog.setNameFilters([f"证书文件 ({endings})", "所有文件 (*)"])
        dialog.fileSelected.connect(self.source.setText)
        dialog.open()
