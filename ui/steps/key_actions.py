"""What can be done with the office's key besides sealing, each in a dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from jxdesk.app.keys import BroughtKey
from jxdesk.signing.keyfile import KeyInfo, NewKey
from ui.context import Context
from ui.key_dialog import KeyDialog
from ui.key_facts_dialog import KeyFactsDialog
from ui.key_import_dialog import KeyImportDialog
from ui.key_password_dialog import KeyPasswordDialog
from ui.key_recover_dialog import KeyRecoverDialog
from ui.recovery_dialog import RecoveryDialog

D = TypeVar("D", bound=QDialog)


class KeyActions(QObject):
    """``written`` carries the path of a key file just written; ``put_away`` comes when its recovery code was
    seen to; ``password_changed`` when a key has another password.
    """

    written = Signal(object)
    put_away = Signal()
    password_changed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._over = context, parent
        self._key: tuple[Path, KeyInfo] | None = None
        self.menu = QMenu(parent)
        self._add("导入已有的证书（.p12、.pfx）…", self.open_import)
        self.menu.addSeparator()
        self._of_a_key = (
            self._add("证书指纹和二维码…", self.open_facts),
            self._add("修改口令…", self.open_password),
            self._add("忘记口令…", self.open_recovery),
        )
        self.use(None, None)

    def use(self, path: Path | None, info: KeyInfo | None) -> None:
        """Say which key is chosen."""
        self._key = None if path is None or info is None else (path, info)
        for action in self._of_a_key:
            action.setEnabled(self._key is not None)

    def open_new(self) -> KeyDialog:
        """Ask for all that a new key wants. Does not block; dialogs are returned for tests."""
        dialog = KeyDialog(self._context.desk, self._over.window())
        dialog.made.connect(self._made)
        return _opened(dialog)

    def open_import(self) -> KeyImportDialog:
        """Ask for a certificate file that there is already."""
        dialog = KeyImportDialog(self._context.desk, self._over.window())
        dialog.made.connect(self._brought)
        return _opened(dialog)

    def open_facts(self) -> KeyFactsDialog | None:
        """Show the fingerprint and what the certificate proves; ``None`` while no key is chosen."""
        if self._key is None:
            return None
        return _opened(KeyFactsDialog(self._context, *self._key, self._over.window()))

    def open_password(self) -> KeyPasswordDialog | None:
        """Ask for another password; ``None`` while no key is chosen."""
        if self._key is None:
            return None
        dialog = KeyPasswordDialog(self._context, *self._key, self._over.window())
        dialog.made.connect(self._made)
        dialog.changed.connect(self.password_changed)
        return _opened(dialog)

    def open_recovery(self) -> KeyRecoverDialog | None:
        """Ask for the recovery code; ``None`` while no key is chosen."""
        if self._key is None:
            return None
        dialog = KeyRecoverDialog(self._context.desk, *self._key, self._over.window())
        dialog.made.connect(self._made)
        return _opened(dialog)

    def _made(self, new: NewKey, remarks: tuple[str, ...] = ()) -> None:
        """The key is there; its recovery code is seen to first."""
        self.written.emit(new.path)
        dialog = RecoveryDialog(self._context, new, remarks, self._over.window())
        dialog.finished.connect(lambda _: self.put_away.emit())
        _opened(dialog)

    def _brought(self, brought: BroughtKey) -> None:
        self._made(brought.new, brought.remarks)

    def _add(self, words: str, slot: Callable[[], object]) -> QAction:
        action = self.menu.addAction(words)
        # A menu tells whether it is checked; nobody here wants to hear it.
        action.triggered.connect(lambda _: slot())
        return action


def _opened(dialog: D) -> D:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
