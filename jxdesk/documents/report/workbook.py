"""The report as a workbook: a summary to read, and a list to filter and to tick off."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from jxdesk.base.cell_text import MAX_CELL_CHARS
from jxdesk.base.progress import Progress
from jxdesk.base.same_bytes import normalise
from jxdesk.documents.report.sheet import MARKS, NOTHING_FOUND, STILL_OPEN, Entry, Group, ReportSheet, inert
from jxdesk.documents.sheet_cells import (
    bare_cell,
    lay_out_list,
    lay_out_page,
    number_cell,
    row_height,
    text_cell,
)
from jxdesk.domain.finding import Level

SUMMARY, FINDINGS = "概要", "检查结果"
COLUMNS = (
    ("序号", 7),
    ("级别", 9),
    ("规则", 7),
    ("检查什么", 18),
    ("所在部分", 16),
    ("位置", 28),
    ("问题", 42),
    ("怎么改", 30),
    ("理由", 30),
    ("理由给谁看", 11),
    ("看到的内容", 30),
    ("另见", 32),
    ("依据", 32),
    ("可用材料", 26),
)
_PRINTED = 10
_SUMMARY_WIDTHS = (28, 12, 12, 12, 40)
_TITLE = Font(name="黑体", size=16)
_STRONG = Font(name="黑体", size=12)


def workbook(sheet: ReportSheet, progress: Progress) -> bytes:
    """The workbook's bytes. Same sheet, same bytes."""
    sheet = inert(sheet)
    book = Workbook(write_only=True)
    pages = (book.create_sheet(SUMMARY), book.create_sheet(FINDINGS))
    try:
        _summary(pages[0], sheet)
        _findings(pages[1], sheet, progress)
    finally:
        # They write into files of their own, also when somebody says stop.
        for page in pages:
            page.close()
    buffer = BytesIO()
    book.save(buffer)
    return normalise(buffer.getvalue(), sheet.title)


def _summary(page: WriteOnlyWorksheet, sheet: ReportSheet) -> None:
    """Facts and verdict run on over empty cells; below them how many findings each part has."""
    lay_out_page(page, _SUMMARY_WIDTHS)
    page.append([bare_cell(page, sheet.title, _TITLE)])
    for label, text in sheet.facts:
        page.append([bare_cell(page, label), bare_cell(page, text)])
    page.append([])
    page.append([bare_cell(page, sheet.bottom_line, _STRONG)])
    page.append([bare_cell(page, sheet.counts)])
    page.append([])
    if not sheet.groups:
        page.append([bare_cell(page, NOTHING_FOUND)])
        return
    heads = ("所在部分", *(f"{MARKS[level]} {level.word}" for level in Level))
    page.append([text_cell(page, head, head=True) for head in heads])
    for group in sheet.groups:
        _counts(page, group)
    _counts(page, Group("合计", tuple(sheet.entries)))


def _counts(page: WriteOnlyWorksheet, group: Group) -> None:
    page.append([text_cell(page, group.title), *(number_cell(page, group.count(level)) for level in Level)])


def _findings(page: Any, sheet: ReportSheet, progress: Progress) -> None:
    widths = [width for _, width in COLUMNS]
    rows = [_row(group, entry) for group in sheet.groups for entry in group.entries]
    lay_out_list(page, widths, len(rows))
    # What stands further right is for the screen: on paper it would make all the rest too small.
    page.print_area = f"A1:{get_column_letter(_PRINTED)}{len(rows) + 1}"
    labels = [label for label, _ in COLUMNS]
    table: list[Sequence[str | int]] = [labels, *rows]
    for number, values in enumerate(table, start=1):
        page.row_dimensions[number].height = row_height(values, widths)
    page.append([text_cell(page, label, head=True) for label in labels])
    for done, values in enumerate(rows):
        progress("正在生成检查报告", done, len(rows))
        page.append([_cell(page, value) for value in values])


def _row(group: Group, entry: Entry) -> list[str | int]:
    reason = entry.reason
    return [
        entry.number,
        f"{MARKS[entry.level]} {entry.level.word}",
        entry.rule,
        entry.title,
        group.title,
        entry.place,
        entry.message,
        entry.remedy,
        reason.text if reason is not None else STILL_OPEN if entry.wants_reason else "",
        reason.mark if reason is not None else "",
        entry.seen,
        entry.elsewhere,
        entry.clause,
        entry.evidence,
    ]


def _cell(page: WriteOnlyWorksheet, value: str | int) -> Cell:
    if isinstance(value, int):
        return number_cell(page, value)
    return text_cell(page, value if len(value) <= MAX_CELL_CHARS else f"{value[: MAX_CELL_CHARS - 1]}…")
