"""佐证材料汇编: the attached files as one PDF to print and leaf through, beside the single files."""

from __future__ import annotations

from pathlib import Path

from jxdesk.app.naming import file_name
from jxdesk.app.session import Session
from jxdesk.base.atomic import scratch_folder, staged_file
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.documents.form import DEMO_MARK
from jxdesk.documents.form.format import Form
from jxdesk.documents.papers.book_pages import BookItem
from jxdesk.documents.papers.evidence_book import Made, evidence_book
from jxdesk.documents.pdf.pen import Properties

BOOK_NAME = "佐证材料汇编.pdf"


def items_of(session: Session) -> tuple[BookItem, ...]:
    """The attached files in their order, with what they prove in words."""
    form = Form(session.application, session.notice)
    return tuple(
        BookItem(
            number,
            file.name,
            "；".join(map(form.reference, file.proves)),
            session.workspace.file(file.sha256),
            file_name(f"{number:03d}-{file.name}"),
        )
        for number, file in enumerate(session.application.evidence, 1)
    )


def write_evidence_book(session: Session, out: Path, progress: Progress) -> Made:
    """Write all attached files as one PDF to ``out``; which of them it could only name.

    Raises ``UserError``: ``book.empty`` (nothing attached), what
    :func:`jxdesk.documents.papers.evidence_book.evidence_book` raises, and what ``progress`` raises.
    """
    application = session.application
    return write_book(items_of(session), application.applicant_name, application.demo, out, progress)


def write_book(
    items: tuple[BookItem, ...], applicant: str, demo: bool, out: Path, progress: Progress
) -> Made:
    """The work of :func:`write_evidence_book`, which knows no workspace."""
    if not items:
        raise UserError("book.empty", "还没有佐证材料，不能生成汇编。", "请先加入佐证材料。")
    properties = Properties("佐证材料汇编", applicant)
    with staged_file(out, slow=True) as staged, scratch_folder(out.parent) as aside:
        mark = DEMO_MARK if demo else ""
        return evidence_book(items, staged, properties, aside, progress, watermark=mark)
