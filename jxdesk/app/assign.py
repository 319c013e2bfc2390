"""``FIELD=VALUE`` on the command line: which field of which row is meant, and setting it.

``basic.cluster_name=…`` sets a field of the form; ``projects[2].name=…`` a cell of the second
row of a list; one past the last row adds a row. All assignments are one change set.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import records
from jxdesk.domain.changes import Change, ChangeSet, SetValue
from jxdesk.domain.values import Value

_ASSIGNMENT = re.compile(r"([a-z_]+)(?:\[([1-9][0-9]{0,5})\])?\.((?:x\.)?[a-z_0-9]+)=(.*)", re.DOTALL)


def assign(session: Session, assignments: Sequence[str]) -> int:
    """Make all the assignments or none; how many cells and new rows that made. ``UserError``."""
    pending = _Pending(session)
    for text in assignments:
        field_id, number, typed = _parse(session, text)
        pending.put(field_id, number, session.parse(field_id, typed))
    changes = pending.changes()
    if changes:
        session.workspace.apply(ChangeSet("在命令行中修改", changes))
    return len(changes)


class _Pending:
    """Assignments gathered before any is made: last one wins, new rows are inserted whole."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cells: dict[tuple[str, str], Value] = {}
        self._new: dict[str, list[dict[str, Value]]] = {}

    def put(self, field_id: str, number: int, value: Value) -> None:
        record, _, name = field_id.partition(".")
        if not number:
            self._cells[field_id, ""] = value
            return
        rows = getattr(self._session.application, record)
        if number <= len(rows):
            self._cells[field_id, rows[number - 1].uid] = value
            return
        new = self._new.setdefault(record, [])
        if number - len(rows) == len(new) + 1 and record != "evidence":
            new.append({})
        if number - len(rows) > len(new):
            raise _no_such_row(record, len(rows) + len(new))
        new[number - len(rows) - 1][name] = value

    def changes(self) -> tuple[Change, ...]:
        """Everything gathered, as changes in an order that can be applied."""
        found: list[Change] = list(self._changed_cells())
        for record, rows in self._new.items():
            start = len(getattr(self._session.application, record))
            for i, values in enumerate(rows):
                found.append(self._session.new_row(record, start + i, values))
        return tuple(found)

    def _changed_cells(self) -> list[SetValue]:
        made = (self._session.cell_change(f, row, value) for (f, row), value in self._cells.items())
        return [change for change in made if change is not None]


def _parse(session: Session, text: str) -> tuple[str, int, str]:
    found = _ASSIGNMENT.fullmatch(text)
    if not found:
        raise UserError(
            "set.syntax",
            f"“{text[:60]}”不是“字段=内容”的写法。",
            "例如：basic.cluster_name=某某产业集群，或 projects[1].name=项目名称。",
        )
    record, number, name, typed = found.groups()
    field = session.catalogue.field(f"{record}.{name}")
    many = records()[field.spec.record].many
    if many and not number:
        raise UserError("set.row", f"“{record}”是一张表，要写明第几行。", f"例如：{record}[1].{name}=…。")
    if number and not many:
        raise UserError("set.row", f"“{record}”不是表，不用写行号。", f"例如：{record}.{name}=…。")
    return field.id, int(number or 0), typed


def _no_such_row(record: str, count: int) -> UserError:
    if record == "evidence":
        return UserError("set.row", f"佐证材料只有 {count} 份。", "要新增材料请加入文件，不能只填名称。")
    return UserError("set.row", f"“{record}”只有 {count} 行。", f"要新增请写 {record}[{count + 1}]。")
