"""Find the row of headings on a sheet and the field that each of them means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Catalogue, Field
from jxdesk.domain.values import Kind
from jxdesk.exchange.kinds import ListKind
from jxdesk.exchange.normal import normal, without_bracket
from jxdesk.exchange.workbook import Cell, Sheet

SEARCHED_ROWS = 30
UID_HEADING = "行标识（勿改）"
REASON_MARK = "〔原因〕"
"""Columns with this mark are the program's own remarks in a workbook of refused rows."""

_NUMBERING = {normal(text) for text in ("序号", "编号", "No.")}


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings stand: ``row`` from 0, the column (from 0) of each field by its name.

    ``uid`` is the column of row ids (−1 for none); ``unused`` are headings that mean no field.
    """

    row: int
    columns: Mapping[str, int]
    uid: int
    unused: tuple[str, ...]


def find(sheet: Sheet, kind: ListKind, catalogue: Catalogue) -> Headings | None:
    """The headings of ``kind`` on a sheet, ``None`` if it is no such list.

    Raises ``UserError`` ``exchange.heading-twice`` (two columns for one field) and
    ``exchange.heading-unit`` (a heading asks for another unit than the form).
    """
    fields = catalogue.of_record(kind.record)
    known = _known(fields)
    best: tuple[int, int] = (0, 0)
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        names = {known.get(normal(cell)) for cell in row if isinstance(cell, str)} - {None}
        if names & set(kind.keys) and len(names) >= min(2, len(fields)):
            best = max(best, (len(names), -number))
    if not best[0]:
        return None
    return _read(sheet, -best[1], known, fields)


def _read(sheet: Sheet, number: int, known: Mapping[str, str], fields: Sequence[Field]) -> Headings:
    columns: dict[str, int] = {}
    unused = []
    uid = -1
    labels = {field.spec.name: field for field in fields}
    units = {
        without_bracket(normal(heading)): field
        for field in fields
        if field.spec.mark.unit
        for heading in (field.label, field.short, *field.text.synonyms)
    }
    for column, cell in enumerate(sheet.rows[number]):
        heading = _text(cell)
        name = known.get(normal(heading))
        if normal(heading) == normal(UID_HEADING):
            uid = column
        elif name is None:
            if (meant := units.get(without_bracket(normal(heading)))) is not None:
                raise _other_unit(sheet, heading, meant)
            if heading and normal(heading) not in _NUMBERING and not heading.startswith(REASON_MARK):
                unused.append(heading[:60])
        elif name in columns:
            raise UserError(
                "exchange.heading-twice",
                f"“{sheet.name[:40]}”表有两列都是“{labels[name].short}”。",
                "请只留一列再导入。",
            )
        else:
            columns[name] = column
    return Headings(number, columns, uid, tuple(unused))


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
        f"这一列要填“{field.label}”，单位是{field.spec.mark.unit}；请换算后把列名改成“{field.label}”。",
    )


def _text(cell: Cell) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else ""
