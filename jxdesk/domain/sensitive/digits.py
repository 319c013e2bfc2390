"""Digits that may belong to one number: a chain of groups, and the windows that can be cut from it.

A number is never a part of a longer run of digits: a window begins and ends where a group does.
All work on a chain is linear in its length: a window is looked up by where its digits begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
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


@dataclass(frozen=True)
class Window:
    """Consecutive groups of a chain, ``first`` to ``last``, that together may be a number."""

    chain: Chain
    first: int
    last: int

    @property
    def digits(self) -> str:
        """All digits, without gaps."""
        starts = self.chain.starts
        return self.chain.digits[starts[self.first] : starts[self.last + 1]]

    @property
    def start(self) -> int:
        """Where it begins in the chain's text."""
        return self.chain.spans[self.first][0]

    @property
    def end(self) -> int:
        """Where it ends in the chain's text."""
        return self.chain.spans[self.last][1]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many digits each group has."""
        starts = self.chain.starts[self.first : self.last + 2]
        return tuple(end - start for start, end in pairwise(starts))

    @property
    def text(self) -> str:
        """The number as it is written, gaps included."""
        return self.chain.text[self.start : self.end]

    @property
    def before(self) -> str:
        """The gap to the chain's group before, ``""`` if there is none."""
        return self.chain.gap(self.first - 1)

    @property
    def after(self) -> str:
        """The gap to the chain's group behind, ``""`` if there is none."""
        return self.chain.gap(self.last)

    @property
    def breaks(self) -> int:
        """How many lines end inside."""
        return self.text.count("\n")

    @property
    def dotted(self) -> bool:
        """There are dots between groups, as in a decimal number or an address."""
        return "." in self.text

    @property
    def mixed(self) -> bool:
        """There are other gaps beside dots."""
        return self.dotted and any(sign in self.text for sign in " -\n")


@dataclass(frozen=True)
class Chain:
    """Groups of digits that follow each other closely, in ``source`` from ``offset`` to ``limit``.

    ``spans`` are the groups' places in :attr:`text`, ``digits`` all of them, without gaps.
    """

    source: str
    offset: int
    limit: int
    spans: tuple[tuple[int, int], ...]
    digits: str

    @cached_property
    def text(self) -> str:
        """The chain and its surroundings, folded. Worked out late: most chains hold nothing."""
        return folded(self.source[self.offset : self.limit])

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each group begins in ``digits``, and the end of the last."""
        starts = (0, *accumulate(end - start for start, end in self.spans))
        if starts[-1] == len(self.digits):
            return starts
        seen = (end - start - self.text.count(UNSEEN, start, end) for start, end in self.spans)
        return (0, *accumulate(seen))

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
        return None if last is None else Window(self, first, last)

    def gap(self, group: int) -> str:
        """What stands between a group and the next, ``""`` before the first and behind the last."""
        if not 0 <= group < len(self.spans) - 1:
            return ""
        return self.text[self.spans[group][1] : self.spans[group + 1][0]].replace(UNSEEN, "")


def chains(text: str) -> Iterator[Chain]:
    """All chains of at least ``FEWEST_DIGITS`` digits, in order."""
    for found in _CHAIN.finditer(text):
        inner = found[0] if found[0].isascii() else folded(found[0])
        for spans in _split(inner):
            digits = "".join(inner[start:end] for start, end in spans).replace(UNSEEN, "")
            if len(digits) >= FEWEST_DIGITS:
                yield _chain(text, found, spans, digits)


def _split(inner: str) -> Iterator[list[tuple[int, int]]]:
    """A chain ends at a tab or an empty line: those stand between cells and paragraphs."""
    spans: list[tuple[int, int]] = []
    for run in _RUN.finditer(inner):
        if spans and not _BREAK.fullmatch(inner[spans[-1][1] : run.start()].replace(UNSEEN, "")):
            yield spans
            spans = []
        spans.append(run.span())
    yield spans


def _chain(text: str, found: re.Match[str], spans: list[tuple[int, int]], digits: str) -> Chain:
    offset = max(0, found.start() - CONTEXT)
    shift = found.start() - offset
    moved = tuple((start + shift, end + shift) for start, end in spans)
    return Chain(text, offset, found.end() + CONTEXT, moved, digits)
