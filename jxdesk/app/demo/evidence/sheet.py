"""A small XLSX: its mark in the first row and in the page header, then headings and rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from jxdesk.app.demo.evidence.paper import HEAD
from jxdesk.base.same_bytes import normalise
from jxdesk.documents.fonts import FontSet

_LINE = Side(style="thin")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_MARK_FONT = Font(name="黑体", size=16, bold=True, color="FFC62924")
_TITLE_FONT = Font(name="黑体", size=14)
_HEAD_FONT = Font(name="黑体", size=11)
_BODY_FONT = Font(name="宋体", size=11)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_HEAD_ROW = 3

SheetValue = str | int | Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table; ``widths`` are in characters, one for each column."""

    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[SheetValue, ...], ...]

    @property
    def suffix(self) -> str:
        """The file's extension."""
        return "xlsx"

    def make(self, fonts: FontSet) -> bytes:
        """The workbook; the same bytes each time. ``fonts`` are named, not embedded."""
        del fonts
        book = Workbook(write_only=True)
        page = book.create_sheet("演示")
        page.freeze_panes = f"A{_HEAD_ROW + 1}"
        page.oddHeader.center.text = HEAD
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        for number, width in enumerate(self.widths, start=1):
            page.column_dimensions[get_column_letter(number)].width = width

        def cell(value: SheetValue, font: Font, *, framed: bool = False) -> Cell:
            made = WriteOnlyCell(page)
            made.value = value
            if isinstance(value, str):
                made.data_type = "s"
            if isinstance(value, Decimal):
                made.number_format = "0." + "0" * max(0, -int(value.as_tuple().exponent))
            made.font = font
            if framed:
                made.border = _FRAME
                made.alignment = _CENTRE
            return made

        page.append([cell(HEAD, _MARK_FONT)])
        page.append([cell(self.title, _TITLE_FONT)])
        page.append([cell(column, _HEAD_FONT, framed=True) for column in self.columns])
        for row in self.rows:
            page.append([cell(value, _BODY_FONT, framed=True) for value in row])
        buffer = BytesIO()
        book.save(buffer)
        return normalise(buffer.getvalue(), self.title)
