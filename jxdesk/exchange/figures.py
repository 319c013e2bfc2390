"""Figures as people write them in cells: with a unit, as a percentage, in another unit than the form's.

Whatever is not taken as it stands is told: the text that results and a note saying what was done.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from jxdesk.domain import units
from jxdesk.domain.catalogue import Field
from jxdesk.domain.limits import MAX_FRACTION_DIGITS, MAX_LINE
from jxdesk.domain.values import Kind, Value

NUMBERS = (Kind.COUNT, Kind.DECIMAL)
_SMALL = 10**9
# A number as typed, then what may be its unit.
_WITH_UNIT = re.compile(r"\s*([+-]?[0-9][0-9,，.\s]*?)\s*([^\W\d_]{1,4}|[%％])\s*")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}


class Understood(NamedTuple):
    """What a cell means for its field: the ``text`` to be taken; ``note`` says what was done to it."""

    text: str
    note: str = ""


def understood(field: Field, text: str, heading_unit: str = "") -> Understood:
    """``text`` of a figure's cell in the field's own unit.

    ``heading_unit`` is the unit that the column's heading names where it is not the field's. A unit in
    the cell goes before it. What is no number, or has a unit that can't be converted, stays as it is:
    the field then refuses it by name.
    """
    wanted = field.spec.mark.unit
    if field.kind not in NUMBERS or len(text) > MAX_LINE:
        return Understood(text)
    number, unit = _split(text, wanted)
    unit = unit or heading_unit
    if not unit or unit == wanted or not units.convertible(unit, wanted):
        # A unit that is not known stays in the text, so that the refusal shows it.
        return Understood(number if unit == wanted else text)
    value = _decimal(number)
    if value is None:
        return Understood(text)
    told = format(units.converted(value, unit, wanted), "f")
    return Understood(told, f"{number.strip()} {unit} → {told} {wanted}")


def from_percent(raw: float) -> Understood:
    """A cell that is shown as a percentage and holds its hundredth part."""
    exact = Decimal(repr(raw)).scaleb(2)
    told = format(units.plain(_bounded(exact)), "f")
    return Understood(told, f"单元格为百分比格式，{raw!r} → {told}%")


def from_number(raw: float) -> Understood:
    """A number cell; what a formula left behind the places that a figure can have is rounded, and told."""
    if float(raw).is_integer():
        return Understood(str(int(raw)))
    exact = Decimal(repr(raw))
    kept = _bounded(exact)
    told = format(kept, "f") if kept == exact else format(units.plain(kept), "f")
    note = "" if kept == exact else f"小数超过 {MAX_FRACTION_DIGITS} 位，四舍五入为 {told}"
    return Understood(told, note)


def plain_figure(field: Field, raw: float) -> tuple[str, Value] | None:
    """Text and value of a number cell that needs no thought, as :func:`from_number` and the parser of
    typed figures would say; ``None`` where they have to be asked.
    """
    if not -_SMALL < raw < _SMALL:
        return None
    if raw.is_integer():
        whole = int(raw)
        if field.kind is Kind.COUNT:
            return (str(whole), whole) if whole >= 0 else None
        return str(whole), Decimal(whole)
    text = repr(raw)
    places = len(text) - text.index(".") - 1 if "e" not in text else MAX_FRACTION_DIGITS + 1
    if field.kind is not Kind.DECIMAL or places > MAX_FRACTION_DIGITS:
        return None
    return text, Decimal(text)


def _bounded(number: Decimal) -> Decimal:
    """``number`` rounded half up where it has more places than a figure can have."""
    if -int(number.as_tuple().exponent) <= MAX_FRACTION_DIGITS:
        return number
    return number.quantize(Decimal(1).scaleb(-MAX_FRACTION_DIGITS), ROUND_HALF_UP)


def _split(text: str, wanted: str) -> tuple[str, str]:
    """The number and the unit behind it, ``""`` for none; only the field's unit and known ones count."""
    found = _WITH_UNIT.fullmatch(text.translate(_NARROW))
    if not found:
        return text, ""
    unit = "%" if found[2] in "%％" else units.named(found[2], wanted)
    return (found[1], unit) if unit == wanted or units.known(unit) else (text, "")


def _decimal(number: str) -> Decimal | None:
    plain = number.translate(_NARROW).replace(",", "").replace("，", "").replace(" ", "")
    return Decimal(plain) if re.fullmatch(r"[+-]?[0-9]+(?:\.[0-9]*)?", plain) else None
