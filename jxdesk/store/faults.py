"""What the database library raises, turned into sentences; what remains is a bug."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from jxdesk.base.errors import UserError, from_os_error

# The low byte of SQLite's error code is the kind, the rest is detail.
_KIND = 0xFF


@contextmanager
def database_errors(database: Path) -> Iterator[None]:
    """Run work on the file ``database``; the user's and machine's failures leave as ``UserError``."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        known = _explain(error.orig if isinstance(error, DBAPIError) else error, database)
        if known is None:
            raise
        raise known from error


def _explain(error: BaseException | None, database: Path) -> UserError | None:
    if isinstance(error, sqlite3.OperationalError) and not hasattr(error, "sqlite_errorcode"):
        # The driver's own: a text that is not UTF-8.
        return damaged(database)
    kind = getattr(error, "sqlite_errorcode", 0) & _KIND
    if kind == sqlite3.SQLITE_FULL:
        return from_os_error(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), database)
    if kind in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return from_os_error(PermissionError(errno.EACCES, os.strerror(errno.EACCES)), database)
    if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG):
        return damaged(database)
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy(database)
    if kind == sqlite3.SQLITE_IOERR:
        return UserError(
            "path.io",
            f"读写“{database}”时出错。",
            "请检查磁盘空间是否用完、磁盘或U盘是否完好，然后重试；原有内容没有改动。",
        )
    return None


def busy(database: Path) -> UserError:
    """Another program has the database's file open."""
    return UserError(
        "store.busy",
        f"“{database}”正被另一个程序占用。",
        "请关闭备份、杀毒等正在读取它的程序，稍后重试；原有内容没有改动。",
    )


def damaged(database: Path) -> UserError:
    """The database's content is not what it should be."""
    return UserError(
        "store.damaged",
        f"工作区的数据库“{database}”已损坏。",
        "请先把整个工作区文件夹另存一份，再把 workspace.db 以及同名的 -wal、-shm 文件移走，"
        "然后把 backups 文件夹中最新的一份备份复制为 workspace.db 后重新打开。",
    )
