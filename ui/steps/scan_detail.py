"""What there is to see and to do about the chosen page: the scan large, in words, and mended by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jxdesk.app.scan_sheets import LeftView, Place, SheetView, place_of
from jxdesk.app.scanning import Numbered, ScanState
from jxdesk.domain.scan import How, ScanPage
from ui import icons
from ui.context import Context
from ui.flow import Flow
from ui.steps.scan_list import FileView, Item, Key, key_of
from ui.steps.scan_mending import MendForm
from ui.steps.turned_page import TurnedPage

NOTHING = "点左边的一页，在这里看大图。"


class ScanDetail(QScrollArea):
    """``typed`` and ``by_eye`` carry the scan page, what was said of it and how it is turned;
    ``withdrawn`` the scan page, ``removed`` a file's name, ``reprint`` the number of a page;
    ``print_wanted`` asks for the print PDF.
    """

    typed = Signal(object, str, int)
    by_eye = Signal(object, int, str, str, int)
    withdrawn = Signal(object)
    removed = Signal(str)
    print_wanted = Signal()
    reprint = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = context.look
        self._paths: Mapping[str, Path] = {}
        self._item: Item | None = None
        self._shown: tuple[Key, Place] | None = None
        self.title = QLabel()
        self.said = QLabel(NOTHING)
        self.said.setWordWrap(True)
        self.left, self.right = QPushButton("左转"), QPushButton("右转")
        self.larger, self.smaller = QPushButton("放大"), QPushButton("缩小")
        self.beside = QPushButton("看打印版这一页")
        self.beside.setCheckable(True)
        self.page = TurnedPage("扫描页大图")
        self.printed = TurnedPage("打印版的这一页")
        self._print: Path | None = None
        self._is_printed = False
        self.mend = MendForm(context.look)
        self.take_back = QPushButton("收回确认")
        self.again = QPushButton("重印这一页…")
        self.remove = QPushButton("去掉这份扫描件…")
        self._lay_out()
        self._connect()
        context.look.changed.connect(self._restyle)
        self._restyle()
        self.show_item(None, None)

    def use(self, paths: Mapping[str, Path]) -> None:
        """Say where the scan files lie, by SHA-256 (hex)."""
        self._paths = paths
        self._show_page(self._item)

    def show_print(self, path: Path | None) -> None:
        """Show pages of this print PDF where a printed one is wanted; ``None``: it is to be made anew."""
        self._print = path
        if path is None:
            self.printed.show_page(None, 0)
        self._compare()

    def show_item(self, item: Item | None, now: ScanState | None, *, read_only: bool = False) -> None:
        """Show what was chosen, as the scan stands ``now``."""
        before, self._item = self._item, item
        self._is_printed = now is not None and not now.is_stale
        is_same = before is not None and item is not None and key_of(before) == key_of(item)
        self.title.setText(_title(item))
        self.title.setVisible(bool(self.title.text()))
        self.said.setText(_said(item))
        mends = isinstance(item, LeftView) and item.can_be_mended and not read_only
        self.mend.setVisible(mends)
        if mends and now is not None:
            missing = [page.number for page in now.found.missing]
            others = [sheet.printed.number for sheet in now.found.sheets if sheet.how is How.EYE]
            (self.mend.offer if is_same else self.mend.begin)(missing, others)
        self.take_back.setVisible(isinstance(item, SheetView) and _is_said(item) and not read_only)
        self.again.setVisible(isinstance(item, SheetView) and item.scan is None and not read_only)
        self.remove.setVisible(isinstance(item, FileView) and not read_only)
        if not is_same or before != item:
            self._show_page(item)
        if not is_same:
            self.beside.setChecked(False)
        self._compare()

    def _show_page(self, item: Item | None) -> None:
        scan = _scan_of(item)
        path = self._paths.get(scan.page.sha256) if scan is not None else None
        turns = isinstance(item, LeftView) and item.can_be_mended
        for button in (self.left, self.right):
            button.setVisible(turns)
        shown, self._shown = self._shown, (key_of(item), place_of(scan.page)) if item and scan else None
        if scan is None:
            self.page.show_page(None, 0)
            return
        turn = item.sheet.turn if isinstance(item, SheetView) and item.scan is scan else scan.page.turn
        # What somebody has turned stays so while the same page is shown.
        self.page.show_page(path, scan.page.page, self.page.turn if shown == self._shown else turn)

    def _compare(self) -> None:
        """Show the scan page, or in its place the printed one that it is or may be."""
        number = self._printed_number()
        self.beside.setVisible(number > 0)
        wants = number > 0 and self.beside.isChecked()
        has_picture = wants or _scan_of(self._item) is not None
        self.printed.setVisible(wants)
        self.page.setVisible(has_picture and not wants)
        for button in (self.larger, self.smaller):
            button.setVisible(has_picture)
        if wants and self._print is None:
            self.printed.say("正在生成打印版……")
            self.print_wanted.emit()
        elif wants:
            self.printed.show_page(self._print, number)

    def _printed_number(self) -> int:
        """The number of the printed page that can be looked at beside the scan, 0 for none."""
        if not self._is_printed:
            return 0
        if isinstance(self._item, SheetView):
            return self._item.number
        return self.mend.number if self.mend.isVisibleTo(self) else 0

    def _zoom(self, by: int) -> None:
        for page in (self.page, self.printed):
            page.zoom(by)

    def _lay_out(self) -> None:
        tools = QWidget()
        line = Flow(tools)
        for button in (self.left, self.right, self.larger, self.smaller, self.beside):
            button.setObjectName("toggle" if button.isCheckable() else "link")
            line.addWidget(button)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 0, 6, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.said)
        for button in (self.again, self.take_back, self.remove):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.mend)
        column.addWidget(tools)
        column.addWidget(self.page, 1)
        column.addWidget(self.printed, 1)
        column.addStretch(0)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        # A scroll area paints the ground behind what it holds; here the card is to be seen.
        content.setAutoFillBackground(False)

    def _connect(self) -> None:
        self.left.clicked.connect(lambda: self.page.turn_by(-90))
        self.right.clicked.connect(lambda: self.page.turn_by(90))
        self.larger.clicked.connect(lambda: self._zoom(1))
        self.smaller.clicked.connect(lambda: self._zoom(-1))
        self.beside.toggled.connect(lambda _: self._compare())
        self.mend.changed.connect(self._compare)
        self.mend.typed.connect(self._say_code)
        self.mend.by_eye.connect(self._say_by_eye)
        self.take_back.clicked.connect(self._take_back)
        self.again.clicked.connect(self._again)
        self.remove.clicked.connect(self._remove)

    def _say_code(self, code: str) -> None:
        page = self._page_to_mend()
        if page is not None:
            self.typed.emit(page, code, self.page.turn)

    def _say_by_eye(self, number: int, who: str, why: str) -> None:
        page = self._page_to_mend()
        if page is not None:
            self.by_eye.emit(page, number, who, why, self.page.turn)

    def _page_to_mend(self) -> ScanPage | None:
        return self._item.left.scan if isinstance(self._item, LeftView) else None

    def _take_back(self) -> None:
        if isinstance(self._item, SheetView) and self._item.scan is not None:
            self.withdrawn.emit(self._item.scan.page)

    def _again(self) -> None:
        if isinstance(self._item, SheetView):
            self.reprint.emit(self._item.number)

    def _remove(self) -> None:
        if isinstance(self._item, FileView):
            self.removed.emit(self._item.file.name)

    def _restyle(self) -> None:
        self.title.setFont(self._look.font(1.1, bold=True))
        for button, name in ((self.left, "turn_left"), (self.right, "turn_right")):
            icons.put(button, self._look, name, "accent", 18)


def _title(item: Item | None) -> str:
    if isinstance(item, SheetView):
        return f"第 {item.number} 页 · {'，'.join(mark.word for mark in item.marks)}"
    if isinstance(item, LeftView):
        return f"扫描的第 {item.scan.number} 页 · {item.word}"
    return item.file.name if isinstance(item, FileView) else ""


def _said(item: Item | None) -> str:
    if isinstance(item, SheetView):
        return "\n".join(item.sentences)
    if isinstance(item, LeftView):
        return f"“{item.scan.file.name}”第 {item.scan.page.page} 页。{item.sentence}"
    if isinstance(item, FileView):
        return f"{item.words}。去掉以后，从这份扫描件来的页就不再算数，随时可以重新导入。"
    return NOTHING


def _is_said(item: SheetView) -> bool:
    return item.sheet.how in (How.TYPED, How.EYE)


def _scan_of(item: Item | None) -> Numbered | None:
    """The scan page whose picture is shown."""
    if isinstance(item, SheetView):
        return item.scan or item.older
    return item.scan if isinstance(item, LeftView) else None
