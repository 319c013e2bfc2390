"""Texts in CSV that a spreadsheet would take for a formula.

A cell that begins with ``=``, ``+``, ``-`` or ``@`` is one, also when it came in as CSV (OWASP, CSV
injection). Such texts get an apostrophe in front, which reading takes off again.
"""

from __future__ import annotations

import re

# With the wide forms, which some spreadsheets take for the same.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def guarded(text: str) -> str:
    """``text`` such that a spreadsheet takes it for nothing but text, a number for a number."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """What :func:`guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
