"""What a purge is about: the files, the rows and scans that have them, and every name they had."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, literal, select

from jxdesk.domain.changes import Change, SetValue
from jxdesk.store import journal
from jxdesk.store.schema import RECORDS, SCANS

_EVIDENCE = RECORDS["evidence"]


@dataclass(frozen=True, slots=True)
class Doomed:
    """What is to be erased: the files' digests, the uids of their rows and the names they had."""

    digests: frozenset[str]
    rows: frozenset[str]
    names: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """What must not stand anywhere any more."""
        return self.digests | self.names

    def mentioned_in(self, *texts: str) -> bool:
        """Whether a digest or a file's name stands in one of the texts."""
        return any(word in held for held in texts for word in self.words)


class Row(NamedTuple):
    """A row that is about a file: its uid (``""`` for a scan), and a name if no other file has it."""

    sha256: str
    uid: str
    name: str


def doomed_by(rows: Collection[Row], digests: Collection[str]) -> Doomed:
    """What is to be erased with files and the rows that are about them."""
    # A word without ending may be anybody's; a file's name is told by its ending.
    names = {row.name for row in rows if "." in row.name.strip(".")}
    return Doomed(frozenset(digests), frozenset(row.uid for row in rows if row.uid), frozenset(names))


def rows_of(connection: Connection, digests: Collection[str]) -> list[Row]:
    """Every row that is or was about one of the files, under each name that it had."""
    rows = _present(connection)
    others = [row for row in rows if row.sha256 not in digests]
    # A row that has other bytes by now stays, and so does what was noted down of it.
    names, uids = {row.name for row in others}, {row.uid for row in others}
    about = [row for row in rows if row.sha256 in digests]
    about += _former(connection, digests, {row.uid: row.sha256 for row in about if row.uid})
    return [
        Row(row.sha256, "" if row.uid in uids else row.uid, "" if row.name in names else row.name)
        for row in about
    ]


def with_former_copies(connection: Connection, digests: Collection[str]) -> frozenset[str]:
    """``digests``, and those that the same rows had before, as far as nothing else has them."""
    uids = {row.uid for row in rows_of(connection, digests) if row.uid}
    former = {
        str(value)
        for change in _changes(connection)
        if isinstance(change, SetValue) and change.column == "sha256" and change.uid in uids
        for value in (change.before, change.after)
        if value
    }
    return frozenset(digests) | (former - {row.sha256 for row in _present(connection)})


def _present(connection: Connection) -> list[Row]:
    """The rows of evidence, and the scans, as they stand."""
    listed = select(_EVIDENCE.c.sha256, _EVIDENCE.c.uid, _EVIDENCE.c.name)
    scanned = select(SCANS.c.sha256, literal("").label("uid"), SCANS.c.name)
    return [Row(*row) for row in connection.execute(listed.union_all(scanned))]


def _former(connection: Connection, digests: Collection[str], known: dict[str, str]) -> list[Row]:
    """The rows and names of which only the history knows; ``known``: digest by uid."""
    changes = list(_changes(connection))
    found = []
    for change in changes:
        if not isinstance(change, SetValue) and change.values["sha256"] in digests:
            known = known | {change.uid: str(change.values["sha256"])}
            found.append(Row(known[change.uid], change.uid, str(change.values["name"])))
    for change in changes:
        if isinstance(change, SetValue) and change.column == "name" and change.uid in known:
            found += [Row(known[change.uid], change.uid, str(n)) for n in (change.before, change.after)]
    return found


def _changes(connection: Connection) -> Iterator[Change]:
    """Every change of evidence that the history still knows, in the order they were made."""
    for change_set in journal.whole(connection):
        yield from (change for change in change_set.changes if change.record == _EVIDENCE.name)
