"""What stands around a number: the word that says what it is, and signs that make it part of a code."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from typing import NamedTuple

from jxdesk.domain.sensitive.fold import UNSEEN
from jxdesk.domain.sensitive.vocabulary import numbers

_NEAR = 28
_FAR = 140
_ADJACENT = 6
_HAN = "\u3400-\u9fff"
_LINK = re.compile(r"[\s:=.#№\"'“”‘’(\[为是即,|]*")
_APART = re.compile(rf"(?<=[{_HAN}]) +(?=[{_HAN}])")
_LETTERS = re.compile("[a-z]+")
_CLOSE_LETTERS = re.compile(r"[A-Za-z]+\Z")
_TOKEN = re.compile(r"[!-~]+\Z")
_LONG_NAME = 100


class Label(Enum):
    """What the nearest word before a number says it is."""

    NONE = "none"
    IDENTITY = "identity"
    CARD = "card"
    PHONE = "phone"
    ORGANISATION = "organisation"
    OTHER = "other"


class Said(NamedTuple):
    """The nearest label; ``adjacent``: nothing but signs lies between it and the number."""

    label: Label
    adjacent: bool

    def right_before(self, *labels: Label) -> bool:
        """One of ``labels`` stands right before the number."""
        return self.adjacent and self.label in labels


def said_before(text: str, place: int, *, far: bool = False) -> Said:
    """The last label before ``place``, within a line's piece or, with ``far``, the rows above."""
    before = text[max(0, place - (_FAR if far else _NEAR)) : place].replace(UNSEEN, "").lower()
    if " " in before:
        before = _APART.sub("", before)
    end, label = 0, Label.NONE
    for words in (_han_words(), _LETTERS):
        for found in words.finditer(before):
            known = _label_of(found[0])
            if known and found.end() > end:
                end, label = found.end(), known
    between = before[end:]
    return Said(label, len(between) <= _ADJACENT and _LINK.fullmatch(between) is not None)


@cache
def _han_words() -> re.Pattern[str]:
    """The words that are no ASCII, and 号码, which says nothing by itself.

    Every branch begins with a plain character: the search passes over all others quickly.
    """
    han = sorted((word for word in _labels() if not word.isascii()), key=len, reverse=True)
    return re.compile("|".join([*(re.escape(word) + "(?:号码|号|码)?" for word in han), "号码"]))


def _label_of(word: str) -> Label | None:
    labels = _labels()
    return labels.get(word) or labels.get(word.removesuffix("码").removesuffix("号"))


@cache
def _labels() -> dict[str, Label]:
    words = numbers().labels
    labels: dict[str, Label] = {}
    for label in (Label.OTHER, Label.ORGANISATION, Label.CARD, Label.PHONE, Label.IDENTITY):
        labels |= dict.fromkeys(getattr(words, label.value), label)
    return labels


def stands_free(text: str, start: int, end: int, wanted: Label, glued: tuple[str, ...]) -> bool:
    """Neither letters nor stars (``138****``) at its ends make a number part of something else.

    ``glued`` are the words that may be written together with it; letters may follow where a word of
    the ``wanted`` kind says what it is (``电话：138…Email：``).
    """
    if "*" in (text[start - 1 : start], text[end : end + 1]):
        return False
    word = _glued_word(text, start)
    if word is None or (word and word not in glued):
        return False
    behind = text[end : end + 1]
    return not (behind.isascii() and behind.isalpha()) or said_before(text, start).label is wanted


def _glued_word(text: str, place: int) -> str | None:
    """The ASCII letters right before ``place``; ``None`` if they belong to a code (``a1b2…``)."""
    found = _CLOSE_LETTERS.search(text, max(0, place - 12), place)
    if not found:
        return ""
    before = text[found.start() - 1 : found.start()]
    return None if before.isascii() and before.isalnum() else found[0].lower()


def in_address(text: str, start: int) -> bool:
    """The number is part of a web address, as an article's number may be."""
    found = _TOKEN.search(text, max(0, start - _LONG_NAME), start)
    return found is not None and ("://" in found[0] or "www." in found[0].lower())


def is_amount(text: str, start: int, end: int) -> bool:
    """A currency sign stands before it or a unit behind."""
    if text[max(0, start - 4) : start].rstrip(" ").endswith(tuple(numbers().amounts.currency)):
        return True
    return text[end : end + 12].lstrip(" ").lower().startswith(numbers().amounts.units)
