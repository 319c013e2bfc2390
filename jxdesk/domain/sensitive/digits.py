"""Digits that may belong to one number: a chain of groups, and the windows that can be cut from it.

A number is never a part of a longer run of digits: a window begins and ends where a group does.
All work on a chain is linear in its length: a window is looked up by where its digits begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.sensitive.fold import UNSEEN, folded

FEWEST_DIGITS = 11
CONTEXT = 160
"""How many characters around a chain are folded with it: enough for every label."""

_DIGIT = "0-9０-９\U0001d7ce-\U0001d7ff"
_GAP = (
    r" \t\r\n\-.\u00a0\u00ad\u2000-\u2015\u2028-\u202f\u205f\u2060\u2066-\u2069"
    r"\u2212\u3000\ufe63\ufeff\uff0d\uff0e"
)
_CHAIN = re.compile(f"[{_DIGIT}](?:[{_GAP}]{{0,8}}[{_DIGIT}]){{{FEWEST_DIGITS - 1},}}")
_RUN = re.compile(rf"[0-9](?:{UNSEEN}{{0,2}}[0-9])*")
_BREAK = re.compile(r" {0,2}-?\r?\n {0,4}| {1,3}| ?- ?|\.")


class Number(NamedTuple):
    """A number found in a chain: its place in the chain's text, its digits, its last group."""

    kind: SensitiveKind
    start: int
    end: int
    digits: str
    last: int


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive groups of a chain: ``digits`` together, ``sizes`` of the groups, ``gaps`` between.

    ``start`` and ``end`` are places in the chain's text, ``last`` is the last group. ``before`` and
    ``after`` are the gaps to the neighbouring groups of the chain, ``""`` where there is none.
    """

    digits: str
    start: int
    end: int
    sizes: tuple[int, ...]
    gaps: tuple[str, ...]
    before: str
    after: str
    last: int

    @property
    def breaks(self) -> int:
        """How many lines end inside."""
        return sum("\n" in gap for gap in self.gaps)

    @property
    def dotted(self) -> bool:
        """There are dots between groups, as in a decimal number or an address."""
        return "." in self.gaps


@dataclass(frozen=True)
class Chain:
    """Groups of digits that follow each other closely.

    ``text`` is folded and holds the surroundings too; ``offset`` is its place in the whole text.
    ``spans`` are the groups' places in ``text``, ``digits`` all of them, without gaps.
    """

    text: str
    offset: int
    spans: tuple[tuple[int, int], ...]
    digits: str

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each group begins in ``digits``, and the end of the last."""
        found, place = [0], 0
        for start, end in self.spans:
            place += end - start - self.text.count(UNSEEN, start, end)
            found.append(place)
        return tuple(found)

    @cached_property
    def _group_ending(self) -> dict[int, int]:
        return {end: group for group, end in enumerate(self.starts[1:])}

    def head(self, group: int, length: int) -> str:
        """The first ``length`` digits from a group on, fewer at the end."""
        begin = self.starts[group]
        return self.digits[begin : begin + length]

    def window(self, first: int, length: int) -> Window | None:
        """The groups from ``first`` on that have together ``length`` digits, if groups end there."""
        begin = self.starts[first]
        last = self._group_ending.get(begin + length)
        if last is None:
            return None
        return Window(
            digits=self.digits[begin : begin + length],
            start=self.spans[first][0],
            end=self.spans[last][1],
            sizes=tuple(self.starts[k + 1] - self.starts[k] for k in range(first, last + 1)),
            gaps=tuple(self._gap(k) for k in range(first, last)),
            before=self._gap(first - 1) if first else "",
            after=self._gap(last) if last + 1 < len(self.spans) else "",
            last=last,
        )

    def _gap(self, group: int) -> str:
        """What stands between a group and the next."""
        return self.text[self.spans[group][1] : self.spans[group + 1][0]].replace(UNSEEN, "")


def chains(text: str) -> Iterator[Chain]:
    """All chains of at least ``FEWEST_DIGITS`` digits, in order."""
    for found in _CHAIN.finditer(text):
        start = max(0, found.start() - CONTEXT)
        piece = folded(text[start : found.end() + CONTEXT])
        yield from _split(piece, start, found.start() - start, found.end() - start)


def _split(piece: str, offset: int, begin: int, end: int) -> Iterator[Chain]:
    """A chain ends at a tab or an empty line: those stand between cells and paragraphs."""
    spans: list[tuple[int, int]] = []
    for run in _RUN.finditer(piece, begin, end):
        if spans and not _BREAK.fullmatch(piece[spans[-1][1] : run.start()].replace(UNSEEN, "")):
            yield from _chain(piece, offset, spans)
            spans = []
        spans.append(run.span())
    yield from _chain(piece, offset, spans)


def _chain(piece: str, offset: int, spans: list[tuple[int, int]]) -> Iterator[Chain]:
    digits = "".join(piece[start:end] for start, end in spans).replace(UNSEEN, "")
    if len(digits) >= FEWEST_DIGITS:
        yield Chain(piece, offset, tuple(spans), digits)
