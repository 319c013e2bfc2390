"""Build the folder of a new workspace: beside its place, and renamed when it is whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import insert

from jxdesk.base.atomic import staged_folder, write_bytes
from jxdesk.base.errors import UserError
from jxdesk.domain.application import NoticeRef
from jxdesk.domain.canonical import UID
from jxdesk.notice import Notice
from jxdesk.store import tables
from jxdesk.store.connection import Database, Mode
from jxdesk.store.meta import Meta
from jxdesk.store.schema import APPLICATION_ID, META, VERSION, metadata

SUFFIX = ".jxdesk"
DATABASE_NAME = "workspace.db"
FILES_NAME = "files"
BACKUPS_NAME = "backups"
NOTICE_NAME = "notice"


def build_folder(path: Path, notice: Notice, *, application_id: str, demo: bool, when: datetime) -> None:
    """Make an empty workspace at ``path``, all or nothing.

    Raises ``UserError`` (``store.name``, ``path.exists``, ``path.denied``, ``disk.full``).
    """
    _check_name(path)
    if not UID.fullmatch(application_id):
        raise ValueError(f"not an application id: {application_id!r:.80}")
    reference = NoticeRef(notice.id, notice.version, notice.digest)
    with staged_folder(path) as staged:
        for name in (FILES_NAME, BACKUPS_NAME, NOTICE_NAME):
            (staged / name).mkdir()
        for name, data in notice.files.items():
            write_bytes(staged / NOTICE_NAME / name, data)
        _build_database(staged / DATABASE_NAME, Meta(application_id, demo, reference, 0, 0, when))


def _check_name(path: Path) -> None:
    if path.suffix != SUFFIX:
        raise UserError(
            "store.name",
            f"工作区的名称要以“{SUFFIX}”结尾，“{path.name}”不合要求。",
            f"请改成例如“{path.stem.strip('.') or '申报'}{SUFFIX}”。",
        )


def _build_database(path: Path, meta: Meta) -> None:
    database = Database(path, Mode.CREATE)
    try:
        with database.write() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
            metadata.create_all(connection)
            tables.first_rows(connection)
            connection.execute(insert(META).values(meta.as_row()))
    finally:
        database.close()
