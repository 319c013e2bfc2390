"""The enterprise register of an invented county, its figures agreeing with each other."""

from __future__ import annotations

import random
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from jxdesk.app.demo.codes import uscc
from jxdesk.app.demo.names import Namer
from jxdesk.app.demo.scheme import Scheme
from jxdesk.app.demo.trades import Trade
from jxdesk.base.clock import TokenSource
from jxdesk.domain.application import Enterprise
from jxdesk.domain.values import Figure, NotApplicable, Product
from jxdesk.notice import Notice

_HUNDREDTH = Decimal("0.01")
_TENTH = Decimal("0.1")
_REVENUE_PER_HEAD = (Decimal("0.0062"), Decimal("0.0118"))
_JOINT_STOCK = ("neeq", "star", "gem", "main", "bse")
# A firm that took over another states its growth as if it had owned it the year before, too.
_TAKEN_OVER = Decimal("6.4")
_SURGE = Decimal("3.6")


def enterprises(
    notice: Notice, scheme: Scheme, source: random.Random, namer: Namer, tokens: TokenSource
) -> tuple[Enterprise, ...]:
    """All rows of the register: chain roles first, then the other firms of the cluster."""
    return tuple(_enterprise(trade, notice, scheme, source, namer, tokens()) for trade in scheme.trades)


def rate(now: Decimal, before: Decimal) -> Decimal:
    """The growth from ``before`` to ``now`` in %, one decimal, as an office would round it."""
    return ((now / before - 1) * 100).quantize(_TENTH, ROUND_HALF_UP)


def _enterprise(
    trade: Trade, notice: Notice, scheme: Scheme, source: random.Random, namer: Namer, uid: str
) -> Enterprise:
    revenue = _between(source, trade.revenue.low, trade.revenue.high, _HUNDREDTH)
    previous, growth = _history(trade, notice, scheme, source, revenue)
    per_head = _between(source, *_REVENUE_PER_HEAD, Decimal("0.0001"))
    return Enterprise(
        uid=uid,
        name=namer.firm(trade.word, joint_stock=trade.listing in _JOINT_STOCK),
        uscc=uscc(source),
        place=namer.place(),
        industry_class=trade.industry_class,
        dominant=trade.dominant,
        quality_type=trade.quality,
        chain_role=trade.role,
        above_scale=trade.above_scale,
        revenue=revenue,
        previous_revenue=previous,
        growth=growth,
        sales=_sales(source, revenue) if trade.role else None,
        employees=max(9, int(revenue / per_head)),
        products=_products(trade),
        listing=trade.listing,
        honours=trade.honours,
    )


def _history(
    trade: Trade, notice: Notice, scheme: Scheme, source: random.Random, revenue: Decimal
) -> tuple[Figure, Figure]:
    """Last year's revenue and the growth; a firm of the base year has neither."""
    if trade.founded_in_base_year:
        why = NotApplicable(f"{notice.head.base_year}年新办企业")
        return why, why
    if trade.word == scheme.surging:
        previous = (revenue / _SURGE).quantize(_HUNDREDTH, ROUND_DOWN)
        return previous, rate(revenue, previous)
    taken_over = trade.word == scheme.comparable
    drawn = _between(source, Decimal("14.0" if taken_over else "-5.0"), Decimal("27.0"), _TENTH)
    previous = (revenue / (1 + drawn / 100)).quantize(_HUNDREDTH, ROUND_HALF_UP)
    growth = rate(revenue, previous)
    return previous, growth - _TAKEN_OVER if taken_over else growth


def _sales(source: random.Random, revenue: Decimal) -> Decimal:
    share = _between(source, Decimal("0.930"), Decimal("0.995"), Decimal("0.001"))
    return (revenue * share).quantize(_HUNDREDTH, ROUND_HALF_UP)


def _products(trade: Trade) -> tuple[Product, ...]:
    shares = [Decimal(share) for share in trade.shares]
    return tuple(
        Product(name, shares[place] if place < len(shares) else None)
        for place, name in enumerate(trade.products)
    )


def _between(source: random.Random, low: Decimal, high: Decimal, step: Decimal) -> Decimal:
    """An exact number from ``low`` to ``high`` in whole ``step``s."""
    return low + step * source.randint(0, int((high - low) / step))
