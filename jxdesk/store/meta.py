"""The one row in which a workspace says what it is and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from jxdesk.domain.application import NoticeRef
from jxdesk.domain.canonical import UID
from jxdesk.store.reading import digest, number, text
from jxdesk.store.schema import META


@dataclass(frozen=True, slots=True)
class Meta:
    """Identity and state; ``undo_head`` and ``revision`` as described in the schema."""

    application_id: str
    demo: bool
    notice: NoticeRef
    undo_head: int
    revision: int
    saved_at: datetime

    def as_row(self) -> dict[str, Any]:
        """The values of the row."""
        return {
            "application_id": self.application_id,
            "demo": self.demo,
            "notice_id": self.notice.id,
            "notice_version": self.notice.version,
            "notice_digest": self.notice.digest,
            "undo_head": self.undo_head,
            "revision": self.revision,
            "saved_at": self.saved_at,
        }


def read_meta(connection: Connection) -> Meta:
    """The row. ``ValueError`` when there isn't exactly one, or not one of ours."""
    rows = connection.execute(select(META)).all()
    if len(rows) != 1:
        raise ValueError("the workspace has lost its description")
    row = rows[0]
    if not UID.fullmatch(row.application_id) or row.demo is None:
        raise ValueError("not an application's description")
    notice = NoticeRef(text(row.notice_id), text(row.notice_version), digest(row.notice_digest))
    undo_head, revision = number(row.undo_head, 0), number(row.revision, 0)
    return Meta(row.application_id, row.demo, notice, undo_head, revision, row.saved_at)


def write_meta(connection: Connection, meta: Meta) -> None:
    """Replace the row."""
    connection.execute(update(META).values(meta.as_row()))
