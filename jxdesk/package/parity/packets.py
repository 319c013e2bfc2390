"""The packets of recovery files, taken one by one: only what is whole is given to the program.

Parity Volume Set Specification 2.0: a packet is the magic, its length (8 bytes, little-endian, a
multiple of 4), the MD5 of what follows, the set's id, its type, its body. Packets of one set may come
from several damaged files and copies. The files come from strangers: a set is used only when it
describes nothing but files that belong to the package, so that the program is never led elsewhere.
Of several packets that say different things of the same, only one is judged and handed on: a program
may believe the first where we read the last.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jxdesk.base.errors import os_errors
from jxdesk.package import layout

Read = Callable[[int, int], bytes]
"""Bytes at (offset, length); what cannot be read is anything of that length."""

_MAGIC = b"PAR2\0PKT"
_HEADER = struct.Struct("<8sQ16s16s16s")
_MAIN, _FILE = b"PAR 2.0\0Main\0\0\0\0", b"PAR 2.0\0FileDesc"
_SUMS, _RECOVERY = b"PAR 2.0\0IFSC\0\0\0\0", b"PAR 2.0\0RecvSlic"
_KINDS = (_MAIN, _FILE, _SUMS, _RECOVERY)
_WINDOW = 1 << 20
_MAX_PACKET = 64 << 20
_MAX_PACKETS = 4 * layout.MAX_PAYLOAD_FILES + 65_536
_MAX_SETS = 64
_FIXED_FILE = 56
_FIXED_MAIN = 12
_ABOUT = {_MAIN: 0, _FILE: 16, _SUMS: 16, _RECOVERY: 4}
_LEAST = {_MAIN: _FIXED_MAIN, _FILE: _FIXED_FILE, _SUMS: 16, _RECOVERY: 4}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file that a set describes: ``name`` relative with ``/``, ``size`` in bytes, its MD5."""

    name: str
    size: int
    md5: bytes


@dataclass(frozen=True, slots=True)
class ParitySet:
    """One set: what it describes, and the number of whole ``recovery`` slices (``slice_size`` bytes)."""

    id: bytes
    slice_size: int
    files: tuple[FileFacts, ...]
    recovery: int


@dataclass(slots=True)
class _Held:
    """What is known of a set: where each packet lies, main and file packets also by content.

    ``told``: what was spoken of, by kind and the id (of a file, of a recovery slice) that it begins with.
    """

    places: dict[bytes, tuple[int, int, int]] = field(default_factory=dict)
    main: bytes | None = None
    files: dict[bytes, FileFacts] = field(default_factory=dict)
    exponents: set[int] = field(default_factory=set)
    told: set[tuple[bytes, bytes]] = field(default_factory=set)


class Catalogue:
    """The whole packets of any number of recovery files."""

    def __init__(self) -> None:
        self._reads: list[Read] = []
        self._sets: dict[bytes, _Held] = {}
        self._count = 0

    def add(self, read: Read, size: int) -> None:
        """Look through a file of ``size`` bytes; no more than a few times its bytes is hashed."""
        number = len(self._reads)
        self._reads.append(read)
        for offset, packet in _whole_packets(read, size):
            self._take(number, offset, packet)

    def _take(self, number: int, offset: int, packet: bytes) -> None:
        _, length, md5, set_id, kind = _HEADER.unpack_from(packet)
        if kind not in _KINDS or self._count >= _MAX_PACKETS:
            return
        if set_id not in self._sets and len(self._sets) >= _MAX_SETS:
            return
        held = self._sets.setdefault(set_id, _Held())
        if md5 in held.places:
            return
        body = packet[_HEADER.size :]
        about = body[: _ABOUT[kind]]
        if len(body) <= _LEAST[kind] or (kind, about) in held.told:
            return
        held.told.add((kind, about))
        if kind == _MAIN:
            held.main = body
        elif kind == _FILE:
            name = body[_FIXED_FILE:].rstrip(b"\0").decode("utf-8", "replace")
            held.files[about] = FileFacts(name, int.from_bytes(body[48:56], "little"), body[16:32])
        elif kind == _RECOVERY:
            held.exponents.add(int.from_bytes(about, "little"))
        self._count += 1
        held.places[md5] = (number, offset, length)

    def sets(self) -> list[ParitySet]:
        """The sets whose description is whole, the one with most recovery slices first."""
        found = [made for set_id, held in self._sets.items() if (made := _described(set_id, held))]
        return sorted(found, key=lambda one: (-one.recovery, one.id))

    def write(self, chosen: ParitySet, out: Path) -> None:
        """Write the packets of one set to the new file ``out``. Raises ``UserError`` (disk)."""
        with os_errors(out), out.open("xb") as handle:
            for number, offset, length in self._sets[chosen.id].places.values():
                handle.write(self._reads[number](offset, length))


def _described(set_id: bytes, held: _Held) -> ParitySet | None:
    if held.main is None:
        return None
    slice_size, count = struct.unpack_from("<QI", held.main)
    listed = held.main[_FIXED_MAIN:]
    ids = [listed[place : place + 16] for place in range(0, len(listed), 16)]
    # Files that are told of and not protected (more ids than are counted) are none of ours. Nor is a file
    # that is described and not listed: what is not judged is not handed on.
    if not 0 < slice_size <= _MAX_PACKET or count != len(ids) or set(ids) != held.files.keys():
        return None
    return ParitySet(set_id, slice_size, tuple(held.files[one] for one in ids), len(held.exponents))


def _whole_packets(read: Read, size: int) -> Iterator[tuple[int, bytes]]:
    place, left = 0, 4 * size + _MAX_PACKET
    while left > 0 and (found := _next_magic(read, place, size)) is not None:
        header = read(found, _HEADER.size)
        length = _HEADER.unpack(header)[1]
        place = found + 4
        if not _HEADER.size <= length <= min(_MAX_PACKET, size - found) or length % 4:
            continue
        packet = read(found, length)
        left -= length
        if (
            packet[: _HEADER.size] == header
            and hashlib.md5(packet[32:], usedforsecurity=False).digest() == header[16:32]
        ):
            place = found + length
            yield found, packet


def _next_magic(read: Read, place: int, size: int) -> int | None:
    """Where the next header begins, at ``place`` (as a rule) or behind it."""
    if place + _HEADER.size <= size and read(place, len(_MAGIC)) == _MAGIC:
        return place
    while place + _HEADER.size <= size:
        window = read(place, min(_WINDOW, size - place))
        found = window.find(_MAGIC)
        if found >= 0:
            return place + found if place + found + _HEADER.size <= size else None
        place += len(window) - len(_MAGIC) + 1
        if len(window) < len(_MAGIC):
            return None
    return None
