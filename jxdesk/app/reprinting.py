"""Which pages the present data would print otherwise than they were printed."""

from __future__ import annotations

from collections.abc import Sequence

from jxdesk.app.session import Reprint, Session
from jxdesk.base.progress import Progress
from jxdesk.domain.application import Application
from jxdesk.domain.scan import changed_pages
from jxdesk.domain.work import PrintedPage, PrintRun
from jxdesk.notice import Notice


def set_pages(application: Application, notice: Notice, progress: Progress) -> tuple[PrintedPage, ...]:
    """Which pages the data would print: what computes for long, and knows no workspace."""
    from jxdesk.documents.bundle import printed_pages

    return printed_pages(application, notice, progress)


def reprint_list(session: Session, progress: Progress) -> tuple[int, ...] | None:
    """The numbers of the pages that the present data would print otherwise than they were printed.

    These have to be printed and stamped again, the others not. ``None`` before anything was
    printed, empty when nothing changed. Sets every page, which takes a third of a printing; the
    answer is remembered for :func:`known_reprint`. Raises what printing raises.
    """
    run, digest = session.workspace.print_run(), session.data_digest
    known = known_reprint(session, run, digest)
    if known is not None or run is None:
        return known
    application = session.application
    keep_reprint(session, application, set_pages(application, session.notice, progress))
    return known_reprint(session, run, digest)


def keep_reprint(session: Session, application: Application, pages: Sequence[PrintedPage]) -> None:
    """Remember that ``application``, the session's own, prints ``pages``; not if it has changed since."""
    run = session.workspace.print_run()
    if run is not None and session.application is application:
        changed = changed_pages(run, pages)
        session.reprint = Reprint(run.data_digest, session.data_digest, changed)


def known_reprint(session: Session, run: PrintRun | None, digest: str) -> tuple[int, ...] | None:
    """What :func:`reprint_list` would say, where that needs no setting of pages; else ``None``.

    ``run`` is the last printing, ``digest`` that of the present data.
    """
    if run is None:
        return None
    if run.data_digest == digest:
        return ()
    known = session.reprint
    return known.pages if known and (known.printed, known.data) == (run.data_digest, digest) else None
