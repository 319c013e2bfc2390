"""A workspace: the folder ``<name>.jxdesk/`` in which one application is made.

``workspace.db`` holds the data, ``files/`` the attached bytes, ``backups/`` snapshots and
``notice/`` the pack it was begun with. Everything about it is done through :class:`Workspace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from jxdesk.base.clock import Clock
from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application, NoticeRef
from jxdesk.domain.changes import ChangeSet
from jxdesk.domain.finding import Reason
from jxdesk.domain.scan import ScanPage, SheetConfirmation
from jxdesk.domain.work import FigureNote, PrintRun, WorkNotes
from jxdesk.notice import Notice, load_folder
from jxdesk.store import backups, beside, freezing, journal, scanned, sealed
from jxdesk.store.building import BACKUPS_NAME, NOTICE_NAME, build_folder
from jxdesk.store.connection import Database
from jxdesk.store.difference import difference
from jxdesk.store.entries import (
    Backup,
    FreezeRecord,
    HistoryEntry,
    LoggedChange,
    ScanFile,
    SealRecord,
    StoredFile,
)
from jxdesk.store.holding import Holding
from jxdesk.store.lock import Holder, WorkspaceLock, present_holder
from jxdesk.store.meta import Meta
from jxdesk.store.opening import must_be_workspace, open_database, read_backup
from jxdesk.store.session import Session

MOST_PRINT_RUNS = 200


def create(
    path: Path,
    notice: Notice,
    *,
    application_id: str,
    demo: bool,
    clock: Clock,
    holder: Holder | None = None,
) -> Workspace:
    """Make a new, empty workspace at ``path`` and open it.

    ``application_id`` is a fresh random token. Raises ``UserError``: ``store.name`` (the name
    must end in ``.jxdesk``), ``path.exists``, ``path.denied``, ``disk.full``; then nothing is left.
    """
    build_folder(path, notice, application_id=application_id, demo=demo, when=clock())
    return open_workspace(path, clock=clock, holder=holder)


def open_workspace(
    path: Path, *, read_only: bool = False, clock: Clock, holder: Holder | None = None
) -> Workspace:
    """Open the workspace at ``path``; read-only also while somebody else is changing it.

    ``holder`` is who is named to others and in the history, by default the present user.
    Raises ``UserError``: ``store.missing``, ``store.not-workspace``, ``store.not-plain`` (links,
    pipes), ``store.damaged``, ``store.newer``, ``store.old``, ``store.locked``,
    ``store.notice-changed``, ``path.denied``, ``disk.full``.
    """
    must_be_workspace(path)
    holder = holder or present_holder(clock)
    lock = None if read_only else WorkspaceLock(path, holder)
    try:
        database, meta = open_database(path, read_only=read_only, clock=clock)
        try:
            return Workspace(path, database, meta, lock, holder.user, clock)
        except BaseException:
            database.close()
            raise
    except BaseException:
        if lock is not None:
            lock.release()
        raise


class Workspace(Holding):
    """An open workspace, made by :func:`create` and :func:`open_workspace`; close it after use.

    What it does with attached files stands in :class:`Holding`. Every change is on the disk when its
    method returns; when it raises, nothing was changed (but see :meth:`purge`). Safe to use from
    several threads, one call at a time.
    """

    def __init__(
        self,
        path: Path,
        database: Database,
        meta: Meta,
        lock: WorkspaceLock | None,
        who: str,
        clock: Clock,
    ) -> None:
        super().__init__(path, Session(database, meta, clock), clock)
        self.notice = _own_notice(path, meta)
        self._lock = lock
        self._who = who
        if not self.read_only:
            self._clean_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Bring everything into ``workspace.db`` and let go of the lock."""
        with self._session.turn:
            try:
                self._session.database.close()
            finally:
                if self._lock is not None:
                    self._lock.release()

    # --- where it stands ---------------------------------------------------------------------

    @property
    def revision(self) -> int:
        """Grows with every change of anything in the workspace."""
        return self._session.meta.revision

    @property
    def saved_at(self) -> datetime:
        """When (UTC) the last change was saved, or the workspace was made."""
        return self._session.meta.saved_at

    # --- the application ---------------------------------------------------------------------

    def application(self) -> Application:
        """The application as it stands; the same object until something changes."""
        return self._session.application()

    def apply(self, change_set: ChangeSet) -> None:
        """Make a change set, all or nothing, and forget what could have been redone.

        Raises ``UserError``: ``store.stale`` when a row is not what the change set says it was,
        ``store.too-many-rows``, ``disk.full``, ``path.io``; ``ValueError`` for unknown records
        and columns and for values that a field can't hold. An empty change set does nothing.
        """
        if not change_set.changes:
            return

        def keep(connection: Connection, head: int) -> int:
            return journal.append(connection, head, change_set, self._clock(), self._who)

        self._session.move(change_set, keep)

    def replace_application(self, application: Application, label: str) -> ChangeSet:
        """Make all records those of ``application`` with one change set, which is returned.

        It must have this workspace's id, notice and demo mark, else ``ValueError``.
        """
        present = self.application()
        same = (present.id, present.notice, present.demo)
        if (application.id, application.notice, application.demo) != same:
            raise ValueError("the application belongs to another workspace")
        change_set = difference(present, application, label)
        self.apply(change_set)
        return change_set

    # --- undo --------------------------------------------------------------------------------

    @property
    def undo_label(self) -> str | None:
        """What would be undone, ``None`` for nothing."""
        with self._session.read() as connection:
            return journal.label_at(connection, self._session.undo_head)

    @property
    def redo_label(self) -> str | None:
        """What would be redone, ``None`` for nothing."""
        with self._session.read() as connection:
            return journal.label_at(connection, self._session.undo_head + 1)

    def undo(self) -> ChangeSet | None:
        """Take the last change set back. Returns the changes this made, ``None`` for nothing."""
        return self._step(0, -1)

    def redo(self) -> ChangeSet | None:
        """Make the change set again that was undone last, and return it; ``None`` for nothing."""
        return self._step(1, 1)

    def _step(self, entry: int, way: int) -> ChangeSet | None:
        """Undo or redo the change set ``entry`` behind the head and move the head that ``way``."""
        with self._session.turn:
            self._session.must_write()
            with self._session.read() as connection:
                made = journal.at(connection, self._session.undo_head + entry)
            if made is None:
                return None
            change_set = made if way > 0 else made.inverse()
            self._session.move(change_set, lambda _, head: head + way)
            return change_set

    def history(self, limit: int) -> tuple[HistoryEntry, ...]:
        """The change sets that stand, newest first, at most ``limit``."""
        with self._session.read() as connection:
            return journal.history(connection, self._session.undo_head, limit)

    def log(self, limit: int, *, before: int | None = None) -> tuple[LoggedChange, ...]:
        """All change sets there are, with what they changed, newest first, at most ``limit``.

        What was undone and can be made again is among them; ``before``: those with a smaller number.
        """
        with self._session.read() as connection:
            return journal.log(connection, self._session.undo_head, before, limit)

    def logged(self, number: int) -> LoggedChange | None:
        """The change set with this number of the log, ``None`` when it is gone."""
        with self._session.read() as connection:
            return journal.logged(connection, self._session.undo_head, number)

    def authors(self) -> tuple[str, ...]:
        """Who has made changes, by name."""
        with self._session.read() as connection:
            return journal.authors(connection)

    # --- 定稿 --------------------------------------------------------------------------------

    def freezes(self) -> tuple[FreezeRecord, ...]:
        """All freezings and thawings in order; the last one says how it stands."""
        with self._session.read() as connection:
            return freezing.read_freezes(connection)

    def freeze(self, data_digest: str, reason: str) -> None:
        """Let no data be changed from now on, undo and redo included, until :meth:`thaw`."""
        self._keep_freeze(FreezeRecord(self._clock(), self._who, True, reason, data_digest))

    def thaw(self, reason: str) -> None:
        """Let data be changed again."""
        self._keep_freeze(FreezeRecord(self._clock(), self._who, False, reason, ""))

    def _keep_freeze(self, record: FreezeRecord) -> None:
        with self._session.write() as connection:
            freezing.add_freeze(connection, record)

    # --- notes, printings, seals, scans: never undone ----------------------------------------

    def notes(self) -> WorkNotes:
        """The internal notes and the reasons of warnings."""
        with self._session.read() as connection:
            return beside.read_notes(connection)

    def figure_notes(self) -> tuple[FigureNote, ...]:
        """The notes on figures alone: they are asked for after every edit."""
        with self._session.read() as connection:
            return beside.read_figure_notes(connection)

    def set_reason(self, reason: Reason) -> None:
        """Write why a warning may stand, over what was written for the same values before."""
        with self._session.write() as connection:
            beside.set_reason(connection, reason)

    def drop_reason(self, key: str) -> None:
        """Take back the reasons with this key, if there are any."""
        with self._session.write() as connection:
            beside.drop_reason(connection, key)

    def set_figure_note(self, note: FigureNote) -> None:
        """Write where a figure comes from; a note without source and bureau takes it away."""
        with self._session.write() as connection:
            beside.set_figure_note(connection, note)

    @property
    def papers_stamp(self) -> int:
        """Another number when a printing, a scan or what was said of its pages may have changed."""
        with self._session.turn:
            return self.revision if self.read_only else self._papers_kept

    def print_run(self) -> PrintRun | None:
        """The last printing."""
        with self._session.read() as connection:
            return next(iter(beside.read_print_runs(connection, 1)), None)

    def earlier_print_runs(self) -> tuple[PrintRun, ...]:
        """The printings before the last one, the latest first, at most 200."""
        with self._session.read() as connection:
            return beside.read_print_runs(connection, MOST_PRINT_RUNS)[1:]

    def save_print_run(self, run: PrintRun) -> None:
        """Keep a printing; it becomes the last one."""
        with self._write_papers() as connection:
            beside.add_print_run(connection, run, self._clock())

    def seals(self) -> tuple[SealRecord, ...]:
        """All sealings, by version."""
        with self._session.read() as connection:
            return sealed.read_seals(connection)

    def unsettled_seals(self) -> tuple[tuple[SealRecord, Path], ...]:
        """Sealings that were cut off, with where their package may stand."""
        with self._session.read() as connection:
            return sealed.read_unsettled(connection)

    def begin_seal(self, seal: SealRecord, place: Path) -> None:
        """Keep a sealing whose package is about to stand at ``place``. Its version must be new."""
        with self._session.write() as connection:
            sealed.begin_seal(connection, seal, place)

    def add_seals(self, seals: Iterable[SealRecord]) -> None:
        """Keep sealings that were done in a copy of this workspace. Their versions must be new."""
        with self._session.write() as connection:
            sealed.add_seals(connection, seals)

    def settle_seal(self, version: int, *, stands: bool) -> None:
        """That package took its place, or never did: then its sealing is forgotten."""
        with self._session.write() as connection:
            sealed.settle_seal(connection, version, stands=stands)

    def scans(self) -> tuple[ScanFile, ...]:
        """The stamped scans, in the order they were added."""
        with self._session.read() as connection:
            return scanned.read_scans(connection)

    def add_scan(self, file: StoredFile, name: str, pages: Sequence[ScanPage] = ()) -> None:
        """Keep a stamped scan whose bytes were added before, with what was seen of all its ``pages``."""
        self.file(file.sha256)
        with self._write_papers() as connection:
            scanned.add_scan(connection, file, name, pages, self._clock())

    def drop_scan(self, sha256: str) -> None:
        """Take a scan off the list with what was confirmed of its pages; its bytes stay."""
        with self._write_papers() as connection:
            scanned.drop_scan(connection, sha256)

    def sheet_confirmations(self) -> tuple[SheetConfirmation, ...]:
        """Who has said which printed page a scan page without a readable code is."""
        with self._session.read() as connection:
            return scanned.read_confirmations(connection)

    def confirm_sheet(self, made: SheetConfirmation) -> None:
        """Keep what was said of a scan page, over what was said of it or of the printed page before."""
        with self._write_papers() as connection:
            scanned.confirm_sheet(connection, made)

    def withdraw_sheet(self, sha256: str, page: int) -> None:
        """Take back what was said of a scan page."""
        with self._write_papers() as connection:
            scanned.withdraw_sheet(connection, sha256, page)

    @contextmanager
    def _write_papers(self) -> Iterator[Connection]:
        with self._session.write() as connection:
            self._papers_kept += 1
            yield connection

    # --- backups -----------------------------------------------------------------------------

    def backup(self, reason: str) -> Path:
        """Take a snapshot of the database into ``backups/``; the newest 20 are kept.

        ``reason`` is a word or two for the file's name. Raises ``UserError``.
        """
        with self._session.turn:
            self._session.must_write()
            return backups.take(self._session.database, self.path / BACKUPS_NAME, self._clock(), reason)

    def backups(self) -> tuple[Backup, ...]:
        """The snapshots there are, newest first."""
        return backups.listed(self.path / BACKUPS_NAME)

    def backed_up_application(self, backup: Backup) -> Application:
        """The application as a snapshot holds it.

        Raises ``UserError`` as :func:`open_workspace` does for a damaged or newer one, and
        ``store.foreign-backup`` when it is another application's.
        """
        return read_backup(backup.path, self._session.meta)


def _own_notice(path: Path, meta: Meta) -> Notice:
    notice = load_folder(path / NOTICE_NAME)
    if NoticeRef(notice.id, notice.version, notice.digest) != meta.notice:
        raise UserError(
            "store.notice-changed",
            f"工作区“{path.name}”中的申报通知包被改动过。",
            "请从备份的工作区文件夹把 notice 文件夹复制回来，不要手工改动其中的文件。",
        )
    return notice
