"""``pages.json`` of a package: what was printed, and how the stamped scan answers to it."""

from __future__ import annotations

from datetime import UTC

from jxdesk.domain.scan import ScanMatch, SheetConfirmation
from jxdesk.domain.work import PrintRun
from jxdesk.package.contents import Confirmed, Match, Page, Pages, Scan


def page_record(run: PrintRun, found: ScanMatch | None, scan: Scan | None) -> Pages:
    """The record of a print ``run`` and of the whole ``scan``, whose pages are the printed ones in order.

    Both ``None`` where nothing was scanned. ``ValueError`` for a scan that lacks pages.
    """
    if (found is None) != (scan is None) or (found is not None and not found.is_complete):
        raise ValueError("only a whole scan is recorded")
    return Pages(
        layout=run.layout,
        data_digest=run.data_digest,
        pages=[
            Page(section=p.section, page=p.page, pages=p.pages, number=p.number, code=p.code)
            for p in run.pages
        ],
        scans=[scan] if scan is not None else [],
        matches=_matches(found, scan),
        confirmed=[
            _confirmed(sheet.confirmation)
            for sheet in (found.by_eye if found is not None else ())
            if sheet.confirmation is not None
        ],
    )


def _matches(found: ScanMatch | None, scan: Scan | None) -> list[Match]:
    if found is None or scan is None:
        return []
    return [
        Match(code=sheet.printed.code, scan=scan.sha256, page=place, how=sheet.how.value)
        for place, sheet in enumerate(found.sheets, start=1)
        if sheet.how is not None
    ]


def _confirmed(made: SheetConfirmation) -> Confirmed:
    at = made.made_at.astimezone(UTC).isoformat(timespec="seconds")
    return Confirmed(code=made.code, who=made.who, why=made.why, at=at)
