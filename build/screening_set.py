"""The labelled set for screening (``tests/domain/screening_set.jsonl``), and how a detector fares on it.

A line of the set is a snippet: ``where`` it stands (text or a file's name), what must be found in
it (kind, and the piece to the letter), and why it is there. All numbers are made up: the regions
of the identity numbers do not exist. The first letter of an id names the part. Recall and precision
of the detector of that day when it first saw a part:

====  ========================================================  ======  =========
part  how it was written                                        recall  precision
====  ========================================================  ======  =========
a     before there was a detector                               0.985   0.980
b     after the first one, before it was run on it              0.989   0.994
c     on purpose as nasty as could be thought of                0.780   0.888
d     pieces of real kinds of documents, after c was mended     0.966   1.000
====  ========================================================  ======  =========
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from jxdesk.domain.sensitive import Hit, SensitiveKind

FILE = Path(__file__).parents[1] / "tests" / "domain" / "screening_set.jsonl"
MUST_FIND = (
    SensitiveKind.SECRECY,
    SensitiveKind.INTERNAL,
    SensitiveKind.IDENTITY,
    SensitiveKind.BANK_CARD,
    SensitiveKind.MOBILE,
)
_NUMBERS = {SensitiveKind.IDENTITY, SensitiveKind.BANK_CARD, SensitiveKind.MOBILE}

Finder = Callable[[str], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be found: ``text[start:end]`` of the snippet is it."""

    kind: SensitiveKind
    start: int
    end: int

    def is_met_by(self, hit: Hit) -> bool:
        """A number must be found exactly; of a marking it is enough to meet a part."""
        if hit.kind is not self.kind:
            return False
        if self.kind in _NUMBERS:
            return (hit.start, hit.end) == (self.start, self.end)
        return hit.start < self.end and self.start < hit.end


@dataclass(frozen=True, slots=True)
class Snippet:
    """One line of the set."""

    name: str
    is_file_name: bool
    text: str
    expected: tuple[Expected, ...]
    why: str


@dataclass
class Score:
    """How many of a kind were found, missed, and seen where there are none."""

    found: int = 0
    missed: int = 0
    wrong: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share found of what there is, 1 if there is nothing."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def precision(self) -> float:
        """The share that is right of what was found, 1 if nothing was."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0


def snippets(part: str = "") -> tuple[Snippet, ...]:
    """The whole set, or the part whose ids begin with ``part``."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return tuple(made for line in lines if (made := _snippet(json.loads(line))).name.startswith(part))


def score(
    rows: Iterable[Snippet], find: Finder, find_in_name: Finder
) -> tuple[dict[SensitiveKind, Score], Score]:
    """By kind, and of all kinds together; the remarks name what went wrong."""
    kinds = {kind: Score() for kind in MUST_FIND}
    for row in rows:
        hits = [*(find_in_name if row.is_file_name else find)(row.text)]
        right: Counter[int] = Counter()
        for wanted in row.expected:
            met = [place for place, hit in enumerate(hits) if wanted.is_met_by(hit)]
            right.update(met)
            kinds[wanted.kind].found += bool(met)
            kinds[wanted.kind].missed += not met
            if not met:
                piece = row.text[wanted.start : wanted.end]
                kinds[wanted.kind].remarks.append(f"{row.name} missed {piece!r}: {row.why}")
        for place, hit in enumerate(hits):
            if not right[place]:
                kinds[hit.kind].wrong += 1
                piece = row.text[hit.start : hit.end]
                kinds[hit.kind].remarks.append(f"{row.name} wrong {piece!r}: {row.why}")
    return kinds, _together(kinds.values())


def _together(scores: Iterable[Score]) -> Score:
    whole = Score()
    for one in scores:
        whole.found += one.found
        whole.missed += one.missed
        whole.wrong += one.wrong
        whole.remarks += one.remarks
    return whole


def _snippet(raw: dict[str, object]) -> Snippet:
    text, wanted = str(raw["text"]), raw["expect"]
    expected, place = [], 0
    if not isinstance(wanted, list):
        raise TypeError("expect must be a list")
    for one in wanted:
        start = text.index(one["what"], place)
        place = start + len(one["what"])
        expected.append(Expected(SensitiveKind(one["kind"]), start, place))
    return Snippet(str(raw["id"]), raw["where"] == "name", text, tuple(expected), str(raw["why"]))
