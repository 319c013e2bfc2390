"""Dates as they stand in spreadsheets: real dates, serial numbers, and what people type as a number."""

from __future__ import annotations

import datetime as dt
import re

from jxdesk.domain.limits import is_date

# The day 0 of Excel's serial numbers from March 1900 on (ECMA-376, 18.17.4.1; LibreOffice counts alike).
_ORIGIN = dt.date(1899, 12, 30)
# From 1954 to 2119: further away a number is no date of a project, and 2025 is no serial number.
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})?", re.ASCII)
_POINT = re.compile(r"(\d{4})\.(\d{1,2})", re.ASCII)
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00)?$", re.ASCII)


def from_number(raw: float) -> str | None:
    """The date that a bare number means, as ISO text; ``None`` where that is not sure.

    ``45992`` is a serial number, ``20251001`` and ``202510`` are run together, ``2025.11`` is a month.
    ``2025.1`` is not sure: a cell loses the zero of 2025.10.
    """
    text = repr(int(raw)) if float(raw).is_integer() else repr(raw)
    if _FIRST_SERIAL <= raw <= _LAST_SERIAL and float(raw).is_integer():
        return (_ORIGIN + dt.timedelta(days=int(raw))).isoformat()
    if found := _RUN.fullmatch(text):
        return _iso(found[1], found[2], found[3])
    found = _POINT.fullmatch(text)
    if found and found[2] != "1":
        return _iso(found[1], found[2], None)
    return None


def plain_date(text: str) -> str:
    """A typed date without what says nothing: a time of midnight, digits run together."""
    text = _MIDNIGHT.sub("", text.strip())
    if found := _RUN.fullmatch(text):
        return _iso(found[1], found[2], found[3]) or text
    return text


def _iso(year: str, month: str, day: str | None) -> str | None:
    iso = f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    return iso if is_date(iso) else None
