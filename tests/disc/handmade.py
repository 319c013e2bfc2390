"""Images laid out by hand, sector by sector: what no mastering program would write."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 2048
AREAS = 23
"""The sector where the continuation areas of :func:`image` begin."""


def both16(value: int) -> bytes:
    """A number in both byte orders, 16 bits each."""
    return struct.pack("<H", value) + struct.pack(">H", value)


def both32(value: int) -> bytes:
    """A number in both byte orders, 32 bits each."""
    return struct.pack("<I", value) + struct.pack(">I", value)


def mode(value: int) -> bytes:
    """A PX field: kind and rights of a thing."""
    return b"PX\x2c\x01" + both32(value) + both32(1) + both32(0) * 3


def posix_name(name: bytes) -> bytes:
    """An NM field."""
    return b"NM" + bytes([5 + len(name), 1, 0]) + name


def continued(sector: int, length: int) -> bytes:
    """A CE field: the further fields of the record stand elsewhere."""
    return b"CE\x1c\x01" + both32(sector) + both32(0) + both32(length)


def record(identifier: bytes, use: bytes = b"", *, extent: tuple[int, int] = (0, 0), flags: int = 0) -> bytes:
    """One directory record; an empty file unless ``extent`` (sector, bytes) and ``flags`` say more."""
    body = both32(extent[0]) + both32(extent[1]) + bytes(7) + bytes([flags, 0, 0]) + both16(1)
    body += bytes([len(identifier)]) + identifier + bytes(1 - len(identifier) % 2) + use
    body += bytes(len(body) % 2)
    return bytes([len(body) + 2, 0]) + body


def joliet_file(name: str) -> bytes:
    """The record of an empty file in the Joliet tree."""
    return record(name.encode("utf-16-be"))


def posix_file(name: str, use: bytes = b"", kind: int = 0o100444) -> bytes:
    """The record of an empty file in the other tree, its name and kind by Rock Ridge."""
    return record(b"A", posix_name(name.encode()) + mode(kind) + use)


def image(posix: Sequence[bytes], joliet: Sequence[bytes], areas: Sequence[bytes] = ()) -> bytes:
    """A whole image with these records in its two roots, ``areas`` in the sectors from ``AREAS`` on."""
    joliet_at = AREAS + len(areas)
    wide = _directory(joliet, joliet_at, b"", b"")
    posix_at = joliet_at + len(wide) // SECTOR
    plain = _directory(posix, posix_at, b"SP\x07\x01\xbe\xef\0" + mode(0o40555), mode(0o40555))
    total = posix_at + len(plain) // SECTOR
    data = bytes(16 * SECTOR)
    data += _descriptor(1, total, 19, (posix_at, len(plain)))
    data += _descriptor(2, total, 21, (joliet_at, len(wide)), b"%/E")
    data += (b"\xffCD001\x01").ljust(SECTOR, b"\0")
    for root, order in ((posix_at, "<"), (posix_at, ">"), (joliet_at, "<"), (joliet_at, ">")):
        data += (struct.pack(order + "BBIH", 1, 0, root, 1) + b"\0\0").ljust(SECTOR, b"\0")
    return data + b"".join(area.ljust(SECTOR, b"\0") for area in areas) + wide + plain


def _directory(records: Sequence[bytes], start: int, own_use: bytes, parent_use: bytes) -> bytes:
    """The directory at sector ``start``: its length stands in its own first record."""
    data = b""
    for _ in range(2):
        extent = (start, len(data))
        links = [
            record(b"\0", own_use, extent=extent, flags=2),
            record(b"\1", parent_use, extent=extent, flags=2),
        ]
        data = _sectors([*links, *records])
    return data


def _sectors(records: Sequence[bytes]) -> bytes:
    data = bytearray()
    for one in records:
        if len(data) % SECTOR + len(one) > SECTOR:
            data += bytes(-len(data) % SECTOR)
        data += one
    return bytes(data + bytes(-len(data) % SECTOR))


def _descriptor(kind: int, total: int, tables: int, root: tuple[int, int], escapes: bytes = b"") -> bytes:
    data = bytearray(SECTOR)
    data[:7] = bytes([kind]) + b"CD001\x01"
    data[80:88] = both32(total)
    data[88 : 88 + len(escapes)] = escapes
    data[120:132] = both16(1) + both16(1) + both16(SECTOR)
    data[132:140] = both32(10)
    struct.pack_into("<I", data, 140, tables)
    struct.pack_into(">I", data, 148, tables + 1)
    data[156:190] = record(b"\0", extent=root, flags=2)
    data[881] = 1
    return bytes(data)
