"""The window on one workspace: parts, page, findings, stages. It only puts them together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jxdesk.domain.changes import ChangeSet, InsertRow, SetValue
from jxdesk.domain.finding import Place
from ui import messages
from ui.busy import BusyStrip
from ui.context import Context
from ui.desk import Desk
from ui.findings_panel import FindingsPanel
from ui.head import Head
from ui.menus import add_menus
from ui.one_line import OneLine
from ui.pages.page import Page
from ui.pages.sheet import Sheet
from ui.panes import Panes
from ui.parts_list import PartsList
from ui.picture import Picture
from ui.stage_bar import StageBar
from ui.steps.all import STEPS
from ui.theme import Look


class MainWindow(QMainWindow):
    """``gone`` is emitted when the workspace has been let go; ``start_wanted`` asks for the start page."""

    gone = Signal(object)
    start_wanted = Signal()

    def __init__(self, look: Look, desk: Desk, part: str = "") -> None:
        """``part`` is the id of the part to begin with; without it, or if there is none such, the first."""
        super().__init__()
        self.look = look
        self.desk = desk
        self._context = Context(desk, look)
        self._sheets: dict[str, Sheet] = {}
        self._page: Page
        self._open = ""
        self._leaving = False
        self._closed = False
        self._back_to_start = False
        self.undo, self.redo = QAction("撤销", self), QAction("重做", self)
        self.undo.setShortcut(QKeySequence("Ctrl+Z"))
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.head = Head(look, self.undo, self.redo)
        self.stages = StageBar(look, desk.picture)
        self.parts = PartsList(look)
        self.stack = QStackedWidget()
        self.findings = FindingsPanel(look, desk)
        self.busy = BusyStrip()
        self.panes = Panes(look, self.parts, self.stack, self.findings)
        self.findings_wanted = True
        self._narrow: bool | None = None
        self._lay_out()
        add_menus(self)
        self._connect()
        self.resize(1280, 800)
        self.setMinimumSize(820, 480)
        self.show_picture(desk.picture)
        ids = [each.id for each in desk.picture.parts]
        self.parts.choose(part if part in ids else ids[0])
        self.parts.setFocus()
        desk.look_after()

    @property
    def picture(self) -> Picture:
        """What the window shows now."""
        return self.desk.picture

    @property
    def path(self) -> Path:
        """The workspace's folder."""
        return self.desk.picture.path

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The pages that have been opened so far."""
        return tuple(self._sheets.values())

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of the form among them."""
        return tuple(sheet for sheet in self._sheets.values() if isinstance(sheet, Page))

    @property
    def page(self) -> Page:
        """The page of the form that is open, or was open last."""
        return self._page

    @property
    def sheet(self) -> Sheet:
        """The page that is open."""
        return self._sheets[self._open]

    def show_picture(self, picture: Picture) -> None:
        """Show the present data and findings everywhere."""
        mark = "（只读）" if picture.read_only else ""
        self.setWindowTitle(f"{picture.title}{mark} — {messages.PROGRAM}")
        self.head.show_picture(picture)
        self.stages.show_picture(picture)
        self.parts.parts.show_parts(picture.parts)
        for sheet in self._sheets.values():
            sheet.show_picture(picture)

    def open_part(self, part: str) -> None:
        """Show the page of a part, made when it is first wanted."""
        page = next((page for page in self.pages if page.part.id == part), None)
        if page is None:
            page = Page(self._context, next(p for p in self.picture.notice.form.parts if p.id == part))
            self._add(part, page)
        self._page = page
        self._show(part)

    def open_stage(self, title: str) -> None:
        """Show the page of a stage, made when it is first wanted."""
        key = f"stage:{title}"
        if key not in self._sheets:
            page = STEPS[title]()(self._context)
            page.show_picture(self.picture)
            page.stage_wanted.connect(self.stages.open)
            page.part_wanted.connect(self.parts.choose)
            page.place_wanted.connect(self.open_place)
            page.reprint_wanted.connect(self._print_again)
            self._add(key, page)
        self.parts.choose_none()
        self._show(key)
        self.sheet.focus_first()

    @property
    def key(self) -> str:
        """What is open, to be kept for the next time: a part's id, or ``stage:`` and a stage's name."""
        return self._open

    def open_key(self, key: str) -> None:
        """Open what a :attr:`key` stands for; where there is nothing of that name, nothing happens."""
        kind, _, title = key.partition(":")
        if kind == "stage" and title in STEPS:
            self.open_stage(title)
        else:
            self.parts.choose(key)

    def open_place(self, place: Place) -> None:
        """Show the page of ``place``, put the keyboard there and flash it."""
        self.open_part(place.part)
        self.parts.choose(place.part)
        self.page.reveal(place)

    def _add(self, key: str, sheet: Sheet) -> None:
        self._sheets[key] = sheet
        self.stack.addWidget(sheet)

    def _show(self, key: str) -> None:
        self._open = key
        self.stack.setCurrentWidget(self._sheets[key])
        kind, _, title = key.partition(":")
        self.stages.mark(title if kind == "stage" else "")

    def show_findings(self, shown: bool) -> None:
        """Unfold or fold away the right side, because somebody wants it so."""
        self.findings_wanted = shown
        self._fold_findings(shown)

    def _fold_findings(self, shown: bool) -> None:
        self.panes.fold(shown)
        self.head.results.setChecked(shown)

    def back_to_start(self) -> None:
        """Close the workspace and show the start page."""
        self._back_to_start = True
        self.close()

    def take_in(self) -> None:
        """Hand over what is still being typed."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closed:
            event.accept()
            return
        event.ignore()
        if self._leaving:
            return
        self._leaving = True
        self.take_in()
        # Refusals come from the worker: ask when it has answered, so that none is missed.
        self.desk.when_idle(self._ask_or_leave)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_if_narrow()

    def _fold_if_narrow(self) -> None:
        narrow = self.width() < self.panes.narrow
        if narrow is not self._narrow:
            self._narrow = narrow
            self._fold_findings(self.findings_wanted and not narrow)

    def _follow(self, changes: ChangeSet) -> None:
        """Show what an undo or redo has changed, unless that page is open anyway."""
        first = changes.changes[0]
        place = Place(self.picture.notice.part_of(first.record).id)
        if isinstance(first, SetValue):
            row = "" if first.uid == first.record else first.uid
            place = Place(place.part, f"{first.record}.{first.column}", row)
        elif isinstance(first, InsertRow):
            place = Place(place.part, f"{first.record}.", first.uid)
        if place.part != self._open:
            self.open_place(place)

    def _ask_or_leave(self) -> None:
        refused = tuple(name for sheet in self.sheets for name in sheet.refused)
        if refused:
            self._leaving = False
            messages.ask_to_leave(self, refused, self._leave).rejected.connect(self._stay)
        else:
            self._leave()

    def _stay(self) -> None:
        self._back_to_start = False

    def _leave(self) -> None:
        self._leaving = True
        self.setEnabled(False)
        self.desk.close()

    def _let_go(self) -> None:
        self._closed = True
        if self._back_to_start:
            self.start_wanted.emit()
        self.close()
        self.gone.emit(self)

    def _connect(self) -> None:
        self.parts.chosen.connect(self.open_part)
        self.findings.opened.connect(self.open_place)
        self.stages.opened.connect(self._open_stage)
        self.head.results.clicked.connect(self.show_findings)
        self.undo.triggered.connect(self.desk.undo)
        self.redo.triggered.connect(self.desk.redo)
        self.desk.changed.connect(self.show_picture)
        self.desk.refused.connect(lambda error: messages.show_error(self, error))
        self.desk.told.connect(lambda sentence: self.statusBar().showMessage(sentence, 8_000))
        self.desk.moved.connect(self._follow)
        self.desk.closed.connect(self._let_go)
        self.busy.listen(self.desk.worker)
        self.look.changed.connect(self._fold_if_narrow)

    def _open_stage(self, title: str) -> None:
        if title == "检查":
            self.show_findings(True)
            self.findings.list.setFocus()
        elif title in STEPS:
            self.open_stage(title)

    def _print_again(self, pages: tuple[int, ...]) -> None:
        from ui.steps.documents import PrintStep

        self.stages.open(PrintStep.stage)
        if isinstance(self.sheet, PrintStep):
            self.sheet.choose_pages(pages)

    def _lay_out(self) -> None:
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.stages)
        layout.addWidget(self.panes, 1)
        self.setCentralWidget(central)
        self.where = OneLine(str(self.path))
        self.where.setObjectName("muted")
        self.where.setContentsMargins(14, 0, 0, 0)
        self.statusBar().addWidget(self.where, 1)
        self.statusBar().addPermanentWidget(self.busy)
