"""Print a PDF page by page: pictures are made aside, only drawing them happens in the window's thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.files.pictures import PagePicture, page_pictures
from ui.jobs import Job, Worker

# 300 dots per inch across A4: the page codes are read back from the stamped sheet.
_WIDTH = 2_480


class PrintOut(QObject):
    """Sends ``pages`` (from 1, in order) of the PDF ``path`` to ``printer``.

    ``finished`` says how many were printed, ``failed`` carries a :class:`UserError`.
    """

    finished = Signal(int)
    failed = Signal(object)

    def __init__(
        self, worker: Worker, path: Path, pages: tuple[int, ...], printer: QPrinter, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._worker, self._path, self._pages, self._printer = worker, path, pages, printer
        self._painter = QPainter()
        self._job: Job[tuple[PagePicture | None, ...]] | None = None

    def start(self) -> None:
        """Begin with the first page."""
        self._printer.setFullPage(True)
        if not self._painter.begin(self._printer):
            self.failed.emit(
                UserError(
                    "print.printer", "打印机没有接受这份文件。", "请检查打印机是否打开、有没有纸，然后重试。"
                )
            )
            return
        self._next(0)

    def cancel(self) -> None:
        """Print no further page."""
        if self._job is not None:
            self._job.cancel()
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()

    def _next(self, index: int) -> None:
        if index == len(self._pages):
            self._painter.end()
            self.finished.emit(index)
            return
        number, path = self._pages[index], self._path

        def work(progress: Progress) -> tuple[PagePicture | None, ...]:
            progress(f"正在打印第 {number} 页", index, len(self._pages))
            return page_pictures(path, (number,), width=_WIDTH)

        def done(came: tuple[PagePicture | None, ...]) -> None:
            self._draw(came[0], index)

        self._job = self._worker.submit(work, done, self._give_up, title="正在打印")

    def _draw(self, picture: PagePicture | None, index: int) -> None:
        if not self._painter.isActive():
            return
        if picture is None:
            self._give_up(
                UserError(
                    "print.page",
                    f"第 {self._pages[index]} 页打不开，打印停在这里。",
                    "请重新生成打印版后再打印。",
                )
            )
            return
        image = QImage.fromData(picture.png)
        if index:
            self._printer.newPage()
        sheet = QRectF(self._painter.viewport())
        scale = min(sheet.width() / image.width(), sheet.height() / image.height())
        self._painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
        self._next(index + 1)

    def _give_up(self, error: UserError) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.failed.emit(error)
