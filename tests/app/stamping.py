"""A stamped scan in no time: the print PDF itself, with what a scanner would have made of it as facts."""

from __future__ import annotations

from pathlib import Path

from jxdesk.app.session import Session
from jxdesk.base.progress import silent
from jxdesk.domain.page_code import PageMark, document_code, qr_text
from jxdesk.domain.scan import Ink, ScanPage
from jxdesk.store.entries import StoredFile

SCAN_NAME = "盖章.pdf"


def stamp(session: Session, documents: Path) -> StoredFile:
    """Add the print PDF in ``documents`` as a sealed scan of 300 dpi in which every code was read."""
    run = session.workspace.print_run()
    assert run is not None
    stored = session.workspace.add_file(documents / "申报书.pdf", silent)
    document, total = document_code(session.application.id), len(run.pages)
    pages = [
        ScanPage(
            stored.sha256,
            page.number,
            qr_text(PageMark(document, page.number, total, page.code)),
            0,
            300,
            False,
            Ink.RED,
        )
        for page in run.pages
    ]
    session.workspace.add_scan(stored, SCAN_NAME, pages)
    return stored
