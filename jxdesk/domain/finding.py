"""What a check found, and where: the one vocabulary of rules, window, reports and packages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How much a finding weighs: an error blocks sealing, a warning wants a written reason."""

    ERROR = 0
    WARNING = 1
    HINT = 2

    @property
    def word(self) -> str:
        """The word the user sees."""
        return ("错误", "提醒", "提示")[self]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a finding opens: a part of the form, a field id (or ``""``), a row uid (or ``""``)."""

    part: str
    field: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found by one rule.

    ``clause`` is the notice's own name of the clause; ``values`` are what was seen, in the
    writing of the form, each with the words that name it; ``message`` and ``remedy`` are whole
    sentences. ``also`` are the other
    sides of a contradiction.
    """

    rule: str
    level: Level
    clause: str
    place: Place
    message: str
    remedy: str
    values: tuple[tuple[str, str], ...] = ()
    also: tuple[Place, ...] = ()

    @property
    def key(self) -> str:
        """Stable identity for written reasons: rule and place, not the values seen."""
        return f"{self.rule}|{self.place.field}|{self.place.row}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a warning may stand. Only those ``for_reviewer`` travel in the package.

    ``values`` is a digest of what the finding had seen when the reason was written: what is seen
    otherwise needs a new one.
    """

    key: str
    text: str
    for_reviewer: bool
    values: str = ""

    @property
    def mark(self) -> str:
        """The word for who reads it."""
        return "给评审" if self.for_reviewer else "内部"
