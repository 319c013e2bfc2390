"""Find anything of an open application by typed words: parts, fields, what is filled in, findings, rules.

What can be found is put together once (:class:`Finder`) and kept up row by row, by identity; a search
only walks over it. Width and case make no difference, and Chinese can be looked for by the first
letters of its Pinyin.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from jxdesk.app.checking import CheckReport
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, Field, records
from jxdesk.domain.finding import Finding, Place
from jxdesk.domain.folding import folded
from jxdesk.domain.initials import initials
from jxdesk.domain.show import show
from jxdesk.domain.values import Kind

_MOST_TITLE = 60
_BEFORE_MATCH = 14
# Longer texts are not looked for by first letters: anything would be found in them.
_MOST_SPELT = 40
_UNSAID = (Kind.DIGEST, Kind.REFERENCES)


class Group(Enum):
    """What was found, in the order in which equals are shown."""

    PART = "申报书和步骤"
    FIELD = "填写项"
    CONTENT = "已填内容"
    EVIDENCE = "佐证材料"
    FINDING = "检查结果"
    RULE = "检查规则"
    ACTION = "操作"


@dataclass(frozen=True, slots=True)
class ToStage:
    """Opens the page of a stage, by its name."""

    title: str


@dataclass(frozen=True, slots=True)
class ToRule:
    """Shows the card of a rule, by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class ToAction:
    """Does what a menu does, by its text."""

    text: str


Target = Place | ToStage | ToRule | ToAction


@dataclass(frozen=True, slots=True)
class Cell:
    """One text of a row and the place where it stands."""

    place: Place
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be found. ``hay`` is all that is looked through, folded, ``title`` first of all.

    ``cells`` are the filled cells of a row: one of them is shown instead of ``title`` when it is what
    was looked for.
    """

    group: Group
    title: str
    detail: str
    target: Target
    hay: str
    spelt: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: ``marks`` are (start, length) of what was looked for within ``title``."""

    group: Group
    title: str
    detail: str
    target: Target
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The best hits of one group, of ``count`` in all."""

    group: Group
    hits: tuple[Hit, ...]
    count: int


def item(group: Group, title: str, detail: str, target: Target, *also: str) -> Item:
    """An :class:`Item` that is found by its title, its detail and ``also``."""
    return Item(group, title, detail, target, folded("\n".join((title, detail, *also))), _spelt(title))


def _spelt(title: str) -> str:
    return "\n".join(initials(folded(title))) if len(title) <= _MOST_SPELT else ""


class Finder:
    """What can be found in one application, kept up edit by edit."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._rows: dict[str, tuple[Any, Item]] = {}
        self._findings: dict[int, tuple[Finding, Item]] = {}
        self._static = (*self._parts(), *self._fields(), *self._rules())

    def follow(self, application: Application, report: CheckReport) -> tuple[Item, ...]:
        """All there is to find now. Rows that did not change are not looked at again."""
        return (
            *self._static,
            *self._single(application),
            *self._of_lists(application),
            *self._of_findings(report),
        )

    def _parts(self) -> Iterator[Item]:
        for part in self._catalogue.notice.form.parts:
            yield item(Group.PART, part.nav, part.title, Place(part.id))

    def _fields(self) -> Iterator[Item]:
        for field in self._catalogue:
            part = self._catalogue.notice.part_of(field.spec.record)
            place = Place(part.id, field.id)
            also = (field.label, field.text.hint, field.text.note, *field.text.synonyms)
            yield item(Group.FIELD, field.short, part.nav, place, *also)

    def _rules(self) -> Iterator[Item]:
        for rule, card in sorted(self._catalogue.notice.rules.items()):
            clause = self._catalogue.notice.clause_name(card.clause)
            yield item(Group.RULE, f"{rule} {card.title}", clause, ToRule(rule), card.meaning)

    def _single(self, application: Application) -> Iterator[Item]:
        for name, spec in records().items():
            if not spec.many:
                part = self._catalogue.notice.part_of(name)
                for cell in self._cells(name, getattr(application, name), ""):
                    yield item(Group.CONTENT, cell.text, f"{part.nav} › {cell.field}", cell.place)

    def _of_lists(self, application: Application) -> Iterator[Item]:
        rows: dict[str, tuple[Any, Item]] = {}
        for name, spec in records().items():
            for row in getattr(application, name) if spec.many else ():
                key = f"{name}:{row.uid}"
                known = self._rows.get(key)
                rows[key] = known if known is not None and known[0] is row else (row, self._row(name, row))
                yield rows[key][1]
        self._rows = rows

    def _row(self, record: str, row: Any) -> Item:
        part = self._catalogue.notice.part_of(record)
        cells = tuple(self._cells(record, row, row.uid))
        title = row.name or (cells[0].text if cells else "（空行）")
        group = Group.EVIDENCE if record == "evidence" else Group.CONTENT
        place = Place(part.id, f"{record}.name", row.uid)
        hay = folded("\n".join((title, *(cell.text for cell in cells))))
        return Item(group, title, part.nav, place, hay, _spelt(title), cells)

    def _cells(self, record: str, row: Any, uid: str) -> Iterator[Cell]:
        part = self._catalogue.notice.part_of(record)
        for field in self._catalogue.of_record(record):
            text = self._text(field, row)
            if text:
                yield Cell(Place(part.id, field.id, uid), field.short, text)

    def _text(self, field: Field, row: Any) -> str:
        if field.kind in _UNSAID or field.kind is Kind.FLAG:
            return ""
        return show(field, field.spec.of(row), self._catalogue.notice)

    def _of_findings(self, report: CheckReport) -> Iterator[Item]:
        found: dict[int, tuple[Finding, Item]] = {}
        for judged in report.judged:
            finding = judged.finding
            known = self._findings.get(id(finding))
            found[id(finding)] = known if known is not None else (finding, self._finding(finding))
            yield found[id(finding)][1]
        # The findings are held with their items, so that no other object can come to have their id.
        self._findings = found

    def _finding(self, finding: Finding) -> Item:
        card = self._catalogue.notice.rules.get(finding.rule)
        detail = f"{finding.level.word} · {finding.rule} {card.title if card else ''}".rstrip()
        hay = folded(f"{finding.message}\n{detail}\n{finding.clause}")
        return Item(Group.FINDING, finding.message, detail, finding.place, hay, "")


def search(items: Iterable[Item], typed: str, *, most: int = 6) -> tuple[Results, ...]:
    """What fits all typed words: groups by their best hit, ``most`` hits of each, the best first."""
    words = folded(typed).split()
    if not words:
        return ()
    best: dict[Group, list[tuple[int, int, int, Item]]] = {}
    for number, found in enumerate(items):
        score = _score(found, words)
        if score is not None:
            best.setdefault(found.group, []).append((score, len(found.title), number, found))
    order = list(Group)
    groups = sorted(best, key=lambda group: (min(best[group])[0], order.index(group)))
    return tuple(
        Results(
            group,
            tuple(_hit(found, words) for *_, found in heapq.nsmallest(most, best[group])),
            len(best[group]),
        )
        for group in groups
    )


def _score(found: Item, words: list[str]) -> int | None:
    """How well an item fits, 0 the best; ``None`` when a word is nowhere."""
    hay, worst = found.hay, 2
    for number, word in enumerate(words):
        place = hay.find(word)
        if 0 <= place < len(found.title):
            if not number and not place:
                worst = 0 if len(words) == 1 and len(word) == len(found.title) else 1
        elif found.spelt and _is_spelling(word) and word in found.spelt:
            worst = max(worst, 3)
        elif place >= 0:
            worst = 4
        else:
            return None
    return worst


def _is_spelling(word: str) -> bool:
    return len(word) > 1 and word.isascii() and word.isalnum()


def _hit(found: Item, words: list[str]) -> Hit:
    title, detail, target = found.title, found.detail, found.target
    plain = folded(title)
    if not any(word in plain for word in words):
        # Not the row's name was looked for, but something that stands in it.
        cell = next((c for c in found.cells if any(word in folded(c.text) for word in words)), None)
        if cell is not None:
            title, detail, target = cell.text, f"{found.detail} › {found.title} › {cell.field}", cell.place
    title = _window(title.replace("\n", " "), words)
    return Hit(found.group, title, detail, target, _marks(title, words))


def _window(text: str, words: list[str]) -> str:
    """A long text from a little before the first word on."""
    if len(text) <= _MOST_TITLE:
        return text
    plain = folded(text)
    first = min((place for word in words if (place := plain.find(word)) >= 0), default=0)
    start = max(0, min(first - _BEFORE_MATCH, len(text) - _MOST_TITLE))
    end = start + _MOST_TITLE
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _marks(title: str, words: list[str]) -> tuple[tuple[int, int], ...]:
    """Where the words stand in ``title``, in order and without overlaps."""
    plain = folded(title)
    ways = initials(plain) if len(title) <= _MOST_SPELT else ()
    found = []
    for word in words:
        looked = (plain, *ways) if _is_spelling(word) else (plain,)
        place = next((place for text in looked if (place := text.find(word)) >= 0), -1)
        if place >= 0:
            found.append((place, len(word)))
    kept: list[tuple[int, int]] = []
    for place, length in sorted(found):
        if not kept or place >= sum(kept[-1]):
            kept.append((place, length))
    return tuple(kept)
