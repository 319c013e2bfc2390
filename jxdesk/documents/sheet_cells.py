"""Cells and pages of the workbooks that are written here: text stays text, headings stay in sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from jxdesk.base.cell_text import escaped

_A4 = 9
_LINE = 15.0
_TALLEST = 409.0
_HEAD_FONT = Font(name="黑体", size=11)
_BODY_FONT = Font(name="宋体", size=11)
_HEAD_ALIGN = Alignment(horizontal="center", vertical="center", wrap_text=True)
_BODY_ALIGN = Alignment(vertical="center", wrap_text=True)
_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


# The types of a write-only sheet leave out what it shares with the ordinary one.
def lay_out_list(sheet: Any, widths: Sequence[int], rows: int, mark: str = "") -> None:
    """A heading in row 1 that stays in sight, can be filtered by and is printed on each page.

    ``widths`` are those of the columns, in characters; ``mark`` stands in the page header.
    """
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{rows + 1}"
    lay_out_page(sheet, widths, mark)


def lay_out_page(sheet: Any, widths: Sequence[int], mark: str = "") -> None:
    """A4, as wide as the paper, pages numbered."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if mark:
        sheet.oddHeader.center.text = mark
    sheet.oddFooter.center.text = "第&P页 共&N页"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def row_height(values: Iterable[str | int | Decimal], widths: Iterable[int]) -> float:
    """A row's height in points: not every program finds it by itself when it opens the file."""
    lines = max(_lines(str(value), width) for value, width in zip(values, widths, strict=True))
    return min(_LINE * (lines + 0.4), _TALLEST)


def _lines(text: str, width: int) -> int:
    """About how many lines ``text`` takes; Chinese characters are two columns wide."""
    columns = (sum(1 if char.isascii() else 2 for char in line) for line in text.split("\n"))
    return sum(max(1, -(-taken // (width - 2))) for taken in columns)


def number_cell(sheet: WriteOnlyWorksheet, value: int | Decimal) -> Cell:
    """A number with the decimal places that were typed."""
    cell = WriteOnlyCell(sheet)
    cell.value = value
    places = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
    cell.number_format = "0" + ("." + "0" * places if places else "")
    cell.border = _FRAME
    cell.font = _BODY_FONT
    cell.alignment = _BODY_ALIGN
    return cell


def text_cell(sheet: WriteOnlyWorksheet, text: str, *, head: bool = False) -> Cell:
    """A text cell whatever its first character: openpyxl would take “=…” for a formula."""
    cell = bare_cell(sheet, text, _HEAD_FONT if head else _BODY_FONT)
    cell.border = _FRAME
    cell.alignment = _HEAD_ALIGN if head else _BODY_ALIGN
    return cell


def bare_cell(sheet: WriteOnlyWorksheet, text: str, font: Font = _BODY_FONT) -> Cell:
    """Text without a frame that runs on over the empty cells beside it."""
    cell = WriteOnlyCell(sheet, value=escaped(text) or None)
    if text:
        cell.data_type = "s"
    cell.number_format = "@"
    cell.font = font
    return cell
