"""送审稿 and 打印盖章: make the documents, look at them in the window, print them, open them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from jxdesk.app import printing
from jxdesk.app.session import Session
from jxdesk.base.progress import Progress
from jxdesk.domain.application import Application
from jxdesk.domain.show import show_numbers
from jxdesk.domain.work import Draft
from jxdesk.notice import Notice
from ui import messages
from ui.flow import Flow
from ui.jobs import aside_told
from ui.pages.block import Card
from ui.pages_view import PagesView
from ui.picture import Picture
from ui.places import documents_folder, open_outside
from ui.printing import PrintOut
from ui.steps.book_card import BookCard
from ui.steps.page_strip import PageStrip
from ui.steps.step import StepPage
from ui.steps.unsourced import UnsourcedList

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
        self.only: tuple[int, ...] = ()
        self._print_out: PrintOut | None = None
        self.make = QPushButton(f"生成{self.what}…")
        self.make.setObjectName("primary")
        self.print = QPushButton("打印…")
        self.print_only = QPushButton()
        self.open_folder = QPushButton("打开所在文件夹")
        self.only_said = QLabel()
        self.only_said.setObjectName("warning")
        self.only_said.setWordWrap(True)
        self.made = QLabel()
        self.made.setObjectName("muted")
        self.made.setWordWrap(True)
        buttons = QWidget()
        line = Flow(buttons, gap=8)
        for button in (self.make, self.print_only, self.print, self.open_folder):
            line.addWidget(button)
        self._links = QWidget()
        self._names = Flow(self._links, gap=8)
        self._card = card = Card(self.context, "")
        for part in (self.only_said, buttons, self.made, self._links, self._preview()):
            card.add(part, wide=True)
        card.stretch(self._shown)
        self.build_above()
        self.column.addWidget(card, 1)
        self.build_below()
        # Takes the room as long as there is no page to be shown.
        self.column.addStretch(0)
        self.make.clicked.connect(self._choose)
        self.print.clicked.connect(lambda: self._ask_printer(()))
        self.print_only.clicked.connect(lambda: self._ask_printer(self.only))
        self.open_folder.clicked.connect(self._open_folder)
        self._show_files(())
        self.show_picture(self.context.desk.picture)

    def _preview(self) -> QWidget:
        """The strip of small pages, and the pages themselves."""
        self.pages = PagesView(self.context.look)
        self.pages.setMinimumHeight(_LEAST_HEIGHT)
        self.strip = PageStrip(self.context.look)
        self.strip.chosen.connect(self.pages.go_to)
        self.pages.sighted.connect(self.strip.follow)
        self.pages.told.connect(lambda count: self.strip.show_pages(self.files[0] if count else None, count))
        self._shown = QWidget()
        line = QHBoxLayout(self._shown)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.strip)
        line.addWidget(self.pages, 1)
        return self._shown

    def build_above(self) -> None:
        """Put what is particular to one of the stages above the documents."""

    def build_below(self) -> None:
        """Put what is particular to one of the stages below the documents."""

    def show_picture(self, picture: Picture) -> None:
        self.say_standing()
        if picture.scan is not None and picture.scan.is_good:
            # All of it came back stamped, or the change was undone.
            self.only = ()
        self._show_only()

    def choose_pages(self, pages: tuple[int, ...]) -> None:
        """Name the pages that are to be printed again, so that only these need be printed."""
        self.only = pages
        self._show_only()

    def make_into(self, folder: Path) -> None:
        """Write the documents into ``folder`` and show them."""

        def work(session: Session, progress: Progress) -> printing.Printed:
            return printing.render(session, folder, progress, draft=self.draft, write=write_aside)

        def done(printed: printing.Printed) -> None:
            if printed.changed:
                self.only = printed.changed
            self._show_files(printed.files)
            self.context.desk.told.emit(f"{self.what}已生成在“{folder}”。")

        self.context.desk.act(work, done, title=f"正在生成{self.what}")

    def print_on(self, printer: QPrinter, pages: tuple[int, ...]) -> None:
        """Send these pages (from 1) of the print PDF to ``printer``."""
        self._print_out = PrintOut(self.context.desk.worker, self.files[0], pages, printer, self)
        self._print_out.finished.connect(lambda _: self._printed(pages))
        self._print_out.failed.connect(lambda error: messages.show_error(self, error))
        self._print_out.start()

    def _open_folder(self) -> None:
        if self.files:
            open_outside(self.files[0].parent)

    def _choose(self) -> None:
        start = self.files[0].parent if self.files else documents_folder()
        dialog = QFileDialog(self, f"{self.what}存放到哪个文件夹", str(start))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.make_into(Path(chosen)))
        dialog.open()

    def _ask_printer(self, only: tuple[int, ...]) -> None:
        """Ask for a printer; ``only`` these pages, else those that are chosen there."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setMinMax(1, self.pages.count)
        if only:
            dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)

        def chosen() -> None:
            first, last = printer.fromPage() or 1, printer.toPage() or self.pages.count
            self.print_on(printer, only or tuple(range(first, min(last, self.pages.count) + 1)))

        dialog.accepted.connect(chosen)
        QDialog.open(dialog)

    def _printed(self, pages: tuple[int, ...]) -> None:
        self.context.desk.told.emit(f"{len(pages)} 页已送往打印机。")
        self.choose_pages(tuple(page for page in self.only if page not in pages))

    def _show_only(self) -> None:
        shown = show_numbers(self.only)
        is_made = bool(self.files) and self.context.desk.picture.printed is True
        self.print_only.setText(f"打印第 {shown} 页…")
        self.print_only.setVisible(bool(self.only) and is_made)
        first = "" if is_made else "先生成打印版，再"
        self.only_said.setText(f"只需{first}打印第 {shown} 页并盖章，其余盖好章的页照用。")
        self.only_said.setVisible(bool(self.only))

    def _show_files(self, files: tuple[Path, ...]) -> None:
        self.files = files
        self._names.clear()
        for path in files:
            link = QPushButton(path.name)
            link.setObjectName("link")
            link.setToolTip(f"用本机的程序打开“{path}”")
            link.clicked.connect(lambda _=False, path=path: open_outside(path))
            self._names.addWidget(link)
        self.made.setText(f"生成在“{files[0].parent}”；点名称用本机的程序打开。" if files else "")
        for button in (self.print, self.open_folder):
            button.setVisible(bool(files))
        # Without pages the card is no larger than its buttons.
        policy = QSizePolicy.Policy.Expanding if files else QSizePolicy.Policy.Maximum
        self._card.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        for part in (self.made, self._links, self._shown):
            part.setVisible(bool(files))
        self.pages.show_file(files[0] if files else None)
        self._show_only()


class DraftStep(DocumentsStep):
    """The watermarked draft for bureaus and leaders to read."""

    stage = "送审稿"
    draft = True
    what = "送审稿"

    def build_above(self) -> None:
        self.unsourced = UnsourcedList(self.context)
        self.unsourced.chosen.connect(self.place_wanted)
        self.column.addWidget(self.unsourced)

    def show_picture(self, picture: Picture) -> None:
        super().show_picture(picture)
        if self.isVisible():
            self.unsourced.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.unsourced.refresh()


class PrintStep(DocumentsStep):
    """What is printed, stamped and scanned."""

    stage = "打印盖章"
    draft = False
    what = "打印版"

    def build_below(self) -> None:
        self.book = BookCard(self.context)
        self.column.addWidget(self.book)

    def show_picture(self, picture: Picture) -> None:
        super().show_picture(picture)
        self.book.show_picture(picture)


def write_aside(
    application: Application, notice: Notice, out: Path, draft: Draft | None, progress: Progress
) -> Rendered:
    """Write the documents in a process: the ``write`` of printing and of sealing."""
    return aside_told(progress, printing.write_documents, application, notice, out, draft)
