"""The change set that leads from one application to another, with as few changes as is simple."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from jxdesk.domain.application import Application
from jxdesk.domain.canonical import same_value
from jxdesk.domain.catalogue import RecordSpec, records
from jxdesk.domain.changes import Change, ChangeSet, DeleteRow, InsertRow, SetValue


def difference(before: Application, after: Application, label: str) -> ChangeSet:
    """What makes ``before``'s records those of ``after``; rows are told apart by ``uid``.

    Id, notice and demo mark are not part of it. ``ValueError`` when a ``uid`` stands twice.
    """
    changes: list[Change] = []
    for name, spec in records().items():
        old, new = getattr(before, name), getattr(after, name)
        if old is new:
            continue
        changes += _rows(spec, old, new) if spec.many else _cells(spec, name, old, new)
    return ChangeSet(label, tuple(changes))


def _cells(spec: RecordSpec, uid: str, old: Any, new: Any) -> Iterator[Change]:
    before, after = spec.values(old), spec.values(new)
    for column in before | after:
        was, becomes = before.get(column), after.get(column)
        if not same_value(was, becomes):
            yield SetValue(spec.name, uid, column, was, becomes)


def _rows(spec: RecordSpec, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    at = {row.uid: position for position, row in enumerate(old)}
    if len({row.uid for row in new}) != len(new):
        raise ValueError(f"a row id stands twice in {spec.name}")
    common = [row.uid for row in new if row.uid in at]
    staying = {common[i] for i in _longest_rising([at[uid] for uid in common])}
    for row in new:
        if row.uid in staying and old[at[row.uid]] is not row:
            yield from _cells(spec, row.uid, old[at[row.uid]], row)
    # Deleting from the end and inserting from the start keeps every position literally true.
    for position in range(len(old) - 1, -1, -1):
        if old[position].uid not in staying:
            yield DeleteRow(spec.name, old[position].uid, position, spec.values(old[position]))
    for position, row in enumerate(new):
        if row.uid not in staying:
            yield InsertRow(spec.name, row.uid, position, spec.values(row))


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """The indices of a longest rising subsequence: the rows that need not be moved."""
    ends: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        slot = bisect_left(ends, number)
        before.append(holders[slot - 1] if slot else -1)
        ends[slot : slot + 1] = [number]
        holders[slot : slot + 1] = [index]
    found = []
    index = holders[-1] if holders else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found
