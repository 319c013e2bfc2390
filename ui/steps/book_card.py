"""佐证材料汇编: all attached files as one PDF, made beside the form while it goes on being filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from ui.busy import BusyStrip
from ui.context import Context
from ui.field_row import Remark
from ui.jobs import Job, Worker
from ui.pages.block import Card
from ui.picture import Picture
from ui.places import documents_folder, open_outside

_SAID = (
    "把全部佐证材料装订成一份 PDF：有目录、隔页、书签和连续页码，横页转正，便于打印和翻阅。"
    "单个文件照常随申报包走；表格、文档等不能装订的，隔页上写明另见单个文件。"
)
_NAME = "佐证材料汇编.pdf"


class BookCard(Card):
    """A button that makes the book, how far that is, and what came of it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self._desk = context.desk
        self._job: Job[Any] | None = None
        self._made: Path | None = None
        # Its own: edits are saved while the book is made.
        self.worker = Worker(self)
        self.worker.ended.connect(self._ended)
        context.desk.closed.connect(self.worker.leave)
        said = QLabel(_SAID)
        said.setObjectName("muted")
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        self.make = QPushButton("材料汇编…")
        self.open = QPushButton("打开汇编")
        self.busy = BusyStrip()
        self.busy.listen(self.worker)
        self.outcome = Remark(context)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        for part in (self.make, self.open, self.busy):
            line.addWidget(part)
        line.addStretch(1)
        self.grid.setVerticalSpacing(8)
        for each in (said, row, self.outcome):
            self.add(each, wide=True)
        self.make.clicked.connect(self._ask)
        self.open.clicked.connect(self._open)
        self.open.hide()

    def show_picture(self, picture: Picture) -> None:
        """Offer the book once there are files."""
        self.make.setEnabled(bool(picture.application.evidence) and self._job is None)

    def make_at(self, out: Path) -> None:
        """Make the book as the file ``out``."""
        application = self._desk.picture.application
        applicant, demo = application.applicant_name, application.demo

        def gathered(items: tuple[Any, ...]) -> None:
            # Its processes are started by what it calls, so a thread is enough.
            def work(progress: Progress) -> Any:
                from jxdesk.app.evidence_book import write_book

                return write_book(items, applicant, demo, out, progress)

            self._job = self.worker.submit(
                work, lambda made: self._show(made, out), self._refuse, title="正在生成材料汇编"
            )

        def question(session: Session, _: Progress) -> tuple[Any, ...]:
            from jxdesk.app.evidence_book import items_of

            return items_of(session)

        self.outcome.say("", "")
        self.open.hide()
        self.make.setEnabled(False)
        self._desk.ask(question, gathered, refused=self._refuse)

    def _show(self, made: Any, out: Path) -> None:
        self._made = out
        apart = f"；{len(made.apart)} 份不能装订，另见单个文件" if made.apart else ""
        self.outcome.say("good", f"材料汇编已生成在“{out}”，共 {made.pages} 页{apart}。")
        self.open.show()

    def _refuse(self, error: UserError) -> None:
        self.outcome.say("error", f"{error.message}{error.remedy}")
        self.show_picture(self._desk.picture)

    def _ended(self, job: Job[Any]) -> None:
        if job is self._job:
            self._job = None
            self.show_picture(self._desk.picture)
            if job.cancelled:
                self.outcome.say("hint", "已停止，没有留下半成品。")

    def _ask(self) -> None:
        dialog = QFileDialog(self.window(), "材料汇编存放到哪里", str(documents_folder()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["PDF 文件 (*.pdf)"])
        dialog.setDefaultSuffix(".pdf")
        dialog.selectFile(_NAME)
        dialog.fileSelected.connect(lambda path: self.make_at(Path(path)))
        dialog.open()

    def _open(self) -> None:
        if self._made is not None:
            open_outside(self._made)
