"""The facts of burning: what is to be burned, and what became of each disc."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path

from jxdesk.base.errors import UserError
from jxdesk.disc.burner import Drive, Medium
from jxdesk.disc.media import DiscKind
from jxdesk.disc.medium_check import Damage


@dataclass(frozen=True, slots=True)
class DriveState:
    """A drive and what lies in it; where it could not be asked, ``problem`` says why."""

    drive: Drive
    medium: Medium | None
    problem: UserError | None = None


@dataclass(frozen=True, slots=True)
class BurnImage:
    """An image that was found good: ``size`` in bytes, ``sha256`` of the file and package digests in hex."""

    path: Path
    size: int
    sha256: str
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where ``size`` bytes fit: ``kinds``, the smallest first, none when no disc is large enough."""

    size: int
    kinds: tuple[DiscKind, ...]
    copies: int


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be burned: ``copies`` discs of ``image`` one after another in ``drive``.

    ``overwrite``: whatever is on a rewritable disc may go.
    """

    image: BurnImage
    drive: Drive
    copies: int = 1
    overwrite: bool = False


class Outcome(Enum):
    """What became of a disc; the value stands in the log."""

    BEGUN = "begun"
    """Writing began, and no end was noted: it still runs, or the program was ended in the middle."""
    GOOD = "good"
    """Written, every byte read back, its packages sound."""
    DIFFERENT = "different"
    """Written, and what was read back is not what it should be."""
    UNREAD = "unread"
    """Written, but not read back to the end."""
    SPOILED = "spoiled"
    """Writing broke off, and it can be written only once."""
    UNFINISHED = "unfinished"
    """Writing broke off; it can be overwritten as a whole."""
    UNTOUCHED = "untouched"
    """Nothing was written."""


@dataclass(frozen=True, slots=True)
class BurnedDisc:
    """One disc: ``number`` of ``copies``, begun at ``at`` (UTC) in ``drive``; ``words`` is one sentence.

    ``damage`` is where the disc differs from the image, ``faults`` what verification of its packages
    found beyond that. ``sha256`` is the image's, ``digests`` those of its packages.
    """

    at: datetime
    image: Path
    size: int
    sha256: str
    digests: tuple[str, ...]
    drive: Drive
    kind: str
    number: int
    copies: int
    outcome: Outcome = Outcome.UNREAD
    words: str = ""
    damage: tuple[Damage, ...] = ()
    faults: tuple[str, ...] = ()

    @classmethod
    def begun(cls, order: Order, medium: Medium, number: int, at: datetime) -> BurnedDisc:
        """Disc ``number`` of ``order`` before its end is known."""
        image = order.image
        return cls(
            at=at,
            image=image.path,
            size=image.size,
            sha256=image.sha256,
            digests=image.digests,
            drive=order.drive,
            kind=medium.kind,
            number=number,
            copies=order.copies,
        )

    def ended(
        self,
        outcome: Outcome,
        words: str,
        *,
        damage: tuple[Damage, ...] = (),
        faults: tuple[str, ...] = (),
    ) -> BurnedDisc:
        """This disc with what became of it."""
        return replace(self, outcome=outcome, words=words, damage=damage, faults=faults)
