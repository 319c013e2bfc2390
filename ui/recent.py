"""The workspaces opened last and where each stood, kept in the user's own folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from jxdesk.base.atomic import write_bytes
from jxdesk.base.paths import user_data

MOST = 12
_MAX_BYTES = 100_000
_MAX_TEXT = 1_000


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
    try:
        with _file().open("rb") as handle:
            plain = json.loads(handle.read(_MAX_BYTES))
        found = tuple(Recent(**item) for item in plain)
    except (OSError, ValueError, TypeError, RecursionError):
        return ()
    return tuple(item for item in found if _is_sound(item))[:MOST]


def remember(item: Recent) -> None:
    """Put ``item`` first. Raises ``UserError`` when the folder can't be written."""
    _save((item, *(other for other in load() if other.path != item.path)))


def forget(path: str) -> None:
    """Take a workspace off the list; the workspace itself stays where it is."""
    _save(tuple(item for item in load() if item.path != path))


def _file() -> Path:
    return user_data() / "recent.json"


def _save(items: tuple[Recent, ...]) -> None:
    plain = [asdict(item) for item in items[:MOST]]
    write_bytes(_file(), json.dumps(plain, ensure_ascii=False, indent=1).encode())


def _is_sound(item: Recent) -> bool:
    texts: tuple[object, ...] = (item.path, item.title, item.standing, item.when)
    return all(isinstance(text, str) and len(text) <= _MAX_TEXT for text in texts)
