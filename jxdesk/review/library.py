"""The library of received packages: a plain folder in which each package lies untouched beside its record.

One package is one folder: the copy and ``received.json`` take their place together, in one step, so that
there is no index that could be out of step, and two libraries are joined by copying folders.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from jxdesk.base.atomic import staged_folder, write_bytes
from jxdesk.base.errors import UserError, os_errors
from jxdesk.domain import plain_json
from jxdesk.review import received
from jxdesk.review.received import Key, Received

MARK = "library.json"
RECORD = "received.json"
MOST = 20_000
_FORMAT, _VERSION = "jxdesk-library", 1
_MAX_MARK = 4096


class _Mark(msgspec.Struct, frozen=True):
    """``demo``: a library for practice, which takes packages of the training county only."""

    format: str
    version: int
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What a library holds: records by the folder they lie in, and folders whose record can't be read."""

    records: Mapping[str, Received]
    unreadable: tuple[str, ...]

    def find(self, key: Key) -> str | None:
        """The folder of the package of this digest and fingerprint."""
        return next((folder for folder, one in self.records.items() if one.key == key), None)

    def days(self) -> dict[Key, dt.date]:
        """On which day each package was received."""
        return {one.key: one.day for one in self.records.values()}


class Library:
    """The library at ``path``. ``demo``: it is for practice."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises ``UserError`` ``library.none``, ``library.newer``, ``path.*``."""
        self.path = path
        self.demo = _read_mark(path).demo

    @classmethod
    def make(cls, path: Path, *, demo: bool = False) -> Library:
        """Open the library, or make it in a folder that is new or empty. ``demo`` counts for a new one.

        Raises ``UserError`` ``library.not-empty``, and as for opening.
        """
        with os_errors(path):
            if not (path / MARK).exists():
                if path.is_dir() and any(path.iterdir()):
                    raise not_empty(path)
                write_bytes(path / MARK, plain_json.dump(_Mark(_FORMAT, _VERSION, demo)))
        return cls(path)

    def held(self) -> Held:
        """Read all records. Raises ``UserError`` (disk, ``library.too-many``)."""
        records, unreadable = {}, []
        with os_errors(self.path):
            for folder in self._folders():
                try:
                    records[folder] = received.decode(_bounded(self.path / folder / RECORD))
                except (ValueError, OSError):
                    unreadable.append(folder)
        return Held(records, tuple(unreadable))

    @contextmanager
    def taking(self, record: Received, folder: str) -> Iterator[Path]:
        """Give an empty place to put the package into; it stands in the library, as ``folder``, with its
        record when the block succeeds, and nothing of it does when not. Raises ``UserError`` (disk).
        """
        with os_errors(self.path), staged_folder(self.path / folder) as beside:
            yield beside
            write_bytes(beside / RECORD, received.encode(record))

    def _folders(self) -> list[str]:
        with os.scandir(self.path) as entries:
            found = [
                entry.name
                for entry in islice(entries, MOST + 1)
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
            ]
        if len(found) >= MOST:
            raise UserError("library.too-many", f"“{self.path}”里的东西太多。", "请另建一个收件库。")
        return sorted(found)


def not_empty(path: Path) -> UserError:
    """The refusal of a folder that holds other things."""
    return UserError("library.not-empty", f"“{path}”里有别的东西，不是收件库。", "请换一个新的或空的文件夹。")


def _read_mark(path: Path) -> _Mark:
    with os_errors(path / MARK):
        try:
            mark = msgspec.json.decode(_bounded(path / MARK, _MAX_MARK), type=_Mark)
        except (ValueError, RecursionError, FileNotFoundError, NotADirectoryError) as error:
            raise UserError(
                "library.none",
                f"“{path}”不是收件库。",
                "请选择收件库的文件夹；还没有的，第一次接收时新建。",
            ) from error
    if mark.format != _FORMAT:
        raise UserError("library.none", f"“{path}”不是收件库。", "请选择收件库的文件夹。")
    if mark.version > _VERSION:
        raise UserError("library.newer", f"收件库“{path}”由更新版本的程序建立。", "请先升级本程序。")
    return mark


def _bounded(path: Path, limit: int = received.MAX_RECORD) -> bytes:
    if path.exists() and not path.is_file():
        raise ValueError("not a file")  # reading from a pipe would wait forever
    with path.open("rb") as handle:
        data = handle.read(limit + 1)
    if len(data) > limit:
        raise ValueError("too large")
    return data
