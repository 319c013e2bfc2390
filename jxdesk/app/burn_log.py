"""Which disc was burned when, of what, and what came of it: JSON lines, never rewritten.

It lies in the user's own folder, not in a workspace: an image is often burned on another computer
than the one it was made on, and discs that failed belong into it too. Lines are only added, one when
writing begins and one at its end, so that a disc cut short by a power failure is in it too.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jxdesk.app.burn_facts import BurnedDisc, Outcome
from jxdesk.base.clock import can_be_shown
from jxdesk.base.errors import os_errors
from jxdesk.base.paths import user_data

NAME = "burned.jsonl"
MAX_BYTES = 8 << 20
_MAX_LINE = 64 << 10

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One disc in the log. Digests are SHA-256 in hex, ``size`` in bytes."""

    at: datetime
    image: str
    size: int
    sha256: str
    packages: tuple[str, ...]
    drive: str
    drive_name: str
    kind: str
    number: int
    copies: int
    outcome: Outcome
    words: str


def add(disc: BurnedDisc) -> None:
    """Note a disc. A log that cannot be written is told in the program's own log and stops nothing."""
    line = json.dumps(to_json(line_of(disc)), ensure_ascii=False)
    try:
        _append(line.encode(errors="replace") + b"\n")
    except OSError as error:
        _LOG.warning("the burning log could not be written: %s", error.strerror)


def line_of(disc: BurnedDisc) -> LogLine:
    """What the log says of a disc."""
    return LogLine(
        at=disc.at,
        image=str(disc.image),
        size=disc.size,
        sha256=disc.sha256,
        packages=disc.digests,
        drive=disc.drive.id,
        drive_name=disc.drive.name,
        kind=disc.kind,
        number=disc.number,
        copies=disc.copies,
        outcome=disc.outcome,
        words=disc.words,
    )


def read() -> tuple[LogLine, ...]:
    """Every disc noted, the oldest first; lines that cannot be understood are left out.

    A disc whose end was noted is there once; one that has only begun is ``Outcome.BEGUN``.
    Raises ``UserError`` (rights, disk). Of a log that has grown beyond bounds the end is read.
    """
    path = _path()
    if not path.exists():
        return ()
    with os_errors(path), path.open("rb") as handle:
        handle.seek(max(0, handle.seek(0, os.SEEK_END) - MAX_BYTES))
        data = handle.read(MAX_BYTES)
    found = (_understood(line) for line in data.split(b"\n"))
    return _with_ends(line for line in found if line is not None)


def to_json(line: LogLine) -> dict[str, object]:
    """One line as plain JSON values."""
    return {
        "at": line.at.isoformat(),
        "image": line.image,
        "size": line.size,
        "sha256": line.sha256,
        "packages": list(line.packages),
        "drive": line.drive,
        "drive_name": line.drive_name,
        "kind": line.kind,
        "number": line.number,
        "copies": line.copies,
        "outcome": line.outcome.value,
        "words": line.words,
    }


def _with_ends(lines: Iterable[LogLine]) -> tuple[LogLine, ...]:
    """Each beginning gives way to its end."""
    kept: list[LogLine] = []
    open_at: dict[tuple[object, ...], int] = {}
    for line in lines:
        key = line.at, line.drive, line.number, line.sha256
        place = open_at.pop(key, None)
        if place is None:
            kept.append(line)
        else:
            kept[place] = line
        if line.outcome is Outcome.BEGUN:
            open_at[key] = len(kept) - 1 if place is None else place
    return tuple(kept)


def _append(line: bytes) -> None:
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as handle:
        end = handle.seek(0, os.SEEK_END)
        if end:
            handle.seek(end - 1)
            # A line that was cut off must not swallow this one.
            line = line if handle.read(1) == b"\n" else b"\n" + line
        handle.write(line)
        handle.flush()
        os.fsync(handle.fileno())


def _understood(line: bytes) -> LogLine | None:
    if not line.strip() or len(line) > _MAX_LINE:
        return None
    try:
        plain = json.loads(line)
        return LogLine(
            at=_moment(plain, "at"),
            image=_text(plain, "image"),
            size=_number(plain, "size"),
            sha256=_text(plain, "sha256"),
            packages=tuple(str(digest) for digest in plain["packages"]),
            drive=_text(plain, "drive"),
            drive_name=_text(plain, "drive_name"),
            kind=_text(plain, "kind"),
            number=_number(plain, "number"),
            copies=_number(plain, "copies"),
            outcome=Outcome(_text(plain, "outcome")),
            words=_text(plain, "words"),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _text(plain: Any, key: str) -> str:
    value = plain[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _moment(plain: Any, key: str) -> datetime:
    moment = datetime.fromisoformat(_text(plain, key))
    if not can_be_shown(moment):
        raise ValueError(key)
    return moment


def _number(plain: Any, key: str) -> int:
    value = plain[key]
    if not isinstance(value, int):
        raise TypeError(key)
    return value


def _path() -> Path:
    return user_data() / NAME
