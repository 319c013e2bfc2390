"""What a workspace hands out beside the application itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jxdesk.domain.changes import ChangeSet
from jxdesk.domain.scan import ScanPage


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A change set that stands: when (UTC) and by whom it was made, and its label."""

    when: datetime
    who: str
    label: str


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A change set of the log, under its ``number`` (later ones are larger).

    ``undone``: it was taken back and can be made again. ``change_set`` is ``None`` when only that
    it was made is still known (after a purge).
    """

    number: int
    when: datetime
    who: str
    label: str
    undone: bool
    change_set: ChangeSet | None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file whose bytes lie in the workspace: SHA-256 (lower-case hex), size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ScanFile:
    """A stamped scan kept beside the application, under the ``name`` it came with.

    ``pages`` is what was seen of each of its pages, in their order.
    """

    name: str
    file: StoredFile
    added_at: datetime
    pages: tuple[ScanPage, ...] = ()


@dataclass(frozen=True, slots=True)
class SealRecord:
    """One sealing that was done: the package's version (from 1), the SHA-256 (hex) that stands
    for its content, when (UTC), the signing organisation and its certificate's fingerprint.
    """

    version: int
    digest: str
    sealed_at: datetime
    organisation: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class FreezeRecord:
    """A freezing (定稿) or thawing: when (UTC), by whom, why; ``data_digest`` (SHA-256, hex) is what
    was frozen, empty for a thawing.
    """

    when: datetime
    who: str
    frozen: bool
    reason: str
    data_digest: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A snapshot in ``backups/``: its file, when it was taken (UTC) and the words it was taken with."""

    path: Path
    when: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That a named person has looked through a file (SHA-256, hex), when (UTC) and with which remark."""

    sha256: str
    who: str
    when: datetime
    note: str
