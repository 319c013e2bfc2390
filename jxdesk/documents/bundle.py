"""Everything that is printed or handed over editable, from one outline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jxdesk.base.errors import os_errors
from jxdesk.base.progress import Progress
from jxdesk.documents.fonts import load_fonts, word_fonts
from jxdesk.documents.form import build_outline
from jxdesk.documents.form.format import Form
from jxdesk.documents.pdf import LAYOUT_VERSION, print_pdf
from jxdesk.documents.pdf import printed_pages as outline_pages
from jxdesk.documents.word import write_docx
from jxdesk.documents.xlsx import write_list
from jxdesk.domain.application import Application
from jxdesk.domain.work import Draft, PrintedPage
from jxdesk.notice import Notice

PDF_NAME = "申报书.pdf"
DOCX_NAME = "申报书.docx"
LISTS = {
    "enterprises": "企业名单",
    "projects": "重点项目清单",
    "platforms": "公共服务平台清单",
    "indicators": "目标任务指标表",
    "evidence": "佐证材料目录",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """What was written: ``pdf``, ``docx``, ``lists``, the printed ``pages``, their layout version."""

    pdf: Path
    docx: Path
    lists: tuple[Path, ...]
    pages: tuple[PrintedPage, ...]
    layout: int

    @property
    def files(self) -> tuple[Path, ...]:
        """All files, the print PDF first."""
        return (self.pdf, self.docx, *self.lists)


def render(
    application: Application, notice: Notice, out_dir: Path, progress: Progress, draft: Draft | None = None
) -> Rendered:
    """Write the print PDF, the DOCX and the lists into ``out_dir`` (made if need be).

    Same application, notice and draft: same bytes. A ``draft`` marks every page 送审稿 and shows
    where the figures come from; without one nothing of that is in any file. Raises ``UserError``
    (fonts, disk, a character that cannot be printed) and what ``progress`` raises; the caller gives
    a staged folder if nothing half-made may be left.
    """
    outline = build_outline(application, notice, draft)
    with os_errors(out_dir):
        out_dir.mkdir(parents=True, exist_ok=True)
    pdf, docx = out_dir / PDF_NAME, out_dir / DOCX_NAME
    author = application.applicant_name
    printed = print_pdf(outline, application.id, pdf, load_fonts(), progress, author=author)
    write_docx(outline, docx, word_fonts(), progress, printed.headings)
    form = Form(application, notice)
    lists: list[Path] = []
    for done, (record, name) in enumerate(LISTS.items()):
        progress("正在生成名单", done, len(LISTS))
        path = out_dir / f"{name}.xlsx"
        write_list(form, record, name, path, outline.watermark)
        lists.append(path)
    return Rendered(pdf, docx, tuple(lists), printed.pages, LAYOUT_VERSION)


def write_print_pdf(application: Application, notice: Notice, path: Path, progress: Progress) -> None:
    """Write the print PDF alone to ``path``, the same bytes as :func:`render`. Raises as that does."""
    outline, author = build_outline(application, notice), application.applicant_name
    print_pdf(outline, application.id, path, load_fonts(), progress, author=author)


def printed_pages(application: Application, notice: Notice, progress: Progress) -> tuple[PrintedPage, ...]:
    """Which pages the print PDF would have now, nothing written. Raises what :func:`render` raises."""
    return outline_pages(build_outline(application, notice), application.id, load_fonts(), progress)
