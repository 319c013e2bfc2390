"""Reading a drive that gives whole sectors only: Windows' ``\\\\.\\E:``, the disc below its file system.

``ReadFile`` on such a handle wants offsets, lengths and buffers that are multiples of the sector;
without the system's cache, so that what comes back comes from the medium.
"""

from __future__ import annotations

import ctypes
import errno
import io
import mmap
import os
import re
import sys
from pathlib import Path
from typing import Protocol

_SECTOR = 2048
# One request to the drive: classpnp and the drive split what is larger anyway.
_AT_ONCE = 256 << 10

# winerror.h: what a drive says that lost its disc, or is lost itself.
_GONE = frozenset({6, 21, 55, 433, 1110, 1112, 1167})


class Sectors(Protocol):
    """``size`` in bytes; both methods raise ``OSError`` (``ENODEV`` where the disc or drive is gone)."""

    size: int

    def read(self, place: int, target: memoryview) -> int:
        """Fill ``target`` from ``place``, both in whole sectors; gives the bytes that came."""

    def close(self) -> None:
        """Let go of the drive."""


class SectorFile(io.RawIOBase):
    """``sectors`` as a file that is read at any place and in any length."""

    def __init__(self, sectors: Sectors) -> None:
        super().__init__()
        self._sectors = sectors
        self._place = 0
        # Anonymous memory begins at a page, which is a whole number of sectors.
        self._page = memoryview(mmap.mmap(-1, _AT_ONCE))

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The place in bytes."""
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As for any file; a place before the beginning is a ``ValueError``."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._sectors.size}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self._place = base + offset
        return self._place

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]
        """Fill ``buffer`` with at most 256 KiB; 0 at the end of the disc."""
        target = memoryview(buffer).cast("B")
        start = self._place // _SECTOR * _SECTOR
        end = min(self._place + len(target), self._sectors.size, start + _AT_ONCE)
        if end <= self._place:
            return 0
        whole = -(-(end - start) // _SECTOR) * _SECTOR
        came = self._sectors.read(start, self._page[:whole])
        skip = self._place - start
        count = max(0, min(start + came, end) - self._place)
        target[:count] = self._page[skip : skip + count]
        self._place += count
        return count

    def close(self) -> None:
        """Let go of the drive."""
        if not self.closed:
            self._sectors.close()
        super().close()


def drive_name(path: Path | str, platform: str = sys.platform) -> str | None:
    """The name by which Windows opens a drive itself, ``None`` if ``path`` is something else.

    ``pathlib`` ends ``\\\\.\\E:`` with a backslash, which would name the root folder on the disc.
    """
    if platform != "win32":
        return None
    found = re.fullmatch(r"(\\\\[.?]\\(?:[A-Za-z]:|Volume\{[0-9A-Fa-f-]+\}|CdRom\d+))\\?", str(path))
    return found[1] if found else None


def open_drive(name: str) -> SectorFile:
    """Open the drive of this name (from :func:`drive_name`). Raises ``OSError``."""
    return SectorFile(_opened(name))


def from_windows(code: int, what: str) -> OSError:
    """The error for a code of ``winerror.h``: ``ENODEV`` where the disc or drive is gone, else ``EIO``."""
    number = {2: errno.ENOENT, 3: errno.ENOENT, 5: errno.EACCES, 32: errno.EACCES}.get(code, errno.EIO)
    if code in _GONE:
        number = errno.ENODEV
    return OSError(number, f"Windows error {code}", what)


if sys.platform == "win32":
    _GENERIC_READ = 0x80000000
    _SHARE_READ_WRITE = 0x3
    _OPEN_EXISTING = 3
    _NO_BUFFERING = 0x20000000
    _INVALID = ctypes.c_void_p(-1).value
    # Questions for the length, and where the answer has it as a 64-bit number: what a drive's driver
    # understands differs. IOCTL_DISK_GET_LENGTH_INFO; IOCTL_CDROM_GET_DRIVE_GEOMETRY_EX (DiskSize).
    _LENGTHS = ((0x0007405C, 0), (0x00024050, 24))
    _ANSWER = 256

    class _WindowsSectors:
        """A handle of ``CreateFileW``."""

        def __init__(self, name: str) -> None:
            self._name = name
            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel.CreateFileW.restype = ctypes.c_void_p
            handle = self._kernel.CreateFileW(
                name, _GENERIC_READ, _SHARE_READ_WRITE, None, _OPEN_EXISTING, _NO_BUFFERING, None
            )
            if handle == _INVALID:
                raise self._error()
            self._handle = ctypes.c_void_p(handle)
            try:
                self.size = self._length()
            except OSError:
                self.close()
                raise

        def read(self, place: int, target: memoryview) -> int:
            """``SetFilePointerEx`` and ``ReadFile``."""
            came = ctypes.c_ulong()
            buffer = (ctypes.c_char * len(target)).from_buffer(target)
            moved = self._kernel.SetFilePointerEx(self._handle, ctypes.c_longlong(place), None, 0)
            if not moved or not self._kernel.ReadFile(
                self._handle, buffer, ctypes.c_ulong(len(target)), ctypes.byref(came), None
            ):
                raise self._error()
            return came.value

        def close(self) -> None:
            """``CloseHandle``."""
            self._kernel.CloseHandle(self._handle)

        def _length(self) -> int:
            answer, came = ctypes.create_string_buffer(_ANSWER), ctypes.c_ulong()
            for question, place in _LENGTHS:
                if self._kernel.DeviceIoControl(
                    self._handle,
                    ctypes.c_ulong(question),
                    None,
                    0,
                    answer,
                    _ANSWER,
                    ctypes.byref(came),
                    None,
                ):
                    return int.from_bytes(answer.raw[place : place + 8], "little")
            raise self._error()

        def _error(self) -> OSError:
            return from_windows(ctypes.get_last_error(), self._name)

    def _opened(name: str) -> Sectors:
        return _WindowsSectors(name)

else:

    def _opened(name: str) -> Sectors:
        raise OSError(errno.ENXIO, "not a Windows drive", name)
