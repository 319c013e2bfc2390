"""Edits of many cells of one list at once: each is one change set, so one step of undo.

Cells are named by field id and row uid, never by number: a view may sort and filter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jxdesk.app.session import Session
from jxdesk.app.single_changes import value_change
from jxdesk.domain.catalogue import Field
from jxdesk.domain.changes import Change, ChangeSet
from jxdesk.domain.extras import is_blank
from jxdesk.domain.values import Kind, Value

Cells = Mapping[str, Sequence[str]]
"""Field ids, each with the uids of its rows from top to bottom."""

GIVEN = {"indicators.name": "label", "indicators.unit": "unit"}
"""What the notice itself says in an indicator that it gives, by field: the attribute of the target."""


def is_typed(field: Field) -> bool:
    """Whether cells of this column are typed into; digests and sizes come from the file itself."""
    return field.kind not in (Kind.DIGEST, Kind.REFERENCES) and field.id not in (
        "evidence.size",
        "indicators.given",
    )


def may_set(field: Field, row: Any) -> bool:
    """Whether a cell is the county's to write: not what the program works out or the notice words."""
    return is_typed(field) and not (field.id in GIVEN and row.given)


class ListEdit:
    """Gathers the changes of the list ``record``, then makes all of them or none."""

    def __init__(self, session: Session, record: str) -> None:
        self.session = session
        self.record = record
        self.rows: Sequence[Any] = getattr(session.application, record)
        self.by_uid = {row.uid: row for row in self.rows}
        self.changes: list[Change] = []

    def set(self, field: Field, uid: str, value: Value) -> bool:
        """Note that a cell gets ``value``; whether that is another one. Cells not to be written stay."""
        row = self.by_uid.get(uid)
        if row is None or not may_set(field, row):
            return False
        change = value_change(field.spec, row, uid, value)
        if change is not None:
            self.changes.append(change)
        return change is not None

    def apply(self, label: str) -> int:
        """Make what was gathered; how many changes that were. Raises ``UserError`` (store)."""
        self.session.workspace.apply(ChangeSet(label, tuple(self.changes)))
        return len(self.changes)


def fill(session: Session, record: str, cells: Cells, typed: str, *, blanks_only: bool = False) -> int:
    """Give every one of ``cells`` what ``typed`` means; how many that changed.

    ``blanks_only`` leaves alone what was filled in before. Raises ``UserError`` ``value.*``, then
    nothing was changed.
    """
    edit = ListEdit(session, record)
    for field, uids in _columns(session, cells):
        value = session.parse(field.id, typed)
        for uid in uids:
            if not (blanks_only and uid in edit.by_uid and not is_empty(field, edit.by_uid[uid])):
                edit.set(field, uid, value)
    word = "修改" if sum(map(len, cells.values())) == 1 else "批量填写"
    return edit.apply(f"{word}{_names(session, cells)}")


def clear(session: Session, record: str, cells: Cells) -> int:
    """Empty cells; how many were not empty. A file keeps its name."""
    edit = ListEdit(session, record)
    for field, uids in _columns(session, cells):
        if is_typed(field) and field.id != "evidence.name":
            empty = session.parse(field.id, "")
            for uid in uids:
                edit.set(field, uid, empty)
    return edit.apply(f"清除 {len(edit.changes)} 格内容")


def fill_down(session: Session, record: str, cells: Cells) -> int:
    """Give each column's cells what its first one holds; how many that changed."""
    edit = ListEdit(session, record)
    for field, uids in _columns(session, cells):
        source = edit.by_uid.get(uids[0]) if uids else None
        # What the notice says in a row of its own is not the row's to hand on.
        if source is not None and may_set(field, source):
            value = field.spec.of(source)
            for uid in uids[1:]:
                edit.set(field, uid, value)
    return edit.apply(f"向下填充{_names(session, cells)}")


def insert_below(session: Session, record: str, uid: str) -> str:
    """Add an empty row below the row ``uid``; the new row's uid.

    Indicators that the notice gives stay together, so below one of them means below the last.
    """
    rows: Sequence[Any] = getattr(session.application, record)
    position = next((i + 1 for i, row in enumerate(rows) if row.uid == uid), len(rows))
    if record == "indicators":
        position = max([position, *(i + 1 for i, row in enumerate(rows) if row.given)])
    change = session.new_row(record, position, {})
    title = session.notice.part_of(record).nav
    session.workspace.apply(ChangeSet(f"在“{title}”中插入一行", (change,)))
    return change.uid


def is_empty(field: Field, row: Any) -> bool:
    """Whether nothing stands in a cell; “—” is something."""
    value = field.spec.of(row)
    return is_blank(value) or value == ()


def _columns(session: Session, cells: Cells) -> Iterable[tuple[Field, Sequence[str]]]:
    return ((session.catalogue.field(field_id), uids) for field_id, uids in cells.items())


def _names(session: Session, cells: Cells) -> str:
    names = [session.catalogue.field(field_id).short for field_id in cells]
    return names[0] if len(names) == 1 else f" {len(names)} 列"
