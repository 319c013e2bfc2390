"""What a disc burner is to the rest of the program: drives, media, and one deed.

Behind it stand xorriso on Linux and IMAPI2 on Windows; tests have doubles. Nothing here decides
whether a disc is good: that is read back from the medium, never taken from a burner's word.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from jxdesk.base.progress import Progress


class MediumState(Enum):
    """What lies in a drive, as far as writing goes."""

    NONE = "none"
    """No disc, or the tray is open."""
    BLANK = "blank"
    """Writable as it is."""
    USED = "used"
    """Something is on it and it can be written only once."""
    REWRITABLE = "rewritable"
    """Something is on it, and it can be overwritten as a whole."""
    UNFIT = "unfit"
    """A disc that cannot be written at all: pressed, damaged or of an unknown kind."""


@dataclass(frozen=True, slots=True)
class Medium:
    """The disc in a drive.

    ``kind`` is its profile's usual name (``DVD-R``, ``BD-RE``; ``""`` where there is none).
    ``capacity``: bytes that a blank or overwritten disc takes, 0 where nothing can be written.
    ``can_rewrite``: a write that broke off does not spoil it (``DVD-RW``, ``DVD+RW``, ``BD-RE``).
    """

    state: MediumState
    kind: str = ""
    capacity: int = 0
    can_rewrite: bool = False

    @property
    def takes_data(self) -> bool:
        """Whether an image can be written to it."""
        return self.state in (MediumState.BLANK, MediumState.REWRITABLE)


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive: ``id`` is what a person names it by (``/dev/sr0``, ``E:``), ``name`` maker and model."""

    id: str
    name: str
    can_write: bool


class Burner(Protocol):
    """Drives of this machine and how to write to them. Each method may take seconds.

    Each raises ``UserError``: ``burn.no-drive`` (no such drive, or it went away), ``burn.busy``
    (another program has it), ``burn.failed`` (the drive refused or broke off, with its own words).
    """

    def drives(self) -> tuple[Drive, ...]:
        """Every drive that can read discs, in the system's order."""

    def drive(self, name: str) -> Drive:
        """The drive that a person names: an id of :meth:`drives` or another name of the same drive."""

    def medium(self, drive: Drive) -> Medium:
        """What lies in ``drive`` now."""

    def burn(self, image: Path, drive: Drive, progress: Progress) -> None:
        """Write ``image`` to the disc in ``drive`` as its only session and close it.

        ``progress`` counts the image's bytes as the drive reports them. When it raises, the drive is
        stopped as soon as it lets itself be stopped, and what it raised goes on: a disc that can be
        written once is spoiled then. Raises also ``burn.medium`` when the disc does not take the image.
        """

    def reload(self, drive: Drive) -> None:
        """Put the tray out and in again, so that what is read next comes from the disc.

        Comes back when the disc can be read (or after some waiting: reading then says what is wrong).
        A drive that cannot do it by itself (a laptop's) is left open: ``UserError`` ``burn.reload``.
        """

    def eject(self, drive: Drive) -> None:
        """Put the tray out."""

    def device(self, drive: Drive) -> Path:
        """What to open for reading the disc's bytes from its first sector on (a block device)."""
