"""Open the database of a workspace that may be old, newer, foreign or damaged."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Integer, Table
from sqlalchemy.exc import DBAPIError

from jxdesk.base.clock import Clock
from jxdesk.base.errors import UserError, os_errors
from jxdesk.domain.application import Application
from jxdesk.store import backups, journal, tables
from jxdesk.store.building import BACKUPS_NAME, DATABASE_NAME
from jxdesk.store.columns import FlagInteger
from jxdesk.store.connection import Database, Mode
from jxdesk.store.faults import damaged
from jxdesk.store.meta import Meta, read_meta
from jxdesk.store.places import must_be_plain
from jxdesk.store.schema import APPLICATION_ID, VERSION, metadata

_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
_WORD = re.compile(r"\w+|[^\w\s]")
_WHOLE = (Integer, FlagInteger)


def must_be_workspace(folder: Path) -> None:
    """Raise ``UserError``: ``store.missing``, ``store.not-workspace``, ``store.not-plain`` or
    ``store.damaged``.
    """
    with os_errors(folder):
        if not folder.exists():
            raise UserError("store.missing", f"找不到工作区“{folder}”。", "请检查路径，或新建一个工作区。")
        if not os.path.lexists(folder / DATABASE_NAME):
            raise _not_workspace(folder)
        must_be_plain(folder)
        if (folder / DATABASE_NAME).stat().st_size == 0:
            raise damaged(folder / DATABASE_NAME)


def open_database(folder: Path, *, read_only: bool, clock: Clock) -> tuple[Database, Meta]:
    """Open, check and if need be migrate the database in ``folder``.

    Raises ``UserError``: ``store.not-workspace``, ``store.newer``, ``store.old`` (read-only and
    still to be migrated), ``store.damaged``, ``path.denied``.
    """
    path = folder / DATABASE_NAME
    database = Database(path, Mode.READ if read_only else Mode.WRITE)
    try:
        if database.pragma("application_id") != APPLICATION_ID:
            raise _not_workspace(folder)
        version = _known_version(database, folder)
        if version == VERSION:
            # First of all: whatever a schema of somebody else's makes SQLite do, it isn't done.
            _must_have_our_tables(database)
        if database.pragma("quick_check(1)") != "ok":
            raise damaged(path)
        if not database.read_only:
            database.log_ahead()
        if version < VERSION:
            _migrate(database, folder, version, clock)
            _must_have_our_tables(database)
        with understood(path), database.read() as connection:
            return database, read_meta(connection)
    except BaseException:
        database.close()
        raise


@contextmanager
def open_backup(path: Path, mode: Mode) -> Iterator[Database]:
    """A snapshot, checked as a workspace's own database is before anything in it is believed.

    Raises ``UserError``: ``store.damaged``, ``store.newer``, ``store.old``.
    """
    database = Database(path, mode)
    try:
        version = _known_version(database, path)
        if database.pragma("application_id") != APPLICATION_ID or version != VERSION:
            raise damaged(path)
        _must_have_our_tables(database)
        if database.pragma("quick_check(1)") != "ok":
            raise damaged(path)
        yield database
    finally:
        database.close()


def read_backup(path: Path, meta: Meta) -> Application:
    """The application in the snapshot ``path`` of the workspace that ``meta`` describes.

    Raises ``UserError`` as :func:`open_backup` and ``store.foreign-backup``.
    """
    with (
        open_backup(path, Mode.FROZEN) as database,
        understood(path),
        database.read() as connection,
    ):
        held = read_meta(connection)
        if (held.application_id, held.notice, held.demo) != (meta.application_id, meta.notice, meta.demo):
            raise UserError(
                "store.foreign-backup",
                f"备份“{path.name}”属于另一份申报或另一版通知，没有恢复。",
                "请选择这个工作区自己的备份。",
            )
        return tables.load(connection, held.application_id, held.notice, demo=held.demo)


@contextmanager
def understood(path: Path) -> Iterator[None]:
    """Content that no program of ours can have written is damage, not a bug."""
    try:
        yield
    except (ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise damaged(path) from error


def _known_version(database: Database, folder: Path) -> int:
    version = int(database.pragma("user_version"))
    if version > VERSION:
        raise UserError(
            "store.newer",
            f"工作区“{folder.name}”是由更新版本的程序保存的。",
            "请先升级本程序再打开；工作区没有改动。",
        )
    if version < VERSION and database.read_only:
        raise UserError(
            "store.old",
            f"工作区“{folder.name}”是由较早版本的程序保存的，还没有升级。",
            "请把它放在可写的位置，以可修改方式打开一次，程序会自动升级。",
        )
    return version


def _migrate(database: Database, folder: Path, version: int, clock: Clock) -> None:
    # Alembic takes a while to load and is hardly ever wanted.
    from jxdesk.store.migrations.steps import run_due

    backups.take(database, folder / BACKUPS_NAME, clock(), f"升级前-{version}")
    with database.write() as connection:
        run_due(connection, version)
        # The columns that old change sets name may be gone, so they can't be undone any more.
        head = read_meta(connection).undo_head
        journal.forget(connection, head)


def _must_have_our_tables(database: Database) -> None:
    """Exactly the tables we know, written as we write them, and nothing that runs by itself."""
    try:
        with understood(database.path), database.read() as connection:
            found = connection.exec_driver_sql(_SCHEMA)
            if {tuple(row)[:2]: _words(row.sql) for row in found} != _our_tables():
                raise ValueError("other tables than ours")
    except DBAPIError as error:
        raise damaged(database.path) from error


def _our_tables() -> dict[tuple[str, str], list[str]]:
    return {("table", name): _words(_definition(table)) for name, table in metadata.tables.items()}


def _definition(table: Table) -> str:
    kinds = {column.name: "INTEGER" if isinstance(column.type, _WHOLE) else "TEXT" for column in table.c}
    columns = [f"{c.name} {kinds[c.name]}{'' if c.nullable else ' NOT NULL'}" for c in table.c]
    key = ", ".join(column.name for column in table.primary_key)
    return f"CREATE TABLE {table.name} ({', '.join(columns)}, PRIMARY KEY ({key})) STRICT"


def _words(definition: str) -> list[str]:
    """What a definition says, however it is spaced and quoted."""
    return _WORD.findall(definition.replace('"', ""))


def _not_workspace(folder: Path) -> UserError:
    return UserError(
        "store.not-workspace",
        f"“{folder}”不是申报工作区。",
        "请选择名称以“.jxdesk”结尾的工作区文件夹。",
    )
