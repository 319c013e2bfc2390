"""Line breaking for Chinese official text: 避头尾, words and numbers kept whole.

Marks that must not begin or end a line follow GB/T 15834—2011, 5.1 (dots, closing quotes and
brackets, connectors not at the start; opening quotes and brackets not at the end; dash and
ellipsis not torn apart). A closing mark that just overflows is squeezed into its line if
that narrows the line by at most 4.5 %; else the character before it moves down with it.
A number stays with its 年, 月, 日; a short remark in brackets, such as a unit, may be kept whole.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

NOT_AT_START = frozenset("!),.:;?]}%、。·・！），．：；？］｝〉》」』】〕〗”’％‰℃°／～-—–•々,")
NOT_AT_END = frozenset("([{（［｛〈《「『【〔〖“‘¥￥$／#＃№")
_PAIRED = frozenset("—…─")
_AFTER_THESE = (frozenset("/_@&=?.,"), frozenset("-"))
_DATE_UNITS = frozenset("年月日")
_DAY = re.compile(r"[0-9]{1,2}日")
_SHORT_REMARK = re.compile(r"[（(][^（()）\s]{1,4}[）)]")
_SQUEEZE = 0.045
_STRETCH = 0.12
_TOLERANCE = 1e-6

Advance = Callable[[str], float]
_CHARACTERS = 16_384
"""How many different characters are remembered: more than any application holds."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``source[start:end]``, of which ``text`` is drawn (no spaces at the end).

    ``width`` is the drawn width in points, with ``spacing`` points added between characters
    (below 0 where the line was squeezed, above 0 where it was justified).
    """

    start: int
    end: int
    text: str
    width: float
    spacing: float


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A stretch that stays together: ``drawn`` ends before its trailing spaces."""

    start: int
    drawn: int
    end: int


@lru_cache(_CHARACTERS)
def is_ignorable(char: str) -> bool:
    """Whether ``char`` is never drawn: zero-width, bidi and variation marks, soft hyphen."""
    code = ord(char)
    return (
        0x200B <= code <= 0x200F
        or 0x202A <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or code in (0xAD, 0xFEFF)
    )


def break_lines(
    text: str,
    advance: Advance,
    width: float,
    *,
    indent: float = 0.0,
    justify: bool = False,
    whole_remarks: bool = False,
) -> tuple[Line, ...]:
    """Break one paragraph (no line feeds) into lines of at most ``width`` points.

    ``advance`` gives a character's width in points; ``indent`` shortens the first line;
    ``whole_remarks`` keeps “（亿元）” and the like on one line. A stretch too long for a whole line
    is broken where it must. Always gives at least one line; the lines' slices cover ``text``
    without gaps.
    """
    kept: set[int] = set()
    if whole_remarks:
        for remark in _SHORT_REMARK.finditer(text):
            kept.update(range(remark.start() + 1, remark.end()))
    setter = _Setter(text, advance, width, indent, justify)
    return setter.set(kept)


class _Setter:
    """One paragraph being set; ``edges[i]`` is the natural width of ``text[:i]``."""

    def __init__(self, text: str, advance: Advance, width: float, indent: float, justify: bool) -> None:
        self.text = text
        self.width = width
        self.indent = indent
        self.justify = justify
        self.edges = [0.0, *accumulate(0.0 if is_ignorable(char) else advance(char) for char in text)]
        self.lines: list[Line] = []
        self.start = 0
        self.drawn = 0

    def set(self, kept: AbstractSet[int]) -> tuple[Line, ...]:
        end = 0
        for cluster in _clusters(self.text, kept):
            end = self._add(cluster, end)
        self._emit(end, last=True)
        return tuple(self.lines)

    def _room(self) -> float:
        return self.width - (0.0 if self.lines else self.indent)

    def _natural(self, drawn: int) -> float:
        return self.edges[drawn] - self.edges[self.start]

    def _add(self, cluster: _Cluster, end: int) -> int:
        """Put ``cluster`` on the present line or on new ones; gives where the line now ends."""
        if self._fits(cluster.drawn) or self._squeezes(cluster):
            self.drawn = cluster.drawn
            return cluster.end
        if end > self.start:
            self._emit(end)
        while not self._fits(cluster.drawn):
            self._emit(self._forced_break(cluster), forced=True)
        self.drawn = cluster.drawn
        return cluster.end

    def _fits(self, drawn: int) -> bool:
        return self._natural(drawn) <= self._room() + _TOLERANCE

    def _squeezes(self, cluster: _Cluster) -> bool:
        if cluster.start == self.start:
            return False
        core = cluster.drawn
        while core > cluster.start and self.text[core - 1] in NOT_AT_START:
            core -= 1
        if core in (cluster.start, cluster.drawn) or not self._fits(core):
            return False
        natural = self._natural(cluster.drawn)
        return natural - self._room() <= _SQUEEZE * natural

    def _forced_break(self, cluster: _Cluster) -> int:
        """Where to tear a stretch longer than a line: after / . @ if it can, else after a hyphen."""
        limit = self.edges[self.start] + self._room() + _TOLERANCE
        fitting = bisect_right(self.edges, limit, lo=self.start) - 1
        fitting = max(self.start + 1, min(fitting, cluster.drawn - 1))
        while fitting < cluster.drawn - 1 and _attached(self.text[fitting]):
            fitting += 1
        middle = self.start + (fitting - self.start) // 2
        for marks in _AFTER_THESE:
            for place in range(fitting, middle, -1):
                if self.text[place - 1] in marks and self.text[place] not in NOT_AT_START:
                    return place
        for place in range(fitting, max(self.start, fitting - 4), -1):
            if _may_break(self.text, place) and not _attached(self.text[place]):
                return place
        return fitting

    def _emit(self, end: int, *, last: bool = False, forced: bool = False) -> None:
        drawn = end if forced else max(self.drawn, self.start)
        natural = self._natural(drawn)
        text = self.text[self.start : drawn]
        gaps = sum(not is_ignorable(char) for char in text) - 1
        spare = self._room() - natural
        spacing = 0.0
        if gaps > 0:
            stretches = self.justify and not last and 0 < spare <= _STRETCH * self.width
            if spare < -_TOLERANCE or stretches:
                spacing = spare / gaps
        self.lines.append(Line(self.start, end, text, natural + spacing * max(gaps, 0), spacing))
        self.start = end
        self.drawn = end


def _clusters(text: str, kept: AbstractSet[int]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or (place not in kept and _may_break(text, place)):
            drawn = place
            while drawn > start and text[drawn - 1] == " ":
                drawn -= 1
            clusters.append(_Cluster(start, drawn, place))
            start = place
    return clusters


def _may_break(text: str, place: int) -> bool:
    """Whether a line may end before ``text[place]`` by the rules (not by the width)."""
    after = text[place]
    if after == " " or _attached(after) or after in NOT_AT_START:
        return False
    before = place - 1
    spaced = False
    while before >= 0 and (text[before] == " " or _attached(text[before])):
        spaced = spaced or text[before] in " \u200b"
        before -= 1
    if before < 0:
        return False
    char = text[before]
    if char in NOT_AT_END:
        return False
    if (char in _PAIRED and char == after) or (not spaced and _in_date(text, before, place)):
        return False
    return spaced or _wide(char) or _wide(after)


def _in_date(text: str, before: int, place: int) -> bool:
    """Between a number and its 年, 月 or 日, and between a month and its day."""
    if text[before].isdigit():
        return text[place] in _DATE_UNITS
    return text[before] == "月" and _DAY.match(text, place) is not None


@lru_cache(_CHARACTERS)
def _attached(char: str) -> bool:
    """Combining marks and undrawn characters belong to the character before them."""
    return is_ignorable(char) or unicodedata.combining(char) != 0 or unicodedata.category(char) == "Me"


@lru_cache(_CHARACTERS)
def _wide(char: str) -> bool:
    """Whether a line may break beside ``char`` without a space."""
    return unicodedata.east_asian_width(char) in "WFA"
