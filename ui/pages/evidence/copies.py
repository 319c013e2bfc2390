"""Read-only copies of attached files, under their own names, for other programs to open."""

from __future__ import annotations

import shutil
import stat
import tempfile
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from jxdesk.app.naming import file_name
from jxdesk.base.errors import os_errors


class Copies:
    """A folder of copies. The files of a workspace have no names, and must not be changed by anybody."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def make(self, source: Path, sha256: str, name: str) -> Path:
        """Copy ``source``, once for each content and name. Raises ``UserError`` ``path.*``, ``disk.full``."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="jxdesk-", ignore_cleanup_errors=True)
        target = Path(self._folder.name) / sha256[:12] / file_name(name)
        with os_errors(target):
            target.parent.mkdir(exist_ok=True)
            if not target.exists():
                shutil.copyfile(source, target)
                target.chmod(stat.S_IREAD)
        return target

    def forget(self) -> None:
        """Remove all copies."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def open_with_system(path: Path) -> bool:
    """Open a file with the program that this machine has for it; whether there was one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
