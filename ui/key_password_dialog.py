"""Another password for the office's key; with it, if wanted, another recovery code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from jxdesk.app import keys
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.signing.keyfile import KeyInfo, NewKey
from ui.check import Check
from ui.context import Context
from ui.key_form import RULE, KeyForm, said, secret_line


class KeyPasswordDialog(KeyForm):
    """``changed`` comes with another password, ``made`` carries a :class:`NewKey` with another code too."""

    changed = Signal()
    made = Signal(object)

    def __init__(self, context: Context, path: Path, info: KeyInfo, parent: QWidget | None = None) -> None:
        super().__init__(context.desk, "修改口令", "修改", "正在修改……", parent)
        self._path = path
        self.old, self.password, self.again = secret_line(), secret_line(), secret_line()
        self.renew = Check(context.look, "同时换一张恢复码单")
        kept = (
            f"不换的话，单号 {info.sheet} 的恢复码单照旧有效，不用重新打印。单子丢了，或被无关的人看到过，"
            "才需要换；只想换单子的，新口令可以与原来的一样。"
        )
        self.lay_out(
            f"密钥文件“{path.name}”的口令。密钥和证书指纹都不变，存在别处的备份仍是原来的口令，请把新文件再备份一次。",
            lines=(
                ("现在的口令(&K)", self.old),
                ("新口令(&P)", self.password),
                ("再输一次(&A)", self.again),
                ("", said(RULE, "muted")),
                ("", self.renew),
                ("", said(kept, "muted")),
            ),
        )
        self.old.setFocus()

    def submit(self) -> None:
        if not self.same(self.password, self.again):
            return
        path, old, new, renew = self._path, self.old.text(), self.password.text(), self.renew.isChecked()

        def work(session: Session, _: Progress) -> NewKey | None:
            if renew:
                return keys.renew(path, old, new, session.clock)
            keys.change_password(path, old, new, session.clock)
            return None

        self.do(work, self._done, "正在修改口令")

    def wrong(self, error: UserError) -> QLineEdit | None:
        return self.password if error.code == "key.password-short" else self.old

    def _done(self, new: NewKey | None) -> None:
        self.changed.emit()
        if new is not None:
            self.made.emit(new)
