"""What is shown of a bug: the whole report, to be saved or copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from jxdesk.base.atomic import write_bytes
from jxdesk.base.errors import UserError
from ui import messages


class CrashDialog(QDialog):
    """Shows the report as it would be handed on, so that one can see what is in it."""

    def __init__(self, report: str, kept: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("程序出错了")
        self.resize(640, 420)
        self._report = report
        said = QLabel(
            "程序里有一处没有料到的错误。已填写的内容都已保存，没有丢失，可以继续使用。\n"
            f"错误报告已存到：{kept}\n请把它交给技术支持人员；下面就是报告的全部内容。"
        )
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName("错误报告")
        buttons = QDialogButtonBox()
        save = buttons.addButton("另存报告…", QDialogButtonBox.ButtonRole.ActionRole)
        copy = buttons.addButton("复制报告", QDialogButtonBox.ButtonRole.ActionRole)
        go_on = buttons.addButton("继续使用", QDialogButtonBox.ButtonRole.AcceptRole)
        save.clicked.connect(self._ask)
        copy.clicked.connect(self._copy)
        buttons.accepted.connect(self.accept)
        go_on.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        for part in (said, text, buttons):
            layout.addWidget(part)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)

    def _ask(self) -> None:
        dialog = QFileDialog(self, "保存错误报告", "jxdesk-错误报告.txt", "文本文件 (*.txt)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(".txt")
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def save(self, out: Path) -> None:
        """Write the report; what goes wrong is shown."""
        try:
            write_bytes(out, self._report.encode())
        except UserError as error:
            messages.show_error(self, error)
