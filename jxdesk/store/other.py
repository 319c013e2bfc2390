"""Look into a copy of a workspace, or into a backup, that lies somewhere else; nothing is changed there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from jxdesk.base.clock import Clock
from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application, NoticeRef
from jxdesk.domain.work import WorkNotes
from jxdesk.store import beside, journal, sealed, tables
from jxdesk.store.building import BACKUPS_NAME, FILES_NAME
from jxdesk.store.connection import Database, Mode
from jxdesk.store.entries import LoggedChange, SealRecord
from jxdesk.store.files import FileStore
from jxdesk.store.lock import WorkspaceLock, present_holder
from jxdesk.store.meta import read_meta
from jxdesk.store.opening import must_be_workspace, open_backup, open_database, understood
from jxdesk.store.places import must_be_plain

BACKUP_SUFFIX = ".db"


@dataclass(frozen=True, slots=True)
class OtherCopy:
    """What lies in another copy: its ``application``, its log (oldest first, undone ones last), its notes,
    and its sealings by version.
    """

    name: str
    application: Application
    log: tuple[LoggedChange, ...]
    notes: WorkNotes
    seals: tuple[SealRecord, ...]
    _files: FileStore

    def file(self, sha256: str) -> Path:
        """Where the bytes with this SHA-256 lie. Raises ``UserError`` ``store.file-missing``."""
        return self._files.path(sha256)


@contextmanager
def open_other(path: Path, application: Application, clock: Clock) -> Iterator[OtherCopy]:
    """The copy of ``application``'s workspace at ``path``: a folder, or a backup in one (``.db``).

    Nobody can open the folder to change it meanwhile. Raises ``UserError``: ``merge.other-application``,
    ``merge.other-notice``, ``store.locked`` and the others of
    :func:`jxdesk.store.workspace.open_workspace`.
    """
    with ExitStack() as stack:
        if path.suffix.lower() == BACKUP_SUFFIX and not path.is_dir():
            database = stack.enter_context(open_backup(path, Mode.FROZEN))
            files = path.parent.parent if path.parent.name == BACKUPS_NAME else path.parent
        else:
            must_be_workspace(path)
            _keep_still(path, clock, stack)
            database, _ = open_database(path, read_only=True, clock=clock)
            stack.callback(database.close)
            files = path
        if files is not path and (files / FILES_NAME).exists():
            must_be_plain(files)
        yield _read(path, database, FileStore(files / FILES_NAME), application)


def _keep_still(path: Path, clock: Clock, stack: ExitStack) -> None:
    """Hold the lock of the copy; where nothing can be written, nobody else can either."""
    try:
        lock = WorkspaceLock(path, present_holder(clock))
    except UserError as error:
        if error.code == "store.locked":
            raise
        return
    stack.callback(lock.release)


def _read(path: Path, database: Database, files: FileStore, ours: Application) -> OtherCopy:
    with understood(database.path), database.read() as connection:
        meta = read_meta(connection)
        if (meta.application_id, meta.demo) != (ours.id, ours.demo):
            raise UserError(
                "merge.other-application",
                f"“{path.name}”是另一份申报，不是这一份的副本，没有合并。",
                "请选择从这个工作区复制出去、由别人填写的文件夹。",
            )
        _must_be_same_notice(path, meta.notice, ours.notice)
        held = tables.load(connection, meta.application_id, meta.notice, demo=meta.demo)
        log = journal.log(connection, meta.undo_head, None, sys.maxsize)[::-1]
        notes, seals = beside.read_notes(connection), sealed.read_seals(connection)
        return OtherCopy(path.stem, held, log, notes, seals, files)


def _must_be_same_notice(path: Path, theirs: NoticeRef, ours: NoticeRef) -> None:
    if theirs != ours:
        raise UserError(
            "merge.other-notice",
            f"“{path.name}”用的是另一版申报通知，没有合并。",
            "请让双方用同一版通知的工作区填写，再合并。",
        )
