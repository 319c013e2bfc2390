"""The right side: all findings at once, by level, and the card of the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from jxdesk.app.checking import Judged
from jxdesk.app.reporting import travelling_reasons
from jxdesk.domain.finding import Level
from ui import icons
from ui.desk import Desk
from ui.findings_model import JUDGED, SHAPES, FindingDelegate, FindingsModel
from ui.picture import Picture
from ui.report_button import ReportButton
from ui.rule_card import RuleCard
from ui.theme import Look

# The chosen finding and its neighbours stay in sight above a long card.
_LEAST_LIST = 130
_BATCH = 20
_NOTHING = "没有发现问题。"


class FindingsList(QListView):
    """A list whose rows are as high as their sentences need at the present width."""

    def __init__(self, look: Look, model: FindingsModel) -> None:
        super().__init__()
        self.setObjectName("findings")
        self.setAccessibleName("检查发现的问题")
        self.setModel(model)
        self.setItemDelegate(FindingDelegate(look, self))
        self.setMouseTracking(True)
        self.setMinimumHeight(_LEAST_LIST)
        # Another height asks for no new layout: while one is under way, a click finds no row.
        self.setResizeMode(QListView.ResizeMode.Fixed)
        # Hundreds of rows are measured a few at a time.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The width says how many lines a sentence takes.
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class FindingsPanel(QFrame):
    """``opened`` carries the :class:`Place` of the finding that was clicked or entered."""

    opened = Signal(object)

    def __init__(self, look: Look, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._look = look
        self._desk = desk
        self.model = FindingsModel(self)
        self.list = FindingsList(look, self.model)
        self.card = RuleCard(look, desk)
        self.report = ReportButton(desk)
        self.bottom_line = QLabel()
        self.bottom_line.setWordWrap(True)
        self.reasons = QLabel()
        self.reasons.setObjectName("muted")
        self.reasons.setWordWrap(True)
        self.levels = {level: self._toggle(level) for level in Level}
        self._has_reasons = False
        self._none = QLabel(_NOTHING)
        self._none.setObjectName("muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.list.clicked.connect(self._open)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._open(self.list.currentIndex()))
        self.list.selectionModel().currentChanged.connect(self._chosen)
        desk.changed.connect(self.show_picture)
        look.changed.connect(self._restyle)
        self._restyle()
        self.show_picture(desk.picture)

    def show_picture(self, picture: Picture) -> None:
        """Show the findings of ``picture``."""
        pending = picture.report.pending
        self.model.show_picture(picture)
        self.bottom_line.setText(picture.report.bottom_line)
        reasons = travelling_reasons(picture.report)
        to_reviewer, inside = len(reasons.travelling), len(reasons.staying)
        self.reasons.setText(f"已写明理由：给评审 {to_reviewer} 条，内部 {inside} 条")
        self.reasons.setToolTip("；".join(reasons.counts) + "。")
        self._has_reasons = bool(reasons.travelling or reasons.staying)
        for level, button in self.levels.items():
            number = picture.report.count(level)
            button.setText(level.word if pending else f"{level.word} {number}")
            button.setAccessibleName(f"显示{level.word}" if pending else f"显示{level.word}，{number} 处")
        empty = not self.model.items
        self._none.setText("" if pending else _NOTHING)
        self._none.setVisible(empty)
        self.list.setVisible(not empty)
        self._chosen(self.list.currentIndex())

    def show_finding(self, judged: Judged) -> None:
        """Put the keyboard to one finding, also when its level was left out."""
        self.levels[judged.finding.level].setChecked(True)
        if judged in self.model.items:
            self.list.setCurrentIndex(self.model.index(self.model.items.index(judged)))
        self.list.setFocus()

    def _toggle(self, level: Level) -> QPushButton:
        button = QPushButton()
        button.setObjectName("toggle")
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolTip(f"显示或不显示{level.word}")
        button.toggled.connect(lambda on: self._show_level(level, shown=on))
        return button

    def _show_level(self, level: Level, *, shown: bool) -> None:
        self.model.show_level(level, shown=shown)
        self.show_picture(self._desk.picture)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in self.levels.values():
            buttons.addWidget(button, 1)
        head = QVBoxLayout()
        head.setContentsMargins(14, 12, 14, 8)
        head.setSpacing(10)
        self._title = QLabel("检查")
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self.report)
        head.addLayout(top)
        head.addWidget(self.bottom_line)
        head.addWidget(self.reasons)
        head.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._none, 1)
        layout.addWidget(self.card)

    def _restyle(self) -> None:
        self._title.setFont(self._look.font(1.1, bold=True))
        self.reasons.setFont(self._look.font(0.92))
        for level, button in self.levels.items():
            icons.put(button, self._look, SHAPES[level], SHAPES[level], 14)

    def _chosen(self, index: QModelIndex) -> None:
        item: Judged | None = index.data(JUDGED) if index.isValid() else None
        self.card.show_item(item)
        self._give_room()
        if item is not None:
            # The card takes room from the list; the chosen row must not slip out of sight.
            QTimer.singleShot(0, self, lambda: self.list.scrollTo(self.list.currentIndex()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        """In large type the lines that stand elsewhere too give way to list and card."""
        for line, wanted in ((self.bottom_line, True), (self.reasons, self._has_reasons)):
            line.setVisible(wanted)
        layout = self.layout()
        if layout is not None and layout.totalMinimumHeightForWidth(self.width()) > self.height():
            self.bottom_line.hide()
            self.reasons.hide()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(JUDGED).finding.place)
