"""Bring one trust store into another: looked at first, and never trusting more than was decided.

A revocation is always taken, the earlier day of two; it is never taken back. What else differs is a
conflict, and so is a further certificate for an applicant that has one already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from jxdesk.signing.trust import TrustEntry, TrustStore


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

    ``mine`` is the entry of the same applicant and fingerprint, ``rivals`` are other certificates
    that speak for the applicant at the same time.
    """

    theirs: TrustEntry
    fate: Fate
    mine: TrustEntry | None
    rivals: tuple[TrustEntry, ...] = ()


def plan(mine: TrustStore, theirs: TrustStore) -> tuple[Incoming, ...]:
    """What bringing ``theirs`` into ``mine`` would do, entry by entry, in the order of ``theirs``."""
    here = {(e.applicant, e.fingerprint): e for e in mine.entries}
    return tuple(_judged(mine, here.get((t.applicant, t.fingerprint)), t) for t in theirs.entries)


def merged(mine: TrustStore, theirs: TrustStore, prefer: Side | None = None) -> TrustStore:
    """``mine`` with ``theirs`` brought in; ``prefer`` decides all conflicts.

    Raises ``ValueError`` for a conflict that is not decided.
    """
    found = mine
    for item in plan(mine, theirs):
        if item.fate is Fate.CONFLICT and prefer is None:
            raise ValueError("a conflict that is not decided")
        for entry in _taken(item, prefer):
            found = found.with_entry(entry)
    return found


def _judged(store: TrustStore, mine: TrustEntry | None, theirs: TrustEntry) -> Incoming:
    if mine is not None:
        if replace(mine, revoked_on=theirs.revoked_on) != theirs:
            fate = Fate.CONFLICT
        else:
            fate = Fate.SAME if _sooner(mine, theirs) == mine.revoked_on else Fate.REVOKED
        return Incoming(theirs, fate, mine)
    rivals = tuple(e for e in store.entries if e.applicant == theirs.applicant and _overlap(e, theirs))
    return Incoming(theirs, Fate.CONFLICT if rivals else Fate.ADDED, None, rivals)


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


def _overlap(one: TrustEntry, other: TrustEntry) -> bool:
    """Whether both speak for their applicant on some day."""
    first = max(one.valid_from, other.valid_from)
    return one.holds(first) and other.holds(first)
