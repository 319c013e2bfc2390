"""Headings that are not understood by themselves: what is in doubt on a sheet, and what was answered before.

Answers are kept per user and list: the same bureau hands in the same table next year.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jxdesk.app.session import Session
from jxdesk.base.atomic import write_bytes
from jxdesk.base.paths import user_data
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.catalogue import Field
from jxdesk.exchange.headings import Answers, Meaning, Seen, Sense, look
from jxdesk.exchange.kinds import ListKind, lists_of
from jxdesk.exchange.normal import normal
from jxdesk.exchange.workbook import Cell, Sheet, read_workbook

_FILE = "headings.json"
_MAX_BYTES = 400_000
_MOST = 2_000
_MAX_TEXT = 200
_SAMPLES = 3


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


def doubts(
    session: Session, kind: str, path: Path, answers: Answers, progress: Progress = silent
) -> tuple[Doubt, ...]:
    """The columns of the spreadsheet at ``path`` that ``answers`` leave open. Raises ``UserError``."""
    sheets = read_workbook(path, progress)
    found: list[Doubt] = []
    for each in lists_of(kind):
        for sheet in sheets:
            seen = look(sheet, each, session.catalogue, answers)
            if seen is not None:
                found += _of_sheet(session, each, sheet, seen)
    return tuple(found)


def remembered(record: str) -> Answers:
    """What was answered for the list ``record`` before. A file that can't be understood counts as none."""
    kept = _load().get(record, {})
    return {heading: Meaning(meaning.field, meaning.unit) for heading, meaning in kept.items()}


def remember(record: str, answers: Mapping[str, Meaning]) -> None:
    """Keep answers for the list ``record`` beside those there are. Raises ``UserError`` (disk, rights)."""
    kept = _load()
    mine = {normal(heading)[:_MAX_TEXT]: meaning for heading, meaning in answers.items()}
    # The newest stay where there are more than anybody has tables.
    kept[record] = dict([*kept.get(record, {}).items(), *mine.items()][-_MOST:])
    plain = {name: {h: asdict(m) for h, m in each.items()} for name, each in kept.items()}
    write_bytes(_path(), json.dumps(plain, ensure_ascii=False, indent=1).encode())


def _of_sheet(session: Session, kind: ListKind, sheet: Sheet, seen: Seen) -> list[Doubt]:
    taken = {column.field for column in seen.columns if column.sense is Sense.MEANT}
    fields = session.catalogue.of_record(kind.record)
    free = tuple(field for field in fields if field.spec.name not in taken)
    open_ones = (Sense.UNKNOWN, Sense.NO_UNIT, Sense.TWICE)
    return [
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
        if column.sense in open_ones
    ]


def _samples(sheet: Sheet, row: int, column: int) -> tuple[str, ...]:
    """The first filled cells under a heading, shortened."""
    cells = (line[column] for line in sheet.rows[row + 1 :] if column < len(line))
    shown = (_shown(cell) for cell in cells if not (isinstance(cell, str) and not cell.strip()))
    return tuple(text for text, _ in zip(shown, range(_SAMPLES), strict=False))


def _shown(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())[:30]


def _path() -> Path:
    return user_data() / _FILE


def _load() -> dict[str, dict[str, Meaning]]:
    try:
        with _path().open("rb") as handle:
            plain: Any = json.loads(handle.read(_MAX_BYTES))
        return {
            str(record): {
                str(heading): Meaning(str(meaning["field"]), str(meaning["unit"]))
                for heading, meaning in list(each.items())[:_MOST]
            }
            for record, each in plain.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
