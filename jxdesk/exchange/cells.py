"""The cells of a list as typed values, with the reason where one fails and a note where one was converted."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Field
from jxdesk.domain.parse import are_plain, parse
from jxdesk.domain.values import Kind, Value
from jxdesk.exchange import dates, figures
from jxdesk.exchange.bounds import MAX_CELL
from jxdesk.exchange.figures import NUMBERS, Understood
from jxdesk.exchange.headings import Headings
from jxdesk.exchange.normal import normal
from jxdesk.exchange.references import References
from jxdesk.exchange.remarks import FORMULA, PERCENT
from jxdesk.exchange.workbook import Cell, Sheet
from jxdesk.notice import Notice

_MAX_EXACT = 10**15
_BEGINNING = 3
# A cell joined over several rows says the same of each of them only where it names a kind or a place.
_SPREAD = (Kind.CHOICE, Kind.FLAG)
_MOST_SPREAD = 500
_Outcome = tuple[str, Value, UserError | None, str]


class ReadCell(NamedTuple):
    """A filled cell: the letters of its ``column``, ``raw`` as read, its text, its value or its fault.

    ``note`` says in words what was made of the cell where it was not taken as it stands. One object stands
    for all cells of a column that say the same; in which row it is, the row knows.
    """

    field: Field
    column: str
    raw: Cell
    text: str
    value: Value
    fault: UserError | None = None
    note: str = ""

    @property
    def number(self) -> float | None:
        """The binary number that the sheet holds; ``None`` for all else and where it was converted."""
        if self.note or isinstance(self.raw, bool) or not isinstance(self.raw, int | float):
            return None
        return float(self.raw)


class CellReader:
    """Reads the cells of one list, a column at a time; what stands there again and again is read once."""

    def __init__(self, sheet: Sheet, headings: Headings, notice: Notice, references: References) -> None:
        self._sheet = sheet
        self._beginnings: set[str] = set()
        self._units = headings.units
        self._notice = notice
        self._references = references
        self._seen: dict[tuple[object, ...], _Outcome] = {}
        self._tops = _tops(sheet)
        self._special: dict[int, list[int]] = defaultdict(list)
        for row, column in sheet.remarks.keys() | self._tops.keys():
            self._special[column].append(row)

    def column(
        self, field: Field, column: int, letters: str, first: int, raws: Sequence[Cell]
    ) -> list[ReadCell | None]:
        """The cells of ``column``, whose ``raws`` begin in the row ``first`` (both from 0).

        ``letters`` call it on the sheet. ``None`` stands for an empty cell.
        """
        keys = _keys(raws)
        distinct = {raw: raw for raw in set(raws)} if keys is raws else dict(zip(keys, raws, strict=True))
        texts = [raw for raw in distinct.values() if type(raw) is str] if field.kind is Kind.TEXT else []
        if len(texts) == len(distinct) and are_plain(texts):
            self._beginnings.update(text[:_BEGINNING] for text in texts)
            read: dict[object, ReadCell | None] = {text: _plain_cell(field, letters, text) for text in texts}
        else:
            read = {key: self._cell(field, letters, raw) for key, raw in distinct.items()}
        cells = [*map(read.__getitem__, keys)]
        for row in self._special.get(column, ()):
            if first <= row < first + len(cells):
                cells[row - first] = self.read(field, row, column, letters)
        return cells

    def read(self, field: Field, row: int, column: int, letters: str = "") -> ReadCell | None:
        """The cell at ``row`` and ``column`` (from 0) for ``field``, ``None`` if there is nothing."""
        line = self._sheet.rows[row]
        raw = _bounded(line[column]) if column < len(line) else ""
        remark = self._sheet.remarks.get((row, column), "")
        if remark != FORMULA and _is_blank(raw):
            return self._joined(field, row, column, letters)
        key = (field.spec.name, remark, type(raw), raw)
        outcome = self._seen.get(key)
        if outcome is None:
            outcome = self._seen[key] = self._read(field, raw, remark)
        return ReadCell(field, letters, raw, *outcome)

    def saw(self, beginning: str) -> bool:
        """Whether any text read so far begins so (at most ``_BEGINNING`` characters)."""
        return beginning in self._beginnings

    def _cell(self, field: Field, letters: str, raw: Cell) -> ReadCell | None:
        """A cell of which nothing is known but its value."""
        if type(raw) is str:
            if not raw or raw.isspace():
                return None
            raw = raw[:MAX_CELL]
        return ReadCell(field, letters, raw, *self._read(field, raw, ""))

    def _joined(self, field: Field, row: int, column: int, letters: str) -> ReadCell | None:
        """An empty cell below the first one of a joined area."""
        top = self._tops.get((row, column))
        if top is None or _is_blank(raw := _bounded(self._sheet.rows[top][column])):
            return None
        if field.kind in _SPREAD:
            text, value, fault, _ = self._read(field, raw, "")
            return ReadCell(field, letters, raw, text, value, fault, f"合并单元格，与第 {top + 1} 行相同")
        if field.kind in NUMBERS:
            fault = _refusal(field, "几行合并成了一格，认不准每一行各是多少", "请拆开单元格，逐行填写")
            return ReadCell(field, letters, raw, str(raw), None, fault)
        return None

    def _read(self, field: Field, raw: Cell, remark: str) -> _Outcome:
        if type(raw) is float and not remark and self._is_plain(field, raw):
            figure = figures.plain_figure(field, raw)
            if figure is not None:
                return *figure, None, ""
        text = str(raw)
        self._beginnings.add(text[:_BEGINNING])
        try:
            if field.kind is Kind.TEXT and text is raw and not remark and "\n" not in text:
                return text, parse(field, text, self._notice), None, ""
            text, note = self._meant(field, raw, remark)
            if field.kind is Kind.REFERENCES:
                return text, _places(field, text, self._references), None, note
            if field.kind is Kind.CHOICE:
                text = term_label(field, text, self._notice)
            return text, parse(field, text, self._notice), None, note
        except UserError as fault:
            return text, None, fault, ""

    def _is_plain(self, field: Field, raw: float) -> bool:
        """Whether a number stands in the field's own unit."""
        if field.kind not in NUMBERS or field.spec.name in self._units:
            return False
        return self._sheet.sees_percent or field.spec.mark.unit != "%" or raw == 0 or abs(raw) > 1

    def _meant(self, field: Field, raw: Cell, remark: str) -> Understood:
        if remark == FORMULA:
            _refuse(field, "公式没有保存计算结果", "请用 Excel 打开并保存一次，或把公式改成数值")
        unit = self._units.get(field.spec.name, "")
        if isinstance(raw, int | float) and not isinstance(raw, bool) and field.spec.mark.unit == "%":
            return self._share(field, raw, remark)
        if remark == PERCENT and field.kind in NUMBERS:
            _refuse(field, "单元格是百分比格式，这一项却不是百分数", "请核对是不是填错了列")
        return cell_meaning(field, raw, unit)

    def _share(self, field: Field, raw: float, remark: str) -> Understood:
        """A number for a percentage: 8.2 or, in a cell that is shown as one, 0.082."""
        if remark == PERCENT:
            return figures.from_percent(raw)
        if field.spec.name in self._units and 0 < abs(raw) <= 1:
            _refuse(field, f"看不出 {raw:g} 是不是百分数", "请在列名后写上（%），或把格子设成百分比格式")
        if not self._sheet.sees_percent and 0 < abs(raw) <= 1:
            _refuse(field, f"这种文件里看不出 {raw:g} 是不是百分比格式", "请另存为 .xlsx 后再导入")
        return figures.from_number(raw)


def term_label(field: Field, text: str, notice: Notice) -> str:
    """The term that a person means who wrote it in another width or with spaces; else ``text``."""
    wanted = normal(text)
    terms = notice.vocabularies[field.spec.mark.vocabulary]
    return next((term.label for term in terms if normal(term.label) == wanted), text)


def cell_meaning(field: Field, raw: Cell, unit: str = "") -> Understood:
    """What a person would have typed for this cell. Raises ``UserError`` where that is not sure.

    ``unit`` is the one that the heading names where it is not the field's.
    """
    if isinstance(raw, str):
        return _text_meaning(field, raw, unit)
    if isinstance(raw, bool):
        if field.kind is not Kind.FLAG:
            _refuse(field, "单元格里是逻辑值", "请填写文字或数字")
        return Understood("是" if raw else "否")
    if isinstance(raw, int | float):
        return _number_meaning(field, raw, unit)
    return Understood(_date_text(field, raw))


def _text_meaning(field: Field, raw: str, unit: str) -> Understood:
    if field.kind in NUMBERS:
        return figures.understood(field, raw, unit)
    if field.kind is Kind.DATE:
        return Understood(dates.plain_date(raw))
    if field.kind is Kind.TEXT and "\n" in raw.strip():
        joined = "".join(line.strip() for line in raw.splitlines())
        return Understood(joined, "去掉了格子里的换行")
    return Understood(raw)


def _number_meaning(field: Field, raw: float, unit: str) -> Understood:
    if not math.isfinite(raw):
        _refuse(field, "数字超出范围", "请核对后重填")
    if field.kind is Kind.DATE:
        found = dates.from_number(raw)
        if found is None:
            _refuse(field, f"单元格里是数字 {raw:g}，认不准是哪一天", "请写成 2026-03 或 2026-03-15")
        return Understood(found, f"{int(raw) if float(raw).is_integer() else raw} → {found}")
    if abs(raw) >= _MAX_EXACT and field.kind not in NUMBERS:
        _refuse(field, "数字超过 15 位，Excel 已丢掉末尾几位", "请把格式改成“文本”后重新填写")
    plain = figures.from_number(raw)
    return figures.understood(field, plain.text, unit) if unit else plain


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


def _tops(sheet: Sheet) -> dict[tuple[int, int], int]:
    """For each cell below the first one of a joined area: the row (from 0) of that first one."""
    return {
        (row, left): top
        for top, left, bottom, _ in sheet.merged
        if 0 < bottom - top <= _MOST_SPREAD
        for row in range(top + 1, min(bottom + 1, len(sheet.rows)))
    }


def _plain_cell(field: Field, letters: str, text: str) -> ReadCell | None:
    """The cell of a text of which nothing but the spaces around it is taken away."""
    value = text.strip()
    return ReadCell(field, letters, text, text, value) if value else None


def _keys(raws: Sequence[Cell]) -> Sequence[object]:
    """For each value a key that is equal only for what means the same: 1 and True are equal too."""
    types = set(map(type, raws)) - {str}
    return raws if len(types) <= 1 else list(zip(map(type, raws), raws, strict=True))


def _bounded(raw: Cell) -> Cell:
    """A text cut where no field could hold it anyway; the field then refuses it."""
    return raw[:MAX_CELL] if isinstance(raw, str) else raw


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _refusal(field: Field, reason: str, remedy: str) -> UserError:
    return UserError("value.cell", f"“{field.short}”没有改动：{reason}。", f"{remedy}。")


def _refuse(field: Field, reason: str, remedy: str) -> NoReturn:
    raise _refusal(field, reason, remedy)
