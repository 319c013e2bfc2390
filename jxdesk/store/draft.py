"""Carry a change set out on an application in memory: strictly, or not at all.

Everything that was true when the change set was made must still be true. What a value is and
which fields there are is checked too, so nothing enters a workspace that could not be written
as canonical JSON again; to hand in such a thing is a bug, not a mistake of the user.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application
from jxdesk.domain.canonical import UID, same_value
from jxdesk.domain.catalogue import RecordSpec, records
from jxdesk.domain.changes import Change, ChangeSet, DeleteRow, InsertRow, SetValue
from jxdesk.domain.extras import MAX_EXTRAS, held, is_extra, with_value
from jxdesk.domain.limits import MAX_ROWS
from jxdesk.domain.values import Value
from jxdesk.store import extensions
from jxdesk.store.columns import checked


def carry_out(application: Application, change_set: ChangeSet) -> Application:
    """The application after ``change_set``.

    Raises ``UserError`` ``store.stale`` when a row is not as the change set expects it and
    ``store.too-many-rows``; ``ValueError`` for unknown records, columns and impossible values.
    """
    draft = _Draft(application)
    for change in change_set.changes:
        draft.make(change)
    return draft.result()


class _Draft:
    """The records that a change set touches, thawed; the others stay as they are."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._order: dict[str, list[str]] = {}
        self._rows: dict[str, dict[str, Any]] = {}

    def make(self, change: Change) -> None:
        spec = _record(change.record)
        self._thaw(spec)
        if isinstance(change, SetValue):
            self._set(spec, change)
        elif isinstance(change, InsertRow):
            self._insert(spec, change)
        else:
            self._delete(spec, change)

    def result(self) -> Application:
        held: dict[str, Any] = {}
        for name, order in self._order.items():
            rows = self._rows[name]
            many = records()[name].many
            held[name] = tuple(map(rows.__getitem__, order)) if many else rows[name]
        return dataclasses.replace(self._application, **held)

    def _thaw(self, spec: RecordSpec) -> None:
        if spec.name in self._order:
            return
        held = getattr(self._application, spec.name)
        self._rows[spec.name] = {row.uid: row for row in held} if spec.many else {spec.name: held}
        self._order[spec.name] = list(self._rows[spec.name])

    def _set(self, spec: RecordSpec, change: SetValue) -> None:
        after = _checked(spec, change.column, change.after)
        row = self._rows[spec.name].get(change.uid)
        if row is None or not same_value(held(row, change.column), change.before):
            raise _stale()
        changed = with_value(row, change.column, after)
        if len(changed.x) > MAX_EXTRAS:
            raise ValueError(f"{spec.name} has too many extensions")
        self._rows[spec.name][change.uid] = changed

    def _insert(self, spec: RecordSpec, change: InsertRow) -> None:
        order, rows = self._order[spec.name], self._rows[spec.name]
        _must_be_list(spec)
        if not UID.fullmatch(change.uid):
            raise ValueError(f"not a row id: {change.uid!r:.80}")
        if change.uid in rows or not 0 <= change.position <= len(order):
            raise _stale()
        if len(order) >= MAX_ROWS:
            raise UserError(
                "store.too-many-rows",
                f"一张表最多 {MAX_ROWS} 行，没有再添加。",
                "请检查导入的文件是否选错，或删去不需要的行。",
            )
        rows[change.uid] = spec.make(_values(spec, change.values), change.uid)
        order.insert(change.position, change.uid)

    def _delete(self, spec: RecordSpec, change: DeleteRow) -> None:
        order, rows = self._order[spec.name], self._rows[spec.name]
        _must_be_list(spec)
        row = rows.get(change.uid)
        must_be_whole(spec, change.values)
        if row is None or not 0 <= change.position < len(order) or order[change.position] != change.uid:
            raise _stale()
        columns = change.values.keys() | spec.values(row).keys()
        if not all(same_value(held(row, name), change.values.get(name)) for name in columns):
            raise _stale()
        del order[change.position]
        del rows[change.uid]


def _record(name: str) -> RecordSpec:
    spec = records().get(name)
    if spec is None:
        raise ValueError(f"unknown record: {name}")
    return spec


def _checked(spec: RecordSpec, column: str, value: Value) -> Value:
    if is_extra(column):
        return extensions.checked(column, value)
    found = next((field for field in spec.fields if field.name == column), None)
    if found is None:
        raise ValueError(f"unknown column: {spec.name}.{column}")
    return checked(found, value)


def _must_be_list(spec: RecordSpec) -> None:
    if not spec.many:
        raise ValueError(f"{spec.name} stands once and has no rows")


def _values(spec: RecordSpec, values: Mapping[str, Value]) -> dict[str, Value]:
    must_be_whole(spec, values)
    return {name: _checked(spec, name, value) for name, value in values.items()}


def must_be_whole(spec: RecordSpec, values: Mapping[str, Value]) -> None:
    """``ValueError`` unless ``values`` are a whole row's: every field of the record, any extensions."""
    own = {name for name in values if not is_extra(name)}
    if wrong := own ^ {field.name for field in spec.fields}:
        raise ValueError(f"{spec.name} has or lacks columns: {sorted(wrong)}")
    if len(values) - len(own) > MAX_EXTRAS:
        raise ValueError(f"{spec.name} has too many extensions")


def _stale() -> UserError:
    return UserError(
        "store.stale",
        "这处内容刚才已被改动，本次修改没有保存。",
        "请查看最新内容后再改一次。",
    )
