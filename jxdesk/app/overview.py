"""How far each part of the form is: the read model of the window's left side and of ``show``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from jxdesk.app.checking import CheckReport
from jxdesk.app.session import Session
from jxdesk.domain.catalogue import Field, records
from jxdesk.domain.finding import Level
from jxdesk.rules.compare import is_empty


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of the form: how many required cells are filled of how many, and its findings.

    ``pending``: what there is to find is not known yet.
    """

    id: str
    title: str
    filled: int
    wanted: int
    rows: int
    errors: int
    warnings: int
    hints: int
    pending: bool = False

    @property
    def complete(self) -> bool:
        """Nothing that the notice asks for is missing here, and nothing is wrong."""
        return self.filled == self.wanted and not self.errors and not self.pending


def parts(session: Session, report: CheckReport) -> tuple[PartView, ...]:
    """The parts in the order of the form."""
    return tuple(_part(session, report, part.id) for part in session.notice.form.parts)


def summary(session: Session, report: CheckReport) -> dict[str, Any]:
    """What ``jxdesk show`` prints: names, completeness, counts and versions."""
    application = session.application
    return {
        "workspace": str(session.workspace.path),
        "cluster": application.basic.cluster_name,
        "applicant": application.applicant_name,
        "notice": f"{session.notice.head.document_number}（{session.notice.id} {session.notice.version}）",
        "bottom_line": report.bottom_line,
        "counts": {name: len(getattr(application, name)) for name, s in records().items() if s.many},
        "sealed_versions": [record.version for record in session.workspace.seals()],
    }


def _filled(field: Field, lines: Sequence[Any]) -> int:
    """In how many rows a field is filled. Asked of thousands of rows after every edit."""
    read = field.spec.of if field.spec.is_extra else attrgetter(field.spec.name)
    # What is truthy is filled; only what is not wants the closer look.
    return sum(1 for value in map(read, lines) if value or not is_empty(value))


def _part(session: Session, report: CheckReport, part_id: str) -> PartView:
    part = next(p for p in session.notice.form.parts if p.id == part_id)
    filled = wanted = rows = 0
    for record in part.records:
        spec = records()[record]
        held = getattr(session.application, record)
        lines = held if spec.many else (held,)
        rows += len(held) if spec.many else 0
        fields = session.catalogue.required(record)
        wanted += len(fields) * (len(lines) or 1)
        filled += sum(_filled(field, lines) for field in fields)
    levels = [i.finding.level for i in report.judged if i.finding.place.part == part_id]
    return PartView(
        part.id,
        part.nav,
        filled,
        wanted,
        rows,
        levels.count(Level.ERROR),
        levels.count(Level.WARNING),
        levels.count(Level.HINT),
        report.pending,
    )
