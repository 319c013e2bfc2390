"""What a handed-out workbook keeps of what it was: a sheet that nobody sees, read again when it comes back.

Its lines: the mark and format; application, moment, receiver, asked fields; then for each list a line with
its record and field names, and a line for each row with its id and its values as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Catalogue, Field, records
from jxdesk.domain.values import Value
from jxdesk.exchange.cells import CellReader
from jxdesk.exchange.headings import Headings
from jxdesk.exchange.references import References
from jxdesk.exchange.workbook import ORIGINAL_MARK, Cell, Sheet

FORMAT = "1"
_APPLICATION, _WHEN, _TO, _ASKED, _LIST, _ROW = "application", "when", "to", "asked", "list", "row"
_MAX_TO = 60


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of whom: ``to`` is a bureau or enterprise, ``when`` in UTC.

    ``columns`` are the ids of the fields to be filled in. ``rows`` are the uids handed out; ``None``: all,
    and new ones may be added.
    """

    to: str
    when: datetime
    columns: frozenset[str]
    rows: frozenset[str] | None = None

    def asks(self, field: Field) -> bool:
        """Whether this field is to be filled in."""
        return field.id in self.columns

    def holds(self, row: Any) -> bool:
        """Whether this row is handed out."""
        return self.rows is None or row.uid in self.rows


def lines(
    application_id: str,
    request: Request,
    lists: Sequence[tuple[str, Sequence[Field], Sequence[tuple[str, Sequence[str]]]]],
) -> Iterator[tuple[str, ...]]:
    """The lines of the sheet. ``lists``: record, fields, and for each row its uid and written values."""
    yield ORIGINAL_MARK, FORMAT
    yield _APPLICATION, application_id
    yield _WHEN, request.when.astimezone(UTC).isoformat(timespec="seconds")
    yield _TO, request.to
    yield _ASKED, *sorted(request.columns)
    for record, fields, rows in lists:
        yield _LIST, record, *(field.spec.name for field in fields)
        for uid, texts in rows:
            yield _ROW, uid, *texts


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands on the sheet: its line, and the columns of its fields by name."""

    line: int
    columns: Mapping[str, int]


class Handed:
    """What was handed out, as the workbook that came back says it."""

    def __init__(self, sheet: Sheet, catalogue: Catalogue, references: References) -> None:
        """Raises ``UserError`` ``exchange.handout`` for lines that this program has not written."""
        self.application = self.to = ""
        self.when: datetime | None = None
        self._catalogue = catalogue
        self._rows: dict[tuple[str, str], _Place] = {}
        self._reader = CellReader(sheet, Headings(0, {}, -1, (), {}), catalogue.notice, references)
        record, columns = "", {}
        for number, line in enumerate(sheet.rows):
            word, first, *rest = (*map(_text, line), "", "")
            match word:
                case "application":
                    self.application = first
                case "when":
                    self.when = _moment(first)
                case "to":
                    self.to = first[:_MAX_TO]
                case "list":
                    record = first
                    columns = {name: column for column, name in enumerate(rest, 2) if name}
                case "row":
                    self._rows[record, first] = _Place(number, columns)
                case _ if word not in (ORIGINAL_MARK, _ASKED, ""):
                    raise _changed()
        if _text(sheet.rows[0][1] if len(sheet.rows[0]) > 1 else "") != FORMAT or not self.application:
            raise _changed()

    def uids(self, record: str) -> list[str]:
        """The rows of a list that were handed out."""
        return [uid for name, uid in self._rows if name == record]

    def holds(self, record: str, uid: str) -> bool:
        """Whether this row was handed out."""
        return (record, uid) in self._rows

    def value(self, record: str, uid: str, field: Field) -> tuple[bool, Value]:
        """Whether it is known what a cell held when it was handed out, and what that was."""
        place = self._rows.get((record, uid))
        column = place.columns.get(field.spec.name) if place is not None else None
        if place is None or column is None:
            return False, None
        cell = self._reader.read(field, place.line, column)
        if cell is None:
            return True, field.spec.of(records()[record].make({}, uid))
        return cell.fault is None, cell.value


def handed(sheets: Sequence[Sheet], catalogue: Catalogue, references: References) -> Handed | None:
    """What the sheets say was handed out, ``None`` for a workbook that was not. Raises ``UserError``."""
    kept = [sheet for sheet in sheets if sheet.kept]
    return Handed(kept[0], catalogue, references) if kept else None


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else str(cell)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _changed() from None


def _changed() -> UserError:
    return UserError(
        "exchange.handout",
        "表格里记录发出内容的隐藏表被改动过，认不出发出时是什么样。",
        "请让填表的人在原来发出的文件里填写；或删去名为“原值”的隐藏表，再按普通表格导入。",
    )
