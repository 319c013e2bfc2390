"""Two versions that grew out of one, brought together again: field by field, row by row.

What only one side changed is taken, what both changed alike is agreed, and what both changed
otherwise is a conflict that a person decides. Nothing that the other side did is dropped: it is
taken, agreed, or listed (the classic three-way merge).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from jxdesk.domain.application import Application
from jxdesk.domain.canonical import same_value
from jxdesk.domain.catalogue import RecordSpec, records
from jxdesk.domain.extras import held, with_value
from jxdesk.domain.values import Kind, Value


class Side(Enum):
    """Whose version stands where both changed the same place."""

    MINE = "mine"
    THEIRS = "theirs"


class What(Enum):
    """What happened to a place on the other side, and on ours."""

    CELL = "cell"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED_THERE_REMOVED_HERE = "changed-there-removed-here"
    REMOVED_THERE_CHANGED_HERE = "removed-there-changed-here"
    ONLY_THERE = "only-there"
    ONLY_HERE = "only-here"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the other side is not what it was: a cell, or a whole row (``column`` ``""``).

    ``uid`` is the row's on our side where it is there, the record's name for single records. For a cell
    ``base``, ``mine`` and ``theirs`` are values; for a row they are rows, ``None`` where it is not there.
    """

    what: What
    record: str
    uid: str
    column: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def key(self) -> str:
        """Names the place among all of one merge."""
        return f"{self.record}:{self.uid}:{self.column}"


@dataclass(frozen=True, slots=True)
class Merge:
    """``application`` is ours with everything taken, conflicts decided as they were chosen (else ours).

    ``taken`` is what only the other side did, ``agreed`` what both did alike, ``conflicts`` what both did
    otherwise.
    """

    application: Application
    taken: tuple[Difference, ...]
    agreed: tuple[Difference, ...]
    conflicts: tuple[Difference, ...]


Keys = Mapping[str, tuple[str, ...]]
"""By which fields rows of a list are the same although each side added its own, strongest first."""


def merge(
    base: Application | None,
    mine: Application,
    theirs: Application,
    keys: Keys = MappingProxyType({}),
    choices: Mapping[str, Side] = MappingProxyType({}),
) -> Merge:
    """Bring ``theirs`` into ``mine``; both grew out of ``base``.

    ``choices`` decides conflicts by their key. Rows are told by ``uid``; of rows that both sides added,
    those with an equal field of ``keys`` are one row. Id, notice and demo mark are not part of it.
    Where ``base`` is not known any more (``None``), every difference is a conflict.
    """
    found = _Found(choices)
    made: dict[str, Any] = {}
    for name, spec in records().items():
        nothing: Any = () if spec.many else None
        three = nothing if base is None else getattr(base, name), getattr(mine, name), getattr(theirs, name)
        if base is not None and three[2] is three[0]:
            continue
        if spec.many:
            if base is None:
                made[name] = _Unknown(spec, found, keys.get(name, ()), *three).merged()
                continue
            made[name] = _List(spec, found, keys.get(name, ()), *three).merged()
        else:
            made[name] = found.cells(spec, name, *three)
    return Merge(
        dataclasses.replace(mine, **made), tuple(found.taken), tuple(found.agreed), tuple(found.conflicts)
    )


class _Found:
    """What was found so far, and what was chosen."""

    def __init__(self, choices: Mapping[str, Side]) -> None:
        self._choices = choices
        self.taken: list[Difference] = []
        self.agreed: list[Difference] = []
        self.conflicts: list[Difference] = []

    def takes(self, conflict: Difference) -> bool:
        """List a conflict; whether theirs was chosen."""
        self.conflicts.append(conflict)
        return self._choices.get(conflict.key) is Side.THEIRS

    def cells(self, spec: RecordSpec, uid: str, base: Any, mine: Any, theirs: Any) -> Any:
        """Our row (or single record) with what the other side changed; no ``base``: whatever differs."""
        row = mine
        if base is None:
            for column, ours, _, other in _changed(spec, mine, mine, theirs):
                if self.takes(Difference(What.CELL, spec.name, uid, column, None, ours, other)):
                    row = with_value(row, column, other)
            return row
        for column, was, ours, other in _changed(spec, base, mine, theirs):
            place = Difference(What.CELL, spec.name, uid, column, was, ours, other)
            if same_value(ours, other):
                self.agreed.append(place)
            elif same_value(ours, was):
                self.taken.append(place)
                row = with_value(row, column, other)
            elif self.takes(place):
                row = with_value(row, column, other)
        return row


class _List:
    """One list of rows on three sides."""

    def __init__(
        self,
        spec: RecordSpec,
        found: _Found,
        keys: Sequence[str],
        base: Sequence[Any],
        mine: Sequence[Any],
        theirs: Sequence[Any],
    ) -> None:
        self._spec = spec
        self._found = found
        self._keys = keys
        self._base = {row.uid: row for row in base}
        self._theirs = {row.uid: row for row in theirs}
        self._mine = mine

    def merged(self) -> tuple[Any, ...]:
        """Our rows in our order, then those that the other side added, in theirs."""
        same = self._added_twice()
        kept = [row for mine in self._mine if (row := self._ours(mine, same)) is not None]
        here = {row.uid for row in self._mine}
        added = []
        for uid, row in self._theirs.items():
            if uid in here or uid in same.values():
                continue
            if (new := self._only_there(row)) is not None:
                added.append(new)
        for uid, row in self._base.items():
            if uid not in here and uid not in self._theirs:
                self._found.agreed.append(self._row(What.REMOVED, uid, row, None, None))
        return (*kept, *added)

    def _ours(self, mine: Any, same: Mapping[str, str]) -> Any | None:
        """What becomes of a row that we have; ``None`` when it is taken out."""
        uid = mine.uid
        base, theirs = self._base.get(uid), self._theirs.get(uid)
        if theirs is not None:
            if base is None:
                self._found.agreed.append(self._row(What.ADDED, uid, None, mine, theirs))
            # A row that each side added has no common ancestor: an empty one stands for it.
            return self._found.cells(self._spec, uid, base or self._spec.make({}, uid), mine, theirs)
        if uid in same:
            twin = self._theirs[same[uid]]
            self._found.agreed.append(self._row(What.ADDED, uid, None, mine, twin))
            return self._found.cells(self._spec, uid, self._spec.make({}, uid), mine, twin)
        if base is None:
            return mine
        if _alike(self._spec, base, mine):
            self._found.taken.append(self._row(What.REMOVED, uid, base, mine, None))
            return None
        gone = self._row(What.REMOVED_THERE_CHANGED_HERE, uid, base, mine, None)
        return None if self._found.takes(gone) else mine

    def _only_there(self, theirs: Any) -> Any | None:
        """What becomes of a row that only the other side has; ``None`` when it stays away."""
        base = self._base.get(theirs.uid)
        if base is None:
            self._found.taken.append(self._row(What.ADDED, theirs.uid, None, None, theirs))
            return theirs
        if _alike(self._spec, base, theirs):
            return None
        back = self._row(What.CHANGED_THERE_REMOVED_HERE, theirs.uid, base, None, theirs)
        return theirs if self._found.takes(back) else None

    def _added_twice(self) -> dict[str, str]:
        """Rows that both sides added, the other's uid by ours, where a key tells one row on each side."""
        here = {row.uid for row in self._mine}
        ours = [row for row in self._mine if row.uid not in self._base and row.uid not in self._theirs]
        others = [row for uid, row in self._theirs.items() if uid not in self._base and uid not in here]
        found: dict[str, str] = {}
        for key in self._keys:
            mine, theirs = _by(key, ours, found), _by(key, others, set(found.values()))
            found |= {mine[value]: theirs[value] for value in mine.keys() & theirs.keys()}
        return found

    def _row(self, what: What, uid: str, base: Any, mine: Any, theirs: Any) -> Difference:
        return Difference(what, self._spec.name, uid, "", base, mine, theirs)


class _Unknown(_List):
    """A list of which nobody knows any more what it was: whatever differs is a conflict."""

    def _ours(self, mine: Any, same: Mapping[str, str]) -> Any | None:
        theirs = self._theirs.get(same.get(mine.uid, mine.uid))
        if theirs is not None:
            if mine.uid in same:
                self._found.agreed.append(self._row(What.ADDED, mine.uid, None, mine, theirs))
            return self._found.cells(self._spec, mine.uid, None, mine, theirs)
        only = self._row(What.ONLY_HERE, mine.uid, None, mine, None)
        return None if self._found.takes(only) else mine

    def _only_there(self, theirs: Any) -> Any | None:
        only = self._row(What.ONLY_THERE, theirs.uid, None, None, theirs)
        return theirs if self._found.takes(only) else None


def renamed(theirs: Application, found: Merge) -> Application:
    """``theirs`` where rows that both sides added bear our ids, in what refers to them too.

    ``found`` is a merge with it; merging the result anew finds the same.
    """
    names = twins(found)
    if not names:
        return theirs
    made: dict[str, Any] = {}
    for name, spec in records().items():
        if spec.many:
            rows = getattr(theirs, name)
            made[name] = tuple(_renamed(spec, row, names) for row in rows)
    return dataclasses.replace(theirs, **made)


def twins(found: Merge) -> dict[tuple[str, str], str]:
    """Our ids of the rows that both sides added, by record and the other side's id."""
    return {
        (place.record, place.theirs.uid): place.mine.uid
        for place in found.agreed
        if place.what is What.ADDED and place.mine.uid != place.theirs.uid
    }


def renamed_reference(reference: str, names: Mapping[tuple[str, str], str]) -> str:
    """A reference ``record:uid`` with our id of that row."""
    record, _, uid = reference.partition(":")
    return f"{record}:{names[record, uid]}" if (record, uid) in names else reference


def _renamed(spec: RecordSpec, row: Any, names: Mapping[tuple[str, str], str]) -> Any:
    changes: dict[str, Any] = {}
    if (uid := names.get((spec.name, row.uid))) is not None:
        changes["uid"] = uid
    for field in spec.fields:
        if field.kind is Kind.REFERENCES:
            old = getattr(row, field.name)
            new = tuple(renamed_reference(each, names) for each in old)
            if new != old:
                changes[field.name] = new
    return dataclasses.replace(row, **changes) if changes else row


def _by(key: str, rows: Sequence[Any], but: Container[str]) -> dict[str, str]:
    """The uids of rows by what they hold in ``key``, where that tells one of them from all others."""
    found: dict[str, list[str]] = {}
    for row in rows:
        value = held(row, key)
        if row.uid not in but and isinstance(value, str) and value:
            found.setdefault(value, []).append(row.uid)
    return {value: uids[0] for value, uids in found.items() if len(uids) == 1}


def _changed(
    spec: RecordSpec, base: Any, mine: Any, theirs: Any
) -> Iterator[tuple[str, Value, Value, Value]]:
    """The columns in which the other side is not what it was, with base, ours and theirs."""
    was, ours, other = spec.values(base), spec.values(mine), spec.values(theirs)
    for column in was | other:
        if not same_value(was.get(column), other.get(column)):
            yield column, was.get(column), ours.get(column), other.get(column)


def _alike(spec: RecordSpec, one: Any, other: Any) -> bool:
    left, right = spec.values(one), spec.values(other)
    return all(same_value(left.get(column), right.get(column)) for column in left | right)
