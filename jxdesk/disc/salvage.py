"""What a damaged image's directories still say: where files lie, as far as any record tells.

The strict reader (:mod:`jxdesk.disc.reader`) refuses a damaged image; this one believes whatever can be
read and leaves it to checksums whether the bytes found there are right. Directories come in two
trees (Joliet, Rock Ridge), a record never crosses a sector, so one lost sector costs little.
ECMA-119 chapters 8 and 9.1, SUSP 1.12 (CE), RRIP 1.12 (NM).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from jxdesk.base.tree import MAX_DEPTH, MAX_ENTRIES
from jxdesk.disc.device import SECTOR
from jxdesk.disc.directory import MAX_DIRECTORY_BYTES, MAX_PATH, MAX_TREE_BYTES
from jxdesk.disc.volume import FIRST_DESCRIPTOR, MAX_DESCRIPTORS, Extent, both_orders

ReadSector = Callable[[int], bytes | None]
"""The bytes of a sector, by its number; ``None`` where it cannot be read."""

MAX_PLACES = 4
"""So many places are kept for one path, should the records disagree."""

MAX_RECORDS = 4 * MAX_ENTRIES
"""Each entry stands in both trees; as much again for directories that are damaged and told of twice."""

_STANDARD = b"CD001"
_ROOT_RECORD = 156
_SHORTEST = 34
_FOLDER_FLAG = 2
_SELF, _PARENT = b"\0", b"\x01"
# Where the roots are looked for when no descriptor is left: directories stand before all files.
_SEARCHED = 8192


@dataclass(frozen=True, slots=True)
class _Record:
    extent: Extent
    is_folder: bool
    identifier: bytes
    system_use: bytes


@dataclass(slots=True)
class _Search:
    """What was found so far; a directory is visited once under each name that leads to it.

    ``left`` is how many sectors of directories may still be read, ``records`` how many records looked at:
    directories that lead to each other would be endless.
    """

    read: ReadSector
    left: int = MAX_TREE_BYTES // SECTOR
    records: int = field(default_factory=lambda: MAX_RECORDS)
    files: dict[str, list[Extent]] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)


def find_files(read: ReadSector, sectors: int) -> dict[str, tuple[Extent, ...]]:
    """The files of an image of ``sectors`` sectors by path, each with the places that records give it.

    Never raises for what is on the image; entries, depth and bytes are capped.
    """
    search = _Search(read)
    waiting = [("", root, 1) for root in _roots(read, sectors)]
    while waiting and len(search.files) < MAX_ENTRIES:
        prefix, extent, depth = waiting.pop()
        if (prefix, extent.start) in search.seen or depth > MAX_DEPTH or len(search.seen) > MAX_ENTRIES:
            continue
        search.seen.add((prefix, extent.start))
        for record in _records(search, extent, sectors):
            path = prefix + _name(read, record)
            if path == prefix or len(path) > MAX_PATH:
                continue
            if record.is_folder:
                waiting.append((path + "/", record.extent, depth + 1))
            else:
                places = search.files.setdefault(path, [])
                if record.extent not in places and len(places) < MAX_PLACES:
                    places.append(record.extent)
    return {path: tuple(places) for path, places in search.files.items()}


def _roots(read: ReadSector, sectors: int) -> list[Extent]:
    """The roots that the descriptors name; where one is lost, also every root that can be seen."""
    found = []
    for sector in range(FIRST_DESCRIPTOR, FIRST_DESCRIPTOR + MAX_DESCRIPTORS):
        data = read(sector)
        if data is not None and data[1:6] == _STANDARD and data[0] in (1, 2):
            record = _record(data[_ROOT_RECORD : _ROOT_RECORD + _SHORTEST])
            if record is not None and record.is_folder:
                found.append(record.extent)
    if len(found) < 2:
        found += _visible_roots(read, sectors)
    return found


def _visible_roots(read: ReadSector, sectors: int) -> Iterator[Extent]:
    """Directories that are their own parents."""
    for sector in range(FIRST_DESCRIPTOR, min(sectors, _SEARCHED)):
        data = read(sector)
        if data is None or data[32:34] != b"\x01\0":
            continue
        itself = _record(data[: data[0]])
        above = _record(data[data[0] : data[0] + data[min(data[0], SECTOR - 1)]])
        if itself is None or above is None or above.identifier != _PARENT:
            continue
        if itself.is_folder and itself.extent.start == sector == above.extent.start:
            yield itself.extent


def _records(search: _Search, directory: Extent, sectors: int) -> Iterator[_Record]:
    end = min(directory.start + -(-min(directory.size, MAX_DIRECTORY_BYTES) // SECTOR), sectors)
    for sector in range(directory.start, min(end, directory.start + search.left)):
        if search.records <= 0:
            return
        search.left -= 1
        data = search.read(sector) or b""
        place = 0
        while place < len(data) and data[place] and place + data[place] <= SECTOR and search.records > 0:
            record = _record(data[place : place + data[place]])
            place += data[place]
            search.records -= 1
            if record is not None and record.identifier not in (_SELF, _PARENT):
                yield record


def _record(data: bytes) -> _Record | None:
    """A directory record, ``None`` for what contradicts itself."""
    if len(data) < _SHORTEST or 33 + data[32] > len(data) or not data[32]:
        return None
    start, size = both_orders(data, 2, "I"), both_orders(data, 10, "I")
    if start is None or size is None:
        return None
    named = data[32]
    system_use = data[33 + named + (1 - named % 2) :]
    return _Record(Extent(start, size), bool(data[25] & _FOLDER_FLAG), data[33 : 33 + named], system_use)


def _name(read: ReadSector, record: _Record) -> str:
    """The name as Rock Ridge has it, else as Joliet; empty for one that cannot stand in a path."""
    stored = _rock_ridge_name(read, record.system_use)
    try:
        name = stored.decode("utf-8") if stored else record.identifier.decode("utf-16-be")
    except UnicodeDecodeError:
        return ""
    if not stored and not record.is_folder:
        name = name.removesuffix(";1")
    return "" if name in (".", "..") or "/" in name or "\0" in name else name


def _rock_ridge_name(read: ReadSector, area: bytes) -> bytes:
    """The parts of the NM field; at most one continuation area is followed."""
    name, further = b"", b""
    for tag, body in _fields(area):
        if tag == b"NM":
            name += body[1:]
        elif tag == b"CE" and len(body) == 24:
            sector, offset, length = (struct.unpack_from("<I", body, place)[0] for place in (0, 8, 16))
            further = (read(sector) or b"")[offset : offset + length]
    return name + b"".join(body[1:] for tag, body in _fields(further) if tag == b"NM")


def _fields(area: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 4 <= len(area) and area[place + 2] >= 4:
        yield area[place : place + 2], area[place + 4 : place + area[place + 2]]
        place += area[place + 2]
