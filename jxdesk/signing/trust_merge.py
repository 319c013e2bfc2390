"""Bring one trust store into another: looked at first, and never trusting more than was decided.

A revocation is always taken, the earlier day of two; it is never taken back. What else differs is a
conflict, and so is a further certificate for an applicant that has one already, here or there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from itertools import islice

from jxdesk.signing.trust import TrustEntry, TrustStore

_MOST_RIVALS = 8
"""More of them decide nothing further, and a store that is full of them would take long."""


class Fate(Enum):
    """What bringing in would do with an entry."""

    ADDED = "added"
    REVOKED = "revoked"
    CONFLICT = "conflict"
    SAME = "same"


class Side(Enum):
    """Which of two entries in conflict is to count."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One entry of the other store, and what would come of it.

    ``mine`` is the entry of the same applicant and fingerprint. ``rivals`` are other certificates that
    speak for the applicant at the same time, ``beside`` such ones that would be new too.
    """

    theirs: TrustEntry
    fate: Fate
    mine: TrustEntry | None
    rivals: tuple[TrustEntry, ...] = ()
    beside: tuple[TrustEntry, ...] = ()


def plan(mine: TrustStore, theirs: TrustStore) -> tuple[Incoming, ...]:
    """What bringing ``theirs`` into ``mine`` would do, entry by entry, in the order of ``theirs``."""
    here = {(e.applicant, e.fingerprint): e for e in mine.entries}
    fresh = (t for t in theirs.entries if (t.applicant, t.fingerprint) not in here)
    held, coming = _by_applicant(mine.entries), _by_applicant(fresh)
    return tuple(
        _known(known, t) if (known := here.get((t.applicant, t.fingerprint))) else _new(held, coming, t)
        for t in theirs.entries
    )


def merged(mine: TrustStore, theirs: TrustStore, prefer: Side | None = None) -> TrustStore:
    """``mine`` with ``theirs`` brought in; ``prefer`` decides all conflicts.

    Raises ``ValueError`` for a conflict that is not decided.
    """
    found = {(entry.applicant, entry.fingerprint): entry for entry in mine.entries}
    for item in plan(mine, theirs):
        if item.fate is Fate.CONFLICT and prefer is None:
            raise ValueError("a conflict that is not decided")
        found |= {(entry.applicant, entry.fingerprint): entry for entry in _taken(item, prefer)}
    return TrustStore(tuple(found.values()))


def _known(mine: TrustEntry, theirs: TrustEntry) -> Incoming:
    if replace(mine, revoked_on=theirs.revoked_on) != theirs:
        fate = Fate.CONFLICT
    else:
        fate = Fate.SAME if _sooner(mine, theirs) == mine.revoked_on else Fate.REVOKED
    return Incoming(theirs, fate, mine)


_ByApplicant = dict[str, list[TrustEntry]]


def _new(held: _ByApplicant, coming: _ByApplicant, theirs: TrustEntry) -> Incoming:
    rivals, beside = (_rivals(among.get(theirs.applicant, ()), theirs) for among in (held, coming))
    return Incoming(theirs, Fate.CONFLICT if rivals or beside else Fate.ADDED, None, rivals, beside)


def _rivals(among: Iterable[TrustEntry], entry: TrustEntry) -> tuple[TrustEntry, ...]:
    found = (other for other in among if other is not entry and other.overlaps(entry))
    return tuple(islice(found, _MOST_RIVALS))


def _by_applicant(entries: Iterable[TrustEntry]) -> _ByApplicant:
    found: _ByApplicant = defaultdict(list)
    for entry in entries:
        found[entry.applicant].append(entry)
    return found


def _taken(item: Incoming, prefer: Side | None) -> Iterator[TrustEntry]:
    mine, theirs = item.mine, item.theirs
    if item.fate is Fate.ADDED or (prefer is Side.THEIRS and mine is None):
        yield theirs
    elif mine is not None:
        kept = theirs if item.fate is Fate.CONFLICT and prefer is Side.THEIRS else mine
        yield replace(kept, revoked_on=_sooner(mine, theirs))
    elif theirs.revoked_on is not None:
        # Nothing of it but the revocation: it speaks for nobody on any day.
        yield replace(theirs, valid_from=theirs.revoked_on, valid_to=theirs.revoked_on)


def _sooner(one: TrustEntry, other: TrustEntry) -> date | None:
    days = [entry.revoked_on for entry in (one, other) if entry.revoked_on is not None]
    return min(days, default=None)
