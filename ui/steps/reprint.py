"""Which pages an edit made it necessary to print and stamp again: worked out aside, said in a line."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from jxdesk.app import reprinting
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.domain.show import show_numbers
from jxdesk.domain.work import PrintedPage
from ui.context import Context
from ui.jobs import Job, Worker, aside_told
from ui.picture import Picture

# Somebody who goes on typing is not followed key by key.
_PATIENCE_MS = 700
LOOKING = "打印以后数据又改过，正在看哪几页变了……"


class ReprintLine(QWidget):
    """``wanted`` carries the numbers of the pages to print again. Hidden while nothing has changed."""

    wanted = Signal(tuple)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = context.desk
        self._pages: tuple[int, ...] = ()
        self._picture: Picture | None = None
        self._job: Job[tuple[PrintedPage, ...]] | None = None
        self._worker = Worker(self)
        self.destroyed.connect(lambda _=None, worker=self._worker: worker.leave())
        self.said = QLabel()
        self.said.setObjectName("warning")
        self.said.setWordWrap(True)
        self.go = QPushButton()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.said, 1)
        line.addWidget(self.go)
        self.go.clicked.connect(lambda: self.wanted.emit(self._pages))
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._look)
        self.hide()

    def show_picture(self, picture: Picture) -> None:
        """Say which pages are to be printed again, if any; have it worked out where it is not known."""
        before, self._picture = self._picture, picture
        self.setVisible(picture.printed is False)
        if picture.printed is not False or picture.reprint is not None:
            self._stop()
            self._say(picture.reprint)
        elif before is None or before.application is not picture.application:
            self._stop()
            self._begin()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        picture = self._picture
        if picture is not None and picture.printed is False and picture.reprint is None and self._job is None:
            self._begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stop()

    def _begin(self) -> None:
        self.go.hide()
        self.said.setText(LOOKING)
        if self.isVisible():
            self._patience.start()

    def _stop(self) -> None:
        self._patience.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _say(self, pages: tuple[int, ...] | None) -> None:
        self._pages = pages or ()
        self.go.setVisible(pages is not None)
        if pages:
            shown = show_numbers(pages)
            self.said.setText(f"要重印的页：{shown}。其余盖好章的页照用。")
            self.go.setText("重印这几页…")
        elif pages is not None:
            self.said.setText("各页的内容没有变化，不用重印；重新生成打印版就可以。")
            self.go.setText("去生成打印版")

    def _look(self) -> None:
        picture = self._picture
        if picture is None:
            return
        application, notice = picture.application, picture.notice

        def work(progress: Progress) -> tuple[PrintedPage, ...]:
            return aside_told(progress, reprinting.set_pages, application, notice)

        def done(pages: tuple[PrintedPage, ...]) -> None:
            self._job = None
            self._desk.edit(lambda s: reprinting.keep_reprint(s, application, pages), lambda _: None)

        def failed(error: UserError) -> None:
            self.said.setText(f"{error.message}{error.remedy}")

        self._job = self._worker.submit(work, done, failed)
