"""The report of a check as a document: one outline, and HTML, PDF and XLSX made from it.

Nothing here knows a workspace: the same outline is made from a received ``report.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from jxdesk.base.progress import Progress
from jxdesk.documents.report.sheet import ReportSheet


def as_html(sheet: ReportSheet, progress: Progress) -> bytes:
    """One HTML file: no script, nothing from outside. Same sheet, same bytes."""
    from jxdesk.documents.report.web_page import web_page

    return web_page(sheet, progress)


def as_pdf(sheet: ReportSheet, progress: Progress) -> bytes:
    """A4 pages with page numbers. Raises ``UserError`` (fonts). Same sheet and fonts, same bytes."""
    from jxdesk.documents.fonts import load_fonts
    from jxdesk.documents.report.paper import paper

    return paper(sheet, load_fonts(), progress)


def as_xlsx(sheet: ReportSheet, progress: Progress) -> bytes:
    """A workbook of two sheets: the summary, and a row for each finding. Same sheet, same bytes."""
    from jxdesk.documents.report.workbook import workbook

    return workbook(sheet, progress)


FORMATS: Mapping[str, Callable[[ReportSheet, Progress], bytes]] = MappingProxyType(
    {".html": as_html, ".pdf": as_pdf, ".xlsx": as_xlsx}
)
"""The formats by file name ending."""
