"""The lists as XLSX: one sheet, the columns of the catalogue, text that never becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from jxdesk.base.atomic import write_bytes
from jxdesk.base.cell_text import MAX_CELL_CHARS, escaped
from jxdesk.base.errors import UserError
from jxdesk.base.same_bytes import normalise
from jxdesk.documents.form.format import Form
from jxdesk.domain.catalogue import Field
from jxdesk.domain.values import Kind, Value

_A4 = 9

_WIDTHS = {
    Kind.TEXT: 20,
    Kind.LONG_TEXT: 48,
    Kind.CHOICE: 16,
    Kind.PRODUCTS: 30,
    Kind.REFERENCES: 40,
    Kind.DIGEST: 36,
}
_WIDTH = 12
_LINE = 15.0
_TALLEST = 409.0
_HEAD_FONT = Font(name="黑体", size=11)
_BODY_FONT = Font(name="宋体", size=11)
_HEAD_ALIGN = Alignment(horizontal="center", vertical="center", wrap_text=True)
_BODY_ALIGN = Alignment(vertical="center", wrap_text=True)
_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write_list(form: Form, record: str, title: str, out: Path, mark: str = "") -> None:
    """Write the rows of list ``record`` (``enterprises`` …) to ``out``; same rows, same bytes.

    Numbers are numbers with the decimal places that were typed, everything else is text.
    ``mark`` (a draft or training mark) stands in the page header. Raises ``UserError``
    ``documents.cell-too-long`` where Excel would cut a text off.
    """
    fields = form.catalogue.of_record(record)
    rows: Sequence[Any] = getattr(form.application, record)
    table = [[_plain(form, field, field.spec.of(row)) for field in fields] for row in rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if mark:
        sheet.oddHeader.center.text = mark
    sheet.oddFooter.center.text = "第&P页 共&N页"
    widths = [_WIDTHS.get(field.kind, _WIDTH) for field in fields]
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{len(rows) + 1}"
    labels = [field.heading for field in fields]
    sheet.row_dimensions[1].height = _height(labels, widths)
    for number, values in enumerate(table, start=2):
        sheet.row_dimensions[number].height = _height(values, widths)
    sheet.append([_text_cell(sheet, label, head=True) for label in labels])
    for values in table:
        sheet.append([_cell(sheet, value) for value in values])
    buffer = BytesIO()
    book.save(buffer)
    write_bytes(out, normalise(buffer.getvalue(), title))


def _plain(form: Form, field: Field, value: Value) -> str | int | Decimal:
    """What stands in a cell: a number as it is, anything else as the form shows it."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    if field.kind is Kind.REFERENCES and isinstance(value, tuple):
        text = "；".join(form.reference(str(item)) for item in value)
    else:
        text = form.cell(field.id, value)
    if len(text) > MAX_CELL_CHARS:
        raise UserError(
            "documents.cell-too-long",
            f"“{field.label}”有一处超过 {MAX_CELL_CHARS} 个字符，Excel 表格放不下。",
            "请精简这段文字，详细内容可作为佐证材料附上。",
        )
    return text


def _height(values: Iterable[str | int | Decimal], widths: Iterable[int]) -> float:
    """A row's height in points: not every program finds it by itself when it opens the file."""
    lines = max(_lines(str(value), width) for value, width in zip(values, widths, strict=True))
    return min(_LINE * (lines + 0.4), _TALLEST)


def _lines(text: str, width: int) -> int:
    """About how many lines ``text`` takes; Chinese characters are two columns wide."""
    columns = (sum(1 if char.isascii() else 2 for char in line) for line in text.split("\n"))
    return sum(max(1, -(-taken // (width - 2))) for taken in columns)


def _cell(sheet: WriteOnlyWorksheet, value: str | int | Decimal) -> Cell:
    if isinstance(value, str):
        return _text_cell(sheet, value)
    return _number_cell(sheet, value)


def _number_cell(sheet: WriteOnlyWorksheet, value: int | Decimal) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.value = value
    places = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
    cell.number_format = "0" + ("." + "0" * places if places else "")
    cell.border = _FRAME
    cell.font = _BODY_FONT
    cell.alignment = _BODY_ALIGN
    return cell


def _text_cell(sheet: WriteOnlyWorksheet, text: str, *, head: bool = False) -> Cell:
    """A text cell whatever its first character: openpyxl would take “=…” for a formula."""
    cell = WriteOnlyCell(sheet, value=escaped(text) or None)
    if text:
        cell.data_type = "s"
    cell.number_format = "@"
    cell.border = _FRAME
    cell.font = _HEAD_FONT if head else _BODY_FONT
    cell.alignment = _HEAD_ALIGN if head else _BODY_ALIGN
    return cell
