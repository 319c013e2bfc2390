"""Bounds that hold for every value whatever the notice says: they guard the program.

What a notice demands (1000字, 20 enterprises) is not here but in its pack.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

MAX_TEXT = 100_000
MAX_LINE = 1_000
MAX_ROWS = 20_000
MAX_LIST = 2_000
"""Products of one enterprise, or places that one file proves."""

MAX_INTEGER_DIGITS = 15
MAX_FRACTION_DIGITS = 8
FIRST_YEAR = 1900
LAST_YEAR = 2200

DECIMAL_PATTERN = re.compile(
    rf"-?(0|[1-9][0-9]{{0,{MAX_INTEGER_DIGITS - 1}}})(\.[0-9]{{1,{MAX_FRACTION_DIGITS}}})?"
)
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
# Controls, bidirectional controls, line and paragraph separators, surrogates, noncharacters; LF is
# apart because texts of several lines may hold it.
_FORBIDDEN = (
    r"\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(rf"\U{plane:04x}fffe-\U{plane:04x}ffff" for plane in range(0x11))
)
_IN_LINES = re.compile(f"[{_FORBIDDEN}]")
_IN_ONE_LINE = re.compile(rf"[\n{_FORBIDDEN}]")


def is_clean_text(text: str, *, lines: bool) -> bool:
    """NFC, no control, surrogate or bidirectional-control characters; LF only with ``lines``."""
    return not forbidden_in(text, lines=lines) and unicodedata.is_normalized("NFC", text)


def forbidden_in(text: str, *, lines: bool) -> str:
    """The first character of ``text`` that a field may not hold, ``""`` for none."""
    if text.isascii() and text.isprintable():
        return ""
    found = (_IN_LINES if lines else _IN_ONE_LINE).search(text)
    return found[0] if found else ""


def is_forbidden(char: str) -> bool:
    """A character that no field may hold: control, surrogate, noncharacter or bidi control."""
    return bool(forbidden_in(char, lines=False))


def is_date(text: str) -> bool:
    """A real month ``YYYY-MM`` or day ``YYYY-MM-DD`` of a year that makes sense."""
    found = _DATE.fullmatch(text)
    if not found or not text.isascii():
        return False
    year, month, day = int(found[1]), int(found[2]), int(found[3] or 1)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
