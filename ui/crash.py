"""A bug: keep the report, say that nothing is lost, let the person save or copy it and go on."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from jxdesk.base.errors import UserError

if TYPE_CHECKING:
    from ui.crash_dialog import CrashDialog

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
        # Loaded when something has gone wrong, not while one waits for the start page.
        from jxdesk.base.log import crash_report, write_crash_report
        from ui import messages
        from ui.crash_dialog import CrashDialog

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
