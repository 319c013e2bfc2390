"""扫描核对: stamped scans brought in, every page held against the printing, mended by hand where needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app import scanning
from jxdesk.app.scan_sheets import Care, Place, place_of
from jxdesk.app.scanning import ScanState
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.domain.scan import MATCH_MEANS, ScanPage
from jxdesk.scan.reading import LABEL
from ui import messages
from ui.busy import BusyStrip
from ui.jobs import Job, Step
from ui.pages.block import Card
from ui.picture import Picture
from ui.places import documents_folder
from ui.steps.print_copy import PrintCopy
from ui.steps.reprint import ReprintLine
from ui.steps.scan_detail import ScanDetail
from ui.steps.scan_list import ITEM, Item, Key, ScanItems, care_of, key_of
from ui.steps.scan_tiles import ScanView
from ui.steps.step import StepPage
from ui.steps.thumbs import Thumbs

TITLE = "正在核对扫描件"
_PATTERNS = "扫描件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"
_LEAST_HEIGHT = 380
_DROP = "把盖章后的扫描件拖到这里，或者点“导入扫描件”。"
_READ_ONLY = "还没有导入盖章后的扫描件。现在是只读方式，不能在这里导入。"
_HOW_TO = "PDF、JPEG、PNG、TIFF 都可以，分几个文件、什么顺序、朝哪个方向都行；封面和承诺书请用彩色扫描。"


class ReadingStrip(BusyStrip):
    """Says which page is being read, how many there are and how long it takes; can be stopped."""

    def _begin(self, job: Job[Any]) -> None:
        if job.title == TITLE:
            super()._begin(job)

    def _step(self, job: Job[Any], step: Step) -> None:
        super()._step(job, step)
        if job is self._job and step.label == LABEL and not job.cancelled:
            number = min(step.done + 1, step.total)
            self._said.setText(f"正在看第 {number} 页，共 {step.total} 页{self._left(step)}")


class ScanStep(StepPage):
    """Before printing it says what to do first; then the printed pages and the scan beside each other."""

    stage = "扫描核对"
    wide: ClassVar[bool] = True
    _seen = Signal(object)

    def build(self) -> None:
        desk = self.context.desk
        self._now: ScanState | None = None
        self._reading: Job[Any] | None = None
        self.items = ScanItems(self)
        self.copy = PrintCopy(self)
        self.thumbs = Thumbs(self)
        self.bring = QPushButton("导入扫描件…")
        self.bring.setObjectName("primary")
        self.head_line.addWidget(self.bring)
        self.refusal = QLabel()
        self.refusal.setObjectName("error")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self.strip = ReadingStrip()
        self.strip.listen(desk.worker)
        self.reprint = ReprintLine(self.context)
        self.go_print = QPushButton("去打印盖章")
        self.before = self._first_card()
        self.empty = QFrame()
        self.empty.setObjectName("drop")
        self.only_care = QPushButton("只看要处理的")
        self.only_care.setObjectName("toggle")
        self.only_care.setCheckable(True)
        self.view = ScanView(self.context.look, self.items, self.thumbs)
        self.detail = ScanDetail(self.context)
        self.body = self._body()
        self.means = QLabel(MATCH_MEANS)
        self.means.setObjectName("muted")
        self.means.setWordWrap(True)
        self._fill_empty()
        self.column.addWidget(self.refusal)
        self.column.addWidget(self.strip, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.reprint, self.before, self.empty):
            self.column.addWidget(part)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.means)
        self.column.addStretch(0)
        self.setAcceptDrops(True)
        self._connect()
        self.show_picture(desk.picture)

    def show_picture(self, picture: Picture) -> None:
        self.say_standing()
        self.reprint.show_picture(picture)
        now = picture.scan
        if now is None or self._now is None or now.found is not self._now.found:
            self._show_state(now)
            # Another printing has other pages.
            self.detail.show_print(None)
        self._now = now
        self._show_parts()

    def bring_in(self, files: tuple[Path, ...]) -> None:
        """Read these scan files and hold their pages against the printing, all or none."""
        if self._reading is not None:
            return
        self._refuse("")

        def work(session: Session, progress: Progress) -> ScanState:
            return scanning.add(session, files, progress, seen=self._seen.emit)

        def done(now: ScanState) -> None:
            self._choose(self._first())
            told = "都对上了。" if now.found.is_complete else "还有要处理的页。"
            self.context.desk.told.emit(f"扫描件已导入，{told}")

        self._reading = self.context.desk.act(work, done, title=TITLE, refused=self._refused)
        self._show_parts()

    def take_away(self, name: str) -> None:
        """Use this scan file no more."""
        self._edit(lambda s: scanning.remove(s, name), f"已去掉“{name}”。")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files_of(event) and self._may_bring():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = _files_of(event)
        if files and self._may_bring():
            event.acceptProposedAction()
            self.bring_in(files)

    # --- inside ------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.bring.clicked.connect(self._ask_files)
        self.go_print.clicked.connect(lambda: self.stage_wanted.emit("打印盖章"))
        self.reprint.wanted.connect(self.reprint_wanted)
        self.only_care.toggled.connect(self._filter)
        self.view.chosen.connect(self._show_item)
        self._seen.connect(self.items.show_seen)
        self.context.desk.worker.ended.connect(self._ended)
        detail = self.detail
        detail.typed.connect(self._say_code)
        detail.by_eye.connect(self._say_by_eye)
        detail.withdrawn.connect(self._withdraw)
        detail.print_wanted.connect(lambda: self.copy.want(self.context.desk.picture))
        self.copy.came.connect(detail.show_print)
        self.copy.failed.connect(self._refused)
        self.copy.failed.connect(lambda _: detail.beside.setChecked(False))
        detail.removed.connect(self._ask_remove)
        detail.reprint.connect(lambda number: self.reprint_wanted.emit((number,)))

    def _show_state(self, now: ScanState | None) -> None:
        chosen = self.view.currentIndex().data(ITEM)
        self.items.show_state(now, self.context.desk.picture.notice)
        self.only_care.setText(f"只看要处理的（{self.items.caring}）")
        if now is not None and now.pages:
            self.context.desk.ask(lambda session, _: scanning.stored_paths(session), self._use)
        self._choose(key_of(chosen) if isinstance(chosen, Item) else self._first())
        self._show_item(self.view.currentIndex().data(ITEM))

    def _first(self) -> Key:
        """What somebody should look at first."""
        found = next((i for i in self.items.items if care_of(i) is not Care.NONE), None)
        return key_of(found) if found is not None else ("sheet", 1)

    def _show_parts(self) -> None:
        picture, now = self.context.desk.picture, self._now
        reading = self._reading is not None
        has_pages = now is not None and bool(now.pages)
        self.before.setVisible(now is None)
        self.empty.setVisible(now is not None and not has_pages and not reading)
        for part in (self.body, self.means):
            part.setVisible(now is not None and (has_pages or reading))
        self.bring.setVisible(now is not None and not picture.read_only)
        self.bring.setEnabled(not reading)

    def _may_bring(self) -> bool:
        return self._now is not None and not self.context.desk.picture.read_only and self._reading is None

    def _ask_files(self) -> None:
        dialog = QFileDialog(self, "导入盖章扫描件", str(documents_folder()), _PATTERNS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda chosen: self.bring_in(tuple(Path(path) for path in chosen)))
        dialog.open()

    def _ask_remove(self, name: str) -> None:
        messages.ask(
            self,
            f"去掉扫描件“{name}”？",
            "从它来的页和对这些页的确认不再算数；原来的文件还在，随时可以重新导入。",
            "去掉",
            lambda: self.take_away(name),
        )

    def _use(self, paths: Mapping[str, Path]) -> None:
        self.thumbs.use(paths)
        self.detail.use(paths)

    def _filter(self, only: bool) -> None:
        self.items.show_only_care(only)
        self._show_item(self.view.currentIndex().data(ITEM))

    def _show_item(self, item: Item | None) -> None:
        read_only = self.context.desk.picture.read_only
        self.detail.show_item(item, self.context.desk.picture.scan, read_only=read_only)

    def _choose(self, key: Key) -> None:
        row = self.items.row_of(key)
        index = self.items.index(row) if row >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)
        if row == 1:
            # The heading above the first page is seen with it.
            self.view.scrollToTop()
        elif index.isValid():
            self.view.scrollTo(index)

    def _say_code(self, page: ScanPage, code: str, turn: int) -> None:
        self._mend(page, lambda s, number: scanning.confirm_code(s, number, code, turn))

    def _say_by_eye(self, page: ScanPage, number: int, who: str, why: str, turn: int) -> None:
        self._mend(page, lambda s, scan: scanning.confirm_by_eye(s, scan, number, who, why, turn))

    def _withdraw(self, page: ScanPage) -> None:
        place = place_of(page)
        self._edit(lambda s: scanning.withdraw(s, _number(s, place)), "已收回确认。", ("page", place))

    def _mend(self, page: ScanPage, say: Callable[[Session, int], ScanState]) -> None:
        """Say which page a scan page is, then show that page."""
        place = place_of(page)

        def done(now: ScanState) -> None:
            sheets = (s.printed.number for s in now.found.sheets if s.scan and place_of(s.scan) == place)
            self._choose(("sheet", next(sheets, 0)))
            self.context.desk.told.emit("已记下。")

        def refused(error: UserError) -> None:
            self.detail.mend.refuse(f"{error.message}{error.remedy}")

        self.context.desk.edit(lambda s: say(s, _number(s, place)), done, refused)

    def _edit(self, step: Callable[[Session], ScanState], told: str, show: Key | None = None) -> None:
        def done(_: ScanState) -> None:
            if show is not None:
                self._choose(show)
            self.context.desk.told.emit(told)

        self._refuse("")
        self.context.desk.edit(step, done, self._refused)

    def _refused(self, error: UserError) -> None:
        self._refuse(f"{error.message}{error.remedy}")

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def _ended(self, job: Job[Any]) -> None:
        if job is self._reading:
            self._reading = None
            self.items.forget_seen()
            self._show_parts()

    # --- putting together --------------------------------------------------------------------

    def _first_card(self) -> Card:
        card = Card(self.context, "")
        words = QLabel(
            "这一步核对盖好章的纸。请先到“打印盖章”生成打印版，打印、盖章、扫描，然后回到这里导入扫描件。"
        )
        words.setWordWrap(True)
        buttons = QWidget()
        line = QHBoxLayout(buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.go_print)
        line.addStretch(1)
        for part in (words, buttons):
            card.add(part, wide=True)
        return card

    def _fill_empty(self) -> None:
        column = QVBoxLayout(self.empty)
        column.setContentsMargins(24, 64, 24, 64)
        column.setSpacing(10)
        read_only = self.context.desk.picture.read_only
        for text, name in ((_READ_ONLY if read_only else _DROP, ""), ("" if read_only else _HOW_TO, "muted")):
            words = QLabel(text)
            words.setObjectName(name)
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)

    def _body(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.only_care, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.view, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(5)
        for part, least in ((left, 300), (self.detail, 280)):
            part.setMinimumWidth(least)
            split.addWidget(part)
        split.setSizes([370, 380])
        for side in (0, 1):
            split.setStretchFactor(side, 1)
        card = QFrame()
        card.setObjectName("card")
        card.setMinimumHeight(_LEAST_HEIGHT)
        line = QHBoxLayout(card)
        line.setContentsMargins(14, 12, 14, 12)
        line.addWidget(split)
        return card


def _number(session: Session, place: Place) -> int:
    """A scan page's number now; 0, which is refused, for one that is gone."""
    pages = scanning.state(session).pages
    return next((each.number for each in pages if place_of(each.page) == place), 0)


def _files_of(event: QDropEvent) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
