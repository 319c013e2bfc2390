"""Who changed what when, in the form's words: the read model of the window's 修改记录.

Numbers of persons in values are masked, as they are in findings; what is looked for is looked
for in the masked words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from jxdesk.app.form_words import FormWords, is_empty, row_name, row_names
from jxdesk.app.session import Session
from jxdesk.base.progress import Progress
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.changes import Change, ChangeSet, InsertRow, SetValue
from jxdesk.domain.finding import Place
from jxdesk.domain.folding import folded
from jxdesk.domain.masking import masked
from jxdesk.domain.values import Value
from jxdesk.store.entries import LoggedChange

# So many entries of the log are read at a time; one may hold thousands of rows.
_AT_A_TIME = 200


class Way(Enum):
    """What was done to a field or row."""

    SET = "修改"
    ADDED = "新增"
    REMOVED = "删除"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes to show; what is empty is not asked for.

    ``part`` is a part's id, ``field`` a field id and ``row`` the uid of its row, ``words`` are
    looked for in the label, the names and the values, all of them.
    """

    part: str = ""
    who: str = ""
    words: str = ""
    field: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One change set: ``when`` is UTC; ``places`` are so many cells and rows, 0 when not known any more."""

    number: int
    when: datetime
    who: str
    label: str
    undone: bool
    places: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Some steps, newest first; ``older``: the number to go on before, ``None`` when that was all."""

    steps: tuple[Step, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, in the writing of the form; empty for nothing.

    ``row`` is the name of the row, ``""`` for records that stand once. Of a row that was taken
    out and is not there now, ``place`` is its part.
    """

    way: Way
    place: Place
    part: str
    row: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Detail:
    """What one step changed: the first of ``count`` differences."""

    differences: tuple[Difference, ...]
    count: int


def steps(
    session: Session, wanted: Wanted, progress: Progress, *, before: int | None = None, most: int = 100
) -> Piece:
    """The next ``most`` steps that are ``wanted``, older than number ``before``."""
    words = _Words(session.catalogue, session.application)
    found: list[Step] = []
    while logged := session.workspace.log(_AT_A_TIME, before=before):
        for entry in logged:
            before = entry.number
            if _is_wanted(entry, wanted, words):
                found.append(_step(entry))
                if len(found) == most:
                    return Piece(tuple(found), before)
        progress("正在查找修改记录", 0, 0)
    return Piece(tuple(found), None)


def detail(session: Session, number: int, wanted: Wanted, *, most: int) -> Detail:
    """What step ``number`` changed, the wanted field first of all, at most ``most`` of it."""
    entry = session.workspace.logged(number)
    if entry is None or entry.change_set is None:
        return Detail((), 0)
    words = _Words(session.catalogue, session.application, entry.change_set)
    every = [
        difference
        for change in entry.change_set.changes
        if _touches(change, wanted, words)
        for difference in words.differences(change)
        if not wanted.field or difference.place.field in ("", wanted.field)
    ]
    return Detail(tuple(every[:most]), len(every))


def authors(session: Session) -> tuple[str, ...]:
    """Who has made changes, by name."""
    return session.workspace.authors()


def _step(entry: LoggedChange) -> Step:
    places = len(entry.change_set.changes) if entry.change_set else 0
    return Step(entry.number, entry.when, entry.who, masked(entry.label), entry.undone, places)


def _is_wanted(entry: LoggedChange, wanted: Wanted, words: _Words) -> bool:
    if wanted.who and entry.who != wanted.who:
        return False
    changes = entry.change_set.changes if entry.change_set else ()
    if wanted.part or wanted.field:
        changes = tuple(change for change in changes if _touches(change, wanted, words))
        if not changes:
            return False
    missing = _missing(folded(wanted.words).split(), f"{entry.label} {entry.who}")
    for change in changes:
        if not missing:
            break
        for difference in words.differences(change):
            missing = _missing(missing, words.of(difference))
    return not missing


def _missing(sought: list[str], text: str) -> list[str]:
    here = folded(text)
    return [word for word in sought if word not in here]


def _touches(change: Change, wanted: Wanted, words: _Words) -> bool:
    if wanted.part and words.part_of(change.record) != wanted.part:
        return False
    if not wanted.field:
        return True
    record, _, name = wanted.field.partition(".")
    if change.record != record or (wanted.row and change.uid != wanted.row):
        return False
    return change.column == name if isinstance(change, SetValue) else not is_empty(change.values.get(name))


class _Words:
    """The form's words for changes of one application."""

    def __init__(
        self, catalogue: Catalogue, application: Application, change_set: ChangeSet | None = None
    ) -> None:
        self._catalogue = catalogue
        self._parts = {name: catalogue.notice.part_of(name) for name in records()}
        self._present = row_names(catalogue, application)
        # Rows that are no longer there have the name they were taken out with.
        gone = {
            (change.record, change.uid): row_name(
                catalogue, change.values.get("name"), change.values.get("given")
            )
            for change in (change_set.changes if change_set else ())
            if not isinstance(change, SetValue)
        }
        self._rows = FormWords(catalogue, gone | self._present)
        self._values = FormWords(catalogue, self._present)

    def part_of(self, record: str) -> str:
        """The id of the part where a record stands."""
        return self._parts[record].id

    def of(self, difference: Difference) -> str:
        """All words of a difference, to look for something in."""
        return f"{difference.row} {difference.field} {difference.before} {difference.after}"

    def differences(self, change: Change) -> Iterator[Difference]:
        """What ``change`` changed, field by field."""
        if isinstance(change, SetValue):
            yield self._difference(Way.SET, change, change.column, change.before, change.after)
            return
        added = isinstance(change, InsertRow)
        filled = [(name, value) for name, value in change.values.items() if not is_empty(value)]
        for name, value in filled or [("", None)]:
            before, after = (None, value) if added else (value, None)
            yield self._difference(Way.ADDED if added else Way.REMOVED, change, name, before, after)

    def _difference(self, way: Way, change: Change, column: str, before: Value, after: Value) -> Difference:
        part = self._parts[change.record]
        many = records()[change.record].many
        there = not many or (change.record, change.uid) in self._present
        field = f"{change.record}.{column}"
        shown = self._catalogue.shows(field)
        place = Place(part.id, field if shown else f"{change.record}.", change.uid if many else "")
        return Difference(
            way,
            place if there else Place(part.id),
            part.nav,
            self._rows.row(change.record, change.uid) if many else "",
            self._values.field(field),
            self._values.value(field, before),
            self._values.value(field, after),
        )
