"""Bounds that hold for every value whatever the notice says: they guard the program.

What a notice demands (1000字, 20 enterprises) is not here but in its pack.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

MAX_TEXT = 100_000
MAX_LINE = 1_000
MAX_ROWS = 50_000
MAX_INTEGER_DIGITS = 15
MAX_FRACTION_DIGITS = 8
FIRST_YEAR = 1900
LAST_YEAR = 2200

DECIMAL_PATTERN = re.compile(
    rf"-?(0|[1-9][0-9]{{0,{MAX_INTEGER_DIGITS - 1}}})(\.[0-9]{{1,{MAX_FRACTION_DIGITS}}})?"
)
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_BIDI = {chr(c) for c in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def is_clean_text(text: str, *, lines: bool) -> bool:
    """NFC, no control, surrogate or bidirectional-control characters; LF only with ``lines``."""
    return unicodedata.is_normalized("NFC", text) and all(
        (lines and char == "\n") or not is_forbidden(char) for char in text
    )


def is_forbidden(char: str) -> bool:
    """A character that no field may hold: control, surrogate, noncharacter or bidi control."""
    if char in _BIDI or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp"):
        return True
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


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
