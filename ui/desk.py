"""The open workspace as the window uses it: edits go out, pictures come back.

All work is done on the workspace's own worker, in order. An edit brings two pictures: one at
once with the new data, one with the new findings; of several edits in a row only the last is
checked.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from jxdesk.app import checking, facts, safekeeping
from jxdesk.app.session import Session
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import Progress
from jxdesk.domain.changes import ChangeSet
from jxdesk.domain.finding import Finding
from jxdesk.store.entries import Backup
from ui.jobs import Job, Worker
from ui.picture import Picture, take

R = TypeVar("R")
Refused = Callable[[UserError], None]


class Desk(QObject):
    """``changed`` carries the next :class:`Picture`, ``refused`` a :class:`UserError` that no
    field takes, ``told`` a sentence for the foot of the window, ``moved`` the change set that an
    undo or redo made; ``closed`` comes once, at the end.
    """

    changed = Signal(object)
    refused = Signal(object)
    told = Signal(str)
    moved = Signal(object)
    closed = Signal()

    def __init__(self, worker: Worker, session: Session, picture: Picture) -> None:
        super().__init__()
        self.worker = worker
        self.picture = picture
        self._session = session
        self._edits_ahead = 0
        self._closing = False
        self._let_go = False

    # --- editing -----------------------------------------------------------------------------

    def set_text(
        self, field: str, typed: str, row: str, *, refused: Refused, done: Callable[[], None]
    ) -> None:
        """Set a field to what was typed; ``refused`` says why not, and then nothing was changed."""
        self._edit(lambda s: s.set_text(field, typed, row), lambda _: done(), refused)

    def add_row(self, record: str, done: Callable[[str], None]) -> None:
        """Append an empty row to a list; ``done`` gets its uid after the pages have it."""
        self._edit(lambda s: s.add_row(record), done, self.refused.emit)

    def delete_rows(self, record: str, uids: tuple[str, ...]) -> None:
        """Take rows out of a list, as one step that can be undone."""

        def done(_: None) -> None:
            self.told.emit(f"已删除 {len(uids)} 行，按 Ctrl+Z 可以撤销。")

        self._edit(lambda s: s.delete_rows(record, uids), done, self.refused.emit)

    def undo(self) -> None:
        """Take the last change back."""
        self._move(lambda s: s.workspace.undo(), "已撤销")

    def redo(self) -> None:
        """Make the change again that was undone last."""
        self._move(lambda s: s.workspace.redo(), "已重做")

    def write_reason(self, finding: Finding, text: str, *, for_reviewer: bool, refused: Refused) -> None:
        """Write why a warning may stand."""
        self._edit(
            lambda s: checking.write_reason(s, finding, text, for_reviewer=for_reviewer),
            lambda _: self.told.emit("理由已保存。"),
            refused,
        )

    def edit(
        self, step: Callable[[Session], R], done: Callable[[R], None], refused: Refused | None = None
    ) -> None:
        """Make a quick change to the open workspace; ``done`` gets the result once the pages have it.

        What is refused is shown over the window unless ``refused`` takes it. Findings follow on
        their own, as after every edit. For what takes longer than an edit there is :meth:`act`.
        """
        self._edit(step, done, refused or self.refused.emit)

    def ask(
        self,
        question: Callable[[Session, Progress], R],
        done: Callable[[R], None],
        *,
        title: str = "",
        refused: Refused | None = None,
    ) -> Job[R]:
        """Read something that the picture does not hold; ``question`` changes nothing.

        ``done`` gets the answer in the window's thread, after everything asked for before.
        """
        return self.worker.submit(
            lambda progress: question(self._held(), progress),
            done,
            refused or self.refused.emit,
            title=title,
        )

    def act(
        self,
        work: Callable[[Session, Progress], R],
        done: Callable[[R], None],
        *,
        title: str,
        refused: Refused | None = None,
    ) -> Job[tuple[R, Picture]]:
        """Do something longer with the open workspace; the job can be cancelled at its next step.

        ``title`` is shown while it lasts. ``done`` gets the result once the pages have the new
        picture; what is refused is shown over the window unless ``refused`` takes it. What
        computes for long belongs into :func:`ui.jobs.aside`.
        """

        def doing(progress: Progress) -> tuple[R, Picture]:
            result = work(self._held(), progress)
            return result, take(self._session, checking.check(self._session))

        def finished(came: tuple[R, Picture]) -> None:
            result, picture = came
            self._show(picture)
            done(result)

        return self.worker.submit(doing, finished, refused or self.refused.emit, title=title)

    # --- looking after what is there ---------------------------------------------------------

    def look_after(self) -> None:
        """Once after opening: the check, the backup of the day, and a look into files not looked into yet."""
        self._check()
        if self.picture.read_only:
            return

        def work(_: Progress) -> None:
            # Nobody asked for it: a full disk is told when something is really to be saved.
            with suppress(UserError):
                safekeeping.daily(self._held())

        def look(progress: Progress) -> Picture | None:
            session = self._held()
            if not facts.lacking(session):
                return None
            facts.refresh(session, progress)
            return take(session, checking.check(session))

        self.worker.submit(work, lambda _: None, self.refused.emit)
        self.worker.submit(look, self._show, self.refused.emit, title="正在查看材料")

    def list_backups(self, done: Callable[[tuple[Backup, ...]], None]) -> None:
        """``done`` gets the backups there are, newest first."""
        self.ask(lambda session, _: session.workspace.backups(), done)

    def restore(self, backup: Backup) -> None:
        """Bring a backup back."""

        def done(changes: ChangeSet) -> None:
            self.told.emit(f"已{changes.label}，按 Ctrl+Z 可以撤销。")

        self.act(lambda session, _: safekeeping.restore(session, backup), done, title="正在恢复备份")

    # --- ending ------------------------------------------------------------------------------

    def when_idle(self, then: Callable[[], None]) -> None:
        """Call ``then`` once everything asked for so far has been answered."""

        def answered(_: object) -> None:
            then()

        self.worker.submit(lambda _: None, answered, answered)

    def close(self) -> None:
        """Finish what is under way and let go of the workspace; ``closed`` is emitted after it."""
        if self._closing:
            return
        self._closing = True

        def work(_: Progress) -> None:
            self._let_go = True
            self._session.close()

        def finished(_: object) -> None:
            self.worker.stop()
            self.closed.emit()

        self.worker.submit(work, finished, finished)

    # --- inside ------------------------------------------------------------------------------

    def _held(self) -> Session:
        """The session, on the worker. What was asked for after closing is dropped without a word."""
        if self._let_go:
            raise Cancelled
        return self._session

    def _move(self, step: Callable[[Session], ChangeSet | None], word: str) -> None:
        def done(changes: ChangeSet | None) -> None:
            if changes is not None:
                self.told.emit(f"{word}：{changes.label}。")
                self.moved.emit(changes)

        self._edit(step, done, self.refused.emit)

    def _edit(self, step: Callable[[Session], R], done: Callable[[R], None], refused: Refused) -> None:
        self._edits_ahead += 1

        def work(_: Progress) -> tuple[R, Picture]:
            try:
                result = step(self._held())
            finally:
                # Counted down on the worker, so that the check that follows knows what still waits.
                self._edits_ahead -= 1
            return result, take(self._session, self.picture.report)

        def finished(came: tuple[R, Picture]) -> None:
            result, picture = came
            self._show(picture)
            done(result)

        self.worker.submit(work, finished, refused)
        self._check()

    def _check(self) -> None:
        """Find anew what there is to find, unless more edits wait: after the last one is enough."""

        def check(_: Progress) -> Picture | None:
            if self._edits_ahead:
                return None
            session = self._held()
            return take(session, checking.check(session))

        self.worker.submit(check, self._show, self.refused.emit, title="正在检查")

    def _show(self, picture: Picture | None) -> None:
        if picture is not None:
            self.picture = picture
            self.changed.emit(picture)
