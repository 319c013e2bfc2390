"""The stamped scans, what was seen of their pages, and who confirmed a page that has no code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, insert, select

from jxdesk.domain.page_code import parse_qr
from jxdesk.domain.scan import QUARTER_TURNS, How, Ink, ScanPage, SheetConfirmation
from jxdesk.store.entries import ScanFile, StoredFile
from jxdesk.store.reading import digest, number, text
from jxdesk.store.schema import SCANS, SHEET_CONFIRMATIONS
from jxdesk.store.tidy import tidy

_PAGES = msgspec.json.Decoder(tuple[tuple[str, int, int | None, bool, Ink], ...])


def read_scans(connection: Connection) -> tuple[ScanFile, ...]:
    """All stamped scans in the order they were added."""
    found = connection.execute(select(SCANS).order_by(SCANS.c.id))
    return tuple(
        ScanFile(
            text(row.name),
            StoredFile(digest(row.sha256), number(row.size, 0)),
            row.added_at,
            _decode(row.sha256, row.pages),
        )
        for row in found
    )


def add_scan(
    connection: Connection, file: StoredFile, name: str, pages: Sequence[ScanPage], when: datetime
) -> None:
    """Keep a scan; the same bytes are kept once, under the name they came with last."""
    connection.execute(delete(SCANS).where(SCANS.c.sha256 == file.sha256))
    values = {
        "name": tidy(name),
        "sha256": file.sha256,
        "size": file.size,
        "added_at": when,
        "pages": _encode(file.sha256, pages),
    }
    connection.execute(insert(SCANS).values(values))


def drop_scan(connection: Connection, sha256: str) -> None:
    """Take a scan off the list with what was confirmed of it; its bytes stay in ``files/``."""
    connection.execute(delete(SCANS).where(SCANS.c.sha256 == sha256))
    connection.execute(delete(SHEET_CONFIRMATIONS).where(SHEET_CONFIRMATIONS.c.sha256 == sha256))


def read_confirmations(connection: Connection) -> tuple[SheetConfirmation, ...]:
    """All confirmations of pages, in the order of file and page."""
    table = SHEET_CONFIRMATIONS
    found = connection.execute(select(table).order_by(table.c.sha256, table.c.page))
    return tuple(
        SheetConfirmation(
            digest(row.sha256),
            number(row.page, 1),
            text(row.code),
            _how(row.how),
            _turn(row.turn),
            text(row.who),
            text(row.why),
            row.made_at,
        )
        for row in found
    )


def confirm_sheet(connection: Connection, made: SheetConfirmation) -> None:
    """Keep a confirmation over the one of the same scan page, and of the same printed page."""
    table = SHEET_CONFIRMATIONS
    withdraw_sheet(connection, made.sha256, made.page)
    connection.execute(delete(table).where(table.c.code == made.code))
    values = {
        "sha256": made.sha256,
        "page": made.page,
        "code": made.code,
        "how": made.how.value,
        "turn": made.turn,
        "who": tidy(made.who),
        "why": tidy(made.why),
        "made_at": made.made_at,
    }
    connection.execute(insert(table).values(values))


def withdraw_sheet(connection: Connection, sha256: str, page: int) -> None:
    """Take a confirmation back, if there is one."""
    table = SHEET_CONFIRMATIONS
    connection.execute(delete(table).where((table.c.sha256 == sha256) & (table.c.page == page)))


def _encode(sha256: str, pages: Sequence[ScanPage]) -> str:
    if [(page.sha256, page.page) for page in pages] != [(sha256, i) for i in range(1, len(pages) + 1)]:
        raise ValueError("not the pages of this file in their order")
    rows = [[page.mark, page.turn, page.dpi, page.blank, page.ink.value] for page in pages]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _decode(sha256: str, raw: str) -> tuple[ScanPage, ...]:
    return tuple(
        ScanPage(sha256, place, _mark(mark), _turn(turn), None if dpi is None else number(dpi, 0), blank, ink)
        for place, (mark, turn, dpi, blank, ink) in enumerate(_PAGES.decode(raw), start=1)
    )


def _mark(raw: str) -> str:
    if raw and parse_qr(raw) is None:
        raise ValueError(f"not a page code: {raw[:80]!r}")
    return raw


def _how(raw: str) -> How:
    if How(raw) is How.CODE:
        raise ValueError("a code that was read needs no confirmation")
    return How(raw)


def _turn(raw: int) -> int:
    if raw not in QUARTER_TURNS:
        raise ValueError(f"not a quarter turn: {raw}")
    return raw
