"""The figures people would rather look at: what the window draws, as plain rows of bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from jxdesk.app.funding import Money
from jxdesk.domain.application import Application, Indicator, Project
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.views import largest
from jxdesk.notice import Notice


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, its length in the chart's unit, and the figure as typed.

    ``group`` bars that follow each other belong together (the years of one indicator).
    """

    label: str
    value: Decimal
    shown: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title. ``limit`` is a line they are held against, told by ``limit_said``.

    ``empty`` is what stands there instead of bars. Where ``by_group`` is set the bars of each
    group have a scale of their own: they are of different units.
    """

    title: str
    bars: tuple[Bar, ...]
    empty: str
    limit: Decimal | None = None
    limit_said: str = ""
    by_group: bool = False


def charts(application: Application, catalogue: Catalogue, money: Money) -> tuple[Chart, ...]:
    """The largest enterprises, the targets by year, the projects by category, the money against its cap."""
    return (
        _largest(application, catalogue),
        _money(application, money, catalogue),
        _projects(application, catalogue),
        _targets(application, catalogue.notice),
    )


def _largest(application: Application, catalogue: Catalogue) -> Chart:
    unit = catalogue.field("enterprises.revenue").spec.mark.unit
    ranked = largest(application, catalogue.notice.head.largest_shown)
    bars = tuple(_bar(e.name, e.revenue, unit) for e in ranked if isinstance(e.revenue, Decimal))
    title = f"主导产业营业收入最大的企业（{catalogue.notice.head.base_year} 年）"
    return Chart(title, bars, "企业名单里还没有填写主导产业企业的营业收入。")


def _money(application: Application, money: Money, catalogue: Catalogue) -> Chart:
    unit = catalogue.field("funds.amount").spec.mark.unit
    bars = []
    if isinstance(application.funds.amount, Decimal):
        bars.append(_bar("申请省级资金", application.funds.amount, unit))
    if money.projects:
        bars.append(_bar("已安排到项目", money.given, unit))
    said = f"上限 {money.cap:f} {unit}" if money.cap is not None else ""
    return Chart("申请资金与上限", tuple(bars), "还没有填写申请省级资金的金额。", money.cap, said)


def _projects(application: Application, catalogue: Catalogue) -> Chart:
    unit = catalogue.field("projects.investment").spec.mark.unit
    notice = catalogue.notice
    terms = [(term.id, term.label) for term in notice.vocabularies["project_categories"]]
    bars = []
    for term, label in (*terms, ("", "没有选类别")):
        rows = [row for row in application.projects if row.category == term]
        if rows:
            total = _sum(rows, lambda row: row.investment)
            bars.append(Bar(f"{label}（{len(rows)} 个）", total, f"{total:f} {unit}"))
    return Chart("项目总投资（按类别）", tuple(bars), "重点项目清单还是空的。")


def _targets(application: Application, notice: Notice) -> Chart:
    bars = tuple(bar for row in application.indicators for bar in _years(row, notice))
    return Chart("分年度目标", bars, "还没有填写分年度目标。", by_group=True)


def _years(row: Indicator, notice: Notice) -> Iterable[Bar]:
    target = notice.target(row.given)
    name, unit = (target.label, target.unit) if target else (row.name, row.unit)
    for year, value in zip(notice.head.target_years, (row.first, row.second, row.third), strict=True):
        if isinstance(value, Decimal):
            yield Bar(f"{year} 年", value, f"{value:f} {unit}".rstrip(), name)


def _bar(label: str, value: Decimal, unit: str) -> Bar:
    return Bar(label, value, f"{value:f} {unit}")


def _sum(rows: Iterable[Project], of: Callable[[Project], object]) -> Decimal:
    return sum((value for value in map(of, rows) if isinstance(value, Decimal)), Decimal(0))
