"""The evidence page: the list at the left, the chosen file or what has no proof at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHideEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from jxdesk.base.errors import UserError
from jxdesk.domain.finding import Place
from ui import icons
from ui.pages.block import Block, Card
from ui.pages.evidence.budget_line import BudgetLine
from ui.pages.evidence.deeds import Deeds
from ui.pages.evidence.dropping import DropSign, dropped_paths, holds_files
from ui.pages.evidence.file_panel import FilePanel
from ui.pages.evidence.holdings import NOTHING, Holdings, look
from ui.pages.evidence.missing_panel import MissingPanel
from ui.pages.evidence.report import Report
from ui.pages.evidence.table import EvidenceTable
from ui.pages.evidence.words import size_of, size_words
from ui.picture import Picture

_NARROW = 620
_HINT = "文件和文件夹可以直接拖到这一页。加入之前先检查，有涉密标志的不存入，也不留下任何内容。"
_EMPTY = "还没有佐证材料\n\n点上面的“添加文件…”，或把文件拖到这里。\n还缺哪些，见“还缺的佐证”，可逐项添加。"


class EvidenceBlock(Block):
    """Holds the parts together; what is done to the files stands in :class:`Deeds`."""

    whole = True

    def build(self) -> None:
        self.holdings: Holdings = NOTHING
        self._asking = self._again = self._stale = False
        # Made in the order in which the keyboard goes through them.
        top = self._top()
        self.pending, self.finish = _line("warning", "上次的彻底清除还没有做完。", "继续清除")
        self.report = Report(self.context)
        self.list = EvidenceTable(self.context, self.record)
        turns = self._turns()
        self.panel = FilePanel(self.context)
        self.missing = MissingPanel(self.context)
        self.budget = BudgetLine(self.context)
        self.deeds = Deeds(self.context, self)
        self.setAcceptDrops(True)
        self._lay_out(top, turns)
        self.sign = DropSign(self.context.look, self.left)
        self._connect()
        self.show_picture(self.context.desk.picture)

    def show_picture(self, picture: Picture) -> None:
        self.list.show_picture(picture)
        self.add.setEnabled(not picture.locked)
        self._show_rows()
        self._look_again()

    def reveal(self, place: Place) -> tuple[QWidget, QRect] | None:
        if place.field.startswith(f"{self.record}.") and not self.list.model.rows:
            self._turn_to(self.missing)
            self.add.setFocus()
            return self.left, self.left.rect()
        found = self.list.reveal(place)
        if found is not None and place.row:
            self._turn_to(self.panel)
        return found

    @property
    def field_ids(self) -> tuple[str, ...]:
        return self.list.field_ids

    @property
    def refused(self) -> tuple[str, ...]:
        return self.list.refused

    def give_up(self) -> None:
        self.list.give_up()

    def choose(self, uids: tuple[str, ...]) -> None:
        """Put the cursor to the first of these rows and show its file."""
        if uids:
            self.list.show_row(uids[0])
            self._turn_to(self.panel)

    # --- dragging ----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is dragged over the page beside this block counts as dragged over it."""
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            self.dragEnterEvent(event)
        elif kind == QEvent.Type.DragMove and isinstance(event, QDragMoveEvent):
            self.dragMoveEvent(event)
        elif kind == QEvent.Type.DragLeave and isinstance(event, QDragLeaveEvent):
            self.dragLeaveEvent(event)
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.dropEvent(event)
        else:
            return super().eventFilter(watched, event)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.context.desk.picture.locked or not holds_files(event.mimeData()):
            return
        count = len(dropped_paths(event.mimeData()))
        # What is missing comes into sight, so that a file can be dropped right where it belongs.
        self._turn_to(self.missing)
        self.sign.say(
            f"松开鼠标，加入 {count} 项，随后说明证明什么。\n也可以拖到右边“还缺的佐证”的某一行上。"
        )
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.sign.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.sign.hide()
        event.acceptProposedAction()
        self.deeds.add_files(dropped_paths(event.mimeData()))

    def minimumSizeHint(self) -> QSize:
        """As narrow as it is with its halves one below the other, whichever way they stand now."""
        parts = (self.split.widget(number) for number in range(self.split.count()))
        widths = (part.minimumSizeHint().width() for part in parts)
        return QSize(max(widths, default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn_split()

    def _turn_split(self) -> None:
        """Side by side where there is room for it, else one below the other."""
        narrow = self.width() < round(_NARROW * self.context.look.scale)
        self.split.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)

    # --- keeping up --------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        page = self.parentWidget()
        if page is not None and not page.acceptDrops():
            page.setAcceptDrops(True)
            page.installEventFilter(self)
        if self._stale:
            self._look_again()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.sign.hide()

    def _look_again(self) -> None:
        """Ask for the holdings, one question at a time, and only while anybody sees the answer."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        if self._asking:
            self._again = True
            return
        self._asking = True

        def refused(error: UserError) -> None:
            self._asking = False
            self.context.desk.refused.emit(error)

        self.context.desk.ask(look, self._take, refused=refused)

    def _take(self, holdings: Holdings) -> None:
        self._asking = False
        first, self.holdings = self.holdings is NOTHING, holdings
        self.list.model.show_holdings(holdings)
        self._show_rows()
        if first and not holdings.missing and not self.list.current_uid:
            self.choose(self.list.order.uids[:1])
        if self._again:
            self._again = False
            self._look_again()

    def _show_rows(self) -> None:
        """Everything that follows from the rows and the holdings."""
        picture, holdings = self.context.desk.picture, self.holdings
        rows = picture.application.evidence
        self.left.setCurrentWidget(self.list if rows else self.empty)
        whole = {row.sha256: size_of(row) for row in rows if row.sha256}
        self.extent.setText(f"共 {len(rows)} 份，{size_words(sum(whole.values()))}" if rows else "")
        self.show_missing.setText(f"还缺的佐证（{len(holdings.missing)}）")
        self.missing.show_missing(holdings.missing, locked=picture.locked)
        self.budget.show_budget(holdings.budget)
        unused = sum(file.size for file in holdings.unused)
        self.unused.setText(
            f"不再使用的文件 {len(holdings.unused)} 个，{size_words(unused)}，只供撤销和恢复备份用。"
        )
        self.unused_line.setVisible(bool(holdings.unused) and not picture.locked)
        self.pending.setVisible(holdings.purge_pending)
        self.finish.setEnabled(not picture.locked)
        self._show_current(self.list.current_uid)

    def _show_current(self, uid: str) -> None:
        row = self.list.model.row(uid)
        self.panel.show_row(row, self.holdings)
        self.show_file.setEnabled(row is not None)
        if row is None:
            self._turn_to(self.missing)

    def _turn_to(self, part: QWidget) -> None:
        self.right.setCurrentWidget(part)
        (self.show_file if part is self.panel else self.show_missing).setChecked(True)

    # --- putting together --------------------------------------------------------------------

    def _lay_out(self, top: QWidget, turns: QWidget) -> None:
        self.empty = QLabel(_EMPTY)
        self.empty.setObjectName("empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.left = QStackedWidget()
        self.left.addWidget(self.list)
        self.left.addWidget(self.empty)
        self.right = QStackedWidget()
        self.right.addWidget(self.panel)
        self.right.addWidget(self.missing)
        side = Card(self.context, "")
        side.add(turns, wide=True)
        side.add(self.right, wide=True)
        side.grid.setVerticalSpacing(10)
        side.grid.setContentsMargins(14, 12, 14, 12)
        side.stretch(self.right)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(8)
        for number, part in enumerate((self.left, side)):
            self.split.addWidget(part)
            self.split.setStretchFactor(number, 1)
        self.split.setSizes([430, 380])
        self.layout_.setSpacing(10)
        self.layout_.addWidget(top)
        self.unused_line, self.clear = _line("muted", "", "彻底清除…")
        self.unused = self.unused_line.findChildren(QLabel)[0]
        self.layout_.addWidget(self.pending)
        self.layout_.addWidget(self.report)
        self.layout_.addWidget(self.split, 1)
        self.layout_.addWidget(self.unused_line)
        self.layout_.addWidget(self.budget)

    def _top(self) -> QWidget:
        self.add = QPushButton("添加文件…")
        self.add.setObjectName("primary")
        self.extent = QLabel()
        self.extent.setObjectName("muted")
        said = QLabel(_HINT)
        said.setObjectName("muted")
        said.setWordWrap(True)
        top = QWidget()
        line = QHBoxLayout(top)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.add)
        line.addWidget(self.extent)
        line.addWidget(said, 1)
        return top

    def _turns(self) -> QWidget:
        """The two buttons that turn the right side."""
        self.show_file, self.show_missing = QPushButton("这份材料"), QPushButton("还缺的佐证")
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        group = QButtonGroup(bar)
        for button in (self.show_file, self.show_missing):
            button.setObjectName("toggle")
            button.setCheckable(True)
            group.addButton(button)
            line.addWidget(button)
        line.addStretch(1)
        return bar

    def _connect(self) -> None:
        deeds, panel, moved = self.deeds, self.panel, self.list.moved
        moved.connect(self._moved)
        self.show_file.clicked.connect(lambda _=False: self._turn_to(panel))
        self.show_missing.clicked.connect(lambda _=False: self._turn_to(self.missing))
        panel.menu.aboutToShow.connect(lambda: panel.name_actions(len(deeds.chosen)))
        # What is undone is no longer so; the sentences on it go too.
        self.context.desk.moved.connect(lambda _: self.report.hide())
        self.list.link_wanted.connect(deeds.ask_links)
        self.add.clicked.connect(lambda _=False: deeds.choose_files())
        self.missing.wanted.connect(deeds.add_for)
        panel.unlinked.connect(deeds.unlink)
        panel.link_wanted.connect(deeds.ask_links)
        panel.open_wanted.connect(deeds.open_file)
        panel.confirm_wanted.connect(deeds.ask_seen)
        panel.withdraw_wanted.connect(deeds.withdraw)
        panel.strip_wanted.connect(deeds.strip)
        panel.remove_wanted.connect(deeds.remove)
        panel.purge_wanted.connect(deeds.ask_purge)
        panel.look_wanted.connect(deeds.look_into)
        self.clear.clicked.connect(lambda: deeds.ask_purge_of(self.holdings.unused))
        self.finish.clicked.connect(lambda: deeds.purge(()))
        self.context.look.changed.connect(self._restyle)
        self._restyle()

    def _moved(self, uid: str) -> None:
        self._show_current(uid)
        if uid and self.list.table.hasFocus():
            self._turn_to(self.panel)

    def _restyle(self) -> None:
        icons.put(self.add, self.context.look, "add", "on_accent", 15)
        self._turn_split()


def _line(kind: str, words: str, button: str) -> tuple[QWidget, QPushButton]:
    """A sentence with a button behind it; hidden at first."""
    line = QWidget()
    said = QLabel(words)
    said.setObjectName(kind)
    said.setTextFormat(Qt.TextFormat.PlainText)
    said.setWordWrap(True)
    push = QPushButton(button)
    push.setObjectName("link")
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(said)
    layout.addWidget(push)
    layout.addStretch(1)
    line.hide()
    return line, push
