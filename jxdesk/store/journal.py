"""Change sets in the database: the history, and the head that undo and redo move along it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from jxdesk.domain.canonical import UID, extra_to_plain, value_to_plain
from jxdesk.domain.catalogue import RecordSpec, records
from jxdesk.domain.changes import Change, ChangeSet, DeleteRow, InsertRow, SetValue
from jxdesk.domain.extras import is_extra
from jxdesk.domain.values import Value
from jxdesk.store import extensions
from jxdesk.store.columns import from_plain
from jxdesk.store.draft import must_be_whole
from jxdesk.store.entries import HistoryEntry, LoggedChange
from jxdesk.store.reading import bounded_json, number, text
from jxdesk.store.schema import CHANGES
from jxdesk.store.tidy import tidy

_PIECE = 100
_WORDS: dict[str, type[InsertRow | DeleteRow]] = {"insert": InsertRow, "delete": DeleteRow}


def append(connection: Connection, head: int, change_set: ChangeSet, when: datetime, who: str) -> int:
    """Keep a new change set after ``head``, drop what could be redone, return the new head."""
    connection.execute(delete(CHANGES).where(CHANGES.c.id > head))
    connection.execute(
        insert(CHANGES).values(
            id=head + 1,
            made_at=when,
            who=tidy(who),
            label=tidy(change_set.label),
            payload=_encode(change_set),
        )
    )
    return head + 1


def at(connection: Connection, entry: int) -> ChangeSet | None:
    """The change set with this id, ``None`` when there is none or it can't be undone any more."""
    row = connection.execute(select(CHANGES.c.label, CHANGES.c.payload).where(CHANGES.c.id == entry)).first()
    return None if row is None or row.payload is None else _decode(row.label, row.payload)


def whole(connection: Connection) -> Iterator[ChangeSet]:
    """Every change set that can be undone or redone, in the order they were made."""
    query = select(CHANGES.c.label, CHANGES.c.payload).where(CHANGES.c.payload.is_not(None))
    for row in connection.execute(query.order_by(CHANGES.c.id)):
        yield _decode(row.label, row.payload)


def label_at(connection: Connection, entry: int) -> str | None:
    """The label of the change set with this id, ``None`` as in :func:`at`."""
    found = connection.execute(
        select(CHANGES.c.label).where(CHANGES.c.id == entry, CHANGES.c.payload.is_not(None))
    ).scalar()
    return None if found is None else text(found)


def history(connection: Connection, head: int, limit: int) -> tuple[HistoryEntry, ...]:
    """The change sets that stand, newest first, at most ``limit``."""
    query = (
        select(CHANGES.c.made_at, CHANGES.c.who, CHANGES.c.label)
        .where(CHANGES.c.id <= head)
        .order_by(CHANGES.c.id.desc())
        .limit(limit)
    )
    return tuple(HistoryEntry(r.made_at, text(r.who), text(r.label)) for r in connection.execute(query))


def log(connection: Connection, head: int, before: int | None, limit: int) -> tuple[LoggedChange, ...]:
    """At most ``limit`` change sets, those that can be redone among them, newest first.

    ``before``: only those with a smaller number.
    """
    query = select(CHANGES).order_by(CHANGES.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(CHANGES.c.id < before)
    return tuple(_logged(row, head) for row in connection.execute(query))


def logged(connection: Connection, head: int, entry: int) -> LoggedChange | None:
    """One change set of the log, ``None`` when there is none of this number (any more)."""
    row = connection.execute(select(CHANGES).where(CHANGES.c.id == entry)).first()
    return None if row is None else _logged(row, head)


def authors(connection: Connection) -> tuple[str, ...]:
    """Who has made changes, by name."""
    query = select(CHANGES.c.who).distinct().order_by(CHANGES.c.who)
    return tuple(text(who) for who in connection.execute(query).scalars())


def _logged(row: Row[Any], head: int) -> LoggedChange:
    made = None if row.payload is None else _decode(row.label, row.payload)
    return LoggedChange(row.id, row.made_at, text(row.who), text(row.label), row.id > head, made)


def forget(connection: Connection, head: int) -> None:
    """Keep who changed what when, but nothing to undo or redo with."""
    connection.execute(delete(CHANGES).where(CHANGES.c.id > head))
    connection.execute(update(CHANGES).values(payload=None))


def _encode(change_set: ChangeSet) -> str:
    # Piece by piece: while the encoder is at it no other thread has its turn, the window's neither.
    starts = range(0, len(change_set.changes), _PIECE)
    return f"[{','.join(_written(change_set.changes[start : start + _PIECE]) for start in starts)}]"


def _written(changes: Sequence[Change]) -> str:
    """The JSON of some changes, without the brackets around them."""
    plain = [_change_to_plain(change) for change in changes]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))[1:-1]


def _change_to_plain(change: Change) -> list[Any]:
    if isinstance(change, SetValue):
        before, after = _plain(change.column, change.before), _plain(change.column, change.after)
        return ["set", change.record, change.uid, change.column, before, after]
    word = next(word for word, kind in _WORDS.items() if isinstance(change, kind))
    values = {name: _plain(name, value) for name, value in change.values.items()}
    return [word, change.record, change.uid, change.position, values]


def _plain(column: str, value: Value) -> Any:
    return extra_to_plain(value) if is_extra(column) else value_to_plain(value)


def _decode(label: str, payload: str) -> ChangeSet:
    return ChangeSet(text(label), tuple(_change_from_plain(plain) for plain in bounded_json(payload)))


def _change_from_plain(plain: list[Any]) -> Change:
    word, record, uid, *rest = plain
    spec = records()[record]
    if not UID.fullmatch(uid):
        raise ValueError(f"not a row id: {uid!r:.80}")
    if word == "set":
        column, before, after = rest
        return SetValue(record, uid, column, _value(spec, column, before), _value(spec, column, after))
    position, held = rest
    values = {name: _value(spec, name, value) for name, value in held.items()}
    if word not in _WORDS or not spec.many:
        raise ValueError(f"not a change of {record}: {word!r:.80}")
    must_be_whole(spec, values)
    return _WORDS[word](record, uid, number(position, 0), values)


def _value(spec: RecordSpec, column: str, plain: Any) -> Value:
    if is_extra(column):
        return extensions.from_plain(column, plain)
    field = next((field for field in spec.fields if field.name == column), None)
    if field is None:
        raise ValueError(f"unknown column: {spec.name}.{column}")
    return from_plain(field, plain)
