"""Render the official documents, and remember which pages were printed from which data."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from jxdesk.app.session import Session
from jxdesk.base.atomic import scratch_folder
from jxdesk.base.errors import os_errors
from jxdesk.base.progress import Progress
from jxdesk.domain import canonical
from jxdesk.domain.work import PrintRun


@dataclass(frozen=True, slots=True)
class Printed:
    """The documents written to a folder, and the print run they make (none for a draft)."""

    files: tuple[Path, ...]
    run: PrintRun | None


def render(session: Session, out: Path, progress: Progress, *, draft: bool = False) -> Printed:
    """Write DOCX, print PDF and XLSX lists into the folder ``out``.

    All are made aside first, so that a failure leaves what was there. A final rendering is
    recorded as the present print run; a draft (送审稿) is watermarked and is not.
    Raises ``UserError`` (a character without font, disk, rights).
    """
    from jxdesk.documents.bundle import render as write_documents
    from jxdesk.documents.pdf import LAYOUT_VERSION

    with scratch_folder(out) as aside, os_errors(out):
        made = write_documents(session.application, session.notice, aside, progress, draft=draft)
        for path in made.files:
            os.replace(path, out / path.name)
    files = tuple(out / path.name for path in made.files)
    if draft:
        return Printed(files, None)
    run = PrintRun(LAYOUT_VERSION, session.data_digest, made.pages)
    if not session.workspace.read_only:
        session.workspace.save_print_run(run)
    return Printed(files, run)


def pages_bytes(run: PrintRun, scans: tuple[tuple[str, str], ...]) -> bytes:
    """``pages.json`` of a package: the printed pages and the stamped scans (name, SHA-256).

    ``matches`` and ``confirmed`` stay empty until scans are matched page by page.
    """
    return canonical.dump(
        {
            "layout": run.layout,
            "data_digest": run.data_digest,
            "pages": [
                {
                    "section": page.section,
                    "page": page.page,
                    "pages": page.pages,
                    "number": page.number,
                    "code": page.code,
                }
                for page in run.pages
            ],
            "scans": [{"name": name, "sha256": sha256} for name, sha256 in scans],
            "matches": [],
            "confirmed": [],
        }
    )
