"""The compound file in which Office kept documents until 2007 ([MS-CFB]): its streams, bounded."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from jxdesk.files.bounds import Damaged, TooLarge

MAX_STREAM = 128 * 1024 * 1024
_MAX_SECTORS = 4 * 1024 * 1024
_MAX_ENTRIES = 100_000
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA
_HEADER = struct.Struct("<24x4H8x3I4xI4I")
_ENTRIES_IN_HEADER = 109
_ENTRY_SIZE = 128
_MINI_SECTOR = 64
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class _Entry:
    start: int
    size: int


class CompoundFile:
    """The streams of a compound file, by the last part of their name. Raises ``Damaged``, ``TooLarge``."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        stream.seek(0)
        header = stream.read(512)
        if len(header) < 512:
            raise Damaged
        try:
            (_, major, _, shift, _, fat_count, directory, cutoff, mini, _, more, _) = _HEADER.unpack_from(
                header
            )
        except (struct.error, ValueError) as error:
            raise Damaged from error
        if (major, shift) not in ((3, 9), (4, 12)) or fat_count > _MAX_SECTORS // 128:
            raise Damaged
        self._sector = 1 << shift
        self._cutoff = cutoff
        self._fat = self._read_fat(header, fat_count, more)
        self._entries, root = self._read_directory(directory)
        self._mini_fat = _numbers(self._chain(mini, MAX_STREAM)) if mini < _LAST_SECTOR else ()
        self._mini_data = self._chain(root.start, root.size) if root.size else b""
        self.names = tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """A stream whole. Raises ``Damaged``, ``TooLarge``."""
        entry = self._entries[name]
        if entry.size > MAX_STREAM:
            raise TooLarge
        if entry.size >= self._cutoff:
            return self._chain(entry.start, entry.size)
        return self._mini_chain(entry)

    def _at(self, number: int) -> bytes:
        self._stream.seek((number + 1) * self._sector)
        return self._stream.read(self._sector)

    def _read_fat(self, header: bytes, count: int, more: int) -> tuple[int, ...]:
        places = list(struct.unpack_from(f"<{_ENTRIES_IN_HEADER}I", header, 76))
        while more < _LAST_SECTOR and len(places) < count:
            *further, more = _numbers(self._at(more)) or (_END,)
            places += further
        table: list[int] = []
        for place in places[:count]:
            if place < _LAST_SECTOR:
                table += _numbers(self._at(place))
        return tuple(table)

    def _chain(self, start: int, size: int) -> bytes:
        """At most ``size`` bytes of the chain of sectors that begins at ``start``."""
        pieces: list[bytes] = []
        length, number, steps = 0, start, 0
        while number < _LAST_SECTOR and length < size:
            steps += 1
            if number >= len(self._fat) or steps > len(self._fat):
                raise Damaged
            pieces.append(self._at(number))
            length += self._sector
            number = self._fat[number]
        return b"".join(pieces)[:size]

    def _mini_chain(self, entry: _Entry) -> bytes:
        pieces: list[bytes] = []
        number = entry.start
        while number < _LAST_SECTOR and len(pieces) * _MINI_SECTOR < entry.size:
            if number >= len(self._mini_fat) or len(pieces) > len(self._mini_fat):
                raise Damaged
            pieces.append(self._mini_data[number * _MINI_SECTOR : (number + 1) * _MINI_SECTOR])
            number = self._mini_fat[number]
        return b"".join(pieces)[: entry.size]

    def _read_directory(self, start: int) -> tuple[dict[str, _Entry], _Entry]:
        data = self._chain(start, _MAX_ENTRIES * _ENTRY_SIZE)
        found: dict[str, _Entry] = {}
        root = _Entry(0, 0)
        for place in range(0, len(data) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
            raw = data[place : place + _ENTRY_SIZE]
            length, kind = struct.unpack_from("<HB", raw, 64)
            first, size = struct.unpack_from("<IQ", raw, 116)
            if self._sector == 512:
                size &= 0xFFFFFFFF
            if kind == _ROOT:
                root = _Entry(first, min(size, MAX_STREAM))
            elif kind == _STREAM and 2 <= length <= 64:
                found.setdefault(raw[: length - 2].decode("utf-16-le", "replace"), _Entry(first, size))
        return found, root


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
