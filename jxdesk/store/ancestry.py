"""What two copies of one workspace had in common, told from the beginning that their logs share."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from jxdesk.base.errors import UserError
from jxdesk.domain import canonical
from jxdesk.domain.application import Application
from jxdesk.domain.changes import Change, ChangeSet
from jxdesk.store.draft import carry_out
from jxdesk.store.entries import LoggedChange

Log = Sequence[LoggedChange]
"""All change sets, oldest first; what was undone and can be made again comes last."""


@dataclass(frozen=True, slots=True)
class Ancestry:
    """``base`` is the application as both had it, ``None`` where the logs cannot tell (after a purge).

    ``mine`` and ``theirs`` are what was done since.
    """

    base: Application | None
    mine: Log
    theirs: Log


def ancestry(mine: Application, my_log: Log, theirs: Application, their_log: Log) -> Ancestry:
    """Where two copies parted: the last change set that both have, and the application after it.

    Both sides are taken back to it, and have to come to the same: what a purge rewrote does not.
    """
    shared = _shared(my_log, their_log)
    base, other = _at(mine, my_log, shared), _at(theirs, their_log, shared)
    same = base is not None and other is not None and canonical.encode(base) == canonical.encode(other)
    return Ancestry(base if same else None, _since(my_log, shared), _since(their_log, shared))


def _shared(mine: Log, theirs: Log) -> int:
    """How many change sets both logs begin with, undone since or not."""
    for number, (one, other) in enumerate(zip(mine, theirs, strict=False)):
        if dataclasses.replace(one, undone=False) != dataclasses.replace(other, undone=False):
            return number
    return min(len(mine), len(theirs))


def _since(log: Log, shared: int) -> Log:
    return [entry for entry in log[shared:] if not entry.undone]


def _at(application: Application, log: Log, shared: int) -> Application | None:
    """The application after the first ``shared`` of its log, ``None`` where that is not known any more."""
    back = [entry.change_set and entry.change_set.inverse() for entry in reversed(_since(log, shared))]
    again = [entry.change_set for entry in log[:shared] if entry.undone]
    changes: list[Change] = []
    for change_set in (*back, *again):
        if change_set is None:
            return None
        changes += change_set.changes
    try:
        return carry_out(application, ChangeSet("", tuple(changes)))
    except (UserError, ValueError):
        return None
