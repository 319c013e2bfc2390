"""What lies in the database beside the application: notes, reasons, printings."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select

from jxdesk.domain.finding import Reason
from jxdesk.domain.work import FigureNote, PrintedPage, PrintRun, WorkNotes
from jxdesk.store.reading import digest, number, text
from jxdesk.store.schema import FIGURE_NOTES, PRINT_RUNS, REASONS
from jxdesk.store.tidy import tidy

_PAGES = msgspec.json.Decoder(tuple[tuple[str, int, int, int, str], ...])


def read_notes(connection: Connection) -> WorkNotes:
    """All notes and reasons, in the order of their keys."""
    reasons = connection.execute(select(REASONS).order_by(REASONS.c.key, REASONS.c.seen))
    return WorkNotes(
        read_figure_notes(connection),
        tuple(
            Reason(text(row.key), text(row.text, lines=True), row.for_reviewer, text(row.seen, lines=True))
            for row in reasons
        ),
    )


def read_figure_notes(connection: Connection) -> tuple[FigureNote, ...]:
    """The notes on figures, in the order of their keys."""
    found = connection.execute(select(FIGURE_NOTES).order_by(FIGURE_NOTES.c.field, FIGURE_NOTES.c.row))
    return tuple(FigureNote(*map(text, (row.field, row.row, row.source, row.bureau))) for row in found)


def set_reason(connection: Connection, reason: Reason) -> None:
    """Write a reason over the one with the same key for the same values."""
    values = {
        "key": reason.key,
        "seen": tidy(reason.values, lines=True),
        "text": tidy(reason.text, lines=True),
        "for_reviewer": reason.for_reviewer,
    }
    same = (REASONS.c.key == values["key"]) & (REASONS.c.seen == values["seen"])
    connection.execute(delete(REASONS).where(same))
    connection.execute(insert(REASONS).values(values))


def drop_reason(connection: Connection, key: str) -> None:
    """Take the reasons with this key away, if there are any."""
    connection.execute(delete(REASONS).where(REASONS.c.key == key))


def set_figure_note(connection: Connection, note: FigureNote) -> None:
    """Write a note over the one of the same figure; an empty one takes it away."""
    same = (FIGURE_NOTES.c.field == note.field) & (FIGURE_NOTES.c.row == note.row)
    connection.execute(delete(FIGURE_NOTES).where(same))
    if note.source or note.bureau:
        values = {
            "field": note.field,
            "row": note.row,
            "source": tidy(note.source),
            "bureau": tidy(note.bureau),
        }
        connection.execute(insert(FIGURE_NOTES).values(values))


def read_print_runs(connection: Connection, most: int) -> tuple[PrintRun, ...]:
    """The printings, the last one first, at most ``most``."""
    found = connection.execute(select(PRINT_RUNS).order_by(PRINT_RUNS.c.id.desc()).limit(most))
    return tuple(_print_run(row) for row in found)


def _print_run(row: Row[Any]) -> PrintRun:
    pages = tuple(
        PrintedPage(text(section), number(page, 1), number(pages, page), number(place, 1), text(code))
        for section, page, pages, place, code in _PAGES.decode(row.pages)
    )
    return PrintRun(number(row.layout, 1), digest(row.data_digest), pages)


def add_print_run(connection: Connection, run: PrintRun, when: datetime) -> None:
    """Keep a printing; it becomes the last one."""
    pages = [[p.section, p.page, p.pages, p.number, p.code] for p in run.pages]
    connection.execute(
        insert(PRINT_RUNS).values(
            printed_at=when,
            layout=run.layout,
            data_digest=run.data_digest,
            pages=json.dumps(pages, ensure_ascii=False, separators=(",", ":")),
        )
    )
