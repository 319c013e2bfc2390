"""The office's key on the page 封装: which file, whose it is, its fingerprint, the password."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.domain.show import show_digest
from jxdesk.signing import keyfile
from jxdesk.signing.keyfile import KeyInfo
from ui import remembered
from ui.context import Context
from ui.editors import Choice
from ui.field_row import Remark
from ui.pages.block import Card
from ui.places import documents_folder
from ui.steps.key_actions import KeyActions

_NONE_YET = "还没有密钥。先制作一把，或从“更多”里导入单位已有的证书，以后每次都用它。"


class KeyCard(Card):
    """``changed`` is emitted when another key or password stands there; ``entered`` on Enter."""

    changed = Signal()
    entered = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context, "本单位的密钥")
        self._desk = context.desk
        self.path: Path | None = None
        self.info: KeyInfo | None = None
        self.choice = Choice(context.look)
        self.choice.setAccessibleName("用哪一把密钥")
        self.choose = QPushButton("选择密钥文件…")
        self.make = QPushButton("制作本单位的密钥…")
        self.doings = KeyActions(context, self)
        self.more = QPushButton("更多")
        self.more.setObjectName("drop")
        self.more.setAccessibleName("密钥的其他操作")
        self.more.setMenu(self.doings.menu)
        self.said = _label("muted")
        self.whose = _label("")
        self.whose.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.remark = Remark(context)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password_label = QLabel("密钥口令(&K)")
        self.password_label.setBuddy(self.password)
        self.refusal = Remark(context)
        for part in (self._line(), self.said, self.whose, self.remark, self._password_line(), self.refusal):
            self.add(part, wide=True)
        self.grid.setVerticalSpacing(8)
        self.choice.activated.connect(self._take_chosen)
        self.choose.clicked.connect(self._ask_file)
        self.make.clicked.connect(lambda _: self.doings.open_new())
        self.doings.written.connect(self._written)
        self.doings.put_away.connect(self.password.setFocus)
        self.doings.password_changed.connect(self._password_changed)
        self.password.textEdited.connect(self._typed)
        self.password.returnPressed.connect(self.entered)
        self._show_known()

    def use(self, path: Path) -> None:
        """Take the key file at ``path``, if it is one."""

        def read(_session: Session, _progress: Progress) -> KeyInfo:
            info = keyfile.read(path).info
            remembered.key(path)
            return info

        def done(info: KeyInfo) -> None:
            self._show_key(path, info)
            self._show_known()

        self._desk.ask(read, done, refused=self._refuse)

    def use_newest(self) -> None:
        """Take the key that was used last, if none is chosen yet."""
        known = remembered.load().keys
        if self.path is None and known:
            self.use(Path(known[0]))

    def begin(self) -> None:
        """What was said of the last try no longer holds."""
        self.refusal.say("", "")

    def refuse_password(self, error: UserError) -> None:
        """Say that the password was wrong, for which time, and what to do."""
        self.refusal.say("error", f"{error.message}{error.remedy}")
        self.password.setFocus()
        self.password.selectAll()

    def forget_password(self) -> None:
        """The password was right, or there is another one now: it is not kept."""
        self.password.clear()
        self.refusal.say("", "")
        self.changed.emit()

    def check_applicant(self, applicant: str) -> None:
        """Warn where the key is another office's than the applicant, or out of date."""
        info = self.info
        if info is None:
            self.remark.say("", "")
        elif not info.valid_from <= datetime.now().astimezone() <= info.valid_to:
            self.remark.say("warning", "这把密钥的证书不在有效期内，请改用别的密钥。")
        elif not info.organisation:
            self.remark.say("hint", "密钥的证书上没有写单位名称，请在盖章的交接单上写明。")
        elif applicant and info.organisation != applicant:
            self.remark.say(
                "warning", f"密钥上的单位是“{info.organisation}”，申报单位是“{applicant}”，请核对是否选对。"
            )
        else:
            self.remark.say("", "")

    def _written(self, path: Path) -> None:
        self._desk.told.emit(f"密钥已存为“{path}”，请另存一份备份。")
        self.forget_password()
        self.use(path)

    def _password_changed(self) -> None:
        self._desk.told.emit("口令改好了，请把密钥文件再备份一次。")
        self.forget_password()

    def _show_key(self, path: Path, info: KeyInfo) -> None:
        self.path, self.info = path, info
        self.doings.use(path, info)
        period = f"{info.valid_from:%Y-%m-%d} 至 {info.valid_to:%Y-%m-%d}"
        self.whose.setText(
            f"{info.organisation}　{info.name}　有效期 {period}\n证书指纹　{show_digest(info.fingerprint)}"
        )
        self.refusal.say("", "")
        self.check_applicant(self._desk.picture.application.applicant_name)
        self.changed.emit()

    def _refuse(self, error: UserError) -> None:
        self.path, self.info = None, None
        self.doings.use(None, None)
        self.whose.clear()
        self.remark.say("error", f"{error.message}{error.remedy}")
        self._show_known()
        self.changed.emit()

    def _show_known(self) -> None:
        """The key files used lately, the present one chosen."""
        known = remembered.load().keys
        self.choice.clear()
        for path in known:
            self.choice.addItem(f"{Path(path).name}（{Path(path).parent}）", path)
        self.choice.setCurrentIndex(known.index(str(self.path)) if str(self.path) in known else -1)
        self.choice.setVisible(bool(known))
        self.said.setText("" if known else _NONE_YET)
        self.said.setVisible(not known)
        self.whose.setVisible(self.info is not None)

    def _take_chosen(self, index: int) -> None:
        self.use(Path(self.choice.itemData(index)))

    def _typed(self) -> None:
        self.refusal.say("", "")
        self.changed.emit()

    def _ask_file(self) -> None:
        start = self.path.parent if self.path is not None else documents_folder()
        dialog = QFileDialog(self.window(), "选择本单位的密钥文件", str(start))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"密钥文件 (*{keyfile.SUFFIX})", "所有文件 (*)"])
        dialog.fileSelected.connect(lambda path: self.use(Path(path)))
        dialog.open()

    def _line(self) -> QWidget:
        held = QWidget()
        line = QHBoxLayout(held)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.choice, 1)
        line.addWidget(self.choose)
        line.addWidget(self.make)
        line.addWidget(self.more)
        line.addStretch(0)
        # File names are long: the list gives way before the buttons do.
        self.choice.setMinimumContentsLength(8)
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return held

    def _password_line(self) -> QWidget:
        held = QWidget()
        line = QHBoxLayout(held)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self.password_label)
        line.addWidget(self.password, 1)
        line.addStretch(1)
        return held


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
