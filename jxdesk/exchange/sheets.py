"""Sheets that the program writes for people: plain text cells, styled headings, fixed bytes."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from jxdesk.base.atomic import write_bytes
from jxdesk.base.cell_text import MAX_CELL_CHARS, escaped
from jxdesk.base.same_bytes import normalise
from jxdesk.domain.limits import is_forbidden
from jxdesk.domain.values import Kind
from jxdesk.exchange.written import sheet_number

HEAD_FONT = Font(name="黑体", size=11)
BODY_FONT = Font(name="宋体", size=11)
HEAD_FILL = PatternFill("solid", fgColor="FFE8EEF7")
WRONG_FILL = PatternFill("solid", fgColor="FFFDE2E0")
LOCKED_FILL = PatternFill("solid", fgColor="FFEFEFEF")
HEAD_ALIGN = Alignment(horizontal="center", vertical="center", wrap_text=True)
BODY_ALIGN = Alignment(vertical="center", wrap_text=True)
WIDTHS = {Kind.TEXT: 22, Kind.LONG_TEXT: 48, Kind.CHOICE: 18, Kind.PRODUCTS: 30, Kind.REFERENCES: 40}
TEXT_FORMAT = "@"


def text_cell(sheet: WriteOnlyWorksheet, text: str, *, fill: PatternFill | None = None) -> Cell:
    """A text whatever its first character: never a formula, and nothing a sheet can't hold."""
    safe = "".join("□" if is_forbidden(char) and char != "\n" else char for char in text[:MAX_CELL_CHARS])
    cell = WriteOnlyCell(sheet, value=escaped(safe)[:MAX_CELL_CHARS])
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    cell.font = BODY_FONT
    cell.alignment = BODY_ALIGN
    if fill is not None:
        cell.fill = fill
    return cell


def head_cell(sheet: WriteOnlyWorksheet, text: str, note: str = "") -> Cell:
    """A heading, with a remark that shows when the pointer rests on it."""
    cell = text_cell(sheet, text, fill=HEAD_FILL)
    cell.font = HEAD_FONT
    cell.alignment = HEAD_ALIGN
    if note:
        cell.comment = Comment(note, "jxdesk", width=320, height=110)
    return cell


def number_cell(sheet: WriteOnlyWorksheet, value: int | Decimal) -> Cell | None:
    """A number with the decimal places typed; ``None`` where a sheet can't hold all its digits."""
    if Decimal(sheet_number(value)) != value:
        return None
    cell = WriteOnlyCell(sheet)
    cell.value = value
    places = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
    cell.number_format = "0" + ("." + "0" * places if places else "")
    cell.font = BODY_FONT
    cell.alignment = BODY_ALIGN
    return cell


def set_width(sheet: Any, column: int, width: float, *, text: bool, hidden: bool = False) -> None:
    """The width of a column (from 1), and whether its empty cells take what is typed as text."""
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width = width
    dimension.hidden = hidden
    if text:
        dimension.number_format = TEXT_FORMAT


def save(book: Workbook, title: str, out: Path) -> None:
    """Write the workbook, the same bytes for the same content. Raises ``UserError`` (disk, rights)."""
    buffer = BytesIO()
    book.save(buffer)
    write_bytes(out, normalise(buffer.getvalue(), title))
