"""The rows that were not taken, as a workbook with the reason beside each cell, to mend and hand in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from jxdesk.domain.catalogue import Catalogue
from jxdesk.exchange.cells import ReadCell
from jxdesk.exchange.headings import REASON_MARK, UID_HEADING
from jxdesk.exchange.rows import ReadList, ReadRow
from jxdesk.exchange.sheets import WIDTHS, WRONG_FILL, head_cell, save, set_width, text_cell
from jxdesk.exchange.written import sheet_title

ROW = ""
"""The key of what is wrong with a row as a whole."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A refused row and its reasons by field name (``ROW`` for the row itself)."""

    row: ReadRow
    reasons: Mapping[str, str]


def write_rejects(
    lists: Sequence[tuple[ReadList, Sequence[Reject]]], catalogue: Catalogue, out: Path
) -> None:
    """Write the refused rows, list by list, each with the headings it can be imported by again.

    Raises ``UserError`` for disk and rights.
    """
    book = Workbook(write_only=True)
    for read, rejects in lists:
        if rejects:
            _write(book, read, rejects, catalogue)
    save(book, "未导入的行", out)


def _write(book: Workbook, read: ReadList, rejects: Sequence[Reject], catalogue: Catalogue) -> None:
    sheet = book.create_sheet(sheet_title(read.kind, catalogue))
    sheet.freeze_panes = "B2"
    fields = [f for f in catalogue.of_record(read.kind.record) if f.spec.name in read.headings.columns]
    faulty = {name for reject in rejects for name in reject.reasons}
    heads: list[Cell] = [head_cell(sheet, f"{REASON_MARK}原表行号与整行")]
    widths = [(30, True)]
    for field in fields:
        heads.append(head_cell(sheet, field.heading))
        widths.append((WIDTHS.get(field.kind, 14), True))
        if field.spec.name in faulty:
            heads.append(head_cell(sheet, f"{REASON_MARK}{field.short}"))
            widths.append((36, True))
    for column, (width, text) in enumerate(widths, start=1):
        set_width(sheet, column, width, text=text)
    set_width(sheet, len(widths) + 1, 18, text=True, hidden=True)
    sheet.append([*heads, head_cell(sheet, UID_HEADING)])
    for reject in rejects:
        whole = f"第 {reject.row.number} 行。{reject.reasons.get(ROW, '')}"
        line: list[Cell | None] = [text_cell(sheet, whole)]
        for field in fields:
            name = field.spec.name
            reason = reject.reasons.get(name, "")
            line.append(_cell(sheet, reject.row.cells.get(name), wrong=bool(reason)))
            if name in faulty:
                line.append(text_cell(sheet, reason) if reason else None)
        sheet.append([*line, text_cell(sheet, reject.row.uid)])


def _cell(sheet: WriteOnlyWorksheet, cell: ReadCell | None, *, wrong: bool) -> Cell | None:
    """The cell as it was handed in, coloured where it is at fault."""
    fill = WRONG_FILL if wrong else None
    if cell is None:
        return text_cell(sheet, "", fill=fill) if wrong else None
    return text_cell(sheet, cell.text, fill=fill)
