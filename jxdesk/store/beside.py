"""What lies in the database beside the application: notes, reasons, printings, seals, scans."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from jxdesk.domain.finding import Reason
from jxdesk.domain.work import FigureNote, PrintedPage, PrintRun, WorkNotes
from jxdesk.store.entries import ScanFile, SealRecord, StoredFile
from jxdesk.store.schema import FIGURE_NOTES, PRINT_RUNS, REASONS, SCANS, SEALS


def read_notes(connection: Connection) -> WorkNotes:
    """All notes and reasons, in the order of their keys."""
    figures = connection.execute(select(FIGURE_NOTES).order_by(FIGURE_NOTES.c.field, FIGURE_NOTES.c.row))
    reasons = connection.execute(select(REASONS).order_by(REASONS.c.key))
    return WorkNotes(
        tuple(FigureNote(row.field, row.row, row.source, row.bureau) for row in figures),
        tuple(Reason(row.key, row.text, row.for_reviewer, row.seen) for row in reasons),
    )


def set_reason(connection: Connection, reason: Reason) -> None:
    """Write a reason over the one with the same key."""
    drop_reason(connection, reason.key)
    values = {
        "key": reason.key,
        "text": reason.text,
        "for_reviewer": reason.for_reviewer,
        "seen": reason.values,
    }
    connection.execute(insert(REASONS).values(values))


def drop_reason(connection: Connection, key: str) -> None:
    """Take a reason away, if it is there."""
    connection.execute(delete(REASONS).where(REASONS.c.key == key))


def set_figure_note(connection: Connection, note: FigureNote) -> None:
    """Write a note over the one of the same figure; an empty one takes it away."""
    same = (FIGURE_NOTES.c.field == note.field) & (FIGURE_NOTES.c.row == note.row)
    connection.execute(delete(FIGURE_NOTES).where(same))
    if note.source or note.bureau:
        values = {"field": note.field, "row": note.row, "source": note.source, "bureau": note.bureau}
        connection.execute(insert(FIGURE_NOTES).values(values))


def read_print_run(connection: Connection) -> PrintRun | None:
    """The last printing."""
    row = connection.execute(select(PRINT_RUNS).order_by(PRINT_RUNS.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    pages = tuple(PrintedPage(*page) for page in json.loads(row.pages))
    return PrintRun(row.layout, row.data_digest, pages)


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


def read_seals(connection: Connection) -> tuple[SealRecord, ...]:
    """All sealings by version."""
    found = connection.execute(select(SEALS).order_by(SEALS.c.version))
    return tuple(SealRecord(r.version, r.digest, r.sealed_at, r.organisation, r.fingerprint) for r in found)


def add_seal(connection: Connection, seal: SealRecord) -> None:
    """Keep a sealing."""
    values = {
        "version": seal.version,
        "digest": seal.digest,
        "sealed_at": seal.sealed_at,
        "organisation": seal.organisation,
        "fingerprint": seal.fingerprint,
    }
    connection.execute(insert(SEALS).values(values))


def read_scans(connection: Connection) -> tuple[ScanFile, ...]:
    """All stamped scans in the order they were added."""
    found = connection.execute(select(SCANS).order_by(SCANS.c.id))
    return tuple(ScanFile(r.name, StoredFile(r.sha256, r.size), r.added_at) for r in found)


def add_scan(connection: Connection, file: StoredFile, name: str, when: datetime) -> None:
    """Keep a scan; the same bytes are kept once, under the name they came with last."""
    drop_scan(connection, file.sha256)
    values = {"name": name, "sha256": file.sha256, "size": file.size, "added_at": when}
    connection.execute(insert(SCANS).values(values))


def drop_scan(connection: Connection, sha256: str) -> None:
    """Take a scan off the list; its bytes stay in ``files/``."""
    connection.execute(delete(SCANS).where(SCANS.c.sha256 == sha256))
