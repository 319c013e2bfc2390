"""Figures in running texts, found by a small grammar.

A clause is understood as ``lead* word gap* number unit``: 集群·共有 | 企业 | 36 | 家, the words being the
pack's. Whatever does not fit word by word is left alone, for a person would have to judge it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from jxdesk.notice import RuleSetting
from jxdesk.rules.compare import half_unit

# Unit → what it measures, and how much of the smallest of its kind it is.
_UNITS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "元": ("元", 1),
        "万元": ("元", 10**4),
        "亿元": ("元", 10**8),
        "人": ("人", 1),
        "万人": ("人", 10**4),
        **dict.fromkeys("家个件项", ("个", 1)),
    }
)
_UNIT_WORDS = "|".join(sorted(_UNITS, key=len, reverse=True))
_SENTENCE = re.compile(r"[。；;！!？?\n]")
_CLAUSE = re.compile(r"[，,、：:（）()]")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_YEAR = re.compile(r"(?<![0-9.])(20[0-9]{2})(?=[、，—\-至到年])")
WORD_LISTS = ("scopes", "leads", "gaps", "rough_before", "rough_after", "goals", "not_in")
WORD_TABLES = ("scoped", "clear", "aims")
_WordTable = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words of the pack. ``scoped`` and ``clear`` tell by which words each figure shows; the
    scoped ones count only where the clause names the cluster, or goes on about the same record.
    ``years`` are base year and target years.
    """

    scopes: tuple[str, ...]
    leads: tuple[str, ...]
    gaps: tuple[str, ...]
    rough_before: tuple[str, ...]
    rough_after: tuple[str, ...]
    goals: tuple[str, ...]
    not_in: tuple[str, ...]
    scoped: _WordTable
    clear: _WordTable
    aims: _WordTable
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A figure as a text has it: what it is of, of which year, and how exactly it is meant."""

    key: str
    year: int
    number: Decimal
    unit: str
    rough: bool
    phrase: str

    def fits(self, value: Decimal | int, unit: str, tolerance: Decimal) -> bool:
        """Whether this can be ``value`` in ``unit``, rounded; ``tolerance`` in % where it is rough.

        Units that measure different things are not compared.
        """
        kind, size = _UNITS[self.unit]
        other_kind, other_size = _UNITS.get(unit, ("", 1))
        if kind != other_kind:
            return True
        held = Decimal(value)
        slack = max(half_unit(self.number) * size, half_unit(held) * other_size)
        if self.rough:
            slack = max(slack, abs(held) * other_size * tolerance / 100)
        return abs(self.number * size - held * other_size) <= slack


@dataclass(frozen=True)
class _Phrase:
    """How a clause says the figure ``key``: with one of the ``words``, in the form of ``source``."""

    key: str
    words: tuple[str, ...]
    source: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when a clause has such a word: few forms speak of everything, and it takes long."""
        return re.compile(self.source)


def grammar(setting: RuleSetting, years: tuple[int, ...]) -> Grammar:
    """The grammar that rule B20 of a pack sets."""
    lists: dict[str, Any] = {name: setting.words(name) for name in WORD_LISTS}
    tables: dict[str, Any] = {name: tuple(setting.word_lists(name).items()) for name in WORD_TABLES}
    return Grammar(years=years, **lists, **tables)


@lru_cache(256)
def figures_in(text: str, rules: Grammar) -> tuple[Written, ...]:
    """The figures of the cluster that a text states, in its order.

    Of the base year, or of no year that is named, in sentences without any goal; of a target
    year in sentences that name it alone.
    """
    found: list[Written] = []
    for sentence in _SENTENCE.split(_THOUSANDS.sub("", text)):
        if any(word in sentence for word in rules.not_in):
            continue
        years = {int(year) for year in _YEAR.findall(sentence)} or {rules.years[0]}
        year = years.pop()
        if years or year not in rules.years:
            continue
        if year != rules.years[0]:
            found.extend(_aims(sentence, year, rules))
        elif not any(word in sentence for word in rules.goals):
            found.extend(_stated(sentence, year, rules))
    return tuple(found)


def _stated(sentence: str, year: int, rules: Grammar) -> Iterator[Written]:
    """The clauses that can be meant of the cluster.

    They name it, or begin the sentence, or follow one that was. What could be anybody's must name
    it, or go on about the same record (so many enterprises, so many employees).
    """
    opened: set[str] = set()
    follows = True
    tables = {table: _phrases(rules, table) for table in ("clear", "scoped")}
    for clause in _CLAUSE.split(sentence):
        before, follows = follows, False
        for table, phrases in tables.items():
            for key, match in _matches(clause, phrases):
                record = key.partition(".")[0]
                named = any(scope in match[0] for scope in rules.scopes)
                if named or (before if table == "clear" else record in opened):
                    follows = True
                    opened.add(record)
                    yield _written(key, year, match)


def _aims(sentence: str, year: int, rules: Grammar) -> Iterator[Written]:
    for clause in _CLAUSE.split(sentence):
        for key, match in _matches(clause, _phrases(rules, "aims")):
            yield _written(key, year, match)


def _matches(clause: str, phrases: tuple[_Phrase, ...]) -> Iterator[tuple[str, re.Match[str]]]:
    for phrase in phrases:
        if any(word in clause for word in phrase.words) and (match := phrase.regex.match(clause)):
            yield phrase.key, match


def _written(key: str, year: int, match: re.Match[str]) -> Written:
    rough = bool(match["before"] or match["more"] or match["after"])
    return Written(key, year, Decimal(match["number"]), match["unit"], rough, match[0].strip())


@lru_cache(16)
def _phrases(rules: Grammar, table: str) -> tuple[_Phrase, ...]:
    years = [f"{year}年{end}" for year in rules.years for end in ("", "度", "底", "末")]
    leads = _any_of((*rules.leads, *years))
    gaps = rules.gaps if table != "aims" else (*rules.gaps, *rules.goals)
    tail = (
        rf"(?:{_any_of(gaps)}){{0,3}}(?P<before>(?:{_any_of(rules.rough_before)}){{0,2}})(?:{_any_of(gaps)})?"
        rf"(?P<number>[0-9]{{1,15}}(?:\.[0-9]{{1,8}})?)(?P<more>[余多])?\s?(?P<unit>{_UNIT_WORDS})"
        rf"(?P<after>{_any_of(rules.rough_after)})?\s*$"
    )
    words: _WordTable = getattr(rules, table)
    return tuple(
        _Phrase(key, shown, rf"\s*(?:{leads}){{0,6}}(?:{_any_of(shown)}){tail}") for key, shown in words
    )


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"
