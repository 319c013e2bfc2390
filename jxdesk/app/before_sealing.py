"""What stands between an application and its sealing, point by point: read without opening any file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from jxdesk.app import checking, freezing
from jxdesk.app.reporting import Reasons, travelling_reasons
from jxdesk.app.session import Session
from jxdesk.domain.finding import Level
from jxdesk.notice import Notice
from jxdesk.store.entries import SealRecord

_PRINTED, _SCANNED = "D01", "D02"


class State(Enum):
    """How a point stands: done, in the way of sealing, or only better done."""

    DONE = "已完成"
    OPEN = "要处理"
    ADVISED = "建议"


class Topic(Enum):
    """What a point is about, as what is to be done."""

    ERRORS = "改正错误"
    REASONS = "写明理由"
    FILES = "查看材料"
    FROZEN = "定稿"
    PRINTED = "打印盖章"
    SCANNED = "扫描核对"


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the list before sealing: what it is about, how it stands, and a sentence on it."""

    topic: Topic
    state: State
    sentence: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """The points in the order in which they are mended, the written reasons, and what was sealed so far."""

    points: tuple[Point, ...]
    reasons: Reasons
    seals: tuple[SealRecord, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing known stands in the way; sealing itself looks once more."""
        return all(point.state is not State.OPEN for point in self.points)


def topics(notice: Notice) -> tuple[Topic, ...]:
    """What there are points about, in the order in which they are mended."""
    return tuple(topic for topic in Topic if topic is not Topic.SCANNED or _SCANNED in notice.rules)


def outlook(session: Session) -> Outlook:
    """How the workspace stands before sealing. As quick as a check; changes nothing."""
    report = checking.check(session, sealing=True)
    points = {
        Topic.ERRORS: _errors(report),
        Topic.REASONS: _reasons(report),
        Topic.FILES: _files(report),
        Topic.FROZEN: _frozen(session),
        Topic.PRINTED: _printed(report),
        Topic.SCANNED: _scanned(report),
    }
    wanted = tuple(points[topic] for topic in topics(session.notice))
    return Outlook(wanted, travelling_reasons(report), session.workspace.seals())


def _errors(report: checking.CheckReport) -> Point:
    later = sum(_said(report, rule) is not None for rule in (_PRINTED, _SCANNED))
    errors = report.count(Level.ERROR) - later
    if errors:
        return Point(Topic.ERRORS, State.OPEN, f"有 {errors} 处错误，改正后才能封装。")
    return Point(Topic.ERRORS, State.DONE, "检查没有发现错误。")


def _reasons(report: checking.CheckReport) -> Point:
    warnings = report.count(Level.WARNING)
    silent = sum(item.finding.level is Level.WARNING for item in report.blocking)
    if silent:
        return Point(Topic.REASONS, State.OPEN, f"有 {silent} 处提醒还没有改正或写明理由。")
    said = f"{warnings} 处提醒都已写明理由。" if warnings else "没有提醒。"
    return Point(Topic.REASONS, State.DONE, said)


def _files(report: checking.CheckReport) -> Point:
    if report.unseen:
        said = f"还有 {report.unseen} 份材料没有打开检查过，封装时会先逐份检查。"
        return Point(Topic.FILES, State.ADVISED, said)
    return Point(Topic.FILES, State.DONE, "没有漏看的材料。")


def _frozen(session: Session) -> Point:
    frozen = freezing.standing(session)
    if frozen is None:
        return Point(Topic.FROZEN, State.ADVISED, "还没有定稿。先定稿，可以防止盖章以后又改了数据。")
    return Point(
        Topic.FROZEN, State.DONE, f"{frozen.who} 于 {frozen.when.astimezone():%Y-%m-%d %H:%M} 定稿。"
    )


def _printed(report: checking.CheckReport) -> Point:
    wrong = _said(report, _PRINTED)
    if wrong is not None:
        return Point(Topic.PRINTED, State.OPEN, wrong)
    return Point(Topic.PRINTED, State.DONE, "打印版是由现在的数据生成的。")


def _scanned(report: checking.CheckReport) -> Point:
    if _said(report, _PRINTED) is not None:
        return Point(Topic.SCANNED, State.OPEN, "先生成打印版，盖章、扫描以后再核对。")
    wrong = _said(report, _SCANNED)
    if wrong is not None:
        return Point(Topic.SCANNED, State.OPEN, wrong)
    return Point(Topic.SCANNED, State.DONE, "每一页都对上了盖章扫描件。")


def _said(report: checking.CheckReport, rule: str) -> str | None:
    """What a rule found, in its words."""
    return next((item.finding.message for item in report.judged if item.finding.rule == rule), None)
