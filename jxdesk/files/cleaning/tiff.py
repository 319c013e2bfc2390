"""TIFF directories rewritten in place: telling entries are taken out, their values overwritten.

Adobe TIFF 6.0, section 2, and its wide form, BigTIFF.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from jxdesk.files.bounds import MAX_FRAMES, Damaged

_TELLING = frozenset(
    {269, 270, 315, 316, 700, 33432, 33723, 34377, 34665, 34853, 37510, *range(40091, 40096)}
)
"""DocumentName, ImageDescription, Artist, HostComputer, XMP, Copyright, IPTC, Photoshop, Exif, GPS, XP…"""

_DIRECTORIES = frozenset({34665, 34853, 40965})
_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
_MAX_ENTRIES = 4_096


@dataclass(frozen=True, slots=True)
class _Form:
    """How directories are written: byte order, and the wide form of BigTIFF."""

    order: str
    big: bool

    @property
    def count(self) -> struct.Struct:
        return struct.Struct(self.order + ("Q" if self.big else "H"))

    @property
    def offset(self) -> struct.Struct:
        return struct.Struct(self.order + ("Q" if self.big else "I"))

    @property
    def entry(self) -> struct.Struct:
        """Tag, type, number of values; the value or its place follows in ``offset.size`` bytes."""
        return struct.Struct(self.order + ("HHQ" if self.big else "HHI"))


def clean_tiff(data: bytes) -> bytes:
    """The file with its telling entries gone, every pixel where it was. Raises ``Damaged``."""
    file = bytearray(data)
    try:
        form, first = _head(file)
        place, done = first, set[int]()
        while place and place not in done and len(done) < MAX_FRAMES:
            done.add(place)
            place = _clean_directory(file, form, place)
    except struct.error as error:
        raise Damaged from error
    return bytes(file)


def _head(file: bytearray) -> tuple[_Form, int]:
    order = {b"II": "<", b"MM": ">"}.get(bytes(file[:2]))
    if order is None:
        raise Damaged
    (version,) = struct.unpack_from(order + "H", file, 2)
    form = _Form(order, big=version == 43)
    (first,) = form.offset.unpack_from(file, 8 if form.big else 4)
    return form, first


def _clean_directory(file: bytearray, form: _Form, place: int) -> int:
    """Take the telling entries out; where the next directory stands. Raises ``struct.error``."""
    entries, after = _entries(file, form, place)
    (following,) = form.offset.unpack_from(file, after)
    kept = []
    for entry in entries:
        if form.entry.unpack_from(entry)[0] in _TELLING:
            _overwrite(file, form, entry)
        else:
            kept.append(entry)
    body = form.count.pack(len(kept)) + b"".join(kept) + form.offset.pack(following)
    end = after + form.offset.size
    file[place:end] = body + bytes(end - place - len(body))
    return int(following)


def _entries(file: bytearray, form: _Form, place: int) -> tuple[list[bytes], int]:
    """The entries of a directory and where they end."""
    (count,) = form.count.unpack_from(file, place)
    start, size = place + form.count.size, form.entry.size + form.offset.size
    if count > _MAX_ENTRIES or start + count * size > len(file):
        raise Damaged
    return [
        bytes(file[start + i * size : start + (i + 1) * size]) for i in range(count)
    ], start + count * size


def _overwrite(file: bytearray, form: _Form, entry: bytes, *, nested: bool = True) -> None:
    """Zeros in place of the values that an entry points to, of a whole directory where it points to one."""
    tag, kind, count = form.entry.unpack_from(entry)
    (place,) = form.offset.unpack_from(entry, form.entry.size)
    if tag in _DIRECTORIES and nested:
        entries, after = _entries(file, form, place)
        for inner in entries:
            _overwrite(file, form, inner, nested=form.entry.unpack_from(inner)[0] != tag)
        file[place:after] = bytes(after - place)
        return
    length = _SIZES.get(kind, 1) * count
    if length > form.offset.size and place + length <= len(file):
        file[place : place + length] = bytes(length)
