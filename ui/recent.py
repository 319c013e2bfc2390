"""The workspaces opened last and where each stood, kept in the user's own folder."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from jxdesk.base import own_file

MOST = 12
_FILE = "recent"


@dataclass(frozen=True, slots=True)
class Recent:
    """One workspace: where it lies, its name, where it stood, when it was closed or opened last.

    ``when`` is local time, ``2025-10-20 14:05``.
    """

    path: str
    title: str
    standing: str
    when: str
    demo: bool = False


def load() -> tuple[Recent, ...]:
    """The list, newest first. A file that can't be read or understood counts as empty."""
    return own_file.load(_FILE, _understood, ())


def remember(item: Recent) -> None:
    """Put ``item`` first. Raises ``UserError`` when the folder can't be written."""
    _save((item, *(other for other in load() if other.path != item.path)))


def forget(path: str) -> None:
    """Take a workspace off the list; the workspace itself stays where it is."""
    _save(tuple(item for item in load() if item.path != path))


def _save(items: tuple[Recent, ...]) -> None:
    own_file.save(_FILE, [asdict(item) for item in items[:MOST]])


def _understood(plain: Any) -> tuple[Recent, ...]:
    found = (Recent(**item) for item in plain)
    return tuple(item for item in found if _is_sound(item))[:MOST]


def _is_sound(item: Recent) -> bool:
    return own_file.all_texts(item.path, item.title, item.standing, item.when)
