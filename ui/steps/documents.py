"""送审稿 and 打印盖章: make the documents, look at them in the window, print them, open them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from jxdesk.app import printing
from jxdesk.app.session import Session
from jxdesk.base.progress import Progress
from jxdesk.domain.application import Application
from jxdesk.domain.work import Draft
from jxdesk.notice import Notice
from ui import messages
from ui.jobs import aside_told
from ui.pages.block import Card
from ui.pages_view import PagesView
from ui.picture import Picture
from ui.printing import PrintOut
from ui.steps.step import StepPage

if TYPE_CHECKING:
    from jxdesk.documents.bundle import Rendered

_LEAST_HEIGHT = 460


class DocumentsStep(StepPage):
    """``draft`` makes the watermarked 送审稿, else what is printed and stamped."""

    wide: ClassVar[bool] = True
    draft: ClassVar[bool]
    what: ClassVar[str]

    def build(self) -> None:
        self.files: tuple[Path, ...] = ()
        self._print_out: PrintOut | None = None
        self.make = QPushButton(f"生成{self.what}…")
        self.make.setObjectName("primary")
        self.print = QPushButton("打印…")
        self.open_folder = QPushButton("打开所在文件夹")
        self.made = QLabel()
        self.made.setObjectName("muted")
        self.made.setWordWrap(True)
        buttons = QWidget()
        line = QHBoxLayout(buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for button in (self.make, self.print, self.open_folder):
            line.addWidget(button)
        line.addStretch(1)
        self._links = QWidget()
        self._grid = QGridLayout(self._links)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self.pages = PagesView(self.context.look)
        self.pages.setMinimumHeight(_LEAST_HEIGHT)
        card = Card(self.context, "")
        for part in (buttons, self.made, self._links, self.pages):
            card.add(part, wide=True)
        card.stretch(self.pages)
        self.column.addWidget(card, 1)
        self.make.clicked.connect(self._choose)
        self.print.clicked.connect(self._ask_printer)
        self.open_folder.clicked.connect(self._open_folder)
        self._show_files(())
        self.show_picture(self.context.desk.picture)

    def show_picture(self, picture: Picture) -> None:
        self.say_standing()

    def make_into(self, folder: Path) -> None:
        """Write the documents into ``folder`` and show them."""

        def work(session: Session, progress: Progress) -> printing.Printed:
            return printing.render(session, folder, progress, draft=self.draft, write=_write_aside)

        def done(printed: printing.Printed) -> None:
            self._show_files(printed.files)
            self.context.desk.told.emit(f"{self.what}已生成在“{folder}”。")

        self.context.desk.act(work, done, title=f"正在生成{self.what}")

    def print_on(self, printer: QPrinter, pages: tuple[int, ...]) -> None:
        """Send these pages (from 1) of the print PDF to ``printer``."""
        self._print_out = PrintOut(self.context.desk.worker, self.files[0], pages, printer, self)
        self._print_out.finished.connect(
            lambda count: self.context.desk.told.emit(f"{count} 页已送往打印机。")
        )
        self._print_out.failed.connect(lambda error: messages.show_error(self, error))
        self._print_out.start()

    def _open_folder(self) -> None:
        if self.files:
            _open(self.files[0].parent)

    def _choose(self) -> None:
        start = self.files[0].parent if self.files else Path(_documents())
        dialog = QFileDialog(self, f"{self.what}存放到哪个文件夹", str(start))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.make_into(Path(chosen)))
        dialog.open()

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self.pages.count)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            first, last = printer.fromPage() or 1, printer.toPage() or self.pages.count
            self.print_on(printer, tuple(range(first, min(last, self.pages.count) + 1)))

    def _show_files(self, files: tuple[Path, ...]) -> None:
        self.files = files
        while self._grid.count():
            self._grid.takeAt(0).widget().deleteLater()
        for number, path in enumerate(files):
            link = QPushButton(path.name)
            link.setObjectName("link")
            link.setToolTip(f"用本机的程序打开“{path}”")
            link.clicked.connect(lambda _=False, path=path: _open(path))
            self._grid.addWidget(link, number // 4, number % 4)
        self._grid.setColumnStretch(4, 1)
        self.made.setText(f"生成在“{files[0].parent}”；点名称用本机的程序打开。" if files else "")
        for button in (self.print, self.open_folder):
            button.setVisible(bool(files))
        for part in (self.made, self._links, self.pages):
            part.setVisible(bool(files))
        self.pages.show_file(files[0] if files else None)


class DraftStep(DocumentsStep):
    """The watermarked draft for bureaus and leaders to read."""

    stage = "送审稿"
    draft = True
    what = "送审稿"


class PrintStep(DocumentsStep):
    """What is printed, stamped and scanned."""

    stage = "打印盖章"
    draft = False
    what = "打印版"


def _write_aside(
    application: Application, notice: Notice, out: Path, draft: Draft | None, progress: Progress
) -> Rendered:
    return aside_told(progress, printing.write_documents, application, notice, out, draft)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
