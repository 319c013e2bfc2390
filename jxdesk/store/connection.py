"""The database of a workspace: one connection, set up for durability, behind one lock.

Writing databases use write-ahead logging while they are open and are turned back into a single
plain file when they are closed, so that a folder copied after closing is whole and can be read
from a write-protected disc.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from jxdesk.base.atomic import staged_file
from jxdesk.base.errors import UserError, os_errors
from jxdesk.store.faults import busy, database_errors

BUSY_SECONDS = 5.0
_BEGIN = "jxdesk_begin"


class Mode(Enum):
    """How a database file is opened; the value is SQLite's own word for it."""

    CREATE = "mode=rwc"
    WRITE = "mode=rw"
    READ = "mode=ro"
    # For write-protected places, where the file cannot change while it is read.
    FROZEN = "mode=ro&immutable=1"


class Database:
    """An open database file. Safe to use from several threads, one at a time."""

    def __init__(self, path: Path, mode: Mode) -> None:
        """Open ``path``. Raises ``UserError`` (rights, damage, a place that can't be read)."""
        self.path = path
        self._turn = threading.RLock()
        self._open = True
        with database_errors(path):
            self._mode, self._driver = _open(path, mode)
        self._engine = _engine(self._driver)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._mode in (Mode.READ, Mode.FROZEN)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the database for the length of the block."""
        with self._session("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: it is on the disk when the block ends, or nothing of it is."""
        with self._session("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _session(self, begin: str) -> Iterator[Connection]:
        with self._turn, database_errors(self.path), self._engine.connect() as opened:
            connection = opened.execution_options(**{_BEGIN: begin})
            with connection.begin():
                yield connection

    def pragma(self, name: str) -> Any:
        """The first value of a pragma outside any transaction, e.g. ``user_version``."""
        with self._turn, database_errors(self.path):
            row = self._driver.execute(f"PRAGMA {name}").fetchone()
            return None if row is None else row[0]

    def log_ahead(self) -> None:
        """Switch to write-ahead logging: readers and the writer no longer wait for each other."""
        self.pragma("journal_mode=WAL")

    def snapshot(self, target: Path) -> None:
        """Copy the whole database, as it stands, to a new single file ``target``."""
        with (
            self._turn,
            database_errors(target),
            staged_file(target, replace=False) as beside,
            closing(sqlite3.connect(beside)) as copy,
        ):
            self._driver.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")

    def compact(self) -> None:
        """Write the file anew without what was deleted from it, and empty its log.

        What was deleted lies in neither afterwards. Raises ``UserError`` ``store.busy`` while somebody
        else is reading the log, ``disk.full``, ``path.*``.
        """
        with self._turn, database_errors(self.path):
            self._driver.execute("VACUUM")
        self.empty_log()

    def empty_log(self) -> None:
        """Bring the log into the file and cut it to nothing. Raises ``UserError`` ``store.busy``."""
        if self.pragma("wal_checkpoint(TRUNCATE)"):
            raise busy(self.path)

    def close(self) -> None:
        """Put everything into the one file and let go of it. Does nothing the second time."""
        with self._turn:
            if not self._open:
                return
            self._open = False
            if not self.read_only:
                self._settle()
            self._engine.dispose()
            self._driver.close()

    def _settle(self) -> None:
        # A reader elsewhere keeps the file in write-ahead mode; then an emptied log must do.
        # What was committed is safe either way, so a full disk here loses nothing.
        with suppress(UserError):
            self.pragma("busy_timeout=0")
            self.pragma("wal_checkpoint(TRUNCATE)")
            self.pragma("journal_mode=DELETE")


def _open(path: Path, mode: Mode) -> tuple[Mode, sqlite3.Connection]:
    try:
        return mode, _connect(path, mode)
    except sqlite3.OperationalError:
        # A database left in write-ahead mode on a write-protected disc: it can be read as it
        # stands only if its log is empty, or else the last changes would be missing.
        if mode is not Mode.READ:
            raise
        with os_errors(path):
            log = path.with_name(path.name + "-wal")
            if log.exists() and log.stat().st_size > 0:
                raise _unsettled(path) from None
        return Mode.FROZEN, _connect(path, Mode.FROZEN)


def _unsettled(path: Path) -> UserError:
    return UserError(
        "store.unsettled",
        f"工作区“{path.parent.name}”上次没有正常关闭，而它所在的位置不能写入，最后的修改还不能读出。",
        "请把整个工作区文件夹复制到可写的位置，再从那里打开。",
    )


def _engine(driver: sqlite3.Connection) -> Engine:
    engine = create_engine("sqlite+pysqlite://", creator=lambda: driver, poolclass=StaticPool)
    event.listen(engine, "begin", _begin)
    return engine


def _connect(path: Path, mode: Mode) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file://{_uri_path(path)}?{mode.value}",
        uri=True,
        timeout=BUSY_SECONDS,
        # Transactions are begun by hand: the driver's own way commits behind our back.
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _set_up(connection, mode)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection, mode: Mode) -> None:
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA foreign_keys=ON")
    if mode in (Mode.CREATE, Mode.WRITE):
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
    # Reads the header: what is no database, or can't be read here, is found out now.
    connection.execute("PRAGMA schema_version").fetchone()


def _uri_path(path: Path) -> str:
    """The path as SQLite's URIs want it: ``/C:/…`` for drives, ``//server/…`` for shares."""
    text = quote(path.absolute().as_posix())
    return text if text.startswith("/") else "/" + text


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
