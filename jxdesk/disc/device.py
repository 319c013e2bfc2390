"""Bounded reads from an image file or a drive, and the files that lie inside it.

One handle is opened once and shared under a lock: what was judged is what is read, even if
another file takes the image's name meanwhile, and several threads may read at once.
"""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from jxdesk.base.errors import UserError, os_errors
from jxdesk.disc.faults import bent, foreign
from jxdesk.disc.sectors import SectorFile, drive_name, open_drive

SECTOR = 2048


class Device:
    """Read access to the bytes of an image; ``size`` in bytes, ``label`` for messages.

    ``is_drive`` is true for a block device rather than a file.
    """

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self.path = path
        self._lock = Lock()
        with os_errors(path):
            self._handle = open_bytes(path)
            try:
                self.is_drive = isinstance(self._handle, SectorFile) or _is_block_device(self._handle)
                self.size = self._handle.seek(0, os.SEEK_END)
            except BaseException:
                self._handle.close()
                raise

    def read(self, offset: int, length: int) -> bytes:
        """Exactly ``length`` bytes at ``offset``. ``UserError`` ``image.truncated`` if they are not there."""
        with os_errors(self.path), self._lock:
            self._handle.seek(offset)
            data = self._handle.read(length) or b""
            while len(data) < length and (more := self._handle.read(length - len(data))):
                data += more
        if len(data) != length:
            raise self.truncated()
        return data

    def read_into(self, offset: int, target: memoryview) -> int:
        """Fill ``target`` from ``offset``; gives how many bytes came (0 at the end of the image)."""
        with os_errors(self.path), self._lock:
            self._handle.seek(offset)
            return self._handle.readinto(target) or 0

    def truncated(self) -> UserError:
        """The error for an image that ends too early."""
        return bent("truncated", self.label, "文件不完整，末尾缺了一部分")

    def close(self) -> None:
        """Let go of the image. Files opened from it can no longer be read."""
        self._handle.close()


def open_bytes(path: Path) -> io.RawIOBase:
    """A regular file, a block device or a drive of Windows (``\\\\.\\E:``), unbuffered; never a pipe.

    Raises ``OSError``, or ``UserError`` ``image.foreign`` for anything else.
    """
    if (name := drive_name(path)) is not None:
        return open_drive(name)
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags)
    mode = os.fstat(descriptor).st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISBLK(mode)):
        os.close(descriptor)
        raise foreign(str(path))
    return io.FileIO(descriptor, "rb")


def is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder. To Windows a drive itself is one too, by way of what lies on its disc."""
    return drive_name(path) is None and path.is_dir()


def _is_block_device(handle: io.RawIOBase) -> bool:
    return stat.S_ISBLK(os.fstat(handle.fileno()).st_mode)


class ExtentFile(io.RawIOBase):
    """The bytes of one file inside an image: read-only, seekable, never outside its extent."""

    def __init__(self, device: Device, start: int, size: int) -> None:
        super().__init__()
        self._device = device
        self._start = start
        self._size = size
        self._place = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The place in the file, in bytes."""
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As for any file; a place before the beginning is a ``ValueError``."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self._place = base + offset
        return self._place

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]
        """Fill ``buffer``. ``UserError`` if the image ends inside the file's extent."""
        target = memoryview(buffer).cast("B")[: max(0, self._size - self._place)]
        if not target:
            return 0
        count = self._device.read_into(self._start + self._place, target)
        if not count:
            raise self._device.truncated()
        self._place += count
        return count


def open_extent(device: Device, start: int, size: int) -> BinaryIO:
    """A buffered, seekable file over ``size`` bytes at byte ``start`` of the image."""
    return io.BufferedReader(ExtentFile(device, start, size), buffer_size=64 * 1024)
