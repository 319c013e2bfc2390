"""Units that differ by a power of ten, so that a figure can be told in another one without rounding."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

# The power of ten of each unit, family by family.
_FAMILIES: tuple[Mapping[str, int], ...] = (
    MappingProxyType({"元": 0, "千元": 3, "万元": 4, "百万元": 6, "千万元": 7, "亿元": 8}),
    MappingProxyType({"人": 0, "千人": 3, "万人": 4}),
)


def known(unit: str) -> bool:
    """Whether this is a unit that others can be converted to or from."""
    return any(unit in family for family in _FAMILIES)


def convertible(unit: str, wanted: str) -> bool:
    """Whether a figure in ``unit`` can be told in ``wanted`` as well."""
    return any(unit in family and wanted in family for family in _FAMILIES)


def named(unit: str, wanted: str) -> str:
    """``unit`` written out where people leave its end away: 亿 is 亿元 where 万元 or the like is wanted."""
    for family in _FAMILIES:
        if wanted in family:
            full = f"{unit}{next(iter(family))}"
            return full if unit and full in family and unit not in family else unit
    return unit


def converted(number: Decimal, unit: str, wanted: str) -> Decimal:
    """``number`` of ``unit`` in ``wanted``: the same amount, no digit lost, no zero added at the end.

    Raises ``ValueError`` for units of different things.
    """
    for family in _FAMILIES:
        if unit in family and wanted in family:
            moved = number.scaleb(family[unit] - family[wanted])
            return plain(moved)
    raise ValueError(f"{unit} is not told in {wanted}")


def plain(number: Decimal) -> Decimal:
    """``number`` without exponent and without zeros at the end of its fraction."""
    if number == number.to_integral_value():
        return number.quantize(Decimal(1))
    return number.normalize()


def like(wanted: str) -> tuple[str, ...]:
    """The units in which a figure of ``wanted`` may be told, the smallest first; none for a lone unit."""
    return next((tuple(family) for family in _FAMILIES if wanted in family), ())
