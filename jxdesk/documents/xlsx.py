"""The lists as XLSX: one sheet, the columns of the catalogue, text that never becomes a formula."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from jxdesk.base.atomic import write_bytes
from jxdesk.base.cell_text import MAX_CELL_CHARS
from jxdesk.base.errors import UserError
from jxdesk.base.same_bytes import normalise
from jxdesk.documents.form.format import Form
from jxdesk.documents.sheet_cells import lay_out_list, number_cell, row_height, text_cell
from jxdesk.domain.catalogue import Field
from jxdesk.domain.values import Kind, Value

_WIDTHS = {
    Kind.TEXT: 20,
    Kind.LONG_TEXT: 48,
    Kind.CHOICE: 16,
    Kind.PRODUCTS: 30,
    Kind.REFERENCES: 40,
    Kind.DIGEST: 36,
}
_WIDTH = 12


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
    widths = [_WIDTHS.get(field.kind, _WIDTH) for field in fields]
    lay_out_list(sheet, widths, len(rows), mark)
    labels = [field.heading for field in fields]
    sheet.row_dimensions[1].height = row_height(labels, widths)
    for number, values in enumerate(table, start=2):
        sheet.row_dimensions[number].height = row_height(values, widths)
    sheet.append([text_cell(sheet, label, head=True) for label in labels])
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


def _cell(sheet: WriteOnlyWorksheet, value: str | int | Decimal) -> Cell:
    return text_cell(sheet, value) if isinstance(value, str) else number_cell(sheet, value)
