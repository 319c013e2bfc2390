"""The one table of what only notice packs know: a row for each ``x.*`` field that is filled.

It knows no pack. What an earlier pack had and the present one has not stays, and travels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select

from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application
from jxdesk.domain.canonical import extra_from_plain, extra_to_plain
from jxdesk.domain.catalogue import RecordSpec, records
from jxdesk.domain.extras import MAX_EXTRAS, NAME, PREFIX, Extras, is_blank
from jxdesk.domain.limits import MAX_INTEGER_DIGITS
from jxdesk.domain.plain_json import MAX_ITEMS
from jxdesk.domain.rows import touched
from jxdesk.domain.values import Value
from jxdesk.store.reading import bounded_json
from jxdesk.store.schema import EXTENSIONS

_Key = tuple[str, str]


def load(connection: Connection) -> dict[_Key, Extras]:
    """The extensions of each row, by record and uid. ``ValueError`` for what no program of ours wrote."""
    found: dict[_Key, dict[str, Value]] = defaultdict(dict)
    query = select(EXTENSIONS).limit(MAX_ITEMS + 1)
    for number, (record, uid, name, raw) in enumerate(connection.execute(query)):
        if number == MAX_ITEMS:
            raise ValueError("too many extensions")
        found[record, uid][name] = _value(f"{PREFIX}{name}", raw)
    if any(len(values) > MAX_EXTRAS for values in found.values()):
        raise ValueError("a record has too many extensions")
    return {key: tuple(sorted(values.items())) for key, values in found.items()}


def checked(column: str, value: Value) -> Value:
    """``value`` as it will be read back. ``ValueError`` when ``column`` (``x.name``) can't hold it: a bug."""
    found = from_plain(column, extra_to_plain(value))
    if isinstance(found, int) and abs(found) >= 10**MAX_INTEGER_DIGITS:
        raise ValueError(f"{column} has too many digits")
    return None if is_blank(found) else found


def from_plain(column: str, plain: Any) -> Value:
    """The value of ``column`` from its JSON. ``ValueError`` for what no extension can hold or be called."""
    if not NAME.fullmatch(column.removeprefix(PREFIX)):
        raise ValueError(f"not a name for an extension: {column!r:.80}")
    try:
        return extra_from_plain(plain, column)
    except UserError as error:
        raise ValueError(f"{column} cannot hold {plain!r:.80}") from error


def write_difference(connection: Connection, old: Application, new: Application) -> None:
    """Make the table, which holds the extensions of ``old``, hold those of ``new``."""
    gone: list[_Key] = []
    fresh: list[dict[str, str]] = []
    for name, spec in records().items():
        before, after = getattr(old, name), getattr(new, name)
        if before is after:
            continue
        if spec.many:
            start, before_end, after_end = touched(before, after)
            before, after = before[start:before_end], after[start:after_end]
        was, becomes = dict(_filled(spec, before)), dict(_filled(spec, after))
        changed = [uid for uid in was | becomes if was.get(uid) is not becomes.get(uid)]
        gone += [(name, uid) for uid in changed if uid in was]
        fresh += [row for uid in changed for row in _as_rows(name, uid, becomes.get(uid, ()))]
    if gone:
        of_row = (EXTENSIONS.c.record == bindparam("of"), EXTENSIONS.c.uid == bindparam("row"))
        keys = [{"of": record, "row": uid} for record, uid in gone]
        connection.execute(delete(EXTENSIONS).where(*of_row), keys)
    if fresh:
        connection.execute(insert(EXTENSIONS), fresh)


def _filled(spec: RecordSpec, held: Any) -> Iterator[tuple[str, Extras]]:
    """The rows that have extensions, with them."""
    rows: Iterable[tuple[str, Any]] = ((row.uid, row) for row in held) if spec.many else ((spec.name, held),)
    return ((uid, row.x) for uid, row in rows if row.x)


def _as_rows(record: str, uid: str, values: Extras) -> list[dict[str, str]]:
    return [{"record": record, "uid": uid, "name": name, "value": _written(value)} for name, value in values]


def _written(value: Value) -> str:
    return msgspec.json.encode(extra_to_plain(value)).decode()


def _value(column: str, raw: str) -> Value:
    value = from_plain(column, bounded_json(raw))
    if is_blank(value) or _written(value) != raw:
        raise ValueError(f"not a value of {column}: {raw!r:.80}")
    return value
