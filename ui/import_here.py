"""The import of spreadsheets in a window: choose a file, say what its columns mean, try, import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from jxdesk.app import headings
from jxdesk.app.import_look import Looked, Question, look_into
from jxdesk.app.import_report import ImportReport
from jxdesk.app.importing import NO_CHOICES, apply_plan
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.merging import Side
from jxdesk.exchange.headings import ListAnswers, Meaning
from jxdesk.exchange.kinds import lists_of
from ui.conflicts_model import of_import
from ui.context import Context
from ui.decide_dialog import DecideDialog
from ui.import_dialog import ImportDialog
from ui.jobs import Job

_KINDS = "表格 (*.xlsx *.xls *.ods *.csv)"
_WORKBOOK = "Excel 工作簿 (*.xlsx)"
_LOOKING = "正在核对表格"
Stamp = tuple[int, int]
Said = Mapping[str, Mapping[str, Meaning]]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found in the file as it stood then, held against the application as it stood then."""

    path: Path
    stamp: Stamp
    application: Application
    answers: ListAnswers
    remembered: bool
    looked: Looked
    choices: Mapping[str, Side]


class ImportHere(QObject):
    """Imports of one kind (``jxdesk.exchange.kinds.KINDS``); ``dialog`` and ``deciding`` are what is open."""

    def __init__(self, context: Context, kind: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = context.desk
        self._parent = parent
        self._kind = kind
        self.dialog: ImportDialog | None = None
        self.deciding: DecideDialog | None = None
        self._seen: _Seen | None = None
        self._job: Job[Any] | None = None

    def choose(self) -> None:
        """Ask for the spreadsheet. Does not block."""
        folder = self._seen.path.parent if self._seen is not None else self._desk.picture.path.parent
        dialog = QFileDialog(self.dialog or self._parent.window(), "从表格导入", str(folder), _KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.check(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def check(self, path: Path) -> None:
        """Say what importing ``path`` would do, or what has to be asked first; nothing is changed."""

        def look(session: Session, progress: Progress) -> _Seen:
            return _look(session, path, self._kind, progress)

        self._ask(look)

    def answer(self, said: Said) -> None:
        """Take what was chosen for the columns, keep it for the next time and try the import."""
        seen = self._seen
        if seen is None:
            return

        def look(session: Session, progress: Progress) -> _Seen:
            for record, answers in said.items():
                headings.remember(record, answers)
            return _look(session, seen.path, self._kind, progress, ask=False, choices=seen.choices)

        self._ask(look)

    def forget(self) -> None:
        """Drop what was answered before, and ask again."""
        seen = self._seen
        if seen is None:
            return

        def look(session: Session, progress: Progress) -> _Seen:
            for record in (each.record for each in lists_of(self._kind)):
                headings.forget(record)
            return _look(session, seen.path, self._kind, progress)

        self._ask(look)

    def decide(self, choices: Mapping[str, Side]) -> None:
        """Take what was chosen where both sides changed the same or a cell came back empty, and try again."""
        seen = self._seen
        if seen is None:
            return

        def look(session: Session, progress: Progress) -> _Seen:
            every = {**seen.choices, **choices}
            return _look(session, seen.path, self._kind, progress, ask=False, choices=every)

        self._ask(look)

    def choose_sides(self) -> None:
        """Show both versions side by side. Does not block."""
        if self.dialog is None or self._seen is None or self._seen.looked.plan is None:
            return
        clashes = of_import(self._seen.looked.plan.report)
        self.deciding = DecideDialog(clashes, self._context.look, self.dialog)
        self.deciding.decided.connect(self.decide)
        self.deciding.open()

    def save_rejects(self, out: Path) -> None:
        """Write the rows that can't be imported to ``out``, each with its reasons."""
        seen = self._seen
        if seen is None:
            return

        def work(session: Session, progress: Progress) -> None:
            question = Question(self._kind, seen.answers, rejects=out)
            look_into(seen.path, question, session.notice, session.application, progress)

        self._desk.ask(
            work, lambda _: self._desk.told.emit(f"退回的行已存为“{out}”。"), title="正在保存退回的行"
        )

    def bring_in(self) -> None:
        """Import what was looked at if it is still the same, else look at it again."""
        seen = self._seen
        if seen is None or seen.looked.plan is None:
            return
        plan = seen.looked.plan

        def work(session: Session, progress: Progress) -> ImportReport | _Seen:
            if _stamp(seen.path) == seen.stamp and session.application == seen.application:
                return apply_plan(session, plan)
            return _look(session, seen.path, self._kind, progress, ask=False, choices=seen.choices)

        def done(found: ImportReport | _Seen) -> None:
            if isinstance(found, _Seen):
                self._show(found, again=True)
                return
            self._shut()
            self._desk.told.emit(f"{found.bottom_line}按 Ctrl+Z 可以撤销。")

        def refused(error: UserError) -> None:
            self._shut()
            self._desk.refused.emit(error)

        if self.dialog is not None:
            self.dialog.wait(waiting=True)
        self._desk.act(work, done, title="正在导入", refused=refused)

    def _ask(self, look: Any) -> None:
        if self.dialog is not None:
            self.dialog.wait(waiting=True)

        def show(seen: _Seen) -> None:
            # The dialog may have been closed after the last step at which the work could stop.
            if not job.cancelled:
                self._show(seen)

        job = self._job = self._desk.ask(look, show, title=_LOOKING, refused=self._refuse)

    def _refuse(self, error: UserError) -> None:
        """A file that can't be read is told where it was asked for."""
        if self.dialog is not None:
            self.dialog.refuse(f"{error.message}{error.remedy}")
        else:
            self._desk.refused.emit(error)

    def _show(self, seen: _Seen, *, again: bool = False) -> None:
        self._seen = seen
        if self.dialog is None:
            self.dialog = self._new_dialog()
        self.dialog.show_looked(seen.path.name, seen.looked, remembered=seen.remembered, again=again)
        self.dialog.open()

    def _new_dialog(self) -> ImportDialog:
        labels = {field.id: field.short for field in Catalogue(self._desk.picture.notice)}
        dialog = ImportDialog(self._context.look, labels, self._parent.window())
        dialog.answered.connect(self.answer)
        dialog.import_wanted.connect(self.bring_in)
        dialog.save_wanted.connect(self._choose_rejects)
        dialog.file_wanted.connect(self.choose)
        dialog.forget_wanted.connect(self.forget)
        dialog.decide_wanted.connect(self.choose_sides)
        dialog.finished.connect(self._forget_dialog)
        return dialog

    def _choose_rejects(self) -> None:
        if self._seen is None:
            return
        path = self._seen.path
        dialog = QFileDialog(
            self.dialog or self._parent.window(), "保存退回的行", str(path.parent), _WORKBOOK
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(".xlsx")
        dialog.selectFile(f"{path.stem}-退回的行")
        dialog.fileSelected.connect(lambda name: self.save_rejects(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _shut(self) -> None:
        if self.dialog is not None:
            self.dialog.close()

    def _forget_dialog(self) -> None:
        if self._job is not None:
            self._job.cancel()
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = self.deciding = self._seen = self._job = None


def _look(
    session: Session,
    path: Path,
    kind: str,
    progress: Progress,
    *,
    ask: bool = True,
    choices: Mapping[str, Side] = NO_CHOICES,
) -> _Seen:
    """Look into the file with all that was answered so far."""
    answers = headings.remembered(kind)
    stamp, application = _stamp(path), session.application
    question = Question(kind, answers, ask=ask, choices=dict(choices))
    looked = look_into(path, question, session.notice, application, progress)
    return _Seen(path, stamp, application, answers, bool(answers), looked, choices)


def _stamp(path: Path) -> Stamp:
    """What tells whether a file was written to since. Raises ``UserError`` ``path.*``."""
    with os_errors(path):
        about = path.stat()
    return about.st_mtime_ns, about.st_size
