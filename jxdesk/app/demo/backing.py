"""The facts behind the figures of parts four and five: each right, prize, centre and fund by name.

The figures of the form are counted from these, and the evidence files list them one by one.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from jxdesk.app.demo.names import MARK
from jxdesk.app.demo.scheme import Scheme
from jxdesk.base.clock import TokenSource
from jxdesk.domain.application import Enterprise, Platform

PATENT, MODEL, SOFTWARE = "发明专利", "实用新型专利", "软件著作权"
_ASPECTS = (
    "封装结构", "标定方法", "温漂补偿方法", "校准装置", "测试夹具", "数据采集方法", "故障诊断方法",
    "低功耗控制方法", "制备工艺", "老化筛选方法", "抗干扰电路", "自检方法", "校验系统", "装配装置",
)  # fmt: skip
_WORDS = (
    "高稳定性", "小型化", "低噪声", "宽温域", "高灵敏度",
    "可追溯", "自适应", "多通道", "阵列式", "快速",
)  # fmt: skip
_PROGRAMS = ("管理软件", "分析系统", "配置工具", "监测平台", "数据接口软件")
_PREFIXES = {PATENT: "ZLF", MODEL: "ZLX", SOFTWARE: "SR"}
_YEARS_BACK = 1


@dataclass(frozen=True, slots=True)
class Right:
    """One right that was granted: its invented number, title, and month (``YYYY-MM``)."""

    number: str
    title: str
    month: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """The rights of one kind that one firm was granted."""

    firm: Enterprise
    kind: str
    rights: tuple[Right, ...]

    @property
    def dated(self) -> str:
        """The month of the last one."""
        return max(right.month for right in self.rights)


@dataclass(frozen=True, slots=True)
class Award:
    """A science award: who got it, for what, in which month, and of which level."""

    firm: Enterprise
    title: str
    month: str
    national: bool


@dataclass(frozen=True, slots=True)
class Centre:
    """An innovation platform of a firm, approved by the nation or the province."""

    firm: Enterprise
    name: str
    month: str
    national: bool


@dataclass(frozen=True, slots=True)
class Investor:
    """An institution that invests in or lends to firms of the cluster."""

    name: str
    kind: str
    capital: str


@dataclass(frozen=True, slots=True)
class Backing:
    """All of them. ``platforms`` are the rows of part five."""

    bundles: tuple[Bundle, ...]
    awards: tuple[Award, ...]
    centres: tuple[Centre, ...]
    investors: tuple[Investor, ...]
    platforms: tuple[Platform, ...]

    def rights(self, *kinds: str) -> int:
        """How many rights of these kinds there are."""
        return sum(len(bundle.rights) for bundle in self.bundles if bundle.kind in kinds)

    def count(self, held: tuple[Award, ...] | tuple[Centre, ...], *, national: bool) -> int:
        """How many awards or centres are of this level."""
        return sum(one.national is national for one in held)


def backing(
    scheme: Scheme,
    year: int,
    by_trade: Mapping[str, Enterprise],
    source: random.Random,
    tokens: TokenSource,
) -> Backing:
    """Draw the facts; all dates lie in ``year`` (the base year) and the year before."""
    able = tuple(firm for firm in by_trade.values() if firm.dominant and firm.above_scale and firm.honours)
    return Backing(
        bundles=_bundles(scheme, year, by_trade, source),
        awards=_awards(scheme, year, able, source),
        centres=_centres(scheme, year, able, source),
        investors=_investors(scheme),
        platforms=_platforms(scheme, by_trade, tokens),
    )


def _bundles(
    scheme: Scheme, year: int, by_trade: Mapping[str, Enterprise], source: random.Random
) -> tuple[Bundle, ...]:
    made = []
    for plan in scheme.rights:
        firm = by_trade[plan.trade]
        for kind, planned in ((PATENT, plan.patents), (MODEL, plan.models), (SOFTWARE, plan.software)):
            if planned:
                count = max(1, planned + source.randint(-2, 3))
                made.append(Bundle(firm, kind, _rights(kind, firm, year, count, source)))
    return tuple(made)


def _rights(kind: str, firm: Enterprise, year: int, count: int, source: random.Random) -> tuple[Right, ...]:
    """``count`` rights in order of time, no title twice."""
    aspects = _PROGRAMS if kind == SOFTWARE else _ASPECTS
    named = source.sample([(word, aspect) for word in _WORDS for aspect in aspects], count)
    made = []
    for number, (word, aspect) in enumerate(named):
        product = firm.products[number % len(firm.products)].name
        month = _month(year, source)
        title = f"{word}{product}{aspect}V1.0" if kind == SOFTWARE else f"一种{word}{product}的{aspect}"
        made.append(Right(f"{MARK}-{_PREFIXES[kind]}{month[:4]}{source.randint(0, 99999):05d}", title, month))
    return tuple(sorted(made, key=lambda right: right.month))


def _month(year: int, source: random.Random) -> str:
    return f"{year - source.randint(0, _YEARS_BACK)}-{source.randint(1, 12):02d}"


def _awards(
    scheme: Scheme, year: int, able: tuple[Enterprise, ...], source: random.Random
) -> tuple[Award, ...]:
    national, provincial = scheme.awards
    return tuple(
        Award(firm, f"{firm.products[0].name}关键技术与产业化应用", _month(year, source), place < national)
        for place, firm in zip(range(national + provincial), able, strict=False)
    )


def _centres(
    scheme: Scheme, year: int, able: tuple[Enterprise, ...], source: random.Random
) -> tuple[Centre, ...]:
    national, provincial = scheme.centres
    kinds = ("企业技术中心", "工程研究中心", "博士后创新实践基地")
    made = []
    for place in range(national + provincial):
        firm = able[place % len(able)]
        kind = "博士后科研工作站" if place < national else kinds[place % len(kinds)]
        made.append(Centre(firm, f"{firm.products[0].name}{kind}", _month(year, source), place < national))
    return tuple(made)


def _investors(scheme: Scheme) -> tuple[Investor, ...]:
    county = scheme.region.county
    plan = (
        ("数字产业引导基金合伙企业", "股权投资基金", "认缴5亿元"),
        ("芯感创业投资", "创业投资机构", "认缴1.2亿元"),
        ("中小企业融资担保", "融资担保机构", "注册资本3亿元"),
        ("科创融资租赁", "融资租赁机构", "注册资本1.7亿元"),
        ("产业链商业保理", "商业保理机构", "注册资本1亿元"),
        ("知识产权运营基金合伙企业", "股权投资基金", "认缴8000万元"),
    )
    return tuple(
        Investor(f"{county}{name}（{MARK}）{'' if '合伙' in name else '有限公司'}", kind, capital)
        for name, kind, capital in plan[: scheme.investors]
    )


def _platforms(
    scheme: Scheme, by_trade: Mapping[str, Enterprise], tokens: TokenSource
) -> tuple[Platform, ...]:
    region = scheme.region
    plan = (
        ("中小企业传感检测公共服务示范平台", "national", "计量检测", "传感器校准、环境试验和检测报告互认"),
        ("传感器可靠性公共服务平台", "provincial", "封测技术", "封装打样、失效分析和寿命试验"),
        ("工业设备联网公共服务平台", "provincial", "物联科技", "设备上云、远程运维和能耗诊断"),
        ("知识产权运营公共服务平台", "provincial", "", "专利检索导航、质押融资对接和维权援助"),
        ("产业链供应链协同服务平台", "city", "供应链", "集中采购、订单比选和账期管理"),
        ("数字技能人才实训平台", "city", "", "订单培养、技能评价和用工对接"),
        ("数据产品加工服务平台", "county", "数据科技", "数据清洗标注、质量评测和产品登记辅导"),
    )
    return tuple(
        Platform(
            uid=tokens(),
            name=f"{region.county}{name}（{MARK}）",
            level=level,
            builder=by_trade[trade].name if trade else region.operator,
            service=service,
        )
        for name, level, trade, service in plan
    )
