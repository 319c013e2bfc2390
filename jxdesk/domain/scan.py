"""The stamped scan as facts, and how its pages answer to the pages that were printed.

``jxdesk.scan`` looks at the pages in a process of its own, the store keeps what was seen,
:func:`match` holds it against the print run. A match proves that a sheet was printed from this
version, not that nothing was written on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from jxdesk.domain.page_code import PageMark, parse_qr
from jxdesk.domain.work import PrintedPage, PrintRun

MATCH_MEANS = "校验码对上，只说明这张纸是由这一版数据打印的，不说明纸上没有另外写过字。"
"""What stands beside every result."""

QUARTER_TURNS = (0, 90, 180, 270)
UPSIDE_DOWN = 180


class Ink(StrEnum):
    """Whether red seal ink was seen on a page; a scan without colour cannot tell."""

    RED = "red"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ScanPage:
    """One page of a scan file, as it was seen.

    ``sha256`` is the file's digest, ``page`` counts from 1. ``mark`` is the text of the page code's
    QR, ``""`` where none could be read. ``turn`` is how many degrees clockwise make the page
    upright: from the code, or what the file itself says of a page without one. ``dpi`` is ``None``
    where the page is no picture.
    """

    sha256: str
    page: int
    mark: str
    turn: int
    dpi: int | None
    blank: bool
    ink: Ink


class How(StrEnum):
    """How a sheet was matched: by its code as read, as typed, or by a named person's eye."""

    CODE = "code"
    TYPED = "typed"
    EYE = "eye"


@dataclass(frozen=True, slots=True)
class SheetConfirmation:
    """What a person said of a scan page whose code cannot be read: it is the page with ``code``.

    It holds as long as the present printing has that page. ``how`` is ``TYPED`` or ``EYE``; the
    latter says ``who`` looked and ``why`` the page has no code. ``turn`` as in :class:`ScanPage`.
    """

    sha256: str
    page: int
    code: str
    how: How
    turn: int
    who: str
    why: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed page and the scan page that answers to it; all but ``printed`` ``None`` if missing."""

    printed: PrintedPage
    scan: ScanPage | None = None
    how: How | None = None
    confirmation: SheetConfirmation | None = None

    @property
    def turn(self) -> int:
        """How many degrees clockwise make the scan page upright."""
        if self.confirmation is not None:
            return self.confirmation.turn
        return self.scan.turn if self.scan is not None else 0


class Stray(StrEnum):
    """Why a scan page answers to no printed page."""

    DOUBLE = "double"
    OLDER = "older"
    OTHER_VERSION = "other-version"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A scan page without a place. ``page`` is what it doubles, or was in the older printing.

    ``now`` is the present page at the same place of the form, for one of an older printing.
    """

    scan: ScanPage
    why: Stray
    page: PrintedPage | None = None
    now: PrintedPage | None = None


@dataclass(frozen=True, slots=True)
class ScanMatch:
    """One sheet for each printed page in their order, and what is left over in that of the scan."""

    sheets: tuple[Sheet, ...]
    left_over: tuple[LeftOver, ...]

    @property
    def missing(self) -> tuple[PrintedPage, ...]:
        """The printed pages that no scan page answers to."""
        return tuple(sheet.printed for sheet in self.sheets if sheet.scan is None)

    @property
    def by_eye(self) -> tuple[Sheet, ...]:
        """The sheets that rest on a person's word alone."""
        return tuple(sheet for sheet in self.sheets if sheet.how is How.EYE)

    @property
    def is_complete(self) -> bool:
        """Whether every printed page is there."""
        return not self.missing


def match(
    run: PrintRun,
    earlier: Iterable[PrintRun],
    document: str,
    pages: Sequence[ScanPage],
    confirmations: Iterable[SheetConfirmation],
) -> ScanMatch:
    """Hold scan ``pages`` against the print ``run``; each serves once, in whatever order they come.

    ``earlier`` are former printings, the latest first; ``document`` is the application's code
    (:func:`~jxdesk.domain.page_code.document_code`). A code that was read goes before one that was
    typed, and that before the eye. Of several pages with the same code the one with red ink, then
    the finer one is taken. A confirmation counts for a page without a readable code only.
    """
    present = {page.code: page for page in run.pages}
    said = {(given.sha256, given.page): given for given in confirmations}
    answers: dict[str, list[Sheet]] = {}
    places: dict[tuple[str, int], LeftOver] = {}
    # Most scans hold no older page; hundreds of printings need not be read for those.
    older = cache(lambda: _codes_of(earlier))
    for scan in pages:
        sheet = _sheet(scan, present, document, said)
        if sheet is None:
            places[scan.sha256, scan.page] = _stray(scan, present, older, document)
        else:
            answers.setdefault(sheet.printed.code, []).append(sheet)
            places[scan.sha256, scan.page] = LeftOver(scan, Stray.DOUBLE, sheet.printed)
    taken = {code: min(sheets, key=_preference) for code, sheets in answers.items()}
    used = {(sheet.scan.sha256, sheet.scan.page) for sheet in taken.values() if sheet.scan is not None}
    return ScanMatch(
        tuple(taken.get(page.code, Sheet(page)) for page in run.pages),
        tuple(left for place, left in places.items() if place not in used),
    )


def changed_pages(before: PrintRun, pages: Sequence[PrintedPage]) -> tuple[int, ...]:
    """The numbers of those of ``pages`` that were not printed ``before`` with the same content."""
    codes = {page.code for page in before.pages}
    return tuple(page.number for page in pages if page.code not in codes)


def _sheet(
    scan: ScanPage,
    present: Mapping[str, PrintedPage],
    document: str,
    said: Mapping[tuple[str, int], SheetConfirmation],
) -> Sheet | None:
    """The printed page that ``scan`` answers to, by its code or by what was said of it."""
    mark = parse_qr(scan.mark)
    if mark is not None:
        page = present.get(mark.code) if mark.document == document else None
        return Sheet(page, scan, How.CODE) if page is not None else None
    given = said.get((scan.sha256, scan.page))
    if given is None or given.code not in present or scan.blank:
        return None
    return Sheet(present[given.code], scan, given.how, given)


_RANK = {How.CODE: 0, How.TYPED: 1, How.EYE: 2}


def _preference(sheet: Sheet) -> tuple[int, bool, int, str, int]:
    """Sorts the sheet that is to be taken first, the same whatever order they came in."""
    scan, how = sheet.scan, sheet.how
    if scan is None or how is None:
        raise ValueError("no scan page, no choice")
    return _RANK[how], scan.ink is not Ink.RED, -(scan.dpi or 0), scan.sha256, scan.page


def _stray(
    scan: ScanPage,
    present: Mapping[str, PrintedPage],
    older: Callable[[], Mapping[str, PrintedPage]],
    document: str,
) -> LeftOver:
    mark: PageMark | None = parse_qr(scan.mark)
    if mark is None:
        return LeftOver(scan, Stray.BLANK if scan.blank else Stray.UNREADABLE)
    if mark.document != document:
        return LeftOver(scan, Stray.FOREIGN)
    page = older().get(mark.code)
    if page is None:
        return LeftOver(scan, Stray.OTHER_VERSION)
    place = (page.section, page.page)
    now = next((p for p in present.values() if (p.section, p.page) == place), None)
    return LeftOver(scan, Stray.OLDER, page, now)


def _codes_of(earlier: Iterable[PrintRun]) -> dict[str, PrintedPage]:
    """Page by code of former printings; the latest that had a code says which page it was."""
    found: dict[str, PrintedPage] = {}
    for run in earlier:
        for page in run.pages:
            found.setdefault(page.code, page)
    return found
