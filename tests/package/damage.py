"""A package large enough to lose something, and the ways in which copies of it come to harm."""

from __future__ import annotations

import errno
import io
import os
import random
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from jxdesk.base.errors import os_errors
from jxdesk.base.tree import FolderTree
from jxdesk.disc.device import Device
from jxdesk.package.seal import Item
from tests.package import kit

BLOCK, SECTOR = 32 * 1024, 2048
LARGE = "data/附加/大.bin"
SIZE = 9 * BLOCK + 5000
NAME = "某县-第1版"


def make_large(folder: Path) -> Path:
    """Seal the usual package with one file more, of random bytes."""
    package = folder / NAME
    kit.make(package, items=(*kit.ITEMS, Item("附加/大.bin", random.Random(7).randbytes(SIZE))))
    return package


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def overwrite(path: Path, offset: int, data: bytes) -> None:
    """Put other bytes into a file, its size unchanged."""
    whole = path.read_bytes()
    end = min(len(whole), offset + len(data))
    path.write_bytes(whole[:offset] + data[: max(0, end - offset)] + whole[end:])


class Unreadable:
    """Sectors of files and images that answer with an input/output error, as scratched discs do."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bad: dict[Path, set[int]] = {}
        self.reads = 0
        self._open, self._read_into = FolderTree.open, Device.read_into

        # Functions, not bound methods: they are to be given the tree or device they are called on.
        def opened(tree: FolderTree, path: str) -> BinaryIO:
            return self._opened(tree, path)

        def into(device: Device, offset: int, target: memoryview) -> int:
            return self._into(device, offset, target)

        def exactly(device: Device, offset: int, length: int) -> bytes:
            return self._exactly(device, offset, length)

        monkeypatch.setattr(FolderTree, "open", opened)
        monkeypatch.setattr(Device, "read_into", into)
        monkeypatch.setattr(Device, "read", exactly)

    def lose(self, path: Path, *sectors: int) -> None:
        """From now on these sectors of ``path`` cannot be read."""
        self.bad.setdefault(path.resolve(), set()).update(sectors)

    def _opened(self, tree: FolderTree, path: str) -> BinaryIO:
        handle = self._open(tree, path)
        bad = self.bad.get((tree.root / path).resolve())
        return handle if bad is None else io.BufferedReader(_Scratched(handle, bad, self))

    def _into(self, device: Device, offset: int, target: memoryview) -> int:
        with os_errors(device.path):
            self.check(self.bad.get(device.path.resolve(), set()), offset, len(target))
        return self._read_into(device, offset, target)

    def _exactly(self, device: Device, offset: int, length: int) -> bytes:
        buffer = memoryview(bytearray(length))
        with os_errors(device.path):
            count = self._into(device, offset, buffer)
        if count != length:
            raise device.truncated()
        return bytes(buffer)

    def check(self, bad: set[int], offset: int, length: int) -> None:
        """Fail as a drive does when anything of what is asked for cannot be read."""
        self.reads += 1
        if any(sector in bad for sector in range(offset // SECTOR, -(-(offset + length) // SECTOR))):
            raise OSError(errno.EIO, os.strerror(errno.EIO))


class _Scratched(io.RawIOBase):
    def __init__(self, handle: BinaryIO, bad: set[int], owner: Unreadable) -> None:
        super().__init__()
        self._handle, self._bad, self._owner = handle, bad, owner

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._handle.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        place, view = self._handle.tell(), memoryview(buffer).cast("B")
        self._owner.check(self._bad, place, len(view))
        data = self._handle.read(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._handle.close()
        super().close()
