"""Workbooks of 1997 to 2003 ([MS-XLS]) and binary ones ([MS-XLSB]): cells through calamine."""

from __future__ import annotations

import struct
from functools import partial
from typing import BinaryIO

import python_calamine as calamine

from jxdesk.files.bounds import Damaged, Locked
from jxdesk.files.reading.numbers import as_typed
from jxdesk.files.reading.worksheet import column_letters
from jxdesk.files.screening import Record

STREAMS = ("Workbook", "Book")
_FILEPASS, _NOTE = 0x002F, 0x001C
_MAX_AREA = 4_000_000


def read(stream: BinaryIO, record: Record) -> None:
    """Screen every sheet. Raises ``Damaged``, ``Locked``, ``Enough``."""
    stream.seek(0)
    try:
        book = calamine.load_workbook(stream)
        record.pages = len(book.sheets_metadata)
        for about in book.sheets_metadata:
            where = f"工作表“{about.name[:40]}”"
            if about.visible != calamine.SheetVisibleEnum.Visible:
                record.note(where, "隐藏的工作表")
            if about.typ == calamine.SheetTypeEnum.WorkSheet:
                _read_sheet(book.get_sheet_by_name(about.name), where, record)
    except calamine.PasswordError as error:
        raise Locked from error
    except calamine.CalamineError as error:
        raise Damaged from error


def _read_sheet(sheet: calamine.CalamineSheet, where: str, record: Record) -> None:
    if sheet.start is None or sheet.end is None:
        return
    (top, left), (bottom, right) = sheet.start, sheet.end
    if (bottom - top + 1) * (right - left + 1) > _MAX_AREA:
        record.partial = True
        return
    for number, row in enumerate(sheet.iter_rows(), top + 1):
        cells = [as_typed(repr(cell)) if isinstance(cell, float) else str(cell) for cell in row]
        record.row(cells, partial(_place, where, number, left + 1))


def _place(where: str, row: int, first: int, number: int) -> str:
    return f"{where}{column_letters(first + number)}{row}"


def look_over(data: bytes, record: Record) -> None:
    """What calamine does not tell: whether it is encrypted, whether there are comments.

    The texts of comments are not read, which is said by ``partial``. Raises ``Locked``.
    """
    place = notes = 0
    while place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        if kind == _FILEPASS:
            raise Locked
        notes += kind == _NOTE
        place += 4 + length
    if notes:
        record.note("批注", f"共 {notes} 条")
        record.partial = True
