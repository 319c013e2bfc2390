"""Lines that may hold a marking, as a reader sees them: letters set apart are drawn together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jxdesk.domain.sensitive.fold import UNSEEN, folded

_BLANK = "[ \\u3000\\u00a0\\u200b-\\u200f\\u2060\\ufeff]{0,4}"
# Something of this stands in every marking; only lines that hold one are looked at.
_ANCHOR = re.compile(
    "密|[内內]"
    + _BLANK
    + "[部参參]|外"
    + _BLANK
    + "[传傳泄借流公发發提]|扩散|擴散|公"
    + _BLANK
    + "[开開]|[会會阅閱用束]"
    + _BLANK
    + "[后後]|仅供|僅供|nternal|NTERNAL|onfidential|ONFIDENTIAL|ecret|ECRET"
)
_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
_LINE_END = re.compile(f"[{_ENDS}]")
_HAN = "\u3400-\u9fff"
# A letter set apart on both sides: 机 密 ★, not 内部资料 注意保存.
_APART = re.compile(rf"(?<![{_HAN}])[{_HAN}](?: {{1,4}}[{_HAN}](?![{_HAN}]))+")
_MAX_LINE = 2_000
_KEPT_BEHIND = 80
_CUTS = "。；;，, \t"


@dataclass(frozen=True, slots=True)
class Line:
    """A line's folded ``text`` without unseen characters and without blanks between letters set apart.

    ``at`` gives for every character of ``text`` its place in the whole text.
    """

    text: str
    at: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the whole text; not empty."""
        return self.at[start], self.at[end - 1] + 1


def lines(text: str) -> Iterator[Line]:
    """The lines of ``text`` that may hold a marking, in order; very long ones in pieces."""
    done = 0
    for found in _ANCHOR.finditer(text):
        if found.end() <= done:
            continue
        begin = max(done, _line_start(text, found.start()))
        done = _line_end(text, found.end(), begin + _MAX_LINE)
        yield _line(text[begin:done], begin)


def _line_start(text: str, place: int) -> int:
    low = max(0, place - _MAX_LINE // 2)
    for sign in _ENDS:
        low = max(low, text.rfind(sign, low, place) + 1)
    return low


def _line_end(text: str, place: int, limit: int) -> int:
    """Where the line ends; if that is beyond ``limit``, where it can be cut best before it."""
    ended = _LINE_END.search(text, place, limit)
    if ended:
        return ended.start()
    if limit >= len(text):
        return len(text)
    cut = max(text.rfind(sign, place + _KEPT_BEHIND, limit) for sign in _CUTS)
    return cut + 1 if cut >= 0 else limit


def _line(raw: str, begin: int) -> Line:
    text = folded(raw)
    dropped = {place for place, char in enumerate(text) if char == UNSEEN} if UNSEEN in text else set()
    if " " in text:
        for found in _APART.finditer(text):
            dropped |= {place for place in range(*found.span()) if text[place] == " "}
    if not dropped:
        return Line(text, range(begin, begin + len(text)))
    kept = [place for place in range(len(text)) if place not in dropped]
    return Line("".join(text[place] for place in kept), tuple(begin + place for place in kept))
