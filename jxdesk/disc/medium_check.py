"""What really is on a burned disc: every byte from the medium, held against the image file.

The burner's word counts for nothing here, and neither does what the system still remembers of
the disc: its memory of the device is dropped before the first byte is asked for.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jxdesk.base.errors import EXIT_NO, UserError, os_errors
from jxdesk.base.progress import Progress
from jxdesk.base.tree import EntryKind
from jxdesk.disc.device import SECTOR, open_bytes
from jxdesk.disc.reader import ImageTree

LABEL = "正在从光盘读回核对"
_CHUNK = 1 << 20
_BEGINNING = 64 << 10
# A drive may try each bad sector for many seconds; a disc with so many is not worth the hours.
MAX_UNREADABLE = 32
_AWAY = ("ENXIO", "ENODEV", "ENOMEDIUM")
_GONE = frozenset(getattr(errno, name, -1) for name in _AWAY)


@dataclass(frozen=True, slots=True)
class Damage:
    """Sectors of one file that are wrong on the disc.

    ``path`` in the image, ``""`` for directories and padding. ``sectors`` of 2,048 bytes differ or
    (``unreadable``) could not be read; ``first`` is the byte of the disc where the first one begins.
    """

    path: str
    first: int
    sectors: int
    unreadable: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """What was read: ``damage`` in the order of the disc, ``sha256`` (hex) of what the disc gave.

    ``whole`` is false when reading was given up after too many unreadable sectors.
    """

    damage: tuple[Damage, ...]
    sha256: str
    whole: bool


def compare(image: Path, device: Path, progress: Progress) -> Compared:
    """Read as many bytes from ``device`` as ``image`` has and compare each; all damage at once.

    Raises ``UserError`` ``burn.gone`` (exit 1) when the disc or the drive goes away meanwhile,
    ``burn.image-changed`` (exit 1) when ``image`` is no image any more, ``path.*`` when a file cannot
    be opened.
    """
    runs, total = _look_at(image)
    found = _Found(runs)
    digest = hashlib.sha256()
    with _opened(image) as original, _opened(device) as disc:
        _forget(disc)
        place = 0
        while place < total and found.unreadable <= MAX_UNREADABLE:
            progress(LABEL, place, total)
            with os_errors(image):
                wanted = original.read(min(_CHUNK, total - place)) or b""
            if not wanted:
                raise image_changed(image)
            for at, good, data in _read(disc, device, place, wanted):
                digest.update(data)
                found.hold(at, good, data)
            place += len(wanted)
        progress(LABEL, place, total)
    if found.unreadable and _is_gone(device):
        raise _gone(device)
    return Compared(found.damage(), digest.hexdigest(), place >= total)


def begins_alike(image: Path, device: Path) -> bool:
    """Whether the disc begins as ``image`` does: its name, times and folders stand there."""
    try:
        with open_bytes(image) as original, open_bytes(device) as disc:
            return original.read(_BEGINNING) == disc.read(_BEGINNING)
    except (OSError, UserError):
        return False


def _read(disc: io.RawIOBase, device: Path, place: int, wanted: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """What the disc has at ``place``, as (place, what it should be, what it is, empty if unreadable)."""
    data = _read_at(disc, device, place, len(wanted))
    if len(data) == len(wanted):
        yield place, wanted, data
        return
    for offset in range(0, len(wanted), SECTOR):
        good = wanted[offset : offset + SECTOR]
        data = _read_at(disc, device, place + offset, len(good))
        yield place + offset, good, data if len(data) == len(good) else b""


def _read_at(disc: io.RawIOBase, device: Path, place: int, length: int) -> bytes:
    """The bytes at ``place``; fewer where the disc ends or a sector cannot be read."""
    try:
        disc.seek(place)
        data = disc.read(length) or b""
        while len(data) < length and (more := disc.read(length - len(data))):
            data += more
    except OSError as error:
        if error.errno in _GONE:
            raise _gone(device) from error
        return b""
    return data


def _opened(path: Path) -> io.RawIOBase:
    with os_errors(path):
        return open_bytes(path)


def _forget(disc: io.RawIOBase) -> None:
    """Have the system forget what it holds of this file or device, so that the medium answers.

    A drive of Windows is opened past its memory in the first place.
    """
    if not hasattr(os, "posix_fadvise"):
        return
    descriptor = disc.fileno()
    # What is still to be written cannot be dropped; drives without a cache of their own refuse to flush.
    with suppress(OSError):
        os.fsync(descriptor)
    with suppress(OSError):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _is_gone(device: Path) -> bool:
    """Whether there is no disc any more: what could not be read is no damage then."""
    try:
        with open_bytes(device) as handle:
            return handle.seek(0, os.SEEK_END) == 0
    except (OSError, UserError):
        return True


def _gone(device: Path) -> UserError:
    return UserError(
        "burn.gone",
        f"读回核对到一半，光盘或光驱“{device}”不见了。",
        "请把光盘放回去，接好光驱，再核验这张光盘；核验不过就换一张重新刻录。",
        exit_code=EXIT_NO,
    )


def image_changed(image: Path) -> UserError:
    """The image file is not what it was when burning began."""
    return UserError(
        "burn.image-changed",
        f"刻录期间映像文件“{image}”被改动了，刻出的光盘不能用。",
        "请重新制作映像，再换一张光盘刻录。",
        exit_code=EXIT_NO,
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """Bytes ``start`` to ``end`` of the image are (padding included) those of the file ``path``."""

    start: int
    end: int
    path: str


def _look_at(image: Path) -> tuple[list[_Run], int]:
    """Where the files lie in the image, and its length. It was judged before it was burned."""
    try:
        with ImageTree(image) as tree:
            return _runs(tree), tree.size
    except UserError as error:
        if error.code.startswith("image."):
            raise image_changed(image) from error
        raise


def _runs(tree: ImageTree) -> list[_Run]:
    """The files of the image in the order of the disc, each in whole sectors."""
    runs = []
    for entry in tree.entries():
        if entry.kind is EntryKind.FILE and entry.size:
            extent = tree.extent(entry.path)
            runs.append(_Run(extent.start * SECTOR, extent.end * SECTOR, entry.path))
    return sorted(runs, key=lambda run: (run.start, run.path))


class _Found:
    """Gathers wrong sectors by file."""

    def __init__(self, runs: list[_Run]) -> None:
        self._runs = runs
        self._starts = [run.start for run in runs]
        self._first: dict[tuple[str, bool], int] = {}
        self._count: Counter[tuple[str, bool]] = Counter()

    @property
    def unreadable(self) -> int:
        """How many sectors could not be read so far."""
        return sum(count for (_, unreadable), count in self._count.items() if unreadable)

    def hold(self, place: int, good: bytes, data: bytes) -> None:
        """Hold what the disc has at ``place`` (``data``, empty: unreadable) against what it should have."""
        if data == good:
            return
        for offset in range(0, len(good), SECTOR):
            part = slice(offset, offset + SECTOR)
            if data[part] != good[part]:
                key = self._file_at(place + offset), not data
                self._first.setdefault(key, place + offset)
                self._count[key] += 1

    def damage(self) -> tuple[Damage, ...]:
        """All that was found, in the order of the disc."""
        every = (Damage(key[0], self._first[key], count, key[1]) for key, count in self._count.items())
        return tuple(sorted(every, key=lambda damage: damage.first))

    def _file_at(self, place: int) -> str:
        index = bisect_right(self._starts, place) - 1
        if index >= 0 and place < self._runs[index].end:
            return self._runs[index].path
        return ""
