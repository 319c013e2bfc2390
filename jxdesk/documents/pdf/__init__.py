"""The print PDF: the sheets that are stamped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jxdesk.base.atomic import write_bytes
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.documents.fonts import FontSet
from jxdesk.documents.outline import Contents, Numbers, Outline, Section
from jxdesk.documents.pdf.flow import flow_section
from jxdesk.documents.pdf.paint import Painter
from jxdesk.documents.pdf.pen import Properties
from jxdesk.documents.pdf.setting import Page
from jxdesk.domain.page_code import MAX_PAGES, PageMark, document_code, page_code
from jxdesk.domain.work import PrintedPage

LAYOUT_VERSION = 1
"""Goes up whenever the same data may fall onto pages differently than before."""


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """The ``pages`` of a print PDF, and on which of them each title and heading begins."""

    pages: tuple[PrintedPage, ...]
    headings: Numbers


def print_pdf(
    outline: Outline,
    application_id: str,
    out: Path,
    fonts: FontSet,
    progress: Progress,
    *,
    author: str = "",
) -> PrintedForm:
    """Write the print PDF of ``outline`` to ``out`` and say which pages it has.

    Same outline, fonts and id: same bytes. The outline's watermark is part of each page's code:
    a stamped draft is never taken for the final sheet. Raises ``UserError``
    (``font.missing-character``, ``documents.too-many-pages``, disk) and what ``progress`` raises.
    """
    pages = _set_pages(outline, fonts, progress)
    printed = number_pages(pages, application_id, outline.watermark)
    document = document_code(application_id)
    painter = Painter(fonts, Properties(outline.title, author))
    for page, place in zip(pages, printed, strict=True):
        progress("正在生成打印版", place.number - 1, len(pages))
        mark = PageMark(document, place.number, len(pages), place.code)
        painter.page(page, mark, outline.watermark, begins=place.page == 1)
    data = painter.finish()
    write_bytes(out, data)
    progress("正在生成打印版", len(pages), len(pages))
    return PrintedForm(printed, _headings(pages))


def printed_pages(
    outline: Outline, application_id: str, fonts: FontSet, progress: Progress
) -> tuple[PrintedPage, ...]:
    """Which pages :func:`print_pdf` would write, without drawing them. Raises what it raises."""
    return number_pages(_set_pages(outline, fonts, progress), application_id, outline.watermark)


def _set_pages(outline: Outline, fonts: FontSet, progress: Progress) -> list[Page]:
    flowed: list[list[Page]] = []
    for done, section in enumerate(outline.sections):
        progress("正在排版", done, len(outline.sections))
        flowed.append(flow_section(section, fonts))
    # A number has room of its own, so that contents take as many pages with the numbers as without.
    numbers = _headings([page for pages in flowed for page in pages])
    for place, section in enumerate(outline.sections):
        if _tells_numbers(section):
            flowed[place] = flow_section(section, fonts, numbers)
    pages = [page for pages in flowed for page in pages]
    if len(pages) > MAX_PAGES:
        raise UserError(
            "documents.too-many-pages",
            f"申报书排版后有 {len(pages)} 页，超过 {MAX_PAGES} 页。",
            "请精简文字或名单；过长的材料请作为佐证附件。",
        )
    return pages


def _tells_numbers(section: Section) -> bool:
    return any(isinstance(block, Contents) for block in section.blocks)


def _headings(pages: list[Page]) -> Numbers:
    return {
        (page.section, mark.block): number
        for number, page in enumerate(pages, start=1)
        for mark in page.marks
    }


def number_pages(pages: list[Page], application_id: str, watermark: str) -> tuple[PrintedPage, ...]:
    """Number the pages within their sections and in the document, and give each its code."""
    totals: dict[str, int] = {}
    for page in pages:
        totals[page.section] = totals.get(page.section, 0) + 1
    seen: dict[str, int] = {}
    printed: list[PrintedPage] = []
    for number, page in enumerate(pages, start=1):
        place = seen[page.section] = seen.get(page.section, 0) + 1
        atoms = [*page.atoms, ("w", watermark)] if watermark else page.atoms
        code = page_code(application_id, page.section, place, totals[page.section], atoms)
        printed.append(PrintedPage(page.section, place, totals[page.section], number, code))
    return tuple(printed)
