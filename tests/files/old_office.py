"""Compound files as Office wrote them until 2007, built sector by sector ([MS-CFB], [MS-DOC], [MS-OLEPS])."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SMALLEST = 4096
"""Streams are padded to this, so that none goes into the mini stream."""

NARROW = "Plan 2025 "


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams below its root."""
    sectors: list[bytes] = []
    table: list[int] = []

    def chain(data: bytes) -> int:
        start = len(sectors)
        count = max(1, -(-len(data) // SECTOR))
        for number in range(count):
            sectors.append(data[number * SECTOR : (number + 1) * SECTOR].ljust(SECTOR, b"\0"))
            table.append(start + number + 1 if number < count - 1 else END)
        return start

    entries = [_entry("Root Entry", 5, END, 0)]
    for name, data in streams.items():
        padded = data.ljust(SMALLEST, b"\0")
        entries.append(_entry(name, 2, chain(padded), len(padded)))
    directory = chain(b"".join(entries))
    fat_sectors = -(-(len(sectors) + 2) // (SECTOR // 4))
    first_fat = len(sectors)
    table += [FAT] * fat_sectors
    table += [FREE] * (fat_sectors * SECTOR // 4 - len(table))
    return (
        _head(directory, list(range(first_fat, first_fat + fat_sectors)))
        + b"".join(sectors)
        + struct.pack(f"<{len(table)}I", *table)
    )


def circular() -> bytes:
    """A compound file whose directory follows itself."""
    table = [0, FAT] + [FREE] * 126
    return _head(0, [1]) + bytes(SECTOR) + struct.pack("<128I", *table)


def _head(directory: int, fat: list[int]) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, len(fat), directory, 0, SMALLEST, END, 0, END, 0)
    return head + struct.pack("<109I", *(fat + [FREE] * (109 - len(fat))))


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, FREE, FREE, FREE)
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<H", len(raw))
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def word(*paragraphs: str, comment: str = "", author: str = "", encrypted: bool = False) -> bytes:
    """A Word 97 document: a piece of one byte a character, then two of two bytes."""
    text = NARROW + "".join(paragraphs)
    start = 0x400
    wide = (text[len(NARROW) :] + comment).encode("utf-16-le")
    document = bytearray(start) + NARROW.encode("cp1252") + wide
    struct.pack_into("<HH", document, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", document, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<8i", document, 0x4C, len(text), 0, 0, 0, len(comment), 0, 0, 0)
    middle = len(text) // 2 + len(NARROW)
    ends = struct.pack("<4I", 0, len(NARROW), middle, len(text + comment))
    second = start + len(NARROW)
    third = second + 2 * (middle - len(NARROW))
    pieces = b"".join(struct.pack("<HIH", 0, where, 0) for where in (start * 2 | 0x40000000, second, third))
    table = b"\x01\x02\0\0\0" + b"\x02" + struct.pack("<I", len(ends + pieces)) + ends + pieces
    struct.pack_into("<II", document, 0x01A2, 0, len(table))
    return compound(
        {"WordDocument": bytes(document), "1Table": table, "\x05SummaryInformation": _properties(author)}
    )


def _properties(author: str) -> bytes:
    value = author.encode("gb18030") + b"\0"
    pages = struct.pack("<II", 2, 936)
    written = struct.pack("<II", 30, len(value)) + value
    body = struct.pack("<II", 1, 24) + struct.pack("<II", 4, 24 + len(pages)) + pages + written
    section = struct.pack("<II", len(body) + 8, 2) + body
    return struct.pack("<HHI16xI16xI", 0xFFFE, 0, 0, 1, 48) + section
