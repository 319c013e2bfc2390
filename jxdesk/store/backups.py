"""Snapshots of the database in ``backups/``, named by time; the newest ones are kept.

The attached files need none: they are never changed, so every backup finds its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from jxdesk.base.errors import os_errors
from jxdesk.store.connection import Database
from jxdesk.store.entries import Backup
from jxdesk.store.places import is_regular

KEPT = 20
_CHUNK = 1 << 20
_REASON = re.compile(r"[^\w-]+")
_MOMENT = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(?P<moment>\d{8}T\d{6}Z)-\d{2,}(?:-(?P<reason>.+))?")


def take(database: Database, folder: Path, when: datetime, reason: str) -> Path:
    """Make a snapshot and return its path. Raises ``UserError`` (full disk, rights).

    ``reason`` is a word or two that becomes part of the file's name.
    """
    with os_errors(folder):
        folder.mkdir(exist_ok=True)
        target = _free_name(folder, when, _REASON.sub("-", reason).strip("-")[:30])
        database.snapshot(target)
        _thin_out(folder, target)
    return target


def snapshots(folder: Path) -> tuple[Path, ...]:
    """All database files in ``folder``, whoever put them there, oldest name first; no links."""
    with os_errors(folder):
        return tuple(sorted((p for p in folder.glob("*.db") if is_regular(p)), key=lambda p: p.name))


def holds(path: Path, words: Collection[bytes]) -> bool:
    """Whether one of ``words`` stands somewhere in the file's bytes."""
    longest = max(map(len, words), default=1)
    with os_errors(path), path.open("rb") as handle:
        kept = b""
        while chunk := handle.read(_CHUNK):
            if any(word in kept + chunk for word in words):
                return True
            kept = (kept + chunk)[-longest:]
    return False


def clean_up(folder: Path) -> None:
    """Remove what the rewriting of a snapshot left behind when it was cut off."""
    with os_errors(folder):
        for left in folder.glob(".*.part*"):
            if is_regular(left):
                left.unlink(missing_ok=True)


def listed(folder: Path) -> tuple[Backup, ...]:
    """The snapshots in ``folder``, newest first; files of other names are none of ours."""
    found = [_described(path) for path in snapshots(folder)]
    return tuple(sorted((b for b in found if b is not None), key=lambda b: b.path.name, reverse=True))


def _described(path: Path) -> Backup | None:
    name = _NAME.fullmatch(path.stem)
    if name is None:
        return None
    try:
        when = datetime.strptime(name["moment"], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, when, (name["reason"] or "").replace("-", " "))


def _free_name(folder: Path, when: datetime, reason: str) -> Path:
    moment = when.astimezone(UTC).strftime(_MOMENT)
    # Several in one second keep their order: 00, 01, …
    taken = [p.name.split("-")[1].removesuffix(".db") for p in folder.glob(f"{moment}-*.db")]
    number = max((int(n) for n in taken if n.isdecimal()), default=-1) + 1
    name = "-".join(part for part in (moment, f"{number:02d}", reason) if part)
    return folder / f"{name}.db"


def _thin_out(folder: Path, newest: Path) -> None:
    others = [path for path in snapshots(folder) if path != newest]
    for old in others[: max(0, len(others) - (KEPT - 1))]:
        old.unlink(missing_ok=True)
