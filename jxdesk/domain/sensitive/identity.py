"""Identity numbers: GB 11643 with eighteen characters, and the fifteen digits used before it.

The check character must be right, the birth date real, the province known. Permits for residents
from abroad, Hong Kong, Macau and Taiwan are built the same way.
"""

from __future__ import annotations

import datetime as dt
import re

from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.sensitive.context import Label, Said, said_before, stands_free
from jxdesk.domain.sensitive.digits import Chain, Number, Window
from jxdesk.domain.sensitive.fold import UNSEEN
from jxdesk.domain.sensitive.vocabulary import numbers

_LENGTH, _OLD_LENGTH = 18, 15
_MOST_GROUPS = 5
"""An old number written in more groups is rather a row of figures."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_BEFORE_X = re.compile(rf"[ \-\r\n{UNSEEN}]{{0,3}}(.)", re.DOTALL)
_ITEM = re.compile(r"(?:^|[\s;；,，(])[0-9]{1,2}[.]\Z")


def identity(chain: Chain, group: int) -> Number | None:
    """The identity number that begins with this group of the chain."""
    head = chain.head(group, 14)
    if not (_province(head) or head[:1] == numbers().foreign) or not is_birth_date(head[6:]):
        return None
    found = _eighteen(chain, group)
    if found is None:
        return None
    window, end, whole = found
    if check_character(whole[:-1]) != whole[-1]:
        return None
    if not stands_free(chain.text, window.start, end, Label.IDENTITY, numbers().glued.identity):
        return None
    if _is_fraction(chain.text, window) or window.breaks > 1 or window.mixed:
        return None
    said = said_before(chain.text, window.start)
    if said.right_before(Label.ORGANISATION) or not (_province(whole) or said.label is Label.IDENTITY):
        return None
    return Number(SensitiveKind.IDENTITY, window.start, end, whole, window.last)


def old_identity(chain: Chain, group: int) -> Number | None:
    """Fifteen digits from before 1999: no check character, so a word must say what they are."""
    head = chain.head(group, 12)
    if not _province(head) or not is_birth_date("19" + head[6:]):
        return None
    window = chain.window(group, _OLD_LENGTH)
    if window is None or window.last - group >= _MOST_GROUPS or window.breaks or window.dotted:
        return None
    if not stands_free(chain.text, window.start, window.end, Label.IDENTITY, numbers().glued.identity):
        return None
    if "." in (window.before, window.after) or _said(chain, window).label is not Label.IDENTITY:
        return None
    return Number(SensitiveKind.IDENTITY, window.start, window.end, window.digits, window.last)


def check_character(first17: str) -> str:
    """The last character of an identity number (GB 11643, ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def is_birth_date(yyyymmdd: str) -> bool:
    """A real day on which somebody living may have been born."""
    first, last = numbers().birth_years
    if len(yyyymmdd) != 8 or not first <= int(yyyymmdd[:4]) <= last:
        return False
    try:
        dt.date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:]))
    except ValueError:
        return False
    return True


def looks_like_identity(digits: str) -> bool:
    """All of an identity number but perhaps its check character: rather a bad one than a bank card."""
    return len(digits) == _LENGTH and _province(digits) and is_birth_date(digits[6:14])


def _province(digits: str) -> bool:
    return digits[:2] in numbers().provinces


def _eighteen(chain: Chain, group: int) -> tuple[Window, int, str] | None:
    """The window, where the number ends, and its eighteen characters with an X as ``X``."""
    window = chain.window(group, _LENGTH)
    if window:
        return window, window.end, window.digits
    window = chain.window(group, _LENGTH - 1)
    if window is None or window.after:
        return None
    found = _BEFORE_X.match(chain.text, window.end)
    if not found or found[1] not in numbers().check_x:
        return None
    return window, found.end(), window.digits + "X"


def _is_fraction(text: str, window: Window) -> bool:
    """A dot joins it to other digits, and not one behind the number of a list's item."""
    if window.after == ".":
        return True
    return window.before == "." and not _ITEM.search(text, max(0, window.start - 4), window.start)


def _said(chain: Chain, window: Window) -> Said:
    """The label near by; without one, the headings of the rows above."""
    said = said_before(chain.text, window.start)
    return said if said.label is not Label.NONE else said_before(chain.text, window.start, far=True)
