"""Snapshots of the database in ``backups/``, named by time; the newest ones are kept.

The attached files need none: they are never changed, so every backup finds its own.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from jxdesk.base.errors import os_errors
from jxdesk.store.connection import Database
from jxdesk.store.places import is_regular

KEPT = 20
_REASON = re.compile(r"[^\w-]+")


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


def _free_name(folder: Path, when: datetime, reason: str) -> Path:
    moment = when.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    # Several in one second keep their order: 00, 01, …
    taken = [p.name.split("-")[1].removesuffix(".db") for p in folder.glob(f"{moment}-*.db")]
    number = max((int(n) for n in taken if n.isdecimal()), default=-1) + 1
    name = "-".join(part for part in (moment, f"{number:02d}", reason) if part)
    return folder / f"{name}.db"


def _thin_out(folder: Path, newest: Path) -> None:
    others = sorted((p for p in folder.glob("*.db") if p != newest and is_regular(p)), key=lambda p: p.name)
    for old in others[: max(0, len(others) - (KEPT - 1))]:
        old.unlink(missing_ok=True)
