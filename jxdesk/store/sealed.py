"""Which packages were sealed: kept before a package takes its place, and settled once it has.

So there is no moment in which a kill leaves a package that the workspace knows nothing of: the next
one would claim the same version.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from jxdesk.store.entries import SealRecord
from jxdesk.store.reading import digest, number, text
from jxdesk.store.schema import SEALS
from jxdesk.store.tidy import tidy


def read_seals(connection: Connection) -> tuple[SealRecord, ...]:
    """All sealings of which it is known that their package took its place, by version."""
    found = connection.execute(select(SEALS).where(SEALS.c.place.is_(None)).order_by(SEALS.c.version))
    return tuple(map(_record, found))


def read_unsettled(connection: Connection) -> tuple[tuple[SealRecord, Path], ...]:
    """Sealings of which it is not known, with the folder that their package was to become."""
    found = connection.execute(select(SEALS).where(SEALS.c.place.is_not(None)).order_by(SEALS.c.version))
    return tuple((_record(row), Path(row.place)) for row in found)


def begin_seal(connection: Connection, seal: SealRecord, place: Path) -> None:
    """Keep a sealing whose package is about to become the folder ``place``."""
    connection.execute(insert(SEALS).values(_values(seal) | {"place": str(place)}))


def add_seals(connection: Connection, seals: Iterable[SealRecord]) -> None:
    """Keep sealings that were done in a copy of the workspace. Their versions must be new."""
    for seal in seals:
        connection.execute(insert(SEALS).values(_values(seal)))


def settle_seal(connection: Connection, version: int, *, stands: bool) -> None:
    """The package of ``version`` took its place, or never did: then nothing is kept of it."""
    if stands:
        connection.execute(update(SEALS).where(SEALS.c.version == version).values(place=None))
    else:
        connection.execute(delete(SEALS).where(SEALS.c.version == version))


def _values(seal: SealRecord) -> dict[str, Any]:
    return {
        "version": seal.version,
        "digest": seal.digest,
        "sealed_at": seal.sealed_at,
        "organisation": tidy(seal.organisation),
        "fingerprint": seal.fingerprint,
    }


def _record(row: Row[tuple[object, ...]]) -> SealRecord:
    return SealRecord(
        number(row.version, 1),
        digest(row.digest),
        row.sealed_at,
        text(row.organisation),
        text(row.fingerprint),
    )
