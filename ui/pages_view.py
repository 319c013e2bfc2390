"""Shows the pages of a PDF or picture, one below the other; only those in sight are made and kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.domain.facts import SensitiveKind
from jxdesk.files.pictures import PagePicture, page_pictures
from ui.jobs import Job, Worker
from ui.page_sheet import PageSheet
from ui.theme import Look

_AT_ONCE = 3
_KEPT = 24
_MOST_PAGES = 1_000
_SETTLE_MS = 80
_ZOOMS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
_MARGIN = 14
NOT_SHOWN = "这一页不能显示"


class PagesView(QScrollArea):
    """``told`` carries how many pages there are, 0 for a file that can't be shown; ``placed`` whether
    what was to be shown on a page is marked there.
    """

    told = Signal(int)
    sighted = Signal(int)
    placed = Signal(bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._path: Path | None = None
        self._marked = False
        self._wanted: tuple[int, SensitiveKind, str] | None = None
        self._sheets: list[PageSheet] = []
        self._zoom = _ZOOMS.index(1.0)
        self._asked: set[int] = set()
        self._turn = 0
        self._job: Job[Any] | None = None
        self._worker = Worker(self)
        self.destroyed.connect(lambda _=None, worker=self._worker: worker.leave())
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("页面预览")
        self._content = QWidget()
        self._content.setObjectName("sunken")
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._column.setSpacing(_MARGIN)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._content)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        # Not the signal's own number: the timer would take it for its interval.
        self.verticalScrollBar().valueChanged.connect(lambda _: self._settle.start())
        self._settle.timeout.connect(self._tell_sight)

    @property
    def count(self) -> int:
        """How many pages are laid out."""
        return len(self._sheets)

    @property
    def shown(self) -> tuple[int, ...]:
        """The numbers of the pages whose pictures are there."""
        return tuple(sheet.number for sheet in self._sheets if sheet.made_for)

    @property
    def sheets(self) -> tuple[PageSheet, ...]:
        """The pages that are laid out."""
        return tuple(self._sheets)

    def show_file(self, path: Path | None, *, marked: bool = False) -> None:
        """Show another file, or nothing. A file of the same name that was written anew is read anew.

        ``marked``: the places of what screening finds on the pages are framed.
        """
        self._path = path
        self._marked = marked
        self._wanted = None
        self._turn += 1
        self._asked.clear()
        # Whoever walks through a list of files wants to see the one, not those passed by.
        if self._job is not None:
            self._job.cancel()
        self._lay_out(1 if path is not None else 0)
        self.verticalScrollBar().setValue(0)
        self._ask()

    def zoom(self, by: int) -> None:
        """Make the pages larger (1) or smaller (−1) by one step."""
        self._zoom = min(max(self._zoom + by, 0), len(_ZOOMS) - 1)
        self._fit()

    def go_to(self, number: int) -> None:
        """Scroll to page ``number``."""
        if 1 <= number <= len(self._sheets):
            self._column.activate()
            self.verticalScrollBar().setValue(self._sheets[number - 1].y() - _MARGIN)

    def show_place(self, number: int, kind: SensitiveKind, masked: str) -> None:
        """Scroll to page ``number`` and to what is marked there as ``kind`` and ``masked``.

        As soon as the page is there.
        """
        self._wanted = (number, kind, masked)
        self._go_to_wanted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(-1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- inside ------------------------------------------------------------------------------

    def _tell_sight(self) -> None:
        """Say which page has the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        found = next((s for s in self._sheets if s.y() + s.height() + _MARGIN >= middle), None)
        if found is not None:
            self.sighted.emit(found.number)

    def _go_to_wanted(self) -> None:
        """As far as it can be done by now: to the page first, to the place on it when that is known."""
        if self._wanted is None or self._wanted[0] > len(self._sheets):
            return
        number, kind, masked = self._wanted
        sheet = self._sheets[number - 1]
        if not sheet.made_for:
            self.go_to(number)
            return
        self._wanted = None
        found = tuple(box for box in sheet.boxes if (box.kind, box.masked) == (kind, masked))
        for other in self._sheets:
            if other.chosen:
                other.mark(other.boxes)
        self.placed.emit(bool(found))
        if not found:
            self.go_to(number)
            return
        sheet.mark(sheet.boxes, found)
        self._column.activate()
        place = sheet.place(found[0]).translated(sheet.pos())
        self.verticalScrollBar().setValue(round(place.center().y()) - self.viewport().height() // 3)
        self.horizontalScrollBar().setValue(round(place.center().x()) - self.viewport().width() // 2)

    def _lay_out(self, pages: int) -> None:
        while len(self._sheets) > pages:
            sheet = self._sheets.pop()
            sheet.hide()
            sheet.deleteLater()
        for sheet in self._sheets:
            sheet.drop()
        while len(self._sheets) < pages:
            sheet = PageSheet(len(self._sheets) + 1)
            self._sheets.append(sheet)
            self._column.addWidget(sheet)
        self._fit()

    def _fit(self) -> None:
        width = self._width()
        for sheet in self._sheets:
            sheet.fit(width)
        self._settle.start()

    def _width(self) -> int:
        return max(80, round((self.viewport().width() - 2 * _MARGIN) * _ZOOMS[self._zoom]))

    def _in_sight(self) -> list[PageSheet]:
        self._column.activate()
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        return [sheet for sheet in self._sheets if sheet.y() <= bottom and sheet.y() + sheet.height() >= top]

    def _ask(self) -> None:
        """Have the pictures made of what is in sight and not there yet."""
        if self._path is None:
            return
        width = round(self._width() * self.devicePixelRatioF())
        wanted = [s.number for s in self._in_sight() if s.made_for != width and s.number not in self._asked]
        if not wanted:
            return
        numbers, path, turn = tuple(wanted[:_AT_ONCE]), self._path, self._turn
        marked = self._marked
        self._asked.update(numbers)

        def work(progress: Progress) -> tuple[PagePicture | None, ...]:
            return page_pictures(path, numbers, width=width, marked=marked, progress=progress)

        def done(came: tuple[PagePicture | None, ...]) -> None:
            if turn == self._turn:
                self._asked.difference_update(numbers)
                self._take(numbers, came, width)

        def failed(_: UserError) -> None:
            done((None,) * len(numbers))

        self._job = self._worker.submit(work, done, failed)

    def _take(self, numbers: tuple[int, ...], came: tuple[PagePicture | None, ...], width: int) -> None:
        if len(self._sheets) == 1:
            pages = min(next((picture.pages for picture in came if picture is not None), 0), _MOST_PAGES)
            if pages > 1:
                self._lay_out(pages)
            self.told.emit(pages)
        for number, picture in zip(numbers, came, strict=True):
            sheet = self._sheets[number - 1]
            sheet.made_for = width
            image = QImage.fromData(picture.png) if picture is not None else QImage()
            if image.isNull():
                sheet.setText(NOT_SHOWN)
                continue
            sheet.shape = image.height() / max(image.width(), 1)
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            sheet.setPixmap(pixmap)
            sheet.fit(self._width())
            if picture is not None:
                sheet.mark(picture.boxes, sheet.chosen)
        self._go_to_wanted()
        self._forget_distant()
        self._settle.start()

    def _forget_distant(self) -> None:
        held = [sheet for sheet in self._sheets if sheet.made_for]
        if len(held) <= _KEPT:
            return
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        held.sort(key=lambda sheet: abs(sheet.y() + sheet.height() / 2 - middle))
        for sheet in held[_KEPT:]:
            sheet.drop()
