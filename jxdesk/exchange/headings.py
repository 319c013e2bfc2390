"""Find the row of headings on a sheet and the field that each of them means."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from jxdesk.base.errors import UserError
from jxdesk.domain import units
from jxdesk.domain.catalogue import Catalogue, Field
from jxdesk.domain.values import Kind
from jxdesk.exchange.kinds import ListKind
from jxdesk.exchange.normal import normal, without_bracket
from jxdesk.exchange.workbook import Cell, Sheet

SEARCHED_ROWS = 30
_LEAST_ROWS = 2
PER_CENT = "%"
UID_HEADING = "行标识（勿改）"
REASON_MARK = "〔原因〕"
"""Columns with this mark are the program's own remarks in a workbook of refused rows."""

_UID = normal(UID_HEADING)
_NUMBERING = {normal(text) for text in ("序号", "编号", "No.")}
_BRACKET = re.compile(r"\((?:单位)?([^()]*)\)$")
# “单位：万元” above a table speaks for every column that names no unit of its own.
_SHEET_UNIT = re.compile(r"单位\s*[:：]\s*([^\W\d_]{1,4})")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a person said: a field by name (``""``: none), its figures in ``unit`` (``""``: its own)."""

    field: str
    unit: str = ""


Answers = Mapping[str, Meaning]
"""What was said of headings that are not understood by themselves, by their normal writing."""
NO_ANSWERS: Answers = MappingProxyType({})
ListAnswers = Mapping[str, Answers]
"""Answers by the record of the list that they were given for: the same heading may mean different things."""
NOTHING_ANSWERED: ListAnswers = MappingProxyType({})


class Sense(Enum):
    """How a column is understood."""

    MEANT = "meant"
    UNKNOWN = "unknown"
    IGNORED = "ignored"
    NO_UNIT = "no-unit"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Column:
    """One column with a heading: ``number`` from 0, the ``heading`` as read, the ``field`` it means by name.

    ``unit`` is the one that its figures are in where it is not the field's; ``PER_CENT`` where the heading of
    a percentage does not say that it is one.
    """

    number: int
    heading: str
    sense: Sense
    field: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings stand: ``row`` from 0, the column (from 0) of each field by its name.

    ``uid`` is the column of row ids (−1 for none); ``unused`` are headings that mean no field;
    ``units`` are the units, by field name, of figures that are to be converted.
    """

    row: int
    columns: Mapping[str, int]
    uid: int
    unused: tuple[str, ...]
    units: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """The headings of a sheet as far as they are understood, for a person to complete."""

    row: int
    uid: int
    columns: tuple[Column, ...]


def look(sheet: Sheet, kind: ListKind, catalogue: Catalogue, answers: Answers = NO_ANSWERS) -> Seen | None:
    """What the headings of ``kind`` on a sheet mean, ``None`` if it is no such list."""
    if sheet.kept:
        return None
    reader = _Reader(sheet, catalogue.of_record(kind.record), answers)
    best = (0, 0, 0)
    for number in range(min(SEARCHED_ROWS, len(sheet.rows))):
        columns = [column for column in reader.columns(number) if column.field]
        names = {column.field for column in columns}
        if names & set(kind.keys) and len(names) >= min(2, len(reader.fields)):
            sure = sum(column.sense is Sense.MEANT for column in columns)
            best = max(best, (len(names), sure, -number))
    return reader.read(-best[2]) if best[0] else None


def first_line(
    sheet: Sheet, kind: ListKind, catalogue: Catalogue, answers: Answers = NO_ANSWERS
) -> Seen | None:
    """What the first line of a sheet means if it is nothing but headings of ``kind``, else ``None``.

    Unlike :func:`look` it asks for no column by which rows are known: one heading is enough.
    """
    if len(sheet.rows) < _LEAST_ROWS:
        return None
    seen = _Reader(sheet, catalogue.of_record(kind.record), answers).read(0)
    headed = {number for number, cell in enumerate(sheet.rows[0]) if _text(cell)}
    filled = {number for row in sheet.rows[1:] for number, cell in enumerate(row) if _text(cell)}
    numbering = {number for number in headed if normal(_text(sheet.rows[0][number])) in _NUMBERING}
    known = {column.number for column in seen.columns if column.sense is not Sense.UNKNOWN}
    named = any(column.field for column in seen.columns)
    return seen if named and filled <= headed <= known | numbering | {seen.uid} else None


def find(
    sheet: Sheet, kind: ListKind, catalogue: Catalogue, answers: Answers = NO_ANSWERS
) -> Headings | None:
    """The headings of ``kind`` on a sheet, ``None`` if it is no such list.

    Raises ``UserError`` ``exchange.heading-twice`` (two columns for one field) and
    ``exchange.heading-unit`` (a heading leaves open in which unit its figures are).
    """
    seen = look(sheet, kind, catalogue, answers)
    return None if seen is None else settled(sheet, seen, kind, catalogue)


def settled(sheet: Sheet, seen: Seen, kind: ListKind, catalogue: Catalogue) -> Headings:
    """The headings of ``kind`` that were ``seen`` on a sheet. Raises ``UserError`` as :func:`find`."""
    fields = {field.spec.name: field for field in catalogue.of_record(kind.record)}
    for column in seen.columns:
        if column.sense is Sense.NO_UNIT:
            raise _other_unit(sheet, column.heading, fields[column.field])
        if column.sense is Sense.TWICE:
            raise _twice(sheet, fields[column.field])
    meant = [column for column in seen.columns if column.sense is Sense.MEANT]
    return Headings(
        seen.row,
        {column.field: column.number for column in meant},
        seen.uid,
        tuple(column.heading[:60] for column in seen.columns if column.sense is Sense.UNKNOWN),
        {column.field: column.unit for column in meant if column.unit},
    )


class _Reader:
    """The headings of one sheet, read with what is known of the fields and what was answered."""

    def __init__(self, sheet: Sheet, fields: Sequence[Field], answers: Answers) -> None:
        self.fields = {field.spec.name: field for field in fields}
        self._sheet = sheet
        self._answers = answers
        self._known = _known(fields)
        self._without_unit = {
            without_bracket(normal(heading)): field
            for field in fields
            if field.spec.mark.unit
            for heading in (field.label, field.short, *field.text.synonyms)
        }

    def read(self, number: int) -> Seen:
        """The headings in row ``number``, two columns for one field marked."""
        uid, taken = -1, set()
        columns = []
        for column in self.columns(number):
            if normal(column.heading) == _UID:
                uid = column.number
                continue
            twice = column.sense is Sense.MEANT and column.field in taken
            columns.append(dataclasses.replace(column, sense=Sense.TWICE) if twice else column)
            taken.add(column.field)
        return Seen(number, uid, tuple(columns))

    def columns(self, number: int) -> list[Column]:
        """The headings in row ``number``, each with what it means."""
        above = self._above(number)
        found: list[Column] = []
        only_above: list[Column] = []
        for column, cell in enumerate(self._sheet.rows[number]):
            own, over = _text(cell), above[column] if column < len(above) else ""
            heading = own or over
            if (key := normal(heading)) in _NUMBERING or not key or heading.startswith(REASON_MARK):
                continue
            seen = self._column(number, column, own, over)
            (found if own or seen.sense is not Sense.UNKNOWN else only_above).append(seen)
        if any(not _text(self._sheet.rows[number][column.number]) for column in found):
            # Headings on two lines. Elsewhere what stands only above is a title.
            found = sorted(found + only_above, key=lambda column: column.number)
        return found

    def _column(self, row: int, number: int, own: str, over: str) -> Column:
        """What a heading means by itself, or together with what stands over it."""
        writings = [own or over]
        if own and over and own != over:
            writings += [f"{own}{over}", f"{over}{own}", f"{over}（{own}）"]
        for heading in writings:
            found = self._meaning(row, number, heading)
            if found is not None:
                return found
        return Column(number, own or over, Sense.UNKNOWN)

    def _meaning(self, row: int, number: int, heading: str) -> Column | None:
        key = normal(heading)
        if key == _UID:
            return Column(number, heading, Sense.IGNORED)
        if (answer := self._answers.get(key)) is not None and (
            not answer.field or answer.field in self.fields
        ):
            sense = Sense.MEANT if answer.field else Sense.IGNORED
            return Column(number, heading, sense, answer.field, answer.unit)
        if (name := self._known.get(key)) is not None:
            return Column(number, heading, Sense.MEANT, name)
        field = self._without_unit.get(without_bracket(key))
        return None if field is None else self._of_unit(row, number, heading, field)

    def _of_unit(self, row: int, number: int, heading: str, field: Field) -> Column:
        """A figure's heading with another unit than the field's, or with none."""
        wanted = field.spec.mark.unit
        bracket = _BRACKET.search(normal(heading))
        unit = units.named(bracket[1] if bracket else self._sheet_unit(row), wanted)
        if not bracket and not units.convertible(unit, wanted):
            # 单位：万元 above the table says nothing of a growth.
            unit = ""
        if unit == wanted:
            return Column(number, heading, Sense.MEANT, field.spec.name)
        if not unit and wanted == PER_CENT:
            # There is no other unit, but a small number may be the hundredth part of what is meant.
            return Column(number, heading, Sense.MEANT, field.spec.name, PER_CENT)
        sense = Sense.MEANT if units.convertible(unit, wanted) else Sense.NO_UNIT
        return Column(number, heading, sense, field.spec.name, unit if sense is Sense.MEANT else "")

    def _sheet_unit(self, row: int) -> str:
        """The unit that a line above the headings names for the whole table."""
        texts = (_text(cell) for line in self._sheet.rows[:row] for cell in line)
        found = {match[1] for text in texts for match in _SHEET_UNIT.finditer(text)}
        return found.pop() if len(found) == 1 else ""

    def _above(self, number: int) -> list[str]:
        """What stands over each heading of a row: the row before, its merged cells spread out."""
        if number == 0:
            return []
        line = [_text(cell) for cell in self._sheet.rows[number - 1]]
        for top, left, _, right in self._sheet.merged:
            if top == number - 1 and left < len(line):
                if right - left + 1 > len(line) // 2 and right > left + 3:
                    # A title across the whole table is no group of columns.
                    line[left] = ""
                    continue
                line[left : right + 1] = [line[left]] * (min(right + 1, len(line)) - left)
        return line


def _known(fields: Sequence[Field]) -> dict[str, str]:
    """Field names by the normal writing of every heading that means them and no other."""
    meant: dict[str, set[str]] = defaultdict(set)
    for field in fields:
        for heading in (field.heading, *_own_headings(field), *field.text.synonyms, field.id):
            meant[normal(heading)].add(field.spec.name)
    return {heading: next(iter(names)) for heading, names in meant.items() if len(names) == 1}


def _own_headings(field: Field) -> tuple[str, ...]:
    """Our own headings: an exact figure only with its unit, for 亿元 and 万元 look alike."""
    unit = field.spec.mark.unit
    if not unit:
        return (field.short,)
    if field.kind is Kind.DECIMAL:
        return (f"{field.short}({unit})",)
    return (field.short, f"{field.short}({unit})", f"{field.label}({unit})")


def _other_unit(sheet: Sheet, heading: str, field: Field) -> UserError:
    return UserError(
        "exchange.heading-unit",
        f"“{sheet.name[:40]}”表的列名“{heading[:40]}”没有写明单位，或与表格要求的单位不同。",
        f"这一列要填“{field.label}”，单位是{field.spec.mark.unit}；请在列名后面用括号写明数字的单位。",
    )


def _twice(sheet: Sheet, field: Field) -> UserError:
    return UserError(
        "exchange.heading-twice",
        f"“{sheet.name[:40]}”表有两列都是“{field.short}”。",
        "请只留一列再导入。",
    )


def _text(cell: Cell) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else ""
