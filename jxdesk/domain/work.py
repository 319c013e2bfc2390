"""What lies beside the application and is not applied for.

:class:`WorkNotes` never travels; :class:`PrintRun` lies outside the data digest, so that
importing the stamped scan does not invalidate what it proves, and travels as ``pages.json``.
"""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.domain.finding import Reason


@dataclass(frozen=True, slots=True)
class FigureNote:
    """Where a figure comes from and which bureau answers for it. Internal, for sign-off.

    ``row`` is the uid of a list's row; ``""`` for a field that stands once, and for a list's whole
    column (:class:`jxdesk.domain.figure_notes.FigureNotes`).
    """

    field: str
    row: str
    source: str
    bureau: str


@dataclass(frozen=True, slots=True)
class WorkNotes:
    """Internal notes of the office: sources of figures and reasons of warnings."""

    figures: tuple[FigureNote, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What only the 送审稿 shows: where its figures come from. The final documents are made without."""

    figures: tuple[FigureNote, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One sheet of the print PDF.

    ``page`` of ``pages`` counts within ``section``, from 1; ``number`` within the document;
    ``code`` is the page code (10 base32 characters).
    """

    section: str
    page: int
    pages: int
    number: int
    code: str


@dataclass(frozen=True, slots=True)
class PrintRun:
    """The last printing: its layout version, the data it was printed from, and its pages.

    ``data_digest`` is the SHA-256 (hex) of the canonical JSON at that time.
    """

    layout: int
    data_digest: str
    pages: tuple[PrintedPage, ...]
