"""Read an application from the record tables, and write the difference of two into them."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from jxdesk.domain.application import Application, NoticeRef
from jxdesk.domain.catalogue import RecordSpec, records
from jxdesk.domain.limits import MAX_ROWS
from jxdesk.store.schema import RECORDS


def first_rows(connection: Connection) -> None:
    """Give a new database the one empty row of each record that stands once."""
    for name, spec in records().items():
        if not spec.many:
            connection.execute(insert(RECORDS[name]), [_as_row(spec, name, spec.cls())])


def load(connection: Connection, application_id: str, notice: NoticeRef, *, demo: bool) -> Application:
    """The whole application. ``ValueError`` for content that no program of ours has written."""
    held = {name: _load_record(connection, spec) for name, spec in records().items()}
    return Application(id=application_id, notice=notice, demo=demo, **held)


def _load_record(connection: Connection, spec: RecordSpec) -> Any:
    table = RECORDS[spec.name]
    names = [field.name for field in spec.fields]
    columns = [table.c[name] for name in (["uid", *names] if spec.many else names)]
    if spec.many:
        query = select(*columns).order_by(table.c.position, table.c.uid).limit(MAX_ROWS + 1)
        found = connection.execute(query).all()
        if len(found) > MAX_ROWS:
            raise ValueError(f"{spec.name} has too many rows")
        return tuple(spec.cls(**dict(zip(("uid", *names), row, strict=True))) for row in found)
    row = connection.execute(select(*columns).where(table.c.uid == spec.name)).first()
    if row is None:
        raise ValueError(f"{spec.name} has lost its row")
    return spec.cls(**dict(zip(names, row, strict=True)))


def write_difference(connection: Connection, old: Application, new: Application) -> None:
    """Make the tables, which hold ``old``, hold ``new``. Untouched rows are not written."""
    for name, spec in records().items():
        before, after = getattr(old, name), getattr(new, name)
        if before is after:
            continue
        if spec.many:
            _write_rows(connection, spec, before, after)
        else:
            table = RECORDS[name]
            values = _as_row(spec, name, after)
            connection.execute(update(table).where(table.c.uid == name).values(values))


def _write_rows(
    connection: Connection, spec: RecordSpec, before: tuple[Any, ...], after: tuple[Any, ...]
) -> None:
    table = RECORDS[spec.name]
    was = {row.uid: (position, row) for position, row in enumerate(before)}
    fresh, changed, moves = [], [], []
    for position, row in enumerate(after):
        if row.uid not in was:
            fresh.append(_as_row(spec, row.uid, row) | {"position": position})
            continue
        old_position, old_row = was.pop(row.uid)
        if old_row is not row:
            changed.append({f"to_{k}": v for k, v in _as_row(spec, row.uid, row).items()})
        moves.append(_Move(row.uid, old_position, position))
    if was:
        gone = [{"to_uid": uid} for uid in was]
        connection.execute(delete(table).where(table.c.uid == bindparam("to_uid")), gone)
    if changed:
        _update(connection, table, [field.name for field in spec.fields], changed)
    _move(connection, table, moves)
    if fresh:
        connection.execute(insert(table), fresh)


class _Move(NamedTuple):
    uid: str
    old: int
    new: int


def _move(connection: Connection, table: Table, rows: list[_Move]) -> None:
    """Write the new positions of the rows that stay; one statement where a block shifts."""
    moved = [row for row in rows if row.old != row.new]
    if not moved:
        return
    low, high = min(row.old for row in moved), max(row.old for row in moved)
    shifts = {row.new - row.old for row in rows if low <= row.old <= high}
    if len(shifts) == 1:
        position = table.c.position
        shifted = update(table).where(position.between(low, high)).values(position=position + shifts.pop())
        connection.execute(shifted)
    else:
        _update(connection, table, ["position"], [{"to_uid": r.uid, "to_position": r.new} for r in moved])


def _update(connection: Connection, table: Table, columns: list[str], rows: list[dict[str, Any]]) -> None:
    values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in columns}
    connection.execute(update(table).where(table.c.uid == bindparam("to_uid")).values(values), rows)


def _as_row(spec: RecordSpec, uid: str, row: Any) -> dict[str, Any]:
    return {"uid": uid} | {field.name: getattr(row, field.name) for field in spec.fields}
