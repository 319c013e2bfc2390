"""What stands around a number: the word that says what it is, and signs that make it part of a code."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from jxdesk.domain.sensitive.fold import UNSEEN
from jxdesk.domain.sensitive.vocabulary import numbers

NEAR = 28
FAR = 140
_ADJACENT = 6
_LINK = re.compile(r"[\s:=.#№\"'“”‘’(\[为是即,|" + UNSEEN + "]*")
_CLOSE_LETTERS = re.compile(r"[A-Za-z]+$")
_TOKEN = re.compile(r"[!-~]+$")
_FRACTION = re.compile(r"[.][0-9]{1,10}(?![0-9])")
_LONG_NAME = 100


class Label(Enum):
    """What the nearest word before a number says it is."""

    NONE = "none"
    IDENTITY = "identity"
    CARD = "card"
    PHONE = "phone"
    ORGANISATION = "organisation"
    OTHER = "other"


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, Label]]:
    words = numbers().labels
    kinds: dict[str, Label] = {}
    for label in (Label.OTHER, Label.ORGANISATION, Label.CARD, Label.PHONE, Label.IDENTITY):
        kinds |= dict.fromkeys(getattr(words, label.value), label)
    longest_first = sorted(kinds, key=len, reverse=True)
    parts = [rf"(?<![a-z]){re.escape(w)}" if w.isascii() else re.escape(w) for w in longest_first]
    return re.compile("|".join(parts)), kinds


def nearest(text: str, place: int, reach: int = NEAR) -> tuple[Label, bool]:
    """The last label within ``reach`` characters before ``place``; whether only signs lie between."""
    before = text[max(0, place - reach) : place].replace(UNSEEN, "").lower()
    pattern, kinds = _labels()
    found = [*pattern.finditer(before)]
    if not found:
        return Label.NONE, False
    last = found[-1]
    between = before[last.end() :]
    adjacent = len(between) <= _ADJACENT and _LINK.fullmatch(between) is not None
    return kinds[last[0]], adjacent


def glued_word(text: str, place: int) -> str | None:
    """The ASCII letters right before ``place``; ``None`` if they belong to a code (``a1b2…``)."""
    found = _CLOSE_LETTERS.search(text, max(0, place - 12), place)
    if not found:
        return ""
    begin = found.start()
    if begin and (text[begin - 1].isascii() and text[begin - 1].isalnum()):
        return None
    return found[0].lower()


def is_cut(text: str, start: int, end: int) -> bool:
    """The digits go on as a fraction, or a hidden part (``138****``) follows or precedes."""
    before = text[max(0, start - 2) : start]
    if before[-1:] == "*" or text[end : end + 1] == "*":
        return True
    if len(before) == 2 and before[1] == "." and before[0].isdigit():
        return True
    return _FRACTION.match(text, end) is not None


def ends_in_letter(text: str, end: int) -> bool:
    """An ASCII letter follows at once."""
    char = text[end : end + 1]
    return char.isascii() and char.isalpha()


def in_address(text: str, start: int) -> bool:
    """The number is part of a web address, as its article's number may be."""
    found = _TOKEN.search(text, max(0, start - _LONG_NAME), start)
    return found is not None and ("://" in found[0] or "www." in found[0].lower())
