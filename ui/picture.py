"""What the window shows of an open workspace at one moment: frozen, taken on the worker.

Pages never reach into the session; they get the next picture when something has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jxdesk.app import freezing, reprinting, scanning
from jxdesk.app.checking import CheckReport
from jxdesk.app.funding import Money, money
from jxdesk.app.offers import offers
from jxdesk.app.overview import PartView, parts
from jxdesk.app.scanning import ScanState
from jxdesk.app.session import Session
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.figure_notes import FigureNotes
from jxdesk.domain.finding import Finding
from jxdesk.domain.values import Value
from jxdesk.notice import Notice
from jxdesk.store.entries import FreezeRecord


@dataclass(frozen=True, slots=True)
class Picture:
    """One moment of a workspace. ``saved_at`` is UTC.

    ``printed`` says whether the last print run is of the present data (``None``: never printed);
    ``sealed_version`` is the version sealed last, 0 for none, and ``sealed_now`` whether that
    was of the present data. ``frozen`` is the freezing (定稿) that stands; ``notes`` are the sources
    of figures. ``offers`` are the figures that the lists know, by field id. ``scan`` is the stamped
    scan held against the last print run; ``reprint`` are the pages that the present data print
    otherwise, ``None`` while that is not known. ``found`` is what was found at fields that stand
    once, by field id; what was found in rows the tables gather themselves.
    """

    path: Path
    catalogue: Catalogue
    application: Application
    report: CheckReport
    parts: tuple[PartView, ...]
    offers: Mapping[str, Value]
    money: Money
    saved_at: datetime
    undo_label: str | None
    redo_label: str | None
    read_only: bool
    printed: bool | None
    sealed_version: int
    sealed_now: bool
    frozen: FreezeRecord | None
    notes: FigureNotes
    scan: ScanState | None
    reprint: tuple[int, ...] | None
    found: Mapping[str, tuple[Finding, ...]]

    @property
    def notice(self) -> Notice:
        """The notice that the workspace was made with."""
        return self.catalogue.notice

    @property
    def locked(self) -> bool:
        """Whether the form can't be edited: opened read-only, or frozen (定稿)."""
        return self.read_only or self.frozen is not None

    @property
    def title(self) -> str:
        """The cluster's name, or the folder's as long as there is none."""
        return self.application.basic.cluster_name or self.path.stem

    @property
    def standing(self) -> str:
        """In a few words where the application stands, for the list of recent workspaces."""
        if self.sealed_now:
            return f"已封装第 {self.sealed_version} 版"
        filled = sum(part.filled for part in self.parts)
        wanted = sum(part.wanted for part in self.parts)
        blocking = len(self.report.blocking)
        left = f"，还有 {blocking} 处要处理" if blocking else "，检查已通过"
        if self.report.pending:
            left = ""
        return f"已填 {filled} / {wanted} 项{left}"

    def findings_at(self, field: str) -> tuple[Finding, ...]:
        """What was found at a field that stands once, weightiest first."""
        return self.found.get(field, ())


def take(session: Session, report: CheckReport) -> Picture:
    """The present picture, with ``report`` as the findings. To be called on the worker."""
    workspace = session.workspace
    scan = scanning.state_if_printed(session)
    printed = not scan.is_stale if scan is not None else None
    reprint = reprinting.known_reprint(session, scan.run, session.data_digest) if scan is not None else None
    seals = workspace.seals()
    last = seals[-1] if seals else None
    newest = workspace.history(1)
    changed_since = last is None or any(entry.when > last.sealed_at for entry in newest)
    application = session.application
    return Picture(
        path=workspace.path,
        catalogue=session.catalogue,
        application=application,
        report=report,
        parts=parts(session, report),
        offers=offers(application, session.notice),
        money=money(application, session.notice),
        saved_at=workspace.saved_at,
        undo_label=workspace.undo_label,
        redo_label=workspace.redo_label,
        read_only=workspace.read_only,
        printed=printed,
        sealed_version=last.version if last else 0,
        sealed_now=bool(printed) and not changed_since,
        frozen=freezing.standing(session),
        notes=FigureNotes(workspace.figure_notes()),
        scan=scan,
        reprint=reprint,
        found=_by_field(report),
    )


def _by_field(report: CheckReport) -> Mapping[str, tuple[Finding, ...]]:
    """Gathered once: dozens of fields ask for their own after every edit."""
    found: dict[str, list[Finding]] = {}
    for item in report.judged:
        if not item.finding.place.row:
            found.setdefault(item.finding.place.field, []).append(item.finding)
    return {field: tuple(sorted(here, key=lambda f: f.level)) for field, here in found.items()}
