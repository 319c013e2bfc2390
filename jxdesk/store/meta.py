"""The one row in which a workspace says what it is and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from jxdesk.domain.application import NoticeRef
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
    """The row. ``ValueError`` when there isn't exactly one."""
    rows = connection.execute(select(META)).all()
    if len(rows) != 1:
        raise ValueError("the workspace has lost its description")
    row = rows[0]
    notice = NoticeRef(row.notice_id, row.notice_version, row.notice_digest)
    return Meta(row.application_id, row.demo, notice, row.undo_head, row.revision, row.saved_at)


def write_meta(connection: Connection, meta: Meta) -> None:
    """Replace the row."""
    connection.execute(update(META).values(meta.as_row()))
