"""What the dialogs on the office's key have in common: a form, one thing done with it, what was refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QWidget,
)

from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.signing import keyfile
from ui.desk import Desk
from ui.dialogs import place_line, primary
from ui.tall_dialog import TallDialog

R = TypeVar("R")

_LETTERS_WIDE = 50
DIFFER = "两次输入的口令不一样，请重新输入。"
RULE = f"至少 {keyfile.MIN_PASSWORD} 个字符；几个不相干的词连在一起，既好记又可靠。口令不保存在任何地方。"


class KeyForm(TallDialog):
    """A dialog that asks and then does one thing; it can't be closed while that is under way."""

    def __init__(self, desk: Desk, title: str, action: str, busy: str, parent: QWidget | None = None) -> None:
        super().__init__(title, _LETTERS_WIDE, parent)
        self._desk = desk
        self._doing = False
        self._words = action, busy
        self.refusal = said("", "error")
        self.refusal.hide()
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(8)
        self._buttons = QDialogButtonBox()
        self.go = primary(self._buttons, action)
        self._buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.accepted.connect(self.submit)
        self._buttons.rejected.connect(self.reject)
        self.foot.addWidget(self.refusal)
        self.foot.addWidget(self._buttons)

    def submit(self) -> None:
        """Do what the dialog is for with what stands in it."""
        raise NotImplementedError

    def reject(self) -> None:
        # What is being made would be there afterwards, without anybody having been told.
        if not self._doing:
            super().reject()

    # --- putting it together -----------------------------------------------------------------

    def lay_out(self, *words: str, lines: tuple[tuple[str, QWidget | QLayout], ...], last: str = "") -> None:
        """Words above, the form's lines (label and part; words have an empty label), words below."""
        for text in words:
            self.column.addWidget(said(text))
        for label, part in lines:
            if not label and isinstance(part, QLabel):
                # The form gives it more height than its words take: they belong to the line above.
                part.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self._form.addRow(label, part)
        self.column.addLayout(self._form)
        if last:
            self.column.addWidget(said(last))
        self.column.addStretch(1)
        for line in self.findChildren(QLineEdit):
            line.textEdited.connect(lambda _: self.say(""))

    def with_button(self, line: QLineEdit, name: str, browse: Callable[[], None]) -> QHBoxLayout:
        """A line for a place on the disk, with its button; ``name`` says aloud what it is."""
        line.setAccessibleName(name)
        return place_line(line, f"选择{name}", browse)

    def bind(self, layout: QHBoxLayout, line: QLineEdit) -> None:
        """Let the label of a line that is a layout go with its text field."""
        label = self._form.labelForField(layout)
        if isinstance(label, QLabel):
            label.setBuddy(line)

    # --- doing it ----------------------------------------------------------------------------

    def same(self, password: QLineEdit, again: QLineEdit) -> bool:
        """Whether both passwords are the same; says it when not."""
        if password.text() == again.text():
            return True
        self.say(DIFFER)
        again.setFocus()
        return False

    def do(self, work: Callable[[Session, Progress], R], done: Callable[[R], None], title: str) -> None:
        """Do ``work`` on the worker; ``done`` gets what came of it once the dialog is gone."""

        def finished(came: R) -> None:
            self._working(doing=False)
            self.accept()
            done(came)

        self._working(doing=True)
        self._desk.ask(work, finished, title=title, refused=self._refuse)

    def wrong(self, error: UserError) -> QLineEdit | None:
        """The line that an error is about."""
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """Show what was refused; an empty sentence takes it away."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self.fit()

    def _refuse(self, error: UserError) -> None:
        self._working(doing=False)
        self.say(f"{error.message}{error.remedy}")
        line = self.wrong(error)
        if line is not None:
            line.setFocus()
            line.selectAll()

    def _working(self, *, doing: bool) -> None:
        self._doing = doing
        self._buttons.setEnabled(not doing)
        self.go.setText(self._words[1] if doing else self._words[0])


def secret_line() -> QLineEdit:
    """A line in which a password is typed."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def said(text: str, name: str = "") -> QLabel:
    """Words that take as many lines as they need."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def key_path(line: QLineEdit) -> Path:
    """The key file's path that stands in ``line``, with its ending."""
    typed = line.text().strip()
    return Path(typed if typed.endswith(keyfile.SUFFIX) else f"{typed}{keyfile.SUFFIX}")


def ask_key_place(parent: QWidget, line: QLineEdit) -> None:
    """Ask where a new key file is to be, beginning at what stands in ``line``."""
    path = key_path(line)
    dialog = QFileDialog(parent, "密钥文件存放到哪里", str(path.parent))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setNameFilters([f"密钥文件 (*{keyfile.SUFFIX})"])
    dialog.selectFile(path.name)
    dialog.fileSelected.connect(line.setText)
    dialog.open()
