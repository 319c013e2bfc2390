"""Render the official documents, and remember which pages were printed from which data."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jxdesk.app.session import Session
from jxdesk.base.atomic import scratch_folder
from jxdesk.base.errors import os_errors
from jxdesk.base.progress import Progress
from jxdesk.domain.application import Application
from jxdesk.domain.scan import changed_pages
from jxdesk.domain.work import Draft, PrintRun
from jxdesk.notice import Notice

if TYPE_CHECKING:
    from jxdesk.documents.bundle import Rendered

Writer = Callable[[Application, Notice, Path, Draft | None, Progress], "Rendered"]


@dataclass(frozen=True, slots=True)
class Printed:
    """The documents written to a folder, and the print run they make (none for a draft).

    ``changed`` are the numbers of the pages that are not as they were last printed: only these have
    to be printed and stamped; ``None`` for a draft and for the first printing.
    """

    files: tuple[Path, ...]
    run: PrintRun | None
    changed: tuple[int, ...] | None = None


def write_documents(
    application: Application, notice: Notice, out: Path, draft: Draft | None, progress: Progress
) -> Rendered:
    """Write all documents into ``out``: what computes for long, and knows no workspace."""
    from jxdesk.documents.bundle import render as write

    return write(application, notice, out, progress, draft)


def write_print_copy(application: Application, notice: Notice, out: Path, progress: Progress) -> None:
    """Write the print PDF alone to ``out``, to be looked at: nothing is recorded, no workspace known."""
    from jxdesk.documents.bundle import write_print_pdf

    write_print_pdf(application, notice, out, progress)


def render(
    session: Session,
    out: Path,
    progress: Progress,
    *,
    draft: bool = False,
    write: Writer = write_documents,
) -> Printed:
    """Write DOCX, print PDF and XLSX lists into the folder ``out``.

    ``write`` is :func:`write_documents`, or a way to have it done in another process.

    All are made aside first, so that a failure leaves what was there. A final rendering is
    recorded as the present print run; a draft (送审稿) is watermarked, shows where the figures come
    from, and is not recorded.
    Raises ``UserError`` (a character without font, disk, rights).
    """
    notes = Draft(session.workspace.notes().figures) if draft else None
    with scratch_folder(out) as aside, os_errors(out):
        made = write(session.application, session.notice, aside, notes, progress)
        for path in made.files:
            os.replace(path, out / path.name)
    files = tuple(out / path.name for path in made.files)
    if draft:
        return Printed(files, None)
    run = PrintRun(made.layout, session.data_digest, made.pages)
    before = session.workspace.print_run()
    if not session.workspace.read_only and run != before:
        session.workspace.save_print_run(run)
    return Printed(files, run, changed_pages(before, run.pages) if before is not None else None)
