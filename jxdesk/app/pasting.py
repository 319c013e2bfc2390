"""Put a block of cells from the clipboard into a list: all of it or nothing, as one undo step.

Every cell is understood as an imported one is: a unit that stands with a figure is converted, and that is
told. If one is refused nothing is changed, and each refused cell is told with its reason.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from jxdesk.app import headings as answered
from jxdesk.app.cell_block import Block, laid_over, read_block, size
from jxdesk.app.cell_edits import GIVEN, ListEdit, is_typed, may_set
from jxdesk.app.importing import kind_of
from jxdesk.app.pasted import Pasted, PastedCell, Spot, Told
from jxdesk.app.pasted_table import SHEET, paste_table
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Field
from jxdesk.domain.limits import MAX_ROWS
from jxdesk.domain.show import edit_text, show
from jxdesk.domain.values import Kind, Value
from jxdesk.exchange.headings import NO_ANSWERS, Headings, first_line, look, settled
from jxdesk.exchange.kinds import LISTS
from jxdesk.exchange.pasted import pasted_value
from jxdesk.exchange.references import References
from jxdesk.exchange.workbook import Sheet

_APART = re.compile(r"[、；;\n]")
_REMEMBERED = 60
_SHOWN = 60
_TITLE_CELLS = 1


def paste(session: Session, text: str, spot: Spot) -> Pasted:
    """Put the cells of ``text``, a clipboard's plain text, at ``spot``.

    A block that begins with headings says by them which columns it fills; one that names its rows too
    goes the way of an import, row by row to where its name or code is. Raises ``UserError``
    ``paste.too-large``, ``paste.too-wide``, ``paste.too-long``, ``exchange.heading-unit``,
    ``exchange.heading-twice``, and the store's; then nothing was changed.
    """
    block = read_block(text)
    kind = LISTS[kind_of(spot.record)]
    sheet = Sheet(SHEET, block)
    answers = answered.remembered(kind.name) if len(block) > 1 else {}
    own = answers.get(kind.record, NO_ANSWERS)
    seen = look(sheet, kind, session.catalogue, own) if len(block) > 1 else None
    if seen is not None and _only_titles(block[: seen.row]):
        headings = settled(sheet, seen, kind, session.catalogue)
        return paste_table(session, block, kind, headings, spot, answers)
    seen = first_line(sheet, kind, session.catalogue, own)
    if seen is not None:
        return _below_headings(session, block, spot, settled(sheet, seen, kind, session.catalogue))
    block = _without_blank_edges(block, spot)
    fields = [session.catalogue.field(field_id) for field_id in spot.fields]
    return _Pasting(session, block, spot, fields).run()


def _only_titles(lines: Block) -> bool:
    """Whether nothing of a list can stand in the lines above the headings."""
    return all(sum(bool(cell.strip()) for cell in line) <= _TITLE_CELLS for line in lines)


def _below_headings(session: Session, block: Block, spot: Spot, headings: Headings) -> Pasted:
    """Paste what stands below the headings, from the anchor down, into the columns that they mean."""
    fields = {field.spec.name: field for field in session.catalogue.of_record(spot.record)}
    columns = sorted(headings.columns.items(), key=lambda each: each[1])
    cells = tuple(
        tuple(line[column] if column < len(line) else "" for _, column in columns) for line in block[1:]
    )
    here = Spot(spot.record, spot.rows, tuple(fields[name].id for name, _ in columns), grows=spot.grows)
    meant = [fields[name] for name, _ in columns]
    return _Pasting(session, _without_blank_edges(cells, here), here, meant, headings.units).run()


def _without_blank_edges(block: Block, spot: Spot) -> Block:
    """Leave out empty columns and rows that lie where the list has no more: they say nothing."""
    if len(block) > len(spot.rows):
        kept = len(block)
        while kept > max(len(spot.rows), 1) and not any(cell.strip() for cell in block[kept - 1]):
            kept -= 1
        block = block[:kept]
    wide = len(spot.fields)
    if wide and all(not cell.strip() for row in block for cell in row[wide:]):
        block = tuple(row[:wide] for row in block)
    return block


class _Pasting:
    """One pasting under way."""

    def __init__(
        self,
        session: Session,
        block: Block,
        spot: Spot,
        fields: Sequence[Field],
        units: Mapping[str, str] | None = None,
    ) -> None:
        """``units`` are those that headings name for figures, by field name; ``None`` without headings."""
        self._session = session
        self._block = block
        self._spot = spot
        self._edit = ListEdit(session, spot.record)
        self._fields = fields
        self._units = units
        self._new: dict[int, dict[str, Value]] = {}
        self._refused, self._converted = Told(), Told()
        self._seen: dict[tuple[int, str], tuple[Value, str]] = {}

    def run(self) -> Pasted:
        high, wide = size(self._block, self._spot.high, self._spot.wide)
        self._check_room(high, wide)
        for row, column, text in laid_over(self._block, self._spot.high, self._spot.wide):
            self._cell(row, column, text)
        refused, converted = self._refused, self._converted
        told = Pasted(
            high,
            wide,
            refused=tuple(refused.first),
            refusals=refused.count,
            headings=self._units is not None,
            uids=self._spot.rows[:high],
            names=tuple(field.spec.name for field in self._fields[:wide]),
        )
        if refused.count:
            return told
        changed = len(self._edit.changes)
        start = len(self._edit.rows)
        for number, values in enumerate(self._new.values()):
            self._edit.changes.append(self._session.new_row(self._spot.record, start + number, values))
        self._edit.apply(f"粘贴 {high} 行 × {wide} 列")
        return dataclasses.replace(
            told,
            changed=changed,
            added=len(self._new),
            converted=tuple(converted.first),
            conversions=converted.count,
        )

    def _check_room(self, high: int, wide: int) -> None:
        there = len(self._spot.fields)
        if wide > there:
            raise UserError(
                "paste.too-wide",
                f"没有粘贴：剪贴板里有 {wide} 列，从所选的格往右只有 {there} 列。",
                "请选靠左的格，或少复制几列。",
            )
        beyond = high - len(self._spot.rows)
        if beyond > 0 and not self._spot.grows:
            raise UserError(
                "paste.too-long",
                f"没有粘贴：剪贴板里有 {high} 行，从所选的格往下只有 {len(self._spot.rows)} 行，"
                "这张表不能在这里新增行。",
                "请少复制几行。",
            )
        if beyond > 0 and len(self._edit.rows) + beyond > MAX_ROWS:
            raise UserError(
                "paste.too-long", f"没有粘贴：粘贴后会超过 {MAX_ROWS} 行。", "请核对是否多复制了内容。"
            )

    def _cell(self, row: int, column: int, text: str) -> None:
        field = self._fields[column]
        uid = self._spot.rows[row] if row < len(self._spot.rows) else ""
        held = self._edit.by_uid.get(uid)
        if uid and held is None:
            # The row went away since the view was looked at.
            self._refuse(row, field, text, "这一行已经删除。")
        elif held is not None and not may_set(field, held):
            if not self._says_the_same(field, held, text):
                self._refuse(row, field, text, _why_fixed(field))
        elif held is None and not is_typed(field):
            if text.strip():
                self._refuse(row, field, text, _why_fixed(field))
        else:
            self._put(row, column, uid, text)

    def _put(self, row: int, column: int, uid: str, text: str) -> None:
        field = self._fields[column]
        try:
            value, note = self._understood(column, text)
        except UserError as error:
            # Which column it is stands beside the reason.
            why = error.message.removeprefix(f"“{field.short}”没有改动：")
            self._refuse(row, field, text, f"{why}{error.remedy}")
            return
        if uid:
            self._edit.set(field, uid, value)
        elif text.strip():
            self._new.setdefault(row, {})[field.spec.name] = value
        if note:
            self._converted.add(PastedCell(row, field.id, field.short, text[:_SHOWN], note))

    def _understood(self, column: int, text: str) -> tuple[Value, str]:
        """What ``text`` means, and what was made of it; what stands in a column often is read once."""
        field = self._fields[column]
        unit = (self._units or {}).get(field.spec.name, "")
        if len(text) > _REMEMBERED:
            return pasted_value(field, text, self._session.notice, unit)
        key = (column, text)
        if key not in self._seen:
            self._seen[key] = pasted_value(field, text, self._session.notice, unit)
        return self._seen[key]

    def _refuse(self, row: int, field: Field, text: str, why: str) -> None:
        self._refused.add(PastedCell(row, field.id, field.short, text[:_SHOWN], why))

    def _says_the_same(self, field: Field, row: Any, text: str) -> bool:
        """Whether a cell that can't be written shows ``text`` already, as copying gives it."""
        notice = self._session.notice
        value = field.spec.of(row)
        if field.id in GIVEN and row.given:
            target = notice.target(row.given)
            return target is not None and text.strip() == getattr(target, GIVEN[field.id])
        if field.kind is Kind.REFERENCES and isinstance(value, tuple):
            words = [word.strip() for word in _APART.split(text) if word.strip()]
            return words == [self._references.plain_word(str(item)) for item in value]
        return text.strip() in (show(field, value, notice), edit_text(field, value, notice))

    @cached_property
    def _references(self) -> References:
        return References(self._session.application, self._session.catalogue)


def _why_fixed(field: Field) -> str:
    if field.id in GIVEN:
        return "通知所列指标的名称和单位不能改。"
    return "这一列由程序得出，不能粘贴。"
