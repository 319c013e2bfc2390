"""Where the user's own library of received packages lies: the folder chosen last, else one by default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jxdesk.base import own_file
from ui.places import documents_folder

_FILE = "library"
_NAME = "收到的申报包"


def place() -> Path:
    """The folder; it is made when the first package is received."""
    return own_file.load(_FILE, _understood, documents_folder() / _NAME)


def keep(path: Path) -> None:
    """Remember another folder. Called on a worker: it waits for the disk."""
    own_file.keep(_FILE, {"path": str(path)})


def _understood(plain: Any) -> Path:
    path = plain["path"]
    if not own_file.all_texts(path):
        raise ValueError("no path")
    return Path(path)
