"""Look over an ``.ods`` before a reader lays it out: repeated cells make a few bytes a huge sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

from jxdesk.exchange.bounds import MAX_SHEETS, check_extent, too_large, unreadable
from jxdesk.exchange.nesting import check_shape
from jxdesk.exchange.remarks import PERCENT, Remarks

_EVENT = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s>/])([^<>]*)>|<(text:p)(?=[\s>/])"
)
_NAME = re.compile(rb"\btable:name\s*=\s*[\"']([^\"'<>]*)[\"']")
_REPEATED = re.compile(rb"\btable:number-(?:columns|rows)-repeated\s*=\s*[\"']([0-9]{1,9})[\"']")
_VALUE = re.compile(rb"\boffice:value-type\s*=\s*[\"']([a-z]{1,12})")


def scan(parts: Mapping[str, bytes]) -> dict[str, Remarks]:
    """Remarks (``PERCENT``) by sheet name and cell (row, column from 0).

    Raises ``UserError`` ``exchange.too-large`` when a sheet's content reaches too far,
    ``exchange.unreadable`` when there is none and never was.
    """
    content = _content(parts)
    sheets = row = column = width = 0
    name, repeat = "", 1
    remarks: dict[str, Remarks] = {}
    for event in _EVENT.finditer(content):
        closing, element, attributes = event[1], event[2], event[3] or b""
        if element == b"table" and not closing:
            sheets += 1
            row, name = 0, _name(attributes)
        elif element == b"table-row" and not closing:
            column = width = 0
            repeat = _repeated(attributes)
        elif element == b"table-row":
            row += repeat
            if width:
                check_extent(name, row, width)
        elif element in (b"table-cell", b"covered-table-cell") and not closing:
            first, column = column, column + _repeated(attributes)
            if found := _VALUE.search(attributes):
                width = column
                if found[1] == b"percentage":
                    check_extent(name, row + repeat, width)
                    cells = product(range(row, row + repeat), range(first, column))
                    remarks.setdefault(name, {}).update(dict.fromkeys(cells, PERCENT))
        elif event[4]:
            width = column
    if sheets > MAX_SHEETS:
        raise too_large(f"里面有 {sheets} 张表，最多 {MAX_SHEETS} 张")
    return remarks


def _content(parts: Mapping[str, bytes]) -> bytes:
    """The part with all sheets."""
    content = parts.get("content.xml")
    if content is None:
        raise unreadable("里面没有工作表")
    if b":table-cell" not in content:
        check_shape(content)
    return content


def _name(attributes: bytes) -> str:
    found = _NAME.search(attributes)
    return found[1].decode("utf-8", "replace") if found else ""


def _repeated(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1
