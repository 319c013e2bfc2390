"""Where the texts of a file come together, are screened, and what was found keeps its place.

Texts are joined into long blocks before the detectors see them: they judge by what stands around,
and one long text is searched faster than a thousand short ones. Only masked findings remain.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from jxdesk.base.unseen import shown
from jxdesk.domain.facts import FileProblem, Sensitive, SensitiveKind
from jxdesk.domain.sensitive import find
from jxdesk.files.bounds import MAX_FOUND_PER_KIND, MAX_TEXT, Enough

APART = "\n\n"
"""Between two texts that have nothing to do with each other; a number is not read across it."""

BESIDE = "\t"
"""Between the cells of a row: words in one may tell what a number in the next is."""

_BLOCK = 1 << 16
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells that were joined by ``BESIDE``, and where each of them stands."""

    cells: tuple[str, ...]
    place: Callable[[int], str]

    def at(self, offset: int) -> str:
        """The place of the cell in which the character at ``offset`` stands."""
        ends = accumulate(len(cell) + len(BESIDE) for cell in self.cells)
        return self.place(next(number for number, end in enumerate(ends) if offset < end))


class Screening:
    """Gathers texts with their places and what is found in them, each thing once."""

    def __init__(self) -> None:
        self.characters = 0
        self._found: dict[Sensitive, None] = {}
        self._per_kind: Counter[SensitiveKind] = Counter()
        self._seen: set[tuple[SensitiveKind, str]] = set()
        self._only_new = False
        self._clear()

    def add(self, where: str, text: str, joint: str = APART, *, only_new: bool = False) -> None:
        """Screen ``text`` found at ``where``; ``joint`` stands between it and the text before.

        ``only_new``: what was found elsewhere in the file already is not told again (a text that is
        kept in two versions). Raises ``Enough`` when no more will be screened.
        """
        if text and not text.isspace():
            self._add(where, text, joint, only_new=only_new)

    def add_row(self, cells: Sequence[str], place: Callable[[int], str]) -> None:
        """Screen the cells of a row; ``place`` tells, by number from 0, where a cell stands.

        A place is asked for only where something was found. Raises ``Enough``.
        """
        text = BESIDE.join(cells)
        if text and not text.isspace():
            self._add(_Row(tuple(cells), place), text, APART)

    def _add(self, where: str | _Row, text: str, joint: str, *, only_new: bool = False) -> None:
        if only_new != self._only_new or (self._length > _BLOCK and joint == APART):
            self._flush()
            self._only_new = only_new
        if self._pieces:
            self._pieces.append(joint)
            self._length += len(joint)
        self._starts.append(self._length)
        self._wheres.append(where)
        room = MAX_TEXT - self.characters
        self._pieces.append(text[:room])
        self._length += len(text)
        self.characters += len(text)
        if self.characters >= MAX_TEXT:
            raise Enough

    def keep(self, sensitive: Sensitive) -> None:
        """Something that a reader has recognised itself."""
        if sensitive in self._found or self._per_kind[sensitive.kind] >= MAX_FOUND_PER_KIND:
            return
        self._found[sensitive] = None
        self._per_kind[sensitive.kind] += 1
        self._seen.add((sensitive.kind, sensitive.masked))

    def found(self) -> tuple[Sensitive, ...]:
        """Everything found, in the order of the file."""
        self._flush()
        return tuple(self._found)

    def _flush(self) -> None:
        for hit in find("".join(self._pieces)):
            number = bisect_right(self._starts, hit.start) - 1
            where = self._wheres[number]
            place = where if isinstance(where, str) else where.at(hit.start - self._starts[number])
            if not self._only_new or (hit.kind, hit.masked) not in self._seen:
                self.keep(Sensitive(hit.kind, place, hit.masked))
        self._clear()

    def _clear(self) -> None:
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._wheres: list[str | _Row] = []
        self._length = 0


@dataclass(slots=True)
class Record:
    """What the reader of one file fills in; a file within it gets a record of its own by ``within``.

    ``pages``, ``image_only`` and ``problem`` as in ``FileFacts``; ``partial`` if part of it could not
    be screened; ``blank`` until something was seen that a reader of the file would see.
    """

    screening: Screening = field(default_factory=Screening)
    prefix: str = ""
    depth: int = 0
    pages: int | None = None
    image_only: bool = False
    partial: bool = False
    blank: bool = True
    problem: FileProblem = FileProblem.NONE

    def text(self, where: str, text: str, joint: str = APART, *, only_new: bool = False) -> None:
        """Screen a text that stands at ``where``. Raises ``Enough``."""
        self.screening.add(self.prefix + where, text, joint, only_new=only_new)

    def content(self, where: str, text: str, joint: str = APART) -> None:
        """A text that whoever opens the file sees. Raises ``Enough``."""
        if self.blank and text and not text.isspace():
            self.blank = False
        self.text(where, text, joint)

    def row(self, cells: Sequence[str], place: Callable[[int], str]) -> None:
        """The cells of a row that whoever opens the file sees, as ``Screening.add_row``."""
        self.blank = self.blank and all(not cell or cell.isspace() for cell in cells)
        self.screening.add_row(cells, lambda number: self.prefix + place(number))

    def note(self, where: str, what: str) -> None:
        """Something that travels with the file unseen (``METADATA``)."""
        self.found(SensitiveKind.METADATA, where, masked(what))

    def found(self, kind: SensitiveKind, where: str, seen: str) -> None:
        """Something that the reader has recognised itself, masked already."""
        self.screening.keep(Sensitive(kind, self.prefix + where, seen))

    def within(self, where: str) -> Record:
        """The record of a file that lies in this one."""
        return Record(self.screening, f"{self.prefix}{where}，", self.depth + 1)


def masked(text: str) -> str:
    """``text`` on one short line, the numbers in it that must not be seen masked."""
    line = " ".join(text.split())
    for hit in reversed(find(line)):
        line = line[: hit.start] + hit.masked + line[hit.end :]
    return shown(line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…")
