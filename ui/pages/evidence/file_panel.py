"""The chosen file: what it proves, what was seen in it and where, its pages, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jxdesk.domain.application import Evidence
from jxdesk.domain.facts import FileFacts, FileProblem, Sensitive, SensitiveKind
from jxdesk.rules.screened import needs_eyes
from ui import icons
from ui.context import Context
from ui.flow import Flow
from ui.pages.evidence.holdings import NOTHING, Holdings
from ui.pages.evidence.words import marks_of, measures, page_of, seen_in, shows_pages
from ui.pages_view import PagesView
from ui.references import words_each

_MOST_LINES = 3
_LEAST_PAGES = 130
_LISTED = "检查发现的地方按工作表、格或段落列在上面。"
_ONLY_PICTURES = "图片里的文字程序认不出来，也标不出位置，请逐页看。"


class FilePanel(QWidget):
    """Only shows and asks; whoever made it does what its signals say.

    ``unlinked`` carries a reference; the others ask for what their names say.
    """

    unlinked = Signal(str)
    link_wanted = Signal()
    open_wanted = Signal()
    confirm_wanted = Signal()
    withdraw_wanted = Signal()
    strip_wanted = Signal()
    remove_wanted = Signal()
    purge_wanted = Signal()
    look_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.row: Evidence | None = None
        self._holdings = NOTHING
        self._said: tuple[Sensitive, ...] | None = None
        self._shown_file: tuple[str, bool] | None = None
        self._chips_shown: tuple[object, ...] | None = None
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.facts = QLabel()
        self.facts.setObjectName("muted")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setWordWrap(True)
        self._chips = QWidget()
        self._chip_flow = Flow(self._chips)
        self.seen = QListWidget()
        self.seen.setObjectName("seen")
        self.seen.setAccessibleName("检查发现的地方")
        self.seen.setWordWrap(True)
        self.seen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.where = QLabel()
        self.where.setObjectName("muted")
        self.where.setWordWrap(True)
        self.pages = PagesView(context.look)
        self.pages.setMinimumHeight(_LEAST_PAGES)
        self.no_pages = QLabel()
        self.no_pages.setObjectName("letter")
        self.no_pages.setWordWrap(True)
        self.no_pages.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._make_buttons()
        self._make_zoom()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        for part in (self.facts, self._chips, self._actions, self.seen, self.no_pages, self._zoom):
            layout.addWidget(part)
        layout.addWidget(self.pages, 1_000)
        layout.addStretch(1)
        self.seen.currentItemChanged.connect(lambda *_: self._go_to_place())
        self.seen.itemClicked.connect(lambda _: self._go_to_place())
        self.pages.placed.connect(self._placed)
        context.look.changed.connect(self._restyle)
        self._restyle()
        self.show_row(None, NOTHING)

    def show_row(self, row: Evidence | None, holdings: Holdings) -> None:
        """Show another file, or the same as it is now."""
        self.row, self._holdings = row, holdings
        for part in (self._chips, self._actions, self.more):
            part.setVisible(row is not None)
        if row is None:
            self._shown_file = self._said = None
            for part in (self.seen, self._zoom, self.no_pages):
                part.hide()
            self.name.clear()
            self.facts.setText("请先在左边选一份材料。")
            self.pages.hide()
            self.pages.show_file(None)
            return
        known = holdings.facts.get(row.sha256)
        picture = self._context.desk.picture
        self.name.setText(row.name)
        words = "，".join(mark.words for mark in marks_of(row, holdings, picture.notice))
        made = holdings.confirmed.get(row.sha256)
        note = (
            f"\n{made.who} {made.when.astimezone():%Y-%m-%d %H:%M} 看过：{made.note or '可以附上'}"
            if made
            else ""
        )
        self.facts.setText(f"{measures(row, holdings)}　{words}{note}")
        self._show_chips(row)
        self._show_seen(seen_in(row, known))
        self._show_buttons(row, known)
        if self._show_pages(row):
            image = known is not None and known.image_only
            self.where.setText(_ONLY_PICTURES if image else "")

    def name_actions(self, count: int) -> None:
        """Say on how many chosen files the menu's actions work."""
        more = f"所选 {count} 份" if count > 1 else ""
        self.remove.setText(f"从清单去掉{more}")
        self.purge.setText(f"彻底清除{more}…")

    # --- inside ------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self._actions = QWidget()
        flow = Flow(self._actions)
        self.open = self._button("用本机的程序打开", self.open_wanted)
        self.look = self._button("现在检查", self.look_wanted)
        self.confirm = self._button("看过，可以附上…", self.confirm_wanted)
        self.withdraw = self._button("收回“看过”", self.withdraw_wanted)
        self.strip = self._button("清除附带信息", self.strip_wanted)
        self.more = QPushButton("更多")
        self.more.setObjectName("drop")
        self.more.setAccessibleName("对这份材料的其他操作")
        self.menu = menu = QMenu(self.more)
        self.remove = menu.addAction("从清单去掉")
        self.remove.triggered.connect(lambda _: self.remove_wanted.emit())
        self.purge = menu.addAction("彻底清除…")
        self.purge.triggered.connect(lambda _: self.purge_wanted.emit())
        self.more.setMenu(menu)
        for button in (self.open, self.look, self.confirm, self.withdraw, self.strip):
            flow.addWidget(button)

    def _make_zoom(self) -> None:
        """The line above the pages: where one was taken to, and the size of the pages."""
        self._zoom = QWidget()
        line = QHBoxLayout(self._zoom)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(self.where, 1)
        for word, by in (("缩小", -1), ("放大", 1)):
            button = QPushButton(word)
            button.setObjectName("link")
            button.setAccessibleName(f"{word}页面")
            button.setToolTip("在页面上按 + 和 - 也可以放大、缩小")
            button.clicked.connect(lambda _=False, by=by: self.pages.zoom(by))
            line.addWidget(button)

    def _button(self, text: str, signal: object) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda _=False: signal.emit())  # type: ignore[attr-defined]
        return button

    def _show_chips(self, row: Evidence) -> None:
        picture = self._context.desk.picture
        words = words_each(row.proves, picture)
        now = (row.uid, row.proves, words, picture.locked)
        if now == self._chips_shown:
            return
        self._chips_shown = now
        # The keyboard stays among the chips when the one it was on goes away.
        held = QApplication.focusWidget()
        inside = held is not None and self._chips.isAncestorOf(held)
        self._chip_flow.clear()
        look = self._context.look
        for reference, word in zip(row.proves, words, strict=True):
            chip = QPushButton(word)
            chip.setObjectName("proof")
            chip.setEnabled(not picture.locked)
            if not picture.locked:
                icons.put(chip, look, "close", "muted", 11)
                chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
                chip.setToolTip(f"去掉关联：{word}")
                chip.setAccessibleName(f"证明{word}，按下去掉关联")
            chip.clicked.connect(lambda _=False, reference=reference: self.unlinked.emit(reference))
            self._chip_flow.addWidget(chip)
        self.link = QPushButton("关联到…" if words else "说明它证明什么…")
        self.link.setObjectName("link")
        icons.put(self.link, look, "add", "accent", 13)
        self.link.setEnabled(not picture.locked)
        self.link.clicked.connect(lambda _=False: self.link_wanted.emit())
        self._chip_flow.addWidget(self.link)
        if inside:
            self.link.setFocus()

    def _show_seen(self, seen: tuple[Sensitive, ...]) -> None:
        if seen == self._said:
            return
        self._said = None
        self.seen.clear()
        self._said = seen
        look = self._context.look
        for one in seen:
            shape = "error" if one.kind is SensitiveKind.SECRECY else "warning"
            item = QListWidgetItem(f"{one.where}　{one.kind.word}　{one.masked}")
            item.setIcon(icons.icon(shape, look.colour(shape), 14))
            item.setToolTip(item.text())
            self.seen.addItem(item)
        self.seen.setVisible(bool(seen))
        line = max(self.seen.sizeHintForRow(0), self.fontMetrics().lineSpacing())
        self.seen.setFixedHeight(min(len(seen), _MOST_LINES) * line + 6)

    def _show_buttons(self, row: Evidence, known: FileFacts | None) -> None:
        locked = self._context.desk.picture.locked
        there = row.sha256 in self._holdings.places
        sound = known is not None and known.problem is FileProblem.NONE
        eyes = known is not None and sound and needs_eyes(known)
        confirmed = row.sha256 in self._holdings.confirmed
        carries = any(one.kind is SensitiveKind.METADATA for one in self._said or ())
        for button, wanted, enabled in (
            (self.open, there, True),
            (self.look, there and known is None, True),
            (self.confirm, eyes and not confirmed, not locked),
            (self.withdraw, confirmed, not locked),
            (self.strip, there and sound and carries, not locked),
            (self.more, True, not locked),
        ):
            button.setVisible(wanted)
            button.setEnabled(enabled)

    def _show_pages(self, row: Evidence) -> bool:
        """Show the pages; whether it is another file than before."""
        place = self._holdings.places.get(row.sha256)
        pages = place is not None and shows_pages(row, self._holdings)
        if row.sha256 not in self._holdings.listed:
            # It has only just been added: where its bytes lie is being asked.
            self._shown_file = None
            for part in (self.pages, self._zoom, self.no_pages):
                part.hide()
            return False
        now = (row.sha256, pages)
        if now == self._shown_file:
            return False
        self._shown_file = now
        for part in (self.pages, self._zoom):
            part.setVisible(pages)
        self.no_pages.setVisible(not pages)
        self.pages.setAccessibleName(f"“{row.name}”的各页")
        self.pages.show_file(place if pages else None, marked=True)
        self.no_pages.setText(
            f"这种文件不能在窗口里逐页显示，请点“用本机的程序打开”查看。{_LISTED if self._said else ''}"
            if place is not None
            else "文件不在工作区里，没有可以看的内容。请重新加入，或从清单去掉。"
        )
        return True

    def _go_to_place(self) -> None:
        row = self.seen.currentRow()
        if row < 0 or self._said is None:
            return
        one = self._said[row]
        page = page_of(one)
        self.where.setText("" if page else f"在{one.where}，不在页面上。")
        if page:
            self.pages.show_place(page, one.kind, one.masked)

    def _placed(self, marked: bool) -> None:
        self.where.setText("" if marked else "它不在这一页的文字里（例如在批注里），没有标出位置。")

    def _restyle(self) -> None:
        self.name.setFont(self._context.look.font(1.05, bold=True))
        self._said = self._chips_shown = None
        if self.row is not None:
            self.show_row(self.row, self._holdings)
