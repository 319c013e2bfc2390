"""Check an application and say in one line whether it may be sealed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jxdesk.app import facts, reasons, reprinting, scanning
from jxdesk.app.session import Session
from jxdesk.base.errors import EXIT_NO, UserError
from jxdesk.domain import plain_json, sensitive
from jxdesk.domain.finding import Finding, Level, Reason
from jxdesk.rules import Case

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "hint"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and the written reason why it may stand (warnings only)."""

    finding: Finding
    reason: Reason | None

    @property
    def stands_in_the_way(self) -> bool:
        """Whether this stops sealing: an error, or a warning without a reason."""
        level = self.finding.level
        return level is Level.ERROR or (level is Level.WARNING and self.reason is None)

    @property
    def reason_shown(self) -> str:
        """The reason as it may be shown: numbers of persons masked; ``""`` for none."""
        return sensitive.mask(self.reason.text) if self.reason is not None else ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings in the order of the form.

    ``unseen`` is how many attached files nobody has looked into yet: of these nothing is said.
    ``pending``: the check is still to come, so that nothing is known yet (:data:`NOT_YET`).
    """

    judged: tuple[Judged, ...]
    unseen: int = 0
    pending: bool = False

    def count(self, level: Level) -> int:
        """How many findings of a level there are."""
        return sum(1 for item in self.judged if item.finding.level is level)

    @property
    def blocking(self) -> tuple[Judged, ...]:
        """What stops sealing."""
        return tuple(item for item in self.judged if item.stands_in_the_way)

    @property
    def has_errors(self) -> bool:
        """Whether the answer of ``jxdesk check`` is no."""
        return self.count(Level.ERROR) > 0

    @property
    def bottom_line(self) -> str:
        """The one sentence on top of every report."""
        if self.pending:
            return "正在检查……"
        errors, warnings, hints = (self.count(level) for level in Level)
        open_warnings = sum(1 for i in self.blocking if i.finding.level is Level.WARNING)
        tail = f"另有 {hints} 条提示。" if hints else ""
        tail += f"还有 {self.unseen} 份材料没有打开检查过。" if self.unseen else ""
        if errors:
            return f"还不能封装：有 {errors} 处错误、{warnings} 处提醒。{tail}"
        if open_warnings:
            return f"没有错误；有 {open_warnings} 处提醒还没有写明理由，写明后才能封装。{tail}"
        if warnings:
            return f"检查通过：{warnings} 处提醒都已写明理由。{tail}"
        return f"检查通过，没有错误和提醒。{tail}"

    def to_json(self, *, for_reviewer: bool = False) -> dict[str, Any]:
        """The shape of ``jxdesk check --json``; ``for_reviewer`` leaves internal reasons out."""
        return {
            "bottom_line": self.bottom_line,
            "counts": {_LEVELS[level]: self.count(level) for level in Level},
            "findings": [_to_json(item, for_reviewer) for item in self.judged],
        }

    def report_bytes(self) -> bytes:
        """``report.json`` of a package: canonical, with the reasons meant for the reviewer."""
        return plain_json.dump(self.to_json(for_reviewer=True))


NOT_YET = CheckReport((), pending=True)


def check(session: Session, *, sealing: bool = False) -> CheckReport:
    """Run every rule of the notice over the workspace as it stands today.

    Opens no file: what files hold is known from :mod:`jxdesk.app.facts`.
    """
    workspace = session.workspace
    run = workspace.print_run()
    # Only what was printed is held against it; a large form takes a while to write out.
    digest = session.data_digest if run is not None else ""
    case = Case(
        application=session.application,
        today=session.clock().astimezone().date(),
        data_digest=digest,
        print_run=run,
        sealing=sealing,
        files=facts.known(session),
        screened_by_eye=frozenset(made.sha256 for made in workspace.confirmations()),
        scan=scanning.matched(session),
        changed_pages=reprinting.known_reprint(session, run, digest),
    )
    written: dict[str, dict[str, Reason]] = defaultdict(dict)
    for reason in workspace.notes().reasons:
        written[reason.key][reason.values] = reason
    findings = session.engine.check(case)
    judged = tuple(Judged(f, _reason(f, written)) for f in findings)
    return CheckReport(judged, len(facts.lacking(session)))


def write_reason(session: Session, finding: Finding, text: str, *, for_reviewer: bool) -> None:
    """Write why a warning may stand. Raises ``UserError`` ``reason.*`` for one that says nothing."""
    if finding.level is not Level.WARNING:
        raise UserError("reason.level", "只有提醒可以写明理由。", "错误需要改正，提示可以不理会。")
    reasons.refuse_hollow(text.strip(), finding, session.notice.rules.get(finding.rule))
    if for_reviewer:
        reasons.refuse_numbers(text)
    session.workspace.set_reason(Reason(finding.key, text.strip(), for_reviewer, _seen(finding)))


def _reason(finding: Finding, written: Mapping[str, Mapping[str, Reason]]) -> Reason | None:
    """The reason that still fits: other values than those it was written for need a new one."""
    if finding.level is not Level.WARNING or finding.key not in written:
        return None
    return written[finding.key].get(_seen(finding))


def _seen(finding: Finding) -> str:
    """What a reason is written for, as SHA-256 (hex): the values seen, else the sentence."""
    values = [list(pair) for pair in finding.values]
    return hashlib.sha256(plain_json.dump(values or finding.message)).hexdigest()


def refuse_blocked(report: CheckReport) -> None:
    """Raise ``UserError`` ``seal.blocked`` (exit 1) when something stops sealing, saying what."""
    blocking = report.blocking
    if not blocking:
        return
    shown = "".join(f"\n  · {item.finding.message}" for item in blocking[:5])
    more = f"\n  …… 共 {len(blocking)} 处" if len(blocking) > 5 else ""
    raise UserError(
        "seal.blocked",
        f"还不能封装，有 {len(blocking)} 处要先处理：{shown}{more}",
        "\n请改正错误，并为提醒写明理由，然后重试。",
        exit_code=EXIT_NO,
    )


def _to_json(item: Judged, for_reviewer: bool) -> dict[str, Any]:
    finding, reason = item.finding, item.reason
    shown = reason is not None and (reason.for_reviewer or not for_reviewer)
    return {
        "rule": finding.rule,
        "level": _LEVELS[finding.level],
        "clause": finding.clause,
        "place": {
            "part": finding.place.part,
            "field": finding.place.field,
            "row": finding.place.row,
        },
        "message": finding.message,
        "values": [{"name": name, "value": value} for name, value in finding.values],
        "remedy": finding.remedy,
        "reason": item.reason_shown if shown else None,
    }
