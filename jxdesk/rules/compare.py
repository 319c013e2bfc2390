"""Comparing figures and dates as exactly as they were typed, and no more exactly than that."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Literal


def is_empty(value: object) -> bool:
    """Nothing was filled in; “—” with a reason counts as filled."""
    return value is None or value in ("", ())


def is_above_zero(value: object) -> bool:
    """A figure or count that is there and more than 0; “—” is neither."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and value > 0


def half_unit(value: Decimal) -> Decimal:
    """Half of the last digit that was typed: what rounding can have hidden."""
    return _half_of_digit(value.as_tuple().exponent)


@cache
def _half_of_digit(exponent: int | Literal["n", "N", "F"]) -> Decimal:
    """Half of ten to the exponent. There are as many as a figure may have digits."""
    return Decimal(5).scaleb(int(exponent) - 1)


def growth_interval(now: Decimal, before: Decimal) -> tuple[Decimal, Decimal] | None:
    """The growth in % that two rounded revenues allow, or ``None`` if ``before`` may be 0."""
    least, most = before - half_unit(before), before + half_unit(before)
    if least <= 0:
        return None
    low = ((now - half_unit(now)) / most - 1) * 100
    high = ((now + half_unit(now)) / least - 1) * 100
    return low, high


def growth_fits(growth: Decimal, now: Decimal, before: Decimal) -> bool:
    """Whether a growth in % can be that of two revenues, given the rounding of all three."""
    slack = half_unit(growth)
    # The values as typed lie in the interval: near them there is no need to work it out.
    if before > 0 and abs((now / before - 1) * 100 - growth) <= slack:
        return True
    interval = growth_interval(now, before)
    if interval is None:
        return True
    return interval[0] - slack <= growth <= interval[1] + slack


def growth_text(now: Decimal, before: Decimal) -> str:
    """The growth from ``before`` to ``now`` in %, two digits, for a sentence."""
    return format(((now / before - 1) * 100).quantize(Decimal("0.01")), "f")


def is_later(date: str, other: str) -> bool:
    """Whether an ISO date lies after another, to the precision both have; empty ones never do."""
    shared = min(len(date), len(other))
    return bool(shared) and date[:shared] > other[:shared]
