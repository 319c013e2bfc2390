"""Put a block of cells from the clipboard into a list: all of it or nothing, as one undo step.

Every cell goes through the parser that typing goes through. If one is refused nothing is changed,
and each refused cell is told with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jxdesk.app.cell_block import Block, laid_over, read_block, size
from jxdesk.app.cell_edits import GIVEN, ListEdit, is_typed, may_set
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Field
from jxdesk.domain.limits import MAX_ROWS
from jxdesk.domain.show import edit_text, show
from jxdesk.domain.values import Kind, Value
from jxdesk.exchange.references import References

MAX_TOLD = 500
"""How many refused cells are told one by one."""

_APART = re.compile(r"[、；;\n]")
_REMEMBERED = 60
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a block goes: ``rows`` (uids) from the anchor down and ``fields`` (ids) from it to the
    right, both as the view shows them; ``high`` × ``wide`` is the selection. Rows past the last
    one are added where the list ``grows``.
    """

    record: str
    rows: tuple[str, ...]
    fields: tuple[str, ...]
    high: int = 1
    wide: int = 1
    grows: bool = True


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that can't be taken: ``row`` counts from the anchor's as 0, ``text`` is its beginning."""

    row: int
    field: str
    heading: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What pasting ``rows`` × ``columns`` cells did: cells ``changed``, rows ``added``.

    With anything in ``refused`` (the first of ``refusals``) it did nothing.
    """

    rows: int
    columns: int
    changed: int = 0
    added: int = 0
    refused: tuple[RefusedCell, ...] = ()
    refusals: int = 0

    @property
    def sentence(self) -> str:
        """What happened, for the foot of the window."""
        if self.refusals:
            return f"没有粘贴：有 {self.refusals} 格填不进去，表格没有改动。"
        if not self.changed and not self.added:
            return "粘贴的内容与原来相同，没有改动。"
        added = f"，其中新增 {self.added} 行" if self.added else ""
        return f"已粘贴 {self.rows} 行 × {self.columns} 列{added}，按 Ctrl+Z 可以撤销。"


def paste(session: Session, text: str, spot: Spot) -> Pasted:
    """Put the cells of ``text``, a clipboard's plain text, at ``spot``.

    Raises ``UserError`` ``paste.too-large``, ``paste.too-wide``, ``paste.too-long``, and the
    store's; then nothing was changed.
    """
    block = _without_blank_edges(read_block(text), spot)
    return _Pasting(session, block, spot).run()


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

    def __init__(self, session: Session, block: Block, spot: Spot) -> None:
        self._session = session
        self._block = block
        self._spot = spot
        self._edit = ListEdit(session, spot.record)
        self._fields = tuple(map(session.catalogue.field, spot.fields))
        self._new: dict[int, dict[str, Value]] = {}
        self._refused: list[RefusedCell] = []
        self._refusals = 0
        self._seen: dict[tuple[int, str], Value] = {}

    def run(self) -> Pasted:
        high, wide = size(self._block, self._spot.high, self._spot.wide)
        self._check_room(high, wide)
        for row, column, text in laid_over(self._block, self._spot.high, self._spot.wide):
            self._cell(row, column, text)
        if self._refusals:
            return Pasted(high, wide, refused=tuple(self._refused), refusals=self._refusals)
        changed = len(self._edit.changes)
        start = len(self._edit.rows)
        for number, values in enumerate(self._new.values()):
            self._edit.changes.append(self._session.new_row(self._spot.record, start + number, values))
        self._edit.apply(f"粘贴 {high} 行 × {wide} 列")
        return Pasted(high, wide, changed, len(self._new))

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
            value = self._parsed(column, text)
        except UserError as error:
            # Which column it is stands beside the reason.
            why = error.message.removeprefix(f"“{field.short}”没有改动：")
            self._refuse(row, field, text, f"{why}{error.remedy}")
            return
        if uid:
            self._edit.set(field, uid, value)
        elif text.strip():
            self._new.setdefault(row, {})[field.spec.name] = value

    def _parsed(self, column: int, text: str) -> Value:
        """What ``text`` means; what stands in a column again and again is read once."""
        field_id = self._spot.fields[column]
        if len(text) > _REMEMBERED:
            return self._session.parse(field_id, text)
        key = (column, text)
        if key not in self._seen:
            self._seen[key] = self._session.parse(field_id, text)
        return self._seen[key]

    def _refuse(self, row: int, field: Field, text: str, why: str) -> None:
        self._refusals += 1
        if len(self._refused) < MAX_TOLD:
            self._refused.append(RefusedCell(row, field.id, field.short, text[:_SHOWN], why))

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
