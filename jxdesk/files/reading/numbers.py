"""Long numbers that a spreadsheet keeps as numbers: written in full, and seen through their rounding.

A cell holds 15 significant digits (ECMA-376 part 1, 18.3.1.96; IEEE 754 double). An identity or card
number typed as a number has lost its last digits, check digit and all: what is left still tells
where and when somebody was born, or which bank issued the card.
"""

from __future__ import annotations

import datetime as dt
import re

from jxdesk.domain.facts import SensitiveKind

_KEPT = 15
_SHOWN = 3
_IDENTITY_DIGITS = 18
_CARD_DIGITS = range(16, 20)
_UNIONPAY = "62"
_REGION = re.compile(r"[1-8][0-9]{5}")
_YEARS = range(1900, 2100)
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?")


def as_typed(raw: str) -> str:
    """A cell's number without exponent where it is whole: ``1.3807911234E+10`` is a phone number."""
    if ("e" in raw or "E" in raw or "." in raw) and _NUMBER.fullmatch(raw):
        number = float(raw)
        if number.is_integer() and abs(number) < 10 ** (_IDENTITY_DIGITS + 2):
            return str(int(number))
    return raw


def rounded_number(digits: str) -> tuple[SensitiveKind, str] | None:
    """Kind and masked form of an identity or UnionPay card number whose last digits were rounded away."""
    if not (digits.isascii() and digits.isdecimal()) or len(digits) <= _KEPT:
        return None
    kept = digits[:_KEPT]
    if len(digits) == _IDENTITY_DIGITS and _REGION.match(kept) and _is_day(kept[6:14]):
        return SensitiveKind.IDENTITY, _masked(digits)
    if len(digits) in _CARD_DIGITS and digits.startswith(_UNIONPAY):
        return SensitiveKind.BANK_CARD, _masked(digits)
    return None


def _masked(digits: str) -> str:
    """The last digits are not the true ones, so none of them is shown."""
    return digits[:_SHOWN] + "*" * (len(digits) - _SHOWN)


def _is_day(digits: str) -> bool:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in _YEARS
    except ValueError:
        return False
