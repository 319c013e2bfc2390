"""The password is forgotten: the recovery code, judged while it is typed, and a new password."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from jxdesk.app import keys
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.signing import recovery_code
from jxdesk.signing.keyfile import KeyInfo, NewKey
from ui.desk import Desk
from ui.key_form import RULE, KeyForm, said, secret_line


class KeyRecoverDialog(KeyForm):
    """``made`` carries the :class:`NewKey` (the same key, a new code), after which the dialog is gone."""

    made = Signal(object)

    def __init__(self, desk: Desk, path: Path, info: KeyInfo, parent: QWidget | None = None) -> None:
        super().__init__(desk, "忘记口令", "设新口令", "正在设新口令……", parent)
        self._path = path
        self.code = QLineEdit()
        self.code.setPlaceholderText("7 组，每组 5 个字符")
        self.heard = said("", "muted")
        self.password, self.again = secret_line(), secret_line()
        self.lay_out(
            f"请取出单号 {info.sheet} 的恢复码单（密钥文件“{path.name}”），照着输入。"
            "大小写不分，组与组之间空格、横线都可以。",
            lines=(
                ("恢复码(&C)", self.code),
                ("", self.heard),
                ("新口令(&P)", self.password),
                ("再输一次(&A)", self.again),
                ("", said(RULE, "muted")),
            ),
            last="设好以后恢复码也会换成新的，要重新打印一张，这一张作废。恢复码单也丢了的，只能重新制作密钥，"
            "并把新的指纹告诉接收单位。",
        )
        self.code.textChanged.connect(self._hear)
        self._hear("")
        self.code.setFocus()

    def submit(self) -> None:
        code = self.code.text()
        if trouble := recovery_code.trouble(code):
            self.say(f"恢复码输错了：{trouble}请对照恢复码单改正。")
            self.code.setFocus()
            return
        if not self.same(self.password, self.again):
            return
        path, password = self._path, self.password.text()

        def work(_: Session, __: Progress) -> NewKey:
            return keys.recover(path, code, password)

        self.do(work, self.made.emit, "正在设新口令")

    def wrong(self, error: UserError) -> QLineEdit | None:
        return self.password if error.code == "key.password-short" else self.code

    def _hear(self, typed: str) -> None:
        """Judge what stands there so far."""
        trouble = recovery_code.trouble(typed, typing=True)
        whole = not recovery_code.trouble(typed)
        done = sum(len(group) == recovery_code.GROUP for group in recovery_code.groups_of(typed))
        sentence = trouble or ("恢复码输入完整，没有输错。" if whole else f"已输入 {done} 组，共 7 组。")
        name = "error" if trouble else "good" if whole else "muted"
        if self.heard.objectName() != name:
            self.heard.setObjectName(name)
            self.heard.style().polish(self.heard)
        self.heard.setText(sentence)
