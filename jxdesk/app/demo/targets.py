"""The indicator table of 附1: the given rows, and two that the county adds."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from jxdesk.app.demo.enterprises import rate
from jxdesk.app.demo.scheme import Scheme
from jxdesk.app.demo.texts.figures import Three
from jxdesk.base.clock import TokenSource
from jxdesk.domain.application import Indicator
from jxdesk.notice import Notice

ADDED = {"data-products": ("可交易数据产品数量", "个"), "datasets": ("行业高质量数据集数量", "个")}
_HUNDREDTH = Decimal("0.01")


def figures(scheme: Scheme, revenue: Decimal) -> dict[str, Three]:
    """The three figures of each row; ``revenue`` (亿元) is that of the base year.

    The growth of a year is counted from the rounded revenues, so that the table agrees.
    """
    revenues = [revenue]
    for growth in scheme.growth:
        grown = revenues[-1] * (1 + Decimal(growth) / 100)
        revenues.append(grown.quantize(_HUNDREDTH, ROUND_HALF_UP))
    taxes = [(now * scheme.tax_share).quantize(_HUNDREDTH, ROUND_HALF_UP) for now in revenues]
    rates = [rate(now, before) for before, now in pairwise(revenues)]
    made: dict[str, Three] = {
        "revenue": (revenues[1], revenues[2], revenues[3]),
        "growth": (rates[0], rates[1], rates[2]),
        "tax": (taxes[1], taxes[2], taxes[3]),
    }
    for name, (first, second, third) in scheme.more_targets.items():
        made[name] = (Decimal(first), Decimal(second), Decimal(third))
    return made


def indicators(notice: Notice, rows: dict[str, Three], tokens: TokenSource) -> tuple[Indicator, ...]:
    """The rows of the table; a given row's uid is the id that the notice gives it."""
    given = tuple(
        _years(Indicator(uid=target.id, given=target.id), rows[target.id])
        for target in notice.form.indicators
    )
    added = tuple(
        _years(Indicator(uid=tokens(), name=name, unit=unit), rows[key])
        for key, (name, unit) in ADDED.items()
    )
    return given + added


def _years(row: Indicator, figures: Three) -> Indicator:
    first, second, third = figures
    return replace(row, first=first, second=second, third=third)
