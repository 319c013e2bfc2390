"""Zip containers from strangers (``.xlsx``, ``.docx``, ``.ofd``…): bounded before anything is inflated.

Declared sizes are only believed after an entry has been inflated to exactly that size.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import IO, BinaryIO

from jxdesk.base.errors import is_disk_full

_PIECE = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


class Reason(Enum):
    """Why a container is refused."""

    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    PASSWORD = "password"  # noqa: S105 - a reason, not a password


class Refused(Exception):
    """A container that is not opened; ``why`` is a Chinese clause that fits behind a colon."""

    def __init__(self, reason: Reason, why: str) -> None:
        super().__init__(why)
        self.reason = reason
        self.why = why


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a container may be: entries, bytes when inflated, and inflated to packed size.

    ``ratio`` is asked of one entry above ``ratio_from`` bytes.
    """

    entries: int
    inflated: int
    ratio: int
    ratio_from: int = 4 * 1024 * 1024


class Container:
    """An opened container whose directory is within the limits."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._entries = {entry.filename: entry for entry in packed.infolist()}
        self.names = tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def size(self, name: str) -> int:
        """The size an entry claims, in bytes inflated."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """An entry whole, which proves its size and checksum."""
        return self._packed.read(self._entries[name])

    def stream(self, name: str) -> IO[bytes]:
        """An entry's bytes piece by piece; its checksum is proved at the end."""
        return self._packed.open(self._entries[name])

    def prove(self, name: str) -> None:
        """Inflate an entry and forget it: its size and checksum hold."""
        with self.stream(name) as stream:
            while stream.read(_PIECE):
                pass


@contextmanager
def opened(source: BinaryIO, limits: Limits) -> Iterator[Container]:
    """The container in ``source``. Raises ``Refused``, also for what turns out inside the block."""
    try:
        with zipfile.ZipFile(source) as packed:
            _check_directory(packed.infolist(), limits)
            yield Container(packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        if isinstance(error, OSError) and is_disk_full(error):
            raise  # the block writes something as well
        raise Refused(Reason.DAMAGED, "文件不完整或已损坏") from error


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise Refused(Reason.TOO_LARGE, f"里面有 {len(entries)} 个部件")
    if len({entry.filename for entry in entries}) != len(entries):
        raise Refused(Reason.DAMAGED, "里面有重名的部件")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise Refused(Reason.PASSWORD, "里面的部件加了密")
        if entry.compress_type not in _METHODS:
            raise Refused(Reason.DAMAGED, "压缩方式不认识")
        if entry.file_size > limits.ratio_from and entry.file_size > limits.ratio * max(
            1, entry.compress_size
        ):
            raise Refused(Reason.TOO_LARGE, "压缩得异常厉害，展开后会占满内存")
    if sum(entry.file_size for entry in entries) > limits.inflated:
        raise Refused(Reason.TOO_LARGE, f"展开后超过 {limits.inflated // 1024 // 1024} MB")
