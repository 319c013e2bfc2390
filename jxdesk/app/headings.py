"""Headings that are not understood by themselves: what is in doubt on a sheet, and what was answered before.

Answers are kept per user and list: the same bureau hands in the same table next year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jxdesk.base import own_file
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.catalogue import Catalogue, Field
from jxdesk.exchange.headings import (
    NO_ANSWERS,
    PER_CENT,
    ListAnswers,
    Meaning,
    Seen,
    Sense,
    look,
)
from jxdesk.exchange.kinds import ListKind, lists_of
from jxdesk.exchange.normal import normal
from jxdesk.exchange.workbook import Cell, Sheet, read_workbook

if TYPE_CHECKING:
    # The process that reads a spreadsheet loads this module and needs no workspace.
    from jxdesk.app.session import Session

_FILE = "headings"
_MOST = 2_000
_MAX_TEXT = 200
_SAMPLES = 3
_OPEN = (Sense.UNKNOWN, Sense.NO_UNIT, Sense.TWICE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A column that a person has to say the meaning of: why, its first cells, what it could mean.

    ``field`` is the field's name where only its unit is open. ``heading`` is how it is written on ``sheet``.
    """

    record: str
    sheet: str
    heading: str
    sense: Sense
    field: str
    samples: tuple[str, ...]
    candidates: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the headings of one list on one sheet mean.

    ``meant`` are pairs of a heading and the field it stands for (with the unit that is converted),
    ``ignored`` are headings that were said to be of no use, ``doubts`` wait for an answer.
    """

    record: str
    sheet: str
    meant: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    doubts: tuple[Doubt, ...]


def doubts(
    session: Session, kind: str, path: Path, answers: ListAnswers, progress: Progress = silent
) -> tuple[Doubt, ...]:
    """The columns of the spreadsheet at ``path`` that ``answers`` leave open. Raises ``UserError``."""
    sheets = read_workbook(path, progress)
    return tuple(
        doubt for each in understand(sheets, kind, session.catalogue, answers) for doubt in each.doubts
    )


def understand(
    sheets: tuple[Sheet, ...], kind: str, catalogue: Catalogue, answers: ListAnswers
) -> tuple[Understanding, ...]:
    """How the headings of every list of ``kind`` on ``sheets`` are understood."""
    return tuple(
        _of_sheet(catalogue, each, sheet, seen)
        for each in lists_of(kind)
        for sheet in sheets
        if (seen := look(sheet, each, catalogue, answers.get(each.record, NO_ANSWERS))) is not None
    )


def remembered(kind: str) -> ListAnswers:
    """What was answered before for the lists of ``kind``. A file that can't be understood counts as none."""
    kept = _load()
    return {each.record: kept[each.record] for each in lists_of(kind) if kept.get(each.record)}


def remember(record: str, answers: Mapping[str, Meaning]) -> None:
    """Keep answers for the list ``record`` beside those there are. Raises ``UserError`` (disk, rights)."""
    kept = _load()
    mine = {normal(heading)[:_MAX_TEXT]: meaning for heading, meaning in answers.items()}
    # The newest stay where there are more than anybody has tables.
    kept[record] = dict([*kept.get(record, {}).items(), *mine.items()][-_MOST:])
    _save(kept)


def forget(record: str) -> None:
    """Drop what was answered for the list ``record``. Raises ``UserError`` (disk, rights)."""
    kept = _load()
    if kept.pop(record, None) is not None:
        _save(kept)


def _of_sheet(catalogue: Catalogue, kind: ListKind, sheet: Sheet, seen: Seen) -> Understanding:
    fields = catalogue.of_record(kind.record)
    meant = [column for column in seen.columns if column.sense is Sense.MEANT]
    taken = {column.field for column in meant}
    free = tuple(field for field in fields if field.spec.name not in taken)
    headings = {field.spec.name: field.heading for field in fields}
    other = {c.field: c.unit for c in meant if c.unit and c.unit != PER_CENT}
    return Understanding(
        kind.record,
        sheet.name,
        tuple(
            (c.heading, headings[c.field] + (f"，由{other[c.field]}换算" if c.field in other else ""))
            for c in meant
        ),
        tuple(column.heading for column in seen.columns if column.sense is Sense.IGNORED),
        tuple(
            Doubt(
                kind.record,
                sheet.name,
                column.heading,
                column.sense,
                column.field,
                _samples(sheet, seen.row, column.number),
                free,
            )
            for column in seen.columns
            if column.sense in _OPEN
        ),
    )


def _samples(sheet: Sheet, row: int, column: int) -> tuple[str, ...]:
    """The first filled cells under a heading, shortened."""
    cells = (line[column] for line in sheet.rows[row + 1 :] if column < len(line))
    shown = (_shown(cell) for cell in cells if not (isinstance(cell, str) and not cell.strip()))
    return tuple(text for text, _ in zip(shown, range(_SAMPLES), strict=False))


def _shown(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())[:30]


def _save(kept: Mapping[str, Mapping[str, Meaning]]) -> None:
    own_file.save(_FILE, {name: {h: asdict(m) for h, m in each.items()} for name, each in kept.items()})


def _load() -> dict[str, dict[str, Meaning]]:
    return own_file.load(_FILE, _understood, {})


def _understood(plain: Any) -> dict[str, dict[str, Meaning]]:
    return {
        str(record): {
            str(heading): Meaning(str(meaning["field"]), str(meaning["unit"]))
            for heading, meaning in list(each.items())[:_MOST]
        }
        for record, each in plain.items()
    }
