"""A digest as somebody took it from paper: read forgivingly, compared group by group.

The hand-over sheet shows SHA-256 values as 16 groups of four upper-case hex digits; its QR code holds
the package digest as 64 digits without blanks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile

from jxdesk.base.errors import UserError
from jxdesk.base.unseen import is_unseen
from jxdesk.domain.show import show_numbers

DIGITS = 64
LEAST = 16
"""So many digits of the beginning are the least that is compared: fewer could be made to fit."""
_MOST = 80
_MOST_CHARACTERS = 1000
_GROUP = 4
_HEX = frozenset("0123456789abcdef")
_APART = frozenset(":.,;·、。_|/")
_LABEL = re.compile(r"^\s*(?:包摘要|证书指纹)?\s*(?:\(?sha-?256\)?)?", re.IGNORECASE)
_LOOKS_LIKE = {"o": "0", "l": "1", "i": "1", "s": "5", "z": "2", "g": "9", "q": "9"}


class Likeness(Enum):
    """How what was typed stands to the digest; only ``SAME`` and ``PART`` agree with it."""

    SAME = "same"
    PART = "part"
    SLIP = "slip"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``typed`` (lower-case hex) held against a digest. ``groups`` that differ count from 1."""

    typed: str
    likeness: Likeness
    groups: tuple[int, ...]

    @property
    def agrees(self) -> bool:
        """Whether all that was typed stands so in the digest."""
        return self.likeness in (Likeness.SAME, Likeness.PART)

    def sentence(self, what: str) -> str:
        """The outcome in Chinese; ``what`` is the name of the digest, such as “包摘要”."""
        count = len(self.typed)
        if self.likeness is Likeness.SAME:
            return f"与交接单上的{what}逐组一致。"
        if self.likeness is Likeness.PART:
            return f"与交接单上的{what}一致，但只核对了前 {count} 位；全部 {DIGITS} 位都核对才算完全一致。"
        where = f"第 {show_numbers(self.groups)} 组不同"
        if self.likeness is Likeness.OTHER:
            return f"与交接单上的{what}不是同一个：{where}。这张交接单说的不是这一份。"
        if count > DIGITS or self._shifted:
            where = f"从第 {self.groups[0]} 组起错开了，可能少抄或多抄了几位"
        else:
            where += "，其余各组一致"
        return f"{what}没有对上，多半是抄错了：{where}。请对照交接单再输入一次。"

    @property
    def _shifted(self) -> bool:
        last = -(-len(self.typed) // _GROUP)
        return len(self.groups) > 2 and self.groups == tuple(range(self.groups[0], last + 1))


def read(text: str) -> str:
    """The hex digits in ``text``, lower case: blanks, groups, full width and either case are understood.

    Also with its label in front. Raises ``UserError``: ``digest.character`` naming the group,
    ``digest.short`` (fewer than ``LEAST``), ``digest.long``.
    """
    plain = unicodedata.normalize("NFKC", text[: _MOST_CHARACTERS + 1]).lower()
    plain = _LABEL.sub("", plain, count=1)
    digits = "".join(char for char in plain if not _is_apart(char))
    odd = next((place for place, char in enumerate(digits) if char not in _HEX), None)
    if odd is not None:
        raise _odd_character(digits[odd], odd // _GROUP + 1)
    if len(digits) < LEAST:
        raise UserError(
            "digest.short",
            f"只输入了 {len(digits)} 位，太少，不能核对。",
            f"请照交接单输入全部 {DIGITS} 位，至少输入开头的 {LEAST} 位。",
        )
    if len(digits) > _MOST or len(text) > _MOST_CHARACTERS:
        raise UserError("digest.long", f"输入的太长，应当是 {DIGITS} 位。", "请只输入交接单上的这一项。")
    return digits


def compare(typed: str, digest: str) -> Comparison:
    """Hold ``typed`` (from :func:`read`) against ``digest`` (64 lower-case hex digits)."""
    if typed == digest:
        return Comparison(typed, Likeness.SAME, ())
    if digest.startswith(typed):
        return Comparison(typed, Likeness.PART, ())
    starts = range(0, len(typed), _GROUP)
    differing = tuple(
        start // _GROUP + 1
        for start in starts
        if not digest[start : start + _GROUP].startswith(typed[start : start + _GROUP])
    )
    in_place = len(typed) - _GROUP * len(differing)
    ends = _in_common(typed, digest) + _in_common(typed[::-1], digest[::-1])
    slip = 2 * max(in_place, ends) >= len(typed)
    return Comparison(typed, Likeness.SLIP if slip else Likeness.OTHER, differing)


def _in_common(one: str, other: str) -> int:
    """How many digits both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _is_apart(char: str) -> bool:
    return char.isspace() or char in _APART or unicodedata.category(char) == "Pd" or is_unseen(char)


def _odd_character(char: str, group: int) -> UserError:
    likely = _LOOKS_LIKE.get(char)
    guess = f"是不是“{likely}”？" if likely else ""
    return UserError(
        "digest.character",
        f"第 {group} 组里的“{char.upper()}”不是数字 0–9 或字母 A–F。{guess}",
        "请对照交接单改正。",
    )
