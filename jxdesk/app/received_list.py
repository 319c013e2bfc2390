"""What a library of received packages holds, to be looked at: each package with what is remarked on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jxdesk.app.receiving import PACKAGE
from jxdesk.base.errors import os_errors
from jxdesk.review import chain
from jxdesk.review.chain import Remark
from jxdesk.review.library import MARK, Library, not_empty
from jxdesk.review.received import Received


@dataclass(frozen=True, slots=True)
class Listed:
    """One package in the library: its folder, its record, and what is to be remarked on it now."""

    folder: Path
    record: Received
    remarks: tuple[Remark, ...]

    @property
    def package(self) -> Path:
        """The copy itself."""
        return self.folder / PACKAGE


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies in the library at ``place``, by applicant, the newest version first; and the names of
    folders whose record can't be read.
    """

    place: Path
    items: tuple[Listed, ...] = ()
    unreadable: tuple[str, ...] = ()


def contents(library: Library) -> Contents:
    """Read the library. Raises ``UserError`` as :meth:`Library.held`."""
    held = library.held()
    found = chain.standing(held.records.values())
    items = [Listed(library.path / folder, one, found[one.key]) for folder, one in held.records.items()]
    items.sort(key=lambda item: (item.record.organisation, item.record.application, -item.record.version))
    return Contents(library.path, tuple(items), held.unreadable)


def contents_at(place: Path) -> Contents:
    """Read the library at ``place``; where none is yet but one can be made, it is empty.

    Raises ``UserError`` ``library.not-empty``, and as :class:`Library`.
    """
    with os_errors(place):
        if (place / MARK).exists():
            return contents(Library(place))
        if place.is_dir() and any(place.iterdir()):
            raise not_empty(place)
    return Contents(place)
