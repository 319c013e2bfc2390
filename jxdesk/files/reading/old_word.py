"""Word documents of 1997 to 2003 ([MS-DOC]): their text through the piece table."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from jxdesk.files.bounds import Damaged, Locked
from jxdesk.files.reading.ole import CompoundFile
from jxdesk.files.screening import Record

STREAM = "WordDocument"
_MAGIC = 0xA5EC
_OLDEST = 0x00C1
"""nFib of Word 97; what is older has no piece table of this form."""

_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_COUNTS, _CLX = 0x4C, 0x01A2
_COMMENTS = 4
_PARTS = ("正文", "脚注", "页眉页脚", "宏", "批注", "尾注", "文本框", "页眉页脚的文本框")
_PRC, _PCDT = 1, 2
_COMPRESSED = 0x40000000
_MARKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x07": "\t", "\x1e": "-", "\x1f": None})
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f]")
_SAVED_PICTURE_OR_NOTE = "\x01\x02\x05\x08"


def read(file: CompoundFile, record: Record) -> None:
    """Screen the text of a document. Raises ``Damaged``, ``Locked``, ``Enough``."""
    data = file.read(STREAM)
    try:
        magic, version = struct.unpack_from("<HH", data)
        (flags,) = struct.unpack_from("<H", data, 0x0A)
        if magic != _MAGIC:
            raise Damaged
        if flags & _ENCRYPTED:
            raise Locked
        if version < _OLDEST:
            record.partial = True
            record.blank = False
            return
        counts = struct.unpack_from(f"<{len(_PARTS)}i", data, _COUNTS)
        table = file.read("1Table" if flags & _TABLE_1 else "0Table")
        start, length = struct.unpack_from("<II", data, _CLX)
        text = "".join(_pieces(table[start : start + length], data))
    except (struct.error, KeyError) as error:
        raise Damaged from error
    _tell(text, counts, record)


def _tell(text: str, counts: tuple[int, ...], record: Record) -> None:
    place = 0
    for part, count in zip(_PARTS, counts, strict=True):
        own = text[place : place + max(0, count)]
        place += max(0, count)
        record.blank &= not set(own) & set(_SAVED_PICTURE_OR_NOTE)
        if part == "批注" and own.strip():
            record.note("批注", "文件中有批注")
        for number, line in enumerate(own.translate(_MARKS).split("\n"), 1):
            where = f"正文第 {number} 段" if part == "正文" else part
            record.content(where, _UNSEEN.sub("", line))


def _pieces(clx: bytes, data: bytes) -> Iterator[str]:
    """The texts of the piece table's pieces (2.4.1). Raises ``struct.error``."""
    place = 0
    while place < len(clx) and clx[place] == _PRC:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if place >= len(clx) or clx[place] != _PCDT:
        raise Damaged
    (length,) = struct.unpack_from("<I", clx, place + 1)
    count = (length - 4) // 12
    if count < 0 or place + 5 + length > len(clx):
        raise Damaged
    ends = struct.unpack_from(f"<{count + 1}I", clx, place + 5)
    for number in range(count):
        (where,) = struct.unpack_from("<I", clx, place + 5 + 4 * (count + 1) + 8 * number + 2)
        characters = max(0, ends[number + 1] - ends[number])
        if where & _COMPRESSED:
            start = (where & ~_COMPRESSED) // 2
            yield data[start : start + characters].decode("cp1252", "replace")
        else:
            yield data[where : where + 2 * characters].decode("utf-16-le", "replace")
