"""An open workspace's database, its description and the application kept in memory."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from jxdesk.base.clock import Clock
from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application
from jxdesk.domain.changes import ChangeSet
from jxdesk.store import tables
from jxdesk.store.connection import Database
from jxdesk.store.draft import carry_out
from jxdesk.store.freezing import must_not_be_frozen
from jxdesk.store.meta import Meta, read_meta, write_meta
from jxdesk.store.opening import understood


class Session:
    """Reads and writes, one at a time, so that memory and disk never tell different stories."""

    def __init__(self, database: Database, meta: Meta, clock: Clock) -> None:
        self.database = database
        self.turn = threading.RLock()
        self.clock = clock
        self._meta = meta
        self._application: tuple[int, Application] | None = None

    @property
    def meta(self) -> Meta:
        """The workspace's description as it stands."""
        with self.turn:
            if self.database.read_only:
                with self.read():
                    return self._meta
            return self._meta

    @property
    def undo_head(self) -> int:
        """The id of the last change set that stands, as of the last read or write."""
        return self._meta.undo_head

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One view of the database; what can't be understood in it raises ``store.damaged``."""
        with self.turn, understood(self.database.path), self.database.read() as connection:
            # Read-only, somebody else may have written since the last time.
            if self.database.read_only:
                self._meta = read_meta(connection)
            yield connection

    @contextmanager
    def write(self, *, reload: bool = False) -> Iterator[Connection]:
        """One transaction, which counts as one revision; ``reload``: it changes the application."""
        with self.turn:
            self.must_write()
            before = self._meta
            try:
                with self.database.write() as connection:
                    yield connection
                    self._meta = dataclasses.replace(
                        self._meta, revision=before.revision + 1, saved_at=self.clock()
                    )
                    write_meta(connection, self._meta)
            except BaseException:
                # Whatever happened to the disk, what is shown next is what lies there.
                self._meta, self._application = before, None
                raise
            if reload:
                self._application = None
            if self._application is not None:
                self._application = (self._meta.revision, self._application[1])

    def application(self) -> Application:
        """The application; the same object until something is written."""
        with self.turn:
            if self._application is not None and not self.database.read_only:
                return self._application[1]
            with self.read() as connection:
                meta = self._meta
                if self._application is None or self._application[0] != meta.revision:
                    loaded = tables.load(connection, meta.application_id, meta.notice, demo=meta.demo)
                    self._application = (meta.revision, loaded)
                return self._application[1]

    def move(self, change_set: ChangeSet, keep: Callable[[Connection, int], int]) -> None:
        """Carry a change set out and move the undo head: ``keep`` is given the old, returns the new."""
        with self.turn:
            self.must_write()
            before = self.application()
            after = carry_out(before, change_set)
            with self.write() as connection:
                must_not_be_frozen(connection)
                tables.write_difference(connection, before, after)
                head = keep(connection, self._meta.undo_head)
                self._meta = dataclasses.replace(self._meta, undo_head=head)
            self._application = (self._meta.revision, after)

    def must_write(self) -> None:
        """Raise ``UserError`` ``store.read-only`` where nothing can be changed."""
        if self.database.read_only:
            raise UserError(
                "store.read-only",
                "这个工作区是以只读方式打开的，不能修改。",
                "请关闭后以可修改方式重新打开。",
            )
