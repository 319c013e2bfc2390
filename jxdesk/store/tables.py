"""Read an application from the record tables, and write the difference of two into them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from jxdesk.domain.application import Application, NoticeRef
from jxdesk.domain.catalogue import RecordSpec, records
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
        found = connection.execute(select(*columns).order_by(table.c.position, table.c.uid))
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
    staying = {row.uid for row in after}
    gone, fresh, changed, moved = [uid for uid in was if uid not in staying], [], [], []
    for position, row in enumerate(after):
        if row.uid not in was:
            fresh.append(_as_row(spec, row.uid, row) | {"position": position})
            continue
        old_position, old_row = was[row.uid]
        if old_row is not row:
            changed.append({f"to_{k}": v for k, v in _as_row(spec, row.uid, row).items()})
        if old_position != position:
            moved.append({"to_uid": row.uid, "to_position": position})
    if gone:
        connection.execute(_by_uid(table), [{"to_uid": uid} for uid in gone])
    if changed:
        _update(connection, table, [field.name for field in spec.fields], changed)
    if moved:
        _update(connection, table, ["position"], moved)
    if fresh:
        connection.execute(insert(table), fresh)


def _by_uid(table: Table) -> Any:
    return delete(table).where(table.c.uid == bindparam("to_uid"))


def _update(connection: Connection, table: Table, columns: list[str], rows: list[dict[str, Any]]) -> None:
    values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in columns}
    connection.execute(update(table).where(table.c.uid == bindparam("to_uid")).values(values), rows)


def _as_row(spec: RecordSpec, uid: str, row: Any) -> dict[str, Any]:
    return {"uid": uid} | {field.name: getattr(row, field.name) for field in spec.fields}
