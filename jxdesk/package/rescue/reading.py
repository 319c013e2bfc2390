"""Reading past errors: what cannot be read is known sector by sector, and the rest is had."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from jxdesk.base.errors import UserError
from jxdesk.package.layout import BLOCK

SECTOR = 2048
"""What a disc loses at once (ECMA-119 6.1.2)."""

_GONE = frozenset({errno.ENODEV, errno.ENXIO, getattr(errno, "ENOMEDIUM", errno.ENXIO)})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a copy gives for a stretch of a file: ``data`` of full length, with zeroes where it gave nothing.

    ``lost``: the numbers of its 2 KB sectors, counted from the stretch's beginning, that could not be read.
    """

    data: bytes
    lost: frozenset[int] = frozenset()


class Source:
    """One copy's idea of one file: ``size`` in bytes, ``copy`` the number of the copy.

    Opened at the first read. When the medium itself has gone, nothing more is tried. ``pulse`` is called
    before each read that tries again: a scratched disc takes seconds for each, and whoever waits must be
    able to stop it by raising.
    """

    def __init__(
        self, copy: int, size: int, opening: Callable[[], BinaryIO], pulse: Callable[[], None]
    ) -> None:
        self.copy = copy
        self.size = size
        self._opening = opening
        self._pulse = pulse
        self._handle: BinaryIO | None = None
        self._is_gone = False

    def read(self, offset: int, length: int) -> Reading:
        """``length`` bytes from ``offset`` (a multiple of 2 KB), as far as they can be had.

        A read that fails is tried again in blocks, then sector by sector.
        """
        whole = self.attempt(offset, length)
        if whole is not None:
            return Reading(whole)
        step = BLOCK if length > BLOCK else SECTOR
        data, lost = bytearray(length), set[int]()
        for start in range(0, length, step):
            self._pulse()
            count = min(step, length - start)
            if step == SECTOR:
                part = self.attempt(offset + start, count)
                found = Reading(part) if part is not None else Reading(bytes(count), frozenset({0}))
            else:
                found = self.read(offset + start, count)
            data[start : start + count] = found.data
            lost.update(start // SECTOR + one for one in found.lost)
        return Reading(bytes(data), frozenset(lost))

    def attempt(self, offset: int, length: int) -> bytes | None:
        """Exactly these bytes at one go, ``None`` if they cannot all be had."""
        if self._is_gone or offset + length > self.size:
            return None
        try:
            if self._handle is None:
                self._handle = self._opening()
            # Past the buffer, which would read further than it was asked and fail for its neighbours.
            raw = getattr(self._handle, "raw", self._handle)
            raw.seek(offset)
            return _exactly(raw, length)
        except (OSError, UserError) as error:
            cause = error.__cause__ if isinstance(error, UserError) else error
            self._is_gone = self._handle is None or getattr(cause, "errno", None) in _GONE
            return None

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            with suppress(OSError):
                self._handle.close()
            self._handle = None


def _exactly(raw: io.RawIOBase | BinaryIO, length: int) -> bytes | None:
    data = b""
    while len(data) < length and (more := raw.read(length - len(data))):
        data = data + more if data else more
    return data if len(data) == length else None
