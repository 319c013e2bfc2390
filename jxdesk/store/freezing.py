"""定稿: while an application is frozen its data can't be changed; thawing wants a written reason."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from jxdesk.base.errors import UserError
from jxdesk.store.entries import FreezeRecord
from jxdesk.store.reading import digest, text
from jxdesk.store.schema import FREEZES
from jxdesk.store.tidy import tidy


def read_freezes(connection: Connection) -> tuple[FreezeRecord, ...]:
    """All freezings and thawings in order; the last one says how it stands."""
    found = connection.execute(select(FREEZES).order_by(FREEZES.c.id))
    return tuple(
        FreezeRecord(
            row.made_at,
            text(row.who),
            row.frozen,
            text(row.reason),
            digest(row.data_digest) if row.frozen else "",
        )
        for row in found
    )


def add_freeze(connection: Connection, record: FreezeRecord) -> None:
    """Keep a freezing or thawing; it becomes the last one."""
    connection.execute(
        insert(FREEZES).values(
            made_at=record.when,
            who=tidy(record.who),
            frozen=record.frozen,
            reason=tidy(record.reason),
            data_digest=record.data_digest,
        )
    )


def must_not_be_frozen(connection: Connection) -> None:
    """Raise ``UserError`` ``store.frozen`` while the data is frozen."""
    last = select(FREEZES.c.frozen).order_by(FREEZES.c.id.desc()).limit(1)
    if connection.execute(last).scalar():
        raise UserError(
            "store.frozen",
            "申报书已经定稿，数据不能修改。",
            "确需修改时，请先在“定稿”一步写明原因，解除定稿。",
        )
