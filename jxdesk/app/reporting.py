"""The report of a check as a file for people: HTML, PDF, XLSX, or JSON for a machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from jxdesk.app.checking import CheckReport, Judged
from jxdesk.app.session import Session
from jxdesk.base.atomic import write_bytes
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.documents.report import FORMATS
from jxdesk.documents.report.places import Places
from jxdesk.documents.report.sheet import Entry, Group, ReportSheet, Why
from jxdesk.domain import plain_json
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.finding import Level
from jxdesk.notice import Notice

TITLE = "申报检查报告"
JSON = ".json"
_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Reasons:
    """The written reasons of a check: those that travel in the package, and those that stay."""

    travelling: tuple[Judged, ...]
    staying: tuple[Judged, ...]

    @property
    def counts(self) -> tuple[str, str]:
        """Both numbers in words."""
        return (
            f"随申报包交给评审的理由 {len(self.travelling)} 条",
            f"只在本机保留的理由 {len(self.staying)} 条",
        )


def travelling_reasons(report: CheckReport) -> Reasons:
    """Which of the reasons that stand go into the package, and which do not."""
    written = [(item, item.reason) for item in report.judged if item.reason is not None]
    return Reasons(
        tuple(item for item, reason in written if reason.for_reviewer),
        tuple(item for item, reason in written if not reason.for_reviewer),
    )


def report_sheet(
    report: CheckReport,
    application: Application,
    catalogue: Catalogue,
    when: datetime,
    *,
    for_reviewer: bool = False,
) -> ReportSheet:
    """The outline that every format is made from; ``for_reviewer`` leaves internal reasons out.

    ``when`` is the moment of the check, shown in Beijing time.
    """
    places, notice = Places(application, catalogue), catalogue.notice
    moment = _in_words(when)
    applicant = application.applicant_name or "（申报单位未填）"
    groups: dict[str, list[Entry]] = {}
    for number, item in enumerate(report.judged, 1):
        entry = _entry(number, item, places, notice, for_reviewer)
        groups.setdefault(item.finding.place.part, []).append(entry)
    order = {part.id: index for index, part in enumerate(notice.form.parts)}
    parts = sorted(groups, key=lambda part: order.get(part, len(order)))
    return ReportSheet(
        title=f"{TITLE}（演示）" if application.demo else TITLE,
        applicant=applicant,
        when=moment,
        facts=(
            ("申报单位", applicant),
            ("集群名称", application.basic.cluster_name or "（未填）"),
            ("申报通知", f"{notice.head.document_number}　{notice.head.title}"),
            ("检查时间", moment),
            ("理由", _audience(report, for_reviewer=for_reviewer)),
        ),
        bottom_line=report.bottom_line,
        groups=tuple(Group(places.part(part), tuple(groups[part])) for part in parts),
    )


def refuse_ending(out: Path) -> str:
    """The format that ``out`` asks for by its ending. Raises ``UserError`` ``report.ending``."""
    ending = out.suffix.lower()
    if ending not in (JSON, *FORMATS):
        known = "、".join((JSON, *FORMATS))
        raise UserError(
            "report.ending", f"检查报告不能存为“{out.name}”。", f"请把文件名改为以 {known} 之一结尾。"
        )
    return ending


def save_report(
    session: Session, report: CheckReport, out: Path, progress: Progress, *, for_reviewer: bool = False
) -> None:
    """Write ``report`` in the format of ``out``'s ending; JSON is what ``check --json`` prints.

    Raises ``UserError`` (``report.ending``, fonts, disk) and what ``progress`` raises.
    """
    if refuse_ending(out) == JSON:
        write_bytes(out, plain_json.dump(report.to_json(for_reviewer=for_reviewer)))
        return
    sheet = report_sheet(
        report, session.application, session.catalogue, session.clock(), for_reviewer=for_reviewer
    )
    write_sheet(sheet, out, progress)


def write_sheet(sheet: ReportSheet, out: Path, progress: Progress) -> None:
    """Write the report as HTML, PDF or XLSX, beside and renamed. Raises as :func:`save_report`."""
    write_bytes(out, FORMATS[refuse_ending(out)](sheet, progress))


def _entry(number: int, item: Judged, places: Places, notice: Notice, for_reviewer: bool) -> Entry:
    finding, reason = item.finding, item.reason
    card = notice.rules.get(finding.rule)
    shown = reason is not None and (reason.for_reviewer or not for_reviewer)
    return Entry(
        number=number,
        level=finding.level,
        rule=finding.rule,
        title=card.title if card else "",
        place=places.words(finding.place),
        message=finding.message,
        values=finding.values,
        also=places.several(finding.also),
        clause=_clause(finding.clause, notice),
        remedy=finding.remedy,
        evidence=card.evidence if card else "",
        reason=Why(item.reason_shown, reason.mark) if reason is not None and shown else None,
        wants_reason=item.stands_in_the_way and finding.level is Level.WARNING,
    )


def _clause(name: str, notice: Notice) -> str:
    """The clause's own name with what it asks, as far as the notice knows it."""
    found = next((clause for clause in notice.clauses.values() if clause.name == name), None)
    return f"{name}：{found.summary}" if found is not None else name


def _audience(report: CheckReport, *, for_reviewer: bool) -> str:
    reasons = travelling_reasons(report)
    travelling = f"给评审的 {len(reasons.travelling)} 条"
    if for_reviewer:
        return f"{travelling}（本报告不含内部理由）"
    if not reasons.staying:
        return travelling
    return f"{travelling}，内部的 {len(reasons.staying)} 条（本报告含内部理由，仅供本单位使用）"


def _in_words(when: datetime) -> str:
    """The minute in Beijing, wherever this is made."""
    there = when.astimezone(_BEIJING)
    return f"{there.year}年{there.month}月{there.day}日 {there.hour:02}:{there.minute:02}"
