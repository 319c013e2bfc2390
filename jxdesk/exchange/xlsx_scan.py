"""Look over an ``.xlsx`` without a parser: how far its cells reach, and what a reader would not see.

A spreadsheet reader lays a sheet out as a full rectangle, so one cell in the last corner costs
all the memory there is. It also hands out what a formula came to, or nothing where that was
not saved, and the bare fraction of a percentage: both are noted here by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from posixpath import join, normpath
from string import ascii_letters, digits

from jxdesk.exchange.bounds import MAX_SHEETS, check_extent, too_large, unreadable
from jxdesk.exchange.remarks import FORMULA, PERCENT, Remarks

_TAG = rb"<(?:[A-Za-z_][\w.-]{0,20}:)?"
_CELL = re.compile(_TAG + rb"c(?=[\s>/])([^<>]*)>")
# A cell that holds something: one closed in its own tag is empty.
_FILLED = re.compile(_TAG + rb"c(?=[\s>/])([^<>]*)(?<!/)>")
# The same where no name has a prefix, as nearly always: several times as fast.
_FILLED_PLAIN = re.compile(rb"<c(?=[\s>/])([^<>]*)(?<!/)>")
_STYLED = re.compile(_TAG + rb"c\s[^<>]*\bs\s*=[^<>]*(?<!/)>")
_REF = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,9})([0-9]{1,9})[\"']")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,9}[0-9]{1,9})[\"']")
_LETTERS, _DIGITS = ascii_letters.encode(), digits.encode()
_STYLE = re.compile(rb"\bs\s*=\s*[\"']([0-9]{1,6})[\"']")
_NO_RESULT = re.compile(
    rb"(?:</(?:\w{1,20}:)?f\s*>|" + _TAG + rb"f(?:\s[^<>]*)?/>)\s*(?:" + _TAG + rb"v\s*/>|" + _TAG
    + rb"v\s*>\s*</(?:\w{1,20}:)?v\s*>)?\s*</(?:\w{1,20}:)?c\s*>"
)  # fmt: skip
_SHEET = re.compile(_TAG + rb"sheet\s([^<>]*)>")
_RELATION = re.compile(_TAG + rb"Relationship\s([^<>]*)>")
_FORMAT = re.compile(_TAG + rb"numFmt\s([^<>]*)>")
_STYLE_ENTRY = re.compile(_TAG + rb"xf(?=[\s>/])([^<>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:.-]{1,40})\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')")
_BUILT_IN_PERCENT = {9, 10}
_PIECE = 4_000_000
# From the end of a formula back to its cell there are few tags.
_TAGS_BACK = 8


def scan(parts: Mapping[str, bytes]) -> dict[str, Remarks]:
    """Remarks (``FORMULA`` without a result, ``PERCENT``) by sheet name and cell (row, column from 0).

    Raises ``UserError`` ``exchange.too-large`` when a sheet reaches too far or there are too many,
    ``exchange.unreadable`` when the workbook's own parts are missing.
    """
    book = parts.get("xl/workbook.xml")
    if book is None:
        raise unreadable("里面没有工作表")
    sheets = [_attributes(found[1]) for found in _SHEET.finditer(book)]
    if len(sheets) > MAX_SHEETS:
        raise too_large(f"里面有 {len(sheets)} 张表，最多 {MAX_SHEETS} 张")
    files = _targets(parts.get("xl/_rels/workbook.xml.rels", b""))
    percents = _percent_styles(parts.get("xl/styles.xml", b""))
    remarks = {}
    for sheet in sheets:
        name, relation = sheet.get("name", ""), _local(sheet, "id")
        remarks[name] = _look_over(name, parts.get(files.get(relation, ""), b""), percents)
    return remarks


def _look_over(name: str, content: bytes, percents: set[int]) -> Remarks:
    rows = columns = 0
    filled = _FILLED if b":c" in content else _FILLED_PLAIN
    for piece in _pieces(content):
        # Attributes of a whole piece in one search: a Python step per cell would take longer than reading.
        found = _PLACE.findall(b"\n".join(filled.findall(piece)))
        if found:
            rows = max(rows, *map(int, {place.lstrip(_LETTERS) for place in found}))
            columns = max(columns, *map(_column, {place.rstrip(_DIGITS) for place in found}))
            check_extent(name, rows, columns)
    remarks = _percents(content, percents) if percents else {}
    if b"<f" in content or b":f" in content:
        remarks |= _formulas(content)
    return remarks


def _pieces(content: bytes) -> Iterator[bytes]:
    """The content in pieces that end before a tag."""
    start = 0
    while start < len(content):
        end = content.rfind(b"<", start + 1, start + _PIECE) if start + _PIECE < len(content) else -1
        end = end if end > start else content.find(b"<", start + _PIECE)
        end = end if end > start else len(content)
        yield content[start:end]
        start = end


def _percents(content: bytes, percents: set[int]) -> Remarks:
    """The filled cells whose style writes them as a percentage."""
    wanted = {str(number).encode() for number in percents}
    remarks: Remarks = {}
    for found in _STYLED.finditer(content):
        attributes = found[0]
        style, reference = _STYLE.search(attributes), _REF.search(attributes)
        if style and reference and (style[1].lstrip(b"0") or b"0") in wanted:
            remarks[int(reference[2]) - 1, _column(reference[1]) - 1] = PERCENT
    return remarks


def _formulas(content: bytes) -> Remarks:
    """The cells with a formula and without a result."""
    remarks: Remarks = {}
    for found in _NO_RESULT.finditer(content):
        start = found.start() + 1
        for _ in range(_TAGS_BACK):
            start = content.rfind(b"<", 0, start)
            if start < 0:
                break
            if cell := _CELL.match(content, start):
                if reference := _REF.search(cell[1]):
                    remarks[int(reference[2]) - 1, _column(reference[1]) - 1] = FORMULA
                break
    return remarks


def _targets(relations: bytes) -> dict[str, str]:
    """The workbook's parts by relation id."""
    found = {}
    for match in _RELATION.finditer(relations):
        attributes = _attributes(match[1])
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        found[attributes.get("Id", "")] = path
    return found


def _percent_styles(styles: bytes) -> set[int]:
    """The numbers of the cell styles that write a number as a percentage."""
    formats = {
        int(attributes.get("numFmtId", "0"))
        for attributes in (_attributes(match[1]) for match in _FORMAT.finditer(styles))
        if "%" in attributes.get("formatCode", "") and attributes.get("numFmtId", "").isdecimal()
    } | _BUILT_IN_PERCENT
    start, end = styles.find(b"<cellXfs"), styles.find(b"</cellXfs")
    if min(start, end) < 0:
        return set()
    entries = [_attributes(match[1]) for match in _STYLE_ENTRY.finditer(styles, start, end)]
    wanted = {str(number) for number in formats}
    return {number for number, entry in enumerate(entries) if entry.get("numFmtId", "") in wanted}


def _attributes(raw: bytes) -> dict[str, str]:
    found = (match.group(1, 2, 3) for match in _ATTRIBUTE.finditer(raw))
    return {
        name.decode("ascii", "replace"): unescape((double or single or b"").decode("utf-8", "replace"))
        for name, double, single in found
    }


def _local(attributes: Mapping[str, str], name: str) -> str:
    """An attribute whatever prefix its namespace has."""
    return next((value for key, value in attributes.items() if key.endswith(f":{name}")), "")


def _column(letters: bytes) -> int:
    """``A`` is 1, ``XFD`` 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
