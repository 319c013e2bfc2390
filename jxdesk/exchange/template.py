"""Workbooks to hand out: the official headings, what may be chosen, how to fill, what is known."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from jxdesk.base.cell_text import MAX_CELL_CHARS
from jxdesk.base.errors import UserError
from jxdesk.domain.application import SCHEMA, Application
from jxdesk.domain.catalogue import Catalogue, Field
from jxdesk.domain.limits import MAX_INTEGER_DIGITS, MAX_LINE
from jxdesk.domain.values import Kind, Value
from jxdesk.exchange.guide import hint, write_guide
from jxdesk.exchange.handout import Request, lines
from jxdesk.exchange.headings import UID_HEADING
from jxdesk.exchange.kinds import ListKind, lists_of
from jxdesk.exchange.references import References
from jxdesk.exchange.rows import EXAMPLE
from jxdesk.exchange.sheets import (
    LOCKED_FILL,
    TEXT_FORMAT,
    WIDTHS,
    head_cell,
    number_cell,
    save,
    set_width,
    text_cell,
)
from jxdesk.exchange.workbook import ORIGINAL_SHEET
from jxdesk.exchange.written import field_text, sheet_title

FORMAT = 1
CHOICES_SHEET, VERSION_SHEET = "词表", "版本"
SEVERAL = "申报数据"
"""What a workbook with several lists is called."""
LAST_ROW = 20_000
_MAX_PROMPT = 250
_EXAMPLES = {
    Kind.COUNT: "120",
    Kind.DECIMAL: "12.5",
    Kind.DATE: "2026-03",
    Kind.FLAG: "是",
    Kind.PRODUCTS: "产品甲（12.5%）；产品乙",
}
_EXAMPLE_FILL = PatternFill("solid", fgColor="FFF0F0F0")
_OPEN = Protection(locked=False)
# Where openpyxl keeps a cell's style as numbers; it has no other way to hand one on.
_STYLE = "_style"


def write_template(
    kind: str,
    out: Path,
    catalogue: Catalogue,
    application: Application | None = None,
    request: Request | None = None,
) -> None:
    """Write the workbook of ``kind`` (see ``KINDS``) to ``out``: empty, or with what is known.

    An empty one has its headings locked.

    With a ``request`` it has the rows that are handed out, only the columns asked for can be filled in
    (protected without a password), and it keeps what it was for the day it comes back. Raises
    ``UserError``: ``exchange.kind``, ``exchange.cell-too-long``, and for disk and rights.
    """
    book = Workbook(write_only=True)
    lists = lists_of(kind)
    choices = _Choices(catalogue, lists)
    for each in lists:
        _write_list(book, each, catalogue, choices, application, request)
    write_guide(book, lists, catalogue, request, locked=application is None or request is not None)
    choices.write(book)
    if application is not None and request is not None:
        _write_original(book, lists, catalogue, application, request)
    _write_version(book, kind, catalogue)
    save(book, sheet_title(lists[0], catalogue) if len(lists) == 1 else SEVERAL, out)


class _Choices:
    """The hidden sheet of vocabularies, one column each, and where each of them stands."""

    def __init__(self, catalogue: Catalogue, lists: Sequence[ListKind]) -> None:
        fields = [field for each in lists for field in catalogue.of_record(each.record)]
        names = dict.fromkeys(f.spec.mark.vocabulary for f in fields if f.kind is Kind.CHOICE)
        self._columns = {name: catalogue.notice.vocabularies[name] for name in names}

    def formula(self, vocabulary: str) -> str:
        """The cells that a dropdown takes its entries from."""
        column = get_column_letter(list(self._columns).index(vocabulary) + 1)
        last = max(1, len(self._columns[vocabulary]))
        return f"{quote_sheetname(CHOICES_SHEET)}!${column}$1:${column}${last}"

    def write(self, book: Workbook) -> None:
        if not self._columns:
            return
        sheet = book.create_sheet(CHOICES_SHEET)
        sheet.sheet_state = "hidden"
        for number in range(max(len(terms) for terms in self._columns.values())):
            line = [
                text_cell(sheet, terms[number].label) if number < len(terms) else None
                for terms in self._columns.values()
            ]
            sheet.append(line)


def _write_list(
    book: Workbook,
    kind: ListKind,
    catalogue: Catalogue,
    choices: _Choices,
    application: Application | None,
    request: Request | None,
) -> None:
    fields = catalogue.of_record(kind.record)
    sheet = book.create_sheet(sheet_title(kind, catalogue))
    sheet.freeze_panes = "B2"
    for number, field in enumerate(fields, start=1):
        numeric = field.kind in (Kind.COUNT, Kind.DECIMAL)
        set_width(sheet, number, WIDTHS.get(field.kind, 14), text=not numeric)
        if (check := _validation(field, choices)) is not None:
            check.add(f"{get_column_letter(number)}2:{get_column_letter(number)}{LAST_ROW}")
            sheet.data_validations.append(check)
    heads = [head_cell(sheet, field.heading, _remark(field)) for field in fields]
    if application is None:
        _protect_headings(sheet, fields)
        sheet.append(heads)
        if not kind.fixed:
            sheet.append([_example(sheet, kind, field, catalogue) for field in fields])
        return
    set_width(sheet, len(fields) + 1, 18, text=True, hidden=True)
    if request is not None:
        _protect(sheet, kind, fields, request)
    sheet.append([*heads, head_cell(sheet, UID_HEADING)])
    references = References(application, catalogue)
    styles: dict[Any, Any] = {}
    for row in getattr(application, kind.record):
        if request is None or request.holds(row):
            sheet.append(_line(sheet, fields, row, catalogue, references, request, styles))


def _example(sheet: WriteOnlyWorksheet, kind: ListKind, field: Field, catalogue: Catalogue) -> Cell | None:
    """A cell of the row that shows how to fill in; it is never imported."""
    if field.spec.name == kind.named_by[-1]:
        shown = f"{EXAMPLE}{field.short}"
    elif field.kind is Kind.CHOICE:
        terms = catalogue.notice.vocabularies[field.spec.mark.vocabulary]
        shown = terms[0].label if terms else ""
    else:
        shown = _EXAMPLES.get(field.kind, "")
    if not shown:
        return None
    cell = text_cell(sheet, shown, fill=_EXAMPLE_FILL)
    cell.protection = _OPEN
    return cell


def _protect_headings(sheet: Any, fields: Sequence[Field]) -> None:
    """Lock the headings of an empty workbook and nothing below them."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.insertRows = protection.deleteRows = protection.sort = protection.autoFilter = False
    for number in range(1, len(fields) + 1):
        sheet.column_dimensions[get_column_letter(number)].protection = _OPEN


def _protect(sheet: Any, kind: ListKind, fields: Sequence[Field], request: Request) -> None:
    """Lock everything but the cells asked for, and what new rows need where there may be any."""
    protection = sheet.protection
    protection.sheet = True
    # What only helps with looking stays allowed.
    protection.formatColumns = protection.formatRows = protection.sort = protection.autoFilter = False
    if request.rows is not None or kind.fixed:
        return
    for number, field in enumerate(fields, start=1):
        # A new row needs its name, asked for or not.
        if request.asks(field) or field.spec.name in (*kind.keys, *kind.named_by):
            sheet.column_dimensions[get_column_letter(number)].protection = _OPEN


def _line(
    sheet: WriteOnlyWorksheet,
    fields: Sequence[Field],
    row: Any,
    catalogue: Catalogue,
    references: References,
    request: Request | None,
    styles: dict[Any, Any],
) -> list[Cell | None]:
    cells = [_cell(sheet, field, field.spec.of(row), catalogue, references) for field in fields]
    if request is not None:
        cells = [
            _asked(sheet, cell, field, styles, open_=request.asks(field))
            for cell, field in zip(cells, fields, strict=True)
        ]
    return [*cells, text_cell(sheet, row.uid)]


def _asked(
    sheet: WriteOnlyWorksheet, cell: Cell | None, field: Field, styles: dict[Any, Any], *, open_: bool
) -> Cell:
    """A cell that can be filled in, or a grey one that can only be read.

    ``styles`` keeps the style of such a cell: to work it out for each of 100,000 takes ten seconds.
    """
    made = cell
    if made is None:
        made = WriteOnlyCell(sheet)
    before = getattr(made, _STYLE)
    key = (before and before.tobytes(), cell is None, field.kind, open_)
    if key in styles:
        setattr(made, _STYLE, copy(styles[key]))
        return made
    if cell is None:
        numeric = field.kind in (Kind.COUNT, Kind.DECIMAL)
        made.number_format = "General" if numeric else TEXT_FORMAT
    made.protection = Protection(locked=not open_)
    if not open_:
        made.fill = LOCKED_FILL
    styles[key] = copy(getattr(made, _STYLE))
    return made


def _cell(
    sheet: WriteOnlyWorksheet, field: Field, value: Value, catalogue: Catalogue, references: References
) -> Cell | None:
    if field.kind in (Kind.COUNT, Kind.DECIMAL) and hasattr(value, "as_integer_ratio"):
        held: Any = value
        if (cell := number_cell(sheet, held)) is not None:
            return cell
    text = field_text(field, value, catalogue, references)
    if len(text) > MAX_CELL_CHARS:
        raise UserError(
            "exchange.cell-too-long",
            f"“{field.short}”有一处超过 {MAX_CELL_CHARS} 个字符，Excel 的格子放不下。",
            "请精简这段文字，详细内容可作为佐证材料附上。",
        )
    return text_cell(sheet, text) if text else None


def _validation(field: Field, choices: _Choices) -> DataValidation | None:
    """What Excel checks while typing; a figure that may be “—” is only warned of."""
    limit = "9" * MAX_INTEGER_DIGITS
    match field.kind:
        case Kind.CHOICE:
            made = DataValidation(type="list", formula1=choices.formula(field.spec.mark.vocabulary))
            made.error = "请从下拉框里选择。"
        case Kind.FLAG:
            made = DataValidation(type="list", formula1='"是,否"')
            made.error = "请填“是”或“否”。"
        case Kind.COUNT:
            made = DataValidation(type="whole", operator="between", formula1="0", formula2=limit)
            made.error = "请填 0 或更大的整数，不要写单位。"
        case Kind.DECIMAL:
            made = DataValidation(type="decimal", operator="between", formula1=f"-{limit}", formula2=limit)
            made.error = "请填数字，不要写单位。"
        case Kind.TEXT:
            made = DataValidation(type="textLength", operator="between", formula1="0", formula2=str(MAX_LINE))
            made.error = f"文字不能超过 {MAX_LINE} 个字符。"
        case _:
            return None
    made.allow_blank = True
    made.showErrorMessage = True
    made.errorTitle = field.short[:30]
    made.errorStyle = "warning" if field.text.may_be_na else "stop"
    if told := hint(field):
        made.showInputMessage = True
        made.promptTitle, made.prompt = field.short[:30], told[:_MAX_PROMPT]
    return made


def _remark(field: Field) -> str:
    needed = "必填。" if field.text.required else ""
    return f"{needed}{hint(field)}"


def _write_original(
    book: Workbook,
    lists: Sequence[ListKind],
    catalogue: Catalogue,
    application: Application,
    request: Request,
) -> None:
    """What every cell is now, so that it can be told later who has changed it since."""
    references = References(application, catalogue)
    sheet = book.create_sheet(ORIGINAL_SHEET)
    sheet.sheet_state = "veryHidden"
    held = []
    for each in lists:
        fields = catalogue.of_record(each.record)
        rows = [
            (row.uid, [field_text(field, field.spec.of(row), catalogue, references) for field in fields])
            for row in getattr(application, each.record)
            if request.holds(row)
        ]
        held.append((each.record, fields, rows))
    for line in lines(application.id, request, held):
        sheet.append([text_cell(sheet, word) if word else None for word in line])


def _write_version(book: Workbook, kind: str, catalogue: Catalogue) -> None:
    """What a later program needs to know of the workbook that comes back."""
    notice = catalogue.notice
    sheet = book.create_sheet(VERSION_SHEET)
    sheet.sheet_state = "veryHidden"
    facts = (
        ("jxdesk-template", str(FORMAT)),
        ("kind", kind),
        ("schema", str(SCHEMA)),
        ("notice", notice.id),
        ("notice-version", notice.version),
        ("notice-digest", notice.digest),
    )
    for fact in facts:
        sheet.append([text_cell(sheet, word) for word in fact])
