"""The print PDF once more, to look at beside the scan: made aside when first wanted, gone with the window."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Signal

from jxdesk.app import printing
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.domain.application import Application
from ui.jobs import Worker, aside_told
from ui.picture import Picture

_NAME = "打印版.pdf"


class PrintCopy(QObject):
    """``came`` carries where it lies, ``failed`` a :class:`UserError`."""

    came = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._folder = ExitStack()
        self._made_of: Application | None = None
        self._asked: Application | None = None
        self._worker = Worker(self)
        self.destroyed.connect(lambda _=None, worker=self._worker: worker.leave())
        self.destroyed.connect(lambda _=None, folder=self._folder: folder.close())

    def want(self, picture: Picture) -> None:
        """Have it made of the data that ``picture`` shows, unless it was."""
        application, notice, path = picture.application, picture.notice, self._place()
        if self._made_of is application:
            self.came.emit(path)
        elif self._asked is not application:
            self._asked = application

            def work(progress: Progress) -> None:
                aside_told(progress, printing.write_print_copy, application, notice, path)

            self._worker.submit(work, lambda _: self._take(application), self._give_up)

    def _place(self) -> Path:
        # A workspace keeps no printings; what is only looked at is not to be taken for one.
        if self._path is None:
            made = TemporaryDirectory(prefix="jxdesk-", ignore_cleanup_errors=True)
            self._path = Path(self._folder.enter_context(made)) / _NAME
        return self._path

    def _take(self, application: Application) -> None:
        self._made_of, self._asked = application, None
        self.came.emit(self._path)

    def _give_up(self, error: UserError) -> None:
        self._asked = None
        self.failed.emit(error)
