"""Rows of a sheet as typed values, each cell with its address and, where it fails, the reason."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Catalogue, Field
from jxdesk.domain.parse import parse
from jxdesk.domain.values import Kind, Value
from jxdesk.exchange.headings import Headings, find
from jxdesk.exchange.kinds import ListKind
from jxdesk.exchange.references import References
from jxdesk.exchange.workbook import Cell, Sheet
from jxdesk.exchange.xlsx_scan import FORMULA, PERCENT

EXAMPLE = "示例："
_MAX_EXACT = 10**15
_REMEMBERED = 60
_NUMBERS = (Kind.COUNT, Kind.DECIMAL)


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One filled cell: ``address`` such as ``C5``, ``raw`` as read, its text, its value or its fault."""

    field: Field
    address: str
    raw: Cell
    text: str
    value: Value
    fault: UserError | None = None

    @property
    def number(self) -> float | None:
        """The binary number that the sheet holds; ``None`` for everything else."""
        return (
            float(self.raw) if isinstance(self.raw, int | float) and not isinstance(self.raw, bool) else None
        )


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: its ``number`` on the sheet (from 1), the row id it carries, its filled cells by name."""

    number: int
    uid: str
    cells: dict[str, ReadCell]


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it stands on a sheet; ``examples`` counts rows left out as examples."""

    kind: ListKind
    sheet: str
    headings: Headings
    rows: tuple[ReadRow, ...]
    examples: int


def read_lists(
    sheets: tuple[Sheet, ...], kinds: tuple[ListKind, ...], catalogue: Catalogue, references: References
) -> tuple[ReadList, ...]:
    """The lists of ``kinds`` found on ``sheets``.

    Raises ``UserError``: ``exchange.no-list`` when none of them is there, ``exchange.two-lists``
    when a list stands on two sheets, and what :func:`jxdesk.exchange.headings.find` raises.
    """
    found = []
    for kind in kinds:
        here = [
            read
            for sheet in sheets
            if (headings := find(sheet, kind, catalogue)) is not None
            if (read := _read(sheet, kind, headings, catalogue, references)).rows
        ]
        if len(here) > 1:
            raise UserError(
                "exchange.two-lists",
                f"“{here[0].sheet[:40]}”和“{here[1].sheet[:40]}”两张表都像是要导入的表。",
                "请只留下其中一张再导入。",
            )
        found += here
    if not found:
        raise _no_list(sheets, kinds, catalogue)
    return tuple(found)


def _no_list(sheets: tuple[Sheet, ...], kinds: tuple[ListKind, ...], catalogue: Catalogue) -> UserError:
    if any(find(sheet, kind, catalogue) for sheet in sheets for kind in kinds):
        return UserError("exchange.no-rows", "表格里只有列名，没有内容。", "请填写后再导入。")
    wanted = "、".join(f.label for f in catalogue.of_record(kinds[0].record)[:4])
    return UserError(
        "exchange.no-list",
        "表格里没有找到要导入的表：没有哪一行的列名对得上。",
        f"列名应当是“{wanted}”等；可以用“jxdesk template”生成模板来填。",
    )


def _read(
    sheet: Sheet, kind: ListKind, headings: Headings, catalogue: Catalogue, references: References
) -> ReadList:
    by_name = {field.spec.name: field for field in catalogue.of_record(kind.record)}
    columns = [(column, column_letters(column), by_name[name]) for name, column in headings.columns.items()]
    reader = _Reader(catalogue, references)
    rows, examples = [], 0
    for number in range(headings.row + 1, len(sheet.rows)):
        line = sheet.rows[number]
        cells = {}
        for column, letters, field in columns:
            remark = sheet.remarks.get((number, column), "")
            if column < len(line) and (remark == FORMULA or not _is_blank(line[column])):
                text, value, fault = reader.read(field, line[column], remark)
                address = f"{letters}{number + 1}"
                cells[field.spec.name] = ReadCell(field, address, line[column], text, value, fault)
        if any(cell.text.startswith(EXAMPLE) for cell in cells.values()):
            examples += 1
        elif cells:
            rows.append(ReadRow(number + 1, _uid(line, headings.uid), cells))
    return ReadList(kind, sheet.name, headings, tuple(rows), examples)


class _Reader:
    """Reads cells; what stands in a column again and again is read once."""

    def __init__(self, catalogue: Catalogue, references: References) -> None:
        self._notice = catalogue.notice
        self._references = references
        self._seen: dict[tuple[str, type, Cell], tuple[str, Value, UserError | None]] = {}

    def read(self, field: Field, raw: Cell, remark: str) -> tuple[str, Value, UserError | None]:
        """Text, value and fault of a cell."""
        if remark or (isinstance(raw, str) and len(raw) > _REMEMBERED):
            return self._read(field, raw, remark)
        key = (field.spec.name, type(raw), raw)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._read(field, raw, remark)
        return found

    def _read(self, field: Field, raw: Cell, remark: str) -> tuple[str, Value, UserError | None]:
        text = str(raw)
        try:
            text = cell_text(field, raw, remark)
            if field.kind is Kind.REFERENCES:
                return text, _places(field, text, self._references), None
            return text, parse(field, text, self._notice), None
        except UserError as fault:
            return text, None, fault


def cell_text(field: Field, raw: Cell, remark: str = "") -> str:
    """What a person would have typed for this cell. Raises ``UserError`` where that is not sure."""
    if remark == FORMULA:
        _refuse(field, "公式没有保存计算结果", "请用 Excel 打开并保存一次，或把公式改成数值")
    if remark == PERCENT and field.kind in _NUMBERS:
        _refuse(field, "单元格是百分比格式，存的是小数", "请把格式改成“常规”，填百分号前面的数")
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        if field.kind is not Kind.FLAG:
            _refuse(field, "单元格里是逻辑值", "请填写文字或数字")
        return "是" if raw else "否"
    if isinstance(raw, int | float):
        return _number_text(field, raw)
    return _date_text(field, raw)


def _number_text(field: Field, raw: float) -> str:
    if field.kind is Kind.DATE:
        _refuse(field, "单元格里是数字，认不准是哪一天", "请把格式改成“文本”，写成 2026-03 或 2026-03-15")
    if not math.isfinite(raw):
        _refuse(field, "数字超出范围", "请核对后重填")
    if abs(raw) >= _MAX_EXACT and field.kind not in _NUMBERS:
        _refuse(field, "数字超过 15 位，Excel 已丢掉末尾几位", "请把格式改成“文本”后重新填写")
    if float(raw).is_integer():
        return str(int(raw))
    return format(Decimal(repr(raw)), "f")


def _date_text(field: Field, raw: dt.date | dt.datetime | dt.time | dt.timedelta) -> str:
    if field.kind is not Kind.DATE:
        _refuse(field, "Excel 把它当成了日期或时间", "请把格式改成“文本”后重新填写")
    if isinstance(raw, dt.datetime):
        if raw.time() != dt.time():
            _refuse(field, "日期里带有时刻", "请只写到日")
        return raw.date().isoformat()
    if not isinstance(raw, dt.date):
        _refuse(field, "单元格里是时刻，不是日期", "请写成 2026-03 或 2026-03-15")
    return raw.isoformat()


def _places(field: Field, text: str, references: References) -> tuple[str, ...]:
    words = [word for word in text.replace("；", "\n").replace(";", "\n").split("\n") if word.strip()]
    try:
        return tuple(dict.fromkeys(references.find(word) for word in words))
    except UserError as error:
        _refuse(field, error.message.rstrip("。"), error.remedy.rstrip("。"))


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _uid(line: tuple[Cell, ...], column: int) -> str:
    cell = line[column] if 0 <= column < len(line) else ""
    return cell.strip() if isinstance(cell, str) else ""


def column_letters(column: int) -> str:
    """``A`` for 0, ``XFD`` for 16383."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _refuse(field: Field, reason: str, remedy: str) -> NoReturn:
    raise UserError("value.cell", f"“{field.short}”没有改动：{reason}。", f"{remedy}。")
