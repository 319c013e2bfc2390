"""Look over an ``.xlsx`` without a parser: how far its cells reach, and what a reader would not see.

A spreadsheet reader hands out what a formula came to, or nothing where that was not saved, and the bare
fraction of a percentage: both are noted here by cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from posixpath import join, normpath

from jxdesk.exchange.bounds import MAX_SHEETS, too_large, unreadable
from jxdesk.exchange.nesting import check_shape
from jxdesk.exchange.remarks import FORMULA, PERCENT, Remarks
from jxdesk.exchange.xlsx_extent import check_reach, column_number

_TAG = rb"<(?:[A-Za-z_][\w.-]{0,20}:)?"
# A cell whose attributes stand otherwise than spreadsheets write them, mostly none.
_ODDLY_WRITTEN = re.compile(
    rb'<c(?! r="[A-Z]{1,3}[0-9]{1,7}"(?: s="(?:0|[1-9][0-9]{0,5})")?(?: t="[A-Za-z]{1,12}")?/?>)[\s/>]'
)
_PREFIXED = re.compile(rb":c[\s/>]")
_FEW_STYLES = 40
_STYLED = re.compile(_TAG + rb"c\s[^<>]*\bs\s*=[^<>]*(?<!/)>")
_REF = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,9})([0-9]{1,9})[\"']")
_STYLE = re.compile(rb"\bs\s*=\s*[\"']([0-9]{1,6})[\"']")
_CELL = re.compile(rb"[<:]c[\s/>]")
_MAYBE_FORMULA = re.compile(rb"f[\s/>]")
_SHEET = re.compile(_TAG + rb"sheet\s([^<>]*)>")
_RELATION = re.compile(_TAG + rb"Relationship\s([^<>]*)>")
_FORMAT = re.compile(_TAG + rb"numFmt\s([^<>]*)>")
_STYLE_ENTRY = re.compile(_TAG + rb"xf(?=[\s>/])([^<>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:.-]{1,40})\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')")


def _cell_without_result(prefix: bytes) -> re.Pattern[bytes]:
    """A cell whose first child is a formula (ECMA-376, 18.3.1.4) with nothing or an empty value behind."""
    return re.compile(
        rb"<%bc(\s[^<>]*)>\s*<%bf(?:\s[^<>]*)?(?:/>|(?<!/)>[^<]*</%bf\s*>)\s*"
        rb"(?:<%bv\s*(?:/>|>\s*</%bv\s*>)\s*)?</%bc\s*>" % ((prefix,) * 6)
    )


_NO_RESULT, _NO_RESULT_PREFIXED = map(_cell_without_result, (b"", rb"(?:[A-Za-z_][\w.-]{0,20}:)?"))
_BUILT_IN_PERCENT = {9, 10}


def scan(parts: Mapping[str, bytes]) -> dict[str, Remarks]:
    """Remarks (``FORMULA`` without a result, ``PERCENT``) by sheet name and cell (row, column from 0).

    Raises ``UserError`` ``exchange.too-large`` when a sheet reaches too far or there are too many,
    ``exchange.unreadable`` when the workbook's own parts are missing or a part is no sheet.
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
    check_reach(name, content)
    if content and not _CELL.search(content):
        check_shape(content)
    remarks = _percents(content, percents) if percents else {}
    if _MAYBE_FORMULA.search(content):
        remarks |= _formulas(content)
    return remarks


def _percents(content: bytes, percents: set[int]) -> Remarks:
    """The filled cells whose style writes them as a percentage."""
    wanted = {str(number).encode() for number in percents}
    odd = _PREFIXED.search(content) or _ODDLY_WRITTEN.search(content)
    if len(wanted) <= _FEW_STYLES and not odd:
        plain = re.compile(rb'<c r="([A-Z]+)([0-9]+)" s="(?:%b)"[^<>]*(?<!/)>' % b"|".join(wanted))
        places = plain.findall(content)
        return {(int(row) - 1, column_number(letters) - 1): PERCENT for letters, row in places}
    remarks: Remarks = {}
    for found in _STYLED.finditer(content):
        attributes = found[0]
        style, reference = _STYLE.search(attributes), _REF.search(attributes)
        if style and reference and (style[1].lstrip(b"0") or b"0") in wanted:
            remarks[int(reference[2]) - 1, column_number(reference[1]) - 1] = PERCENT
    return remarks


def _formulas(content: bytes) -> Remarks:
    """The cells with a formula and without a result."""
    remarks: Remarks = {}
    pattern = _NO_RESULT_PREFIXED if b":f" in content else _NO_RESULT
    for found in pattern.finditer(content):
        if reference := _REF.search(found[1]):
            remarks[int(reference[2]) - 1, column_number(reference[1]) - 1] = FORMULA
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
