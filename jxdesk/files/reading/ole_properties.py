"""Property sets of compound files ([MS-OLEPS]): author, title and their like."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from jxdesk.files.bounds import Damaged
from jxdesk.files.reading.authors import is_somebody
from jxdesk.files.reading.ole import CompoundFile
from jxdesk.files.screening import Record

_SETS: dict[str, dict[int, str]] = {
    "\x05SummaryInformation": {2: "标题", 3: "主题", 4: "作者", 5: "关键词", 6: "备注", 8: "最后修改者"},
    "\x05DocumentSummaryInformation": {2: "类别", 14: "主管", 15: "单位"},
}
_PEOPLE = frozenset({"作者", "最后修改者", "主管"})
_CODEPAGE, _NARROW, _WIDE = 1, 30, 31
_UTF16 = 1200
_ENCODINGS = {
    936: "gb18030",
    54936: "gb18030",
    65001: "utf-8",
    _UTF16: "utf-16-le",
    950: "cp950",
    1252: "cp1252",
}
_MAX_PROPERTIES = 1_000


def read(file: CompoundFile, record: Record) -> None:
    """Screen the properties; who is named there is noted. Raises ``Damaged``, ``Enough``."""
    for name, known in _SETS.items():
        if name not in file:
            continue
        try:
            found = list(_properties(file.read(name)))
        except struct.error as error:
            raise Damaged from error
        for number, value in found:
            word = known.get(number)
            if word in _PEOPLE and is_somebody(value):
                record.note(f"文件属性：{word}", value)
            elif word is not None:
                record.text(f"文件属性：{word}", value)


def _properties(data: bytes) -> Iterator[tuple[int, str]]:
    """Number and text of the textual properties of the first set. Raises ``struct.error``."""
    (start,) = struct.unpack_from("<I", data, 44)
    (count,) = struct.unpack_from("<I", data, start + 4)
    places = [struct.unpack_from("<II", data, start + 8 + 8 * i) for i in range(min(count, _MAX_PROPERTIES))]
    encoding = "gb18030"
    for number, place in places:
        if number == _CODEPAGE:
            encoding = _ENCODINGS.get(struct.unpack_from("<H", data, start + place + 4)[0], encoding)
    for number, place in places:
        kind, length = struct.unpack_from("<II", data, start + place)
        raw = data[start + place + 8 :]
        if kind == _NARROW:
            yield number, raw[:length].decode(encoding, "replace").rstrip("\0")
        elif kind == _WIDE:
            yield number, raw[: 2 * length].decode("utf-16-le", "replace").rstrip("\0")
