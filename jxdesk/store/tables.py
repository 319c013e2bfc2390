"""Read an application from the record tables, and write the difference of two into them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, delete, insert, update

from jxdesk.domain.application import Application, NoticeRef
from jxdesk.domain.catalogue import RecordSpec, records
from jxdesk.domain.extras import Extras
from jxdesk.domain.limits import MAX_ROWS
from jxdesk.domain.plain_json import MAX_BYTES
from jxdesk.domain.rows import touched
from jxdesk.store import extensions, reading
from jxdesk.store.schema import EXTENSIONS, RECORDS


def first_rows(connection: Connection) -> None:
    """Give a new database the one empty row of each record that stands once."""
    for name, spec in records().items():
        if not spec.many:
            connection.execute(insert(RECORDS[name]), [_as_row(spec, name, spec.cls())])


def load(connection: Connection, application_id: str, notice: NoticeRef, *, demo: bool) -> Application:
    """The whole application. ``ValueError`` for content that no program of ours has written."""
    _must_fit(connection)
    extras = extensions.load(connection)
    held = {name: _load_record(connection, spec, extras) for name, spec in records().items()}
    if extras:
        raise ValueError(f"extensions of rows that are not there: {next(iter(extras))}")
    return Application(id=application_id, notice=notice, demo=demo, **held)


def _must_fit(connection: Connection) -> None:
    """Only a large database is counted through: the texts of a small one fit the memory anyway."""
    pages: int = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    size: int = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    if pages * size <= MAX_BYTES:
        return
    total = 0.0
    for table in (*RECORDS.values(), EXTENSIONS):
        lengths = " + ".join(f"total(length({_quoted(column.name)}))" for column in table.columns)
        query = f"SELECT {lengths} FROM {_quoted(table.name)}"  # noqa: S608 (our own names)
        total += connection.exec_driver_sql(query).scalar_one()
    if total > MAX_BYTES:
        raise ValueError(f"the records hold {total:.0f} characters")


def _load_record(connection: Connection, spec: RecordSpec, extras: dict[tuple[str, str], Extras]) -> Any:
    """The rows of a record, with their share of ``extras``, which is taken out of it."""
    found = _fetch(connection, spec)
    if len(found) > (MAX_ROWS if spec.many else 1):
        raise ValueError(f"{spec.name} has too many rows")
    # In their order on the disk they come sooner, and most often that is the order wanted.
    found.sort(key=itemgetter(0, 1))
    _, uids, *columns = zip(*found, strict=True) if found else ((),) * (2 + len(spec.fields))
    values = [reading.reader(field)(column) for field, column in zip(spec.fields, columns, strict=True)]
    if spec.many:
        own = [extras.pop((spec.name, uid), ()) for uid in uids] if extras else [()] * len(uids)
        return _rows(spec, [reading.uids(uids), *values, own])
    if uids != (spec.name,):
        raise ValueError(f"{spec.name} has lost its row")
    single = {field.name: value for field, (value,) in zip(spec.fields, values, strict=True)}
    return spec.cls(**single, x=extras.pop((spec.name, spec.name), ()))


def _fetch(connection: Connection, spec: RecordSpec) -> list[Any]:
    """Position (0 for a record that stands once), uid and fields of each row, as they lie there."""
    columns = ", ".join(_quoted(name) for name in ("uid", *(field.name for field in spec.fields)))
    position = "position" if spec.many else "0"
    query = f"SELECT {position}, {columns} FROM {_quoted(spec.name)} LIMIT {MAX_ROWS + 1}"  # noqa: S608 (our own names)
    # The library's own way of handing over each value takes longer than the database itself.
    cursor = connection.connection.cursor()
    try:
        cursor.execute(query)
        return list(cursor.fetchall())
    finally:
        cursor.close()


def _quoted(name: str) -> str:
    return f'"{name}"'


def _rows(spec: RecordSpec, columns: list[Sequence[Any]]) -> tuple[Any, ...]:
    """Fill thousands of frozen rows a column at a time, which is thrice as fast as row by row."""
    rows = tuple(object.__new__(spec.cls) for _ in columns[0])
    for name, values in zip(("uid", *(field.name for field in spec.fields), "x"), columns, strict=True):
        deque(map(getattr(spec.cls, name).__set__, rows, values), maxlen=0)
    return rows


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
    extensions.write_difference(connection, old, new)


def _write_rows(
    connection: Connection, spec: RecordSpec, before: tuple[Any, ...], after: tuple[Any, ...]
) -> None:
    table = RECORDS[spec.name]
    start, before_end, end = touched(before, after)
    if before_end != end:  # What follows has the same rows at other positions.
        before_end, end = len(before), len(after)
    was = {row.uid: position for position, row in enumerate(before[start:before_end], start)}
    fresh, changed, moves = [], [], []
    for position, row in enumerate(after[start:end], start):
        old = was.pop(row.uid, None)
        if old is None:
            fresh.append(_as_row(spec, row.uid, row) | {"position": position})
            continue
        if before[old] is not row:
            changed.append({f"to_{k}": v for k, v in _as_row(spec, row.uid, row).items()})
        if old != position:
            moves.append(_Move(row.uid, old, position))
    if was:
        gone = [{"to_uid": uid} for uid in was]
        connection.execute(delete(table).where(table.c.uid == bindparam("to_uid")), gone)
    if changed:
        _update(connection, table, [field.name for field in spec.fields], changed)
    _move(connection, table, moves, set(was.values()))
    if fresh:
        connection.execute(insert(table), fresh)


class _Move(NamedTuple):
    uid: str
    old: int
    new: int


def _move(connection: Connection, table: Table, moved: list[_Move], free: AbstractSet[int]) -> None:
    """Write new positions; one statement where a block shifts whole. ``free`` were those of rows now gone."""
    if not moved:
        return
    low, high = min(row.old for row in moved), max(row.old for row in moved)
    shifts = {row.new - row.old for row in moved}
    alone = len(moved) + sum(low <= position <= high for position in free) == high - low + 1
    if len(shifts) == 1 and alone:
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
