"""The print PDF: the sheets that are stamped."""

from __future__ import annotations

from pathlib import Path

from jxdesk.base.atomic import write_bytes
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.documents.fonts import FontSet
from jxdesk.documents.outline import Outline
from jxdesk.documents.pdf.flow import flow_section
from jxdesk.documents.pdf.paint import Painter
from jxdesk.documents.pdf.pen import Properties
from jxdesk.documents.pdf.setting import Page
from jxdesk.domain.page_code import MAX_PAGES, PageMark, document_code, page_code
from jxdesk.domain.work import PrintedPage

LAYOUT_VERSION = 1
"""Goes up whenever the same data may fall onto pages differently than before."""


def print_pdf(
    outline: Outline,
    application_id: str,
    out: Path,
    fonts: FontSet,
    progress: Progress,
    *,
    author: str = "",
) -> tuple[PrintedPage, ...]:
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
        if place.page == 1:
            painter.bookmark(place.section, page.title)
        painter.page(page, PageMark(document, place.number, len(pages), place.code), outline.watermark)
    data = painter.finish()
    write_bytes(out, data)
    progress("正在生成打印版", len(pages), len(pages))
    return printed


def printed_pages(
    outline: Outline, application_id: str, fonts: FontSet, progress: Progress
) -> tuple[PrintedPage, ...]:
    """Which pages :func:`print_pdf` would write, without drawing them. Raises what it raises."""
    return number_pages(_set_pages(outline, fonts, progress), application_id, outline.watermark)


def _set_pages(outline: Outline, fonts: FontSet, progress: Progress) -> list[Page]:
    pages: list[Page] = []
    for done, section in enumerate(outline.sections):
        progress("正在排版", done, len(outline.sections))
        pages += flow_section(section, fonts)
    if len(pages) > MAX_PAGES:
        raise UserError(
            "documents.too-many-pages",
            f"申报书排版后有 {len(pages)} 页，超过 {MAX_PAGES} 页。",
            "请精简文字或名单；过长的材料请作为佐证附件。",
        )
    return pages


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
