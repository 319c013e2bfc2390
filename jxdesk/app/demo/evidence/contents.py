"""Which evidence files there are, what stands in each, and what each proves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Protocol

from jxdesk.app.demo import names
from jxdesk.app.demo.evidence import papers, policies
from jxdesk.app.demo.evidence.papers import Dates
from jxdesk.app.demo.evidence.picture import Certificate, SiteView
from jxdesk.app.demo.evidence.sheet import Sheet, SheetValue
from jxdesk.documents.fonts import FontSet
from jxdesk.domain.application import Application, Enterprise
from jxdesk.domain.show import show_plain
from jxdesk.domain.values import NotApplicable
from jxdesk.domain.views import above_scale, dominant, largest
from jxdesk.notice import Notice

_SINGLE_PROOFS = 4
_SHARED_PROOFS = 3
_HONOURED = 5
_PROJECTS_SHOWN = 2


class Content(Protocol):
    """Something that can be made into a file."""

    @property
    def suffix(self) -> str: ...

    def make(self, fonts: FontSet) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Item:
    """One file to be: ``title`` (its name without number and extension) and what it proves."""

    title: str
    content: Content
    proves: tuple[str, ...]


def contents(application: Application, notice: Notice, source: random.Random) -> tuple[Item, ...]:
    """The plan of all files, in the order of the form."""
    dates = Dates(notice.head.base_year, notice.head.batch_year, application.pledge.date)
    return tuple(
        chain(
            _lists(application, dates),
            _revenue(application, notice, dates),
            _honours(application, dates),
            _policies(dates),
            _safety(dates),
            _projects(application, dates, source),
        )
    )


def _lists(application: Application, dates: Dates) -> Iterator[Item]:
    yield Item(
        "集群企业名单",
        _register("集群企业名单", application.enterprises),
        ("basic.enterprise_count", "basic.employees"),
    )
    yield Item(
        "主导产业规上企业名单",
        _register("主导产业规模以上企业名单", above_scale(application)),
        ("basic.above_scale_count",),
    )
    yield Item(
        "主导产业营业收入统计说明",
        papers.statistics(application, dates),
        ("scale.revenue_total", "scale.growth"),
    )


def _revenue(application: Application, notice: Notice, dates: Dates) -> Iterator[Item]:
    """A proof for each of the largest: the first ones their own, the others share two files."""
    ranked = largest(application, notice.head.largest_shown)
    for firm in ranked[:_SINGLE_PROOFS]:
        yield Item(f"营收证明-{firm.name}", papers.audit_extract(firm, dates), _rows((firm,)))
    shared = ranked[_SINGLE_PROOFS : _SINGLE_PROOFS + _SHARED_PROOFS]
    if shared:
        title = f"营收证明-税务申报数据汇总（{len(shared)}家）"
        yield Item(title, papers.tax_summary(shared, dates), _rows(shared))
    rest = ranked[_SINGLE_PROOFS + _SHARED_PROOFS :]
    if rest:
        title = f"营收证明-统计报表数据（{len(rest)}家）"
        yield Item(title, _reported(rest, dates), _rows(rest))


def _honours(application: Application, dates: Dates) -> Iterator[Item]:
    honoured = [firm for firm in dominant(application) if firm.honours][:_HONOURED]
    for firm in honoured:
        honour = firm.honours.split("；")[-1]
        text = f"经审核，认定为{honour}，有效期三年。本证书由演示程序生成，不具有任何效力。"
        certificate = Certificate(firm.name, text, f"虚构认定机构（{names.MARK}）", f"{dates.year}年11月")
        yield Item(f"荣誉证书-{firm.name}", certificate, _rows((firm,)))


def _policies(dates: Dates) -> Iterator[Item]:
    yield Item("产业集群发展规划（摘要）", policies.plan(dates), ("basic.introduction", "scale.overview"))
    yield Item("支持数字产业发展若干措施", policies.measures(dates), ("basic.introduction",))
    yield Item("集群工作专班组建通知", policies.task_force(dates), ("basic.introduction",))
    yield Item("产学研合作框架协议", policies.cooperation(dates), ("scale.overview",))


def _safety(dates: Dates) -> Iterator[Item]:
    for office, matter in (
        (names.EMERGENCY_OFFICE, "重大、特大生产安全事故"),
        (names.ENVIRONMENT_OFFICE, "重大、特大突发环境事件"),
    ):
        short = "安全生产情况说明" if "安全" in matter else "生态环境情况说明"
        yield Item(short, papers.no_accident(office, matter, dates), ("pledge.no_accident",))


def _projects(application: Application, dates: Dates, source: random.Random) -> Iterator[Item]:
    for project in application.projects[:_PROJECTS_SHOWN]:
        reference = (f"projects:{project.uid}",)
        name = project.name.removeprefix(names.COUNTY_MARKED)
        yield Item(f"项目备案通知书-{name}", papers.registration(project, dates), reference)
        view = SiteView(f"{project.name}：建设现场示意", source.getrandbits(32))
        yield Item(f"建设现场示意图-{name}", view, reference)


def _rows(firms: tuple[Enterprise, ...]) -> tuple[str, ...]:
    return tuple(f"enterprises:{firm.uid}" for firm in firms)


def _register(title: str, firms: tuple[Enterprise, ...]) -> Sheet:
    rows: list[tuple[SheetValue, ...]] = [
        (number, firm.name, firm.uscc, firm.place, _number(firm.revenue), _number(firm.employees))
        for number, firm in enumerate(firms, start=1)
    ]
    columns = ("序号", "企业名称", "统一社会信用代码", "所在地", "营业收入（亿元）", "从业人员（人）")
    return Sheet(f"{names.CLUSTER}{title}", columns, (6, 44, 24, 34, 12, 12), tuple(rows))


def _reported(firms: tuple[Enterprise, ...], dates: Dates) -> Sheet:
    rows: list[tuple[SheetValue, ...]] = [
        (number, firm.name, _number(firm.revenue), _number(firm.previous_revenue), _number(firm.growth))
        for number, firm in enumerate(firms, start=1)
    ]
    columns = (
        "序号",
        "企业名称",
        f"{dates.year}年营业收入（亿元）",
        f"{dates.year - 1}年营业收入（亿元）",
        "增长（%）",
    )
    return Sheet(
        f"统计联网直报数据摘录（{names.STATISTICS_OFFICE}）", columns, (6, 44, 16, 16, 12), tuple(rows)
    )


def _number(value: object) -> SheetValue:
    """A figure as it is; “—” and what is missing as text."""
    if isinstance(value, NotApplicable):
        return show_plain(value)
    return value if isinstance(value, int | Decimal) else ""
