"""Which evidence files there are, what stands in each, and what each proves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from jxdesk.app.demo.backing import Backing
from jxdesk.app.demo.evidence import agreements, papers, policies
from jxdesk.app.demo.evidence.counted import counted
from jxdesk.app.demo.evidence.item import Item
from jxdesk.app.demo.evidence.papers import Setting
from jxdesk.app.demo.evidence.picture import Certificate, SiteView
from jxdesk.app.demo.evidence.sheet import Sheet, SheetValue
from jxdesk.app.demo.names import MARK
from jxdesk.app.demo.scheme import Scheme
from jxdesk.domain.application import Application, Enterprise, Project
from jxdesk.domain.show import show_plain
from jxdesk.domain.values import NotApplicable
from jxdesk.domain.views import above_scale, dominant, largest
from jxdesk.notice import Notice

_SINGLE_PROOFS = 4
_SHARED_PROOFS = 3
_HONOURED = 4
_RESEARCHING = 2


def contents(
    application: Application, notice: Notice, scheme: Scheme, facts: Backing, source: random.Random
) -> tuple[Item, ...]:
    """The plan of all files, in the order of the form."""
    head = notice.head
    setting = Setting(scheme.region, head.base_year, head.batch_year, application.pledge.date)
    return tuple(
        chain(
            _joint(application, setting),
            _lists(application, setting),
            _revenue(application, notice, scheme, setting),
            _honours(application, setting),
            counted(application, notice, setting, facts),
            _services(application, setting),
            _policies(setting),
            _safety(setting),
            _projects(application, scheme, setting, source),
        )
    )


def _joint(application: Application, setting: Setting) -> Iterator[Item]:
    """The agreement that names the lead, and each member's confirmation."""
    if len(application.members) < 2 or application.lead is None:
        return
    lead = application.lead.name
    yield Item("联合申报协议", agreements.joint_application(setting), ("topic:joint-agreement",))
    for member in application.members:
        content = agreements.confirmation(member.name, lead, setting)
        yield Item(f"联合申报确认函-{member.name}", content, (f"members:{member.uid}",))


def _lists(application: Application, setting: Setting) -> Iterator[Item]:
    firms = application.enterprises
    yield Item(
        "集群企业名单",
        _register("集群企业名单", firms, setting),
        ("basic.enterprise_count", "basic.employees", "services.employees"),
    )
    yield Item(
        "主导产业规上企业名单",
        _register("主导产业规模以上企业名单", above_scale(application), setting),
        ("basic.above_scale_count",),
    )
    yield Item(
        "主导产业营业收入统计说明",
        papers.statistics(application, setting),
        ("scale.revenue_total", "scale.growth", "topic:accounts"),
    )


def _revenue(application: Application, notice: Notice, scheme: Scheme, setting: Setting) -> Iterator[Item]:
    """A proof for each of the largest: the first ones their own, the others share two files."""
    ranked = largest(application, notice.head.largest_shown)
    trades = zip(scheme.trades, application.enterprises, strict=True)
    own = next((firm for trade, firm in trades if trade.word == scheme.comparable), None)
    single = [firm for place, firm in enumerate(ranked) if place < _SINGLE_PROOFS or firm is own]
    for firm in single:
        remark = papers.comparable_remark(firm) if firm is own else ""
        yield Item(f"营收证明-{firm.name}", papers.audit_extract(firm, setting, remark), _rows((firm,)))
    others = tuple(firm for firm in ranked if firm not in single)
    shared, rest = others[:_SHARED_PROOFS], others[_SHARED_PROOFS:]
    if shared:
        title = f"营收证明-税务申报数据汇总（{len(shared)}家）"
        yield Item(title, papers.tax_summary(shared, setting), _rows(shared))
    if rest:
        title = f"营收证明-统计报表数据（{len(rest)}家）"
        yield Item(title, _reported(rest, setting), _rows(rest))


def _honours(application: Application, setting: Setting) -> Iterator[Item]:
    honoured = [firm for firm in dominant(application) if firm.honours][:_HONOURED]
    for firm in honoured:
        honour = firm.honours.split("；")[-1]
        text = f"经审核，认定为{honour}，有效期三年。本证书由演示程序生成，不具有任何效力。"
        certificate = Certificate(firm.name, text, f"虚构认定机构（{MARK}）", f"{setting.year}年11月")
        yield Item(f"荣誉证书-{firm.name}", certificate, _rows((firm,)))


def _services(application: Application, setting: Setting) -> Iterator[Item]:
    """Cooperation with institutes, and the association."""
    topics = ("topic:cooperation", "services.overview")
    yield Item("共建联合实验室合作框架协议", agreements.cooperation(setting), topics)
    leaders = [firm for firm in application.enterprises if firm.chain_role == "leader"]
    for firm in leaders[:_RESEARCHING]:
        yield Item(f"联合研究合作协议-{firm.name}", agreements.joint_research(firm, setting), topics)
    yield Item("产业协会章程（摘要）", agreements.charter(setting), ("topic:association", "chain.overview"))


def _policies(setting: Setting) -> Iterator[Item]:
    topics = ("topic:policy", "organisation.overview")
    yield Item("产业集群发展规划（摘要）", policies.plan(setting), topics)
    yield Item("支持数字产业发展若干措施", policies.measures(setting), topics)
    yield Item("数据要素流通管理办法（试行）", policies.data_rules(setting), topics)
    yield Item("产业人才支持办法", policies.talent(setting), topics)
    yield Item("金融支持集群工作方案", policies.finance(setting), topics)
    yield Item("集群工作专班组建通知", policies.task_force(setting), topics)
    yield Item("年度集群工作要点", policies.year_plan(setting), topics)


def _safety(setting: Setting) -> Iterator[Item]:
    for bureau, matter, title, topic in (
        ("应急管理局", "重大、特大生产安全事故", "安全生产情况说明", "safety"),
        ("生态环境局", "重大、特大突发环境事件", "生态环境情况说明", "environment"),
    ):
        content = papers.no_accident(setting.region.office(bureau), matter, setting)
        yield Item(title, content, ("pledge.no_accident", f"topic:{topic}"))


def _projects(
    application: Application, scheme: Scheme, setting: Setting, source: random.Random
) -> Iterator[Item]:
    """The registration of each funded project, with what shares its code, and some views."""
    sharing: dict[str, list[Project]] = {}
    for project in application.projects:
        sharing.setdefault(project.code, []).append(project)
    for number, project in enumerate(application.projects):
        name = project.name.removeprefix(scheme.region.marked)
        if project.funding is not None:
            parts = tuple(other for other in sharing[project.code] if other is not project)
            references = tuple(f"projects:{one.uid}" for one in (project, *parts))
            yield Item(f"项目备案通知书-{name}", papers.registration(project, setting, parts), references)
        if number < scheme.site_views:
            view = SiteView(f"{project.name}：建设现场示意", source.getrandbits(32))
            yield Item(f"建设现场示意图-{name}", view, (f"projects:{project.uid}",))


def _rows(firms: tuple[Enterprise, ...]) -> tuple[str, ...]:
    return tuple(f"enterprises:{firm.uid}" for firm in firms)


def _register(title: str, firms: tuple[Enterprise, ...], setting: Setting) -> Sheet:
    rows: list[tuple[SheetValue, ...]] = [
        (number, firm.name, firm.uscc, firm.place, _number(firm.revenue), _number(firm.employees))
        for number, firm in enumerate(firms, start=1)
    ]
    columns = ("序号", "企业名称", "统一社会信用代码", "所在地", "营业收入（亿元）", "从业人员（人）")
    return Sheet(f"{setting.region.cluster}{title}", columns, (6, 44, 24, 34, 12, 12), tuple(rows))


def _reported(firms: tuple[Enterprise, ...], setting: Setting) -> Sheet:
    rows: list[tuple[SheetValue, ...]] = [
        (number, firm.name, _number(firm.revenue), _number(firm.previous_revenue), _number(firm.growth))
        for number, firm in enumerate(firms, start=1)
    ]
    columns = (
        "序号",
        "企业名称",
        f"{setting.year}年营业收入（亿元）",
        f"{setting.year - 1}年营业收入（亿元）",
        "增长（%）",
    )
    title = f"统计联网直报数据摘录（{setting.region.office('统计局')}）"
    return Sheet(title, columns, (6, 44, 16, 16, 12), tuple(rows))


def _number(value: object) -> SheetValue:
    """A figure as it is; “—” and what is missing as text."""
    if isinstance(value, NotApplicable):
        return show_plain(value)
    return value if isinstance(value, int | Decimal) else ""
