"""Make the office's key: who, a password, where to keep it, and what it proves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app.naming import file_name
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.signing import keyfile
from jxdesk.signing.keyfile import KeyInfo
from ui.desk import Desk
from ui.dialogs import place_line, primary
from ui.places import documents_folder

_LETTERS_WIDE = 50
_MARGIN = 60
_WHAT_FOR = "密钥用来给申报包签名。它是一个文件，由本单位保管，请另存一份备份；没有口令，拿到文件也不能签名。"
_RULE = (
    f"至少 {keyfile.MIN_PASSWORD} 个字符；几个不相干的词连在一起，既好记又可靠。"
    "口令不保存在任何地方，忘记了只能重新制作密钥。"
)
_PROVES = (
    "自制的密钥能证明各个版本是用同一把密钥封装的、封装以后没有人改过；不能证明封装的就是这家单位，"
    "因为单位名称是自己填的。所以要把证书指纹写在盖章的交接单上，由纸面证明。"
)


class KeyDialog(QDialog):
    """``made`` carries the path of the new key file, after which the dialog is gone."""

    made = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("制作本单位的密钥")
        # As wide as so many letters: with large type it would else become higher than a screen.
        letters = _LETTERS_WIDE * self.fontMetrics().horizontalAdvance("字")
        self.setMinimumWidth(min(letters, self.screen().availableGeometry().width() - _MARGIN))
        self._desk = desk
        self._making = False
        name = desk.picture.application.applicant_name
        self.organisation = QLineEdit(name)
        self.person = QLineEdit()
        self.person.setPlaceholderText("例如：张三")
        self.password, self.again = QLineEdit(), QLineEdit()
        for line in (self.password, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
        self.place = QLineEdit(str(documents_folder() / file_name(f"{name or '本单位'}{keyfile.SUFFIX}")))
        self.refusal = QLabel()
        self.refusal.setObjectName("error")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self._buttons = self._make_buttons()
        self._lay_out()
        for line in (self.organisation, self.person, self.password, self.again, self.place):
            line.textEdited.connect(lambda _: self._say(""))
        (self.person if name else self.organisation).setFocus()

    @property
    def path(self) -> Path:
        """Where the key file will be."""
        typed = self.place.text().strip()
        return Path(typed if typed.endswith(keyfile.SUFFIX) else f"{typed}{keyfile.SUFFIX}")

    def reject(self) -> None:
        # What is being made would be there afterwards, without anybody having been told.
        if not self._making:
            super().reject()

    def _make(self) -> None:
        password = self.password.text()
        if password != self.again.text():
            self._say("两次输入的口令不一样，请重新输入。")
            self.again.setFocus()
            return
        path, organisation, person = self.path, self.organisation.text(), self.person.text()

        def work(session: Session, _: Progress) -> KeyInfo:
            return keyfile.create(
                path, organisation=organisation, name=person, password=password, clock=session.clock
            )

        def done(_: KeyInfo) -> None:
            self._making = False
            self.made.emit(path)
            self.accept()

        self._working(making=True)
        self._desk.ask(work, done, title="正在制作密钥", refused=self._refuse)

    def _refuse(self, error: UserError) -> None:
        self._working(making=False)
        self._say(f"{error.message}{error.remedy}")
        wrong = {"key.password-short": self.password, "key.name": self.person}.get(error.code, self.place)
        if wrong is self.person and not self.organisation.text().strip():
            wrong = self.organisation
        wrong.setFocus()

    def _working(self, *, making: bool) -> None:
        self._making = making
        self._buttons.setEnabled(not making)
        self.make.setText("正在制作……" if making else "制作")

    def _say(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the words need at this width: dialogs don't grow of their own accord."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            needed = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.make = primary(buttons, "制作")
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._make)
        buttons.rejected.connect(self.reject)
        return buttons

    def _lay_out(self) -> None:
        place = place_line(self.place, "选择密钥文件的存放位置", self._browse)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow("单位全称(&O)", self.organisation)
        form.addRow("经办人(&N)", self.person)
        form.addRow("口令(&P)", self.password)
        form.addRow("再输一次(&A)", self.again)
        form.addRow("", _said(_RULE))
        form.addRow("存放位置(&F)", place)
        label = form.labelForField(place)
        if isinstance(label, QLabel):
            label.setBuddy(self.place)
        self.place.setAccessibleName("密钥文件的存放位置")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 14)
        layout.setSpacing(12)
        layout.addWidget(_said(_WHAT_FOR, ""))
        layout.addLayout(form)
        layout.addWidget(_said(_PROVES, ""))
        layout.addWidget(self.refusal)
        layout.addWidget(self._buttons)

    def _browse(self) -> None:
        dialog = QFileDialog(self, "密钥文件存放到哪里", str(self.path.parent))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setNameFilters([f"密钥文件 (*{keyfile.SUFFIX})"])
        dialog.selectFile(self.path.name)
        dialog.fileSelected.connect(self.place.setText)
        dialog.open()


def _said(text: str, name: str = "muted") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
