"""A bug: keep the report, say that nothing is lost, let the person save or copy it and go on."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
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
from jxdesk.base.log import crash_report, write_crash_report
from ui import messages

_LOG = logging.getLogger(__name__)


class CrashHook(QObject):
    """Takes over ``sys.excepthook`` while the window is open."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.dialog: CrashDialog | None = None

    def install(self) -> None:
        """From now on an exception that nobody caught opens the dialog."""
        sys.excepthook = self.caught

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Show ``error``; one dialog at a time, but every report is written."""
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        window = QApplication.activeWindow()
        if isinstance(error, UserError):
            messages.show_error(window, error)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        _LOG.error("uncaught exception\n%s", text)
        kept = write_crash_report(text)
        if self.dialog is None:
            self.dialog = CrashDialog(crash_report(text), kept, window)
            self.dialog.finished.connect(self._closed)
            self.dialog.open()

    def _closed(self) -> None:
        self.dialog = None


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
        save.clicked.connect(self._save)
        copy.clicked.connect(self._copy)
        buttons.accepted.connect(self.accept)
        go_on.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        for part in (said, text, buttons):
            layout.addWidget(part)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "保存错误报告", "jxdesk-错误报告.txt", "文本文件 (*.txt)")
        if not name:
            return
        try:
            write_bytes(Path(name), self._report.encode())
        except UserError as error:
            messages.show_error(self, error)
