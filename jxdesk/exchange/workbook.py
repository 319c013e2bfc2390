"""Read a spreadsheet in a process that may crash: ``.xlsx``, ``.xls``, ``.ods``, ``.csv``."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, TypeVar

from jxdesk.base import worker
from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress, silent
from jxdesk.exchange import ods_scan, xlsx_scan
from jxdesk.exchange.bounds import (
    MAX_FILE,
    MAX_MERGED,
    MAX_ROWS,
    MAX_SHEETS,
    check_extent,
    encrypted,
    too_large,
    unreadable,
)
from jxdesk.exchange.container import open_container
from jxdesk.exchange.guard import unguarded
from jxdesk.exchange.passwords import asks_for_password
from jxdesk.exchange.remarks import Remarks

ORIGINAL_SHEET, ORIGINAL_MARK = "原值", "jxdesk-handout"
"""Name and first cell of the hidden sheet in which a handed-out workbook keeps what it was."""
SUFFIXES = (".xlsx", ".xls", ".ods", ".csv")
TIMEOUT_S = 60.0
MEMORY_MB = 640

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"

T = TypeVar("T")
Area = tuple[int, int, int, int]
Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet: its rows from the first on, ``""`` for an empty cell.

    ``kept``: the hidden one on which a handed-out workbook keeps what it was.
    ``remarks`` says of single cells (row, column from 0) what their value does not show. ``merged`` are
    areas of cells joined into one (top, left, bottom, right, from 0): only the first cell has the value.
    ``sees_percent`` is false where the format of numbers can't be seen, so that 0.08 may be 8 %.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    remarks: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    sees_percent: bool = True
    kept: bool = False


def read_workbook(path: Path, progress: Progress = silent) -> tuple[Sheet, ...]:
    """The visible sheets of a spreadsheet, and what a handed-out one keeps of itself.

    Raises ``UserError``: ``exchange.format`` (not one of ``SUFFIXES``), ``exchange.too-large``,
    ``exchange.unreadable``, ``exchange.password``, ``path.*``; ``Cancelled`` from ``progress``.
    """
    return in_reader(read_bytes, path, progress=progress)


def in_reader(work: Callable[..., T], path: Path, *arguments: object, progress: Progress = silent) -> T:
    """What the module-level ``work(data, suffix, *arguments)`` makes of a spreadsheet's bytes.

    It runs in a process that may crash, with bounded time and memory. Raises as :func:`read_workbook`.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UserError(
            "exchange.format",
            f"“{path.name[:80]}”不是能导入的表格。",
            f"可以导入 {'、'.join(SUFFIXES)} 文件。",
        )
    with os_errors(path), path.open("rb") as handle:
        data = handle.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise too_large(f"超过 {MAX_FILE // 1024 // 1024} MB")
    failure = UserError(
        "exchange.unreadable",
        "表格文件读到一半就读不下去了，可能已损坏，或内容异常庞大。",
        "请用 Excel 或 WPS 打开它，只留要导入的内容，另存为新的 .xlsx 后再试。",
    )
    return worker.run(
        work,
        data,
        suffix,
        *arguments,
        failure=failure,
        timeout_s=TIMEOUT_S,
        memory_mb=MEMORY_MB,
        label="正在读取表格",
        progress=progress,
    )


def read_bytes(data: bytes, suffix: str) -> tuple[Sheet, ...]:
    """The work of the child: look the bytes over, then parse them. Raises ``UserError``."""
    if not data:
        raise unreadable("文件是空的")
    if suffix == ".csv":
        return (_read_csv(data),)
    if data.startswith(_ZIP):
        parts = open_container(data)
        remarks = (ods_scan if _ODS in data[:200] else xlsx_scan).scan(parts)
        return _parse(data, remarks, sees_percent=True)
    if not data.startswith(_OLE):
        raise unreadable("内容与扩展名不符")
    return _parse(data, {}, sees_percent=False)


def _parse(data: bytes, remarks: dict[str, Remarks], *, sees_percent: bool) -> tuple[Sheet, ...]:
    import python_calamine as calamine

    visible = calamine.SheetVisibleEnum.Visible
    try:
        book = calamine.load_workbook(BytesIO(data))
        wanted = [
            about.name
            for about in book.sheets_metadata
            if about.typ == calamine.SheetTypeEnum.WorkSheet
            and (about.visible == visible or about.name == ORIGINAL_SHEET)
        ]
        if len(book.sheets_metadata) > MAX_SHEETS:
            raise too_large(f"里面有 {len(book.sheets_metadata)} 张表，最多 {MAX_SHEETS} 张")
        sheets = [_sheet(book, name, remarks.get(name, {}), sees_percent) for name in wanted]
        seen = {about.name for about in book.sheets_metadata if about.visible == visible}
        return tuple(sheet for sheet in sheets if sheet.kept or sheet.name in seen)
    except calamine.PasswordError as error:
        raise encrypted() from error
    except calamine.CalamineError as error:
        if data.startswith(_OLE) and asks_for_password(data):
            raise encrypted() from error
        raise unreadable("文件不完整或已损坏") from error


def _sheet(book: Any, name: str, remarks: Remarks, sees_percent: bool) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.end is None:
        return Sheet(name, ())
    check_extent(name, sheet.end[0] + 1, sheet.end[1] + 1)
    rows = sheet.to_python(skip_empty_area=False)
    kept = name == ORIGINAL_SHEET and bool(rows) and rows[0][0] == ORIGINAL_MARK
    return Sheet(name, tuple(map(tuple, rows)), remarks, _merged(sheet), sees_percent, kept)


def _merged(sheet: Any) -> tuple[Area, ...]:
    """The joined areas of a sheet, as far as a list could have them; some formats tell none."""
    areas = sheet.merged_cell_ranges or []
    if len(areas) > MAX_MERGED:
        raise too_large(f"“{sheet.name[:40]}”表有 {len(areas)} 处合并单元格")
    return tuple((top, left, bottom, right) for (top, left), (bottom, right) in areas)


def _read_csv(data: bytes) -> Sheet:
    text = _decoded(data)
    head = text[:4096].split("\n", 1)[0]
    delimiter = max(",\t;", key=head.count)
    csv.field_size_limit(MAX_FILE)
    rows: list[list[str]] = []
    columns = 1
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append([unguarded(cell) for cell in row])
            columns = max(columns, len(row))
            if len(rows) > MAX_ROWS or columns > len(head) + 1:
                check_extent("CSV", len(rows), columns)
    except csv.Error as error:
        raise unreadable(f"第 {len(rows) + 1} 行的引号或分隔不对") from error
    check_extent("CSV", len(rows), columns)
    return Sheet("CSV", tuple(map(tuple, rows)))


def _decoded(data: bytes) -> str:
    """UTF-8, or GB18030 as Excel writes it on a Chinese system."""
    if b"\0" in data:
        raise unreadable("内容与扩展名不符")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable("文字编码既不是 UTF-8 也不是 GB18030")
