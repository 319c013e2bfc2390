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
CHOICES_SHEET, VERSION_SHEET, GUIDE_SHEET = "词表", "版本", "填写说明"
SEVERAL = "申报数据"
"""What a workbook with several lists is called."""
LAST_ROW = 20_000
_MAX_PROMPT = 250
_HOW = (
    "每一行填一条，列名不要改动；列的次序可以调换，用不到的列可以删去。",
    f"以“{EXAMPLE}”开头的行是示例，不会导入。",
    "数字按列名里的单位填写，只填数字；确实没有的，允许时填“—（原因）”。",
    "日期写成 2026-03 或 2026-03-15；是否栏填“是”或“否”；有下拉框的从中选择。",
    "导入时有一格不对就一行都不导入，并逐格说明原因，可以放心试。",
)


_BLANKS = "空着的格子不改动原有内容；要清空某一项，请在软件里改。"
_BLANKS_HANDED = "原来有内容的格子清空后交回，导入时会单独列出，由发表的人决定要不要清空。"
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

    With a ``request`` it has the rows that are handed out, only the columns asked for can be filled in
    (protected without a password), and it keeps what it was for the day it comes back. Raises
    ``UserError``: ``exchange.kind``, ``exchange.cell-too-long``, and for disk and rights.
    """
    book = Workbook(write_only=True)
    lists = lists_of(kind)
    choices = _Choices(catalogue, lists)
    for each in lists:
        _write_list(book, each, catalogue, choices, application, request)
    _write_guide(book, lists, catalogue, request)
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
    return text_cell(sheet, shown, fill=_EXAMPLE_FILL) if shown else None


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
    if hint := _hint(field):
        made.showInputMessage = True
        made.promptTitle, made.prompt = field.short[:30], hint[:_MAX_PROMPT]
    return made


def _hint(field: Field) -> str:
    unit = f"单位：{field.spec.mark.unit}。" if field.spec.mark.unit else ""
    na = "没有这项数据的填“—（原因）”。" if field.text.may_be_na else ""
    return f"{unit}{field.text.hint + '。' if field.text.hint else ''}{na}"


def _remark(field: Field) -> str:
    needed = "必填。" if field.text.required else ""
    return f"{needed}{_hint(field)}"


def _write_guide(
    book: Workbook, lists: Sequence[ListKind], catalogue: Catalogue, request: Request | None
) -> None:
    sheet = book.create_sheet(GUIDE_SHEET)
    for column, width in enumerate((44, 8, 80), start=1):
        set_width(sheet, column, width, text=True)
    blanks = _BLANKS if request is None else _BLANKS_HANDED
    for sentence in (*_asking(lists, catalogue, request), *_HOW, blanks):
        sheet.append([text_cell(sheet, sentence)])
    sheet.append([])
    sheet.append([head_cell(sheet, text) for text in ("表和列", "必填", "说明")])
    for kind in lists:
        for field in catalogue.of_record(kind.record):
            needed = "必填" if field.text.required else ""
            # One cell for both: two headings in a row would look like a list of their own.
            words = (f"{sheet_title(kind, catalogue)} · {field.heading}", needed, _hint(field))
            sheet.append([text_cell(sheet, word) for word in words])


def _asking(lists: Sequence[ListKind], catalogue: Catalogue, request: Request | None) -> tuple[str, ...]:
    """Who is asked for what."""
    if request is None:
        return ()
    names = [
        field.short for each in lists for field in catalogue.of_record(each.record) if request.asks(field)
    ]
    return (
        f"请{request.to}填写：{'、'.join(names)}。",
        "灰色的格子只供核对，改不了；发现有误请告诉发表的人。填好后把这个文件原样发回。",
    )


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
