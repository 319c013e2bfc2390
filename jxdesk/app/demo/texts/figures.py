"""What the running texts speak of, and how sentences are fitted to a limit of 字."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from jxdesk.app.demo.names import Region
from jxdesk.domain.application import Enterprise
from jxdesk.domain.count import count_chars

Three = tuple[Decimal, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Money:
    """One allocation of the provincial money: to which project, 万元, and for what."""

    project: str
    amount: Decimal
    use: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Every number in the texts, computed from the records. Revenue in 亿元, growth in %."""

    region: Region
    year: int
    revenue: Decimal
    growth: Decimal
    shown: int
    largest: Decimal
    firms: int
    dominant: int
    above_scale: int
    quality: int
    employees: int
    backbone: int
    supporting: int
    projects: int
    investment: Decimal
    last_year: int
    leaders: tuple[Enterprise, ...]
    rights: int
    patents: int
    platforms: tuple[int, int]
    public_platforms: int
    listed: int
    investors: int
    target_years: tuple[int, int, int]
    targets: dict[str, Three]
    money: tuple[Money, ...]
    schedule: tuple[Decimal, Decimal]


def fit(paragraphs: Sequence[Sequence[str]], limit: int) -> str:
    """Join sentences into paragraphs, leaving out the later ones that would pass ``limit``.

    The first sentences of all paragraphs are placed first, then the second ones, and so on.
    A ``limit`` of 0 is none.
    """
    kept: list[list[str]] = [[] for _ in paragraphs]
    room = limit or 10**9
    for rank in zip_longest(*paragraphs, fillvalue=""):
        for sentences, sentence in zip(kept, rank, strict=True):
            size = count_chars(sentence)
            if sentence and size <= room:
                sentences.append(sentence)
                room -= size
    return "\n".join("".join(sentences) for sentences in kept if sentences)


def three(values: Three, unit: str) -> str:
    """The figures of the three target years as a sentence has them."""
    return "、".join(f"{value}{unit}" for value in values)
