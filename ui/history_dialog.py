"""修改记录: who changed what when, of the whole form or of one field; a click goes to the place.

The dialog stays beside the window, so that one can look at the places one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app import history
from jxdesk.app.history import Detail, Difference, Piece, Wanted
from jxdesk.app.session import Session
from jxdesk.base.progress import Progress
from ui.context import Context
from ui.editors import Choice
from ui.history_model import DIFFERENCE, STEP, DifferencesModel, StepDelegate, StepsModel, shown, where_of
from ui.picture import Picture
from ui.table_view import RecordTable

R = TypeVar("R")

_PIECE = 100
_MOST_DIFFERENCES = 500
_PAUSE_MS = 250
_EVERYBODY, _EVERY_PART = "所有人", "全部部分"


class HistoryDialog(QDialog):
    """``opened`` carries the :class:`Place` to go to. ``wanted`` says where to begin."""

    opened = Signal(object)

    def __init__(self, context: Context, wanted: Wanted, name: str, parent: QWidget | None = None) -> None:
        """``name`` is what the one field is called whose history is wanted, else empty."""
        super().__init__(parent)
        self._desk, self._look = context.desk, context.look
        self._begun = wanted
        self._asked = 0
        self._over = False
        self._application = context.desk.picture.application
        self.setWindowTitle(f"“{name}”的修改记录" if name else "修改记录")
        self.resize(940, 600)
        self.part, self.who = Choice(context.look), Choice(context.look)
        self.words = QLineEdit()
        self.steps = StepsModel(self)
        self.differences = DifferencesModel(self)
        self.list = QListView()
        self.table = RecordTable(context.look)
        self.said = QLabel()
        self.where = QLabel()
        self.before, self.after = QPlainTextEdit(), QPlainTextEdit()
        self.go = QPushButton("转到这一处")
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._fill(name)
        self._lay_out()
        self._connect()
        self.list.setFocus()
        self.reload()

    @property
    def wanted(self) -> Wanted:
        """Which changes are asked for now."""
        part, who = self.part.currentData(), self.who.currentData()
        return replace(self._begun, part=part or "", who=who or "", words=self.words.text())

    def reload(self) -> None:
        """Read the newest steps that are wanted."""
        self._pause.stop()
        self.steps.begin()
        self.differences.show_detail(Detail((), 0))
        self._show_chosen()
        self._read()

    def _ask(self, question: Callable[[Session, Progress], R], done: Callable[[R], None]) -> None:
        """Ask the workspace; an answer that comes when the dialog is gone is for nobody."""
        self._desk.ask(question, lambda answer: None if self._over else done(answer))

    def _end(self) -> None:
        self._over = True

    def _read(self) -> None:
        self._asked += 1
        asked, wanted, before = self._asked, self.wanted, self.steps.older
        self.steps.older = None

        def done(piece: Piece) -> None:
            if asked == self._asked:
                self._take(piece)

        self._ask(
            lambda session, progress: history.steps(session, wanted, progress, before=before, most=_PIECE),
            done,
        )

    def _take(self, piece: Piece) -> None:
        first = not self.steps.items
        self.steps.add(piece)
        if first and self.steps.items:
            self.list.setCurrentIndex(self.steps.index(0))
        elif first:
            self.said.setText("没有找到这样的修改记录。" if self.wanted != self._begun else "还没有修改。")

    def _show_step(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        number, wanted = index.data(STEP).number, self.wanted

        def done(detail: Detail) -> None:
            current = self.list.currentIndex()
            if current.isValid() and current.data(STEP).number == number:
                self._show_detail(detail)

        self._ask(lambda session, _: history.detail(session, number, wanted, most=_MOST_DIFFERENCES), done)

    def _show_detail(self, detail: Detail) -> None:
        self.differences.show_detail(detail)
        left = detail.count - len(detail.differences)
        more = f"，这里列出前 {len(detail.differences)} 处" if left else ""
        self.said.setText(f"共 {detail.count} 处改动{more}。" if detail.count else "改动的内容已经彻底清除。")
        if detail.differences:
            self.table.setCurrentIndex(self.differences.index(0, 0))
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self.where.setText(where_of(chosen) if chosen else "")
        self.before.setPlainText(shown(chosen.before) if chosen else "")
        self.after.setPlainText(shown(chosen.after) if chosen else "")
        self.go.setEnabled(chosen is not None)

    def _chosen(self) -> Difference | None:
        index = self.table.currentIndex()
        found: Difference | None = index.data(DIFFERENCE) if index.isValid() else None
        return found

    def _go(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.opened.emit(chosen.place)

    def _follow(self, picture: Picture) -> None:
        """Something was changed meanwhile."""
        if picture.application is not self._application:
            self._application = picture.application
            self.reload()

    def _fill(self, name: str) -> None:
        self.part.addItem(_EVERY_PART, "")
        for part in self._desk.picture.parts:
            self.part.addItem(part.title, part.id)
        self.who.addItem(_EVERYBODY, "")
        # Of one field the part is known.
        self.part.setVisible(not name)

        def done(authors: tuple[str, ...]) -> None:
            for who in authors:
                self.who.addItem(who, who)

        self._ask(lambda session, _: history.authors(session), done)

    def _connect(self) -> None:
        self.part.activated.connect(lambda _: self.reload())
        self.who.activated.connect(lambda _: self.reload())
        self.words.textChanged.connect(lambda _: self._pause.start())
        self.words.returnPressed.connect(self.reload)
        self._pause.timeout.connect(self.reload)
        self.steps.more_wanted.connect(self._read)
        self.list.selectionModel().currentChanged.connect(lambda index, _: self._show_step(index))
        self.list.activated.connect(lambda _: self.table.setFocus())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.table.activated.connect(lambda _: self._go())
        self.go.clicked.connect(self._go)
        self.finished.connect(self._end)
        self._desk.changed.connect(self._follow)
        self._desk.closed.connect(self.close)

    def _lay_out(self) -> None:
        for part, name in (
            (self.part, "哪一部分"),
            (self.who, "谁改的"),
            (self.words, "查找修改记录"),
            (self.list, "修改记录，新的在前"),
            (self.table, "这一步改了什么"),
            (self.before, "改前"),
            (self.after, "改后"),
        ):
            part.setAccessibleName(name)
        self.words.setPlaceholderText("查找名称、内容")
        self.words.setClearButtonEnabled(True)
        self.list.setObjectName("parts")
        self.list.setModel(self.steps)
        self.list.setItemDelegate(StepDelegate(self._look, self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(270)
        self.table.setModel(self.differences)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.said.setObjectName("muted")
        for label in (self.said, self.where):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        filters = QHBoxLayout()
        filters.addWidget(self.part)
        filters.addWidget(self.who)
        filters.addWidget(self.words, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(self._right())
        halves.setStretchFactor(1, 1)
        halves.setSizes([310, 600])
        buttons = QDialogButtonBox()
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                # Enter belongs to the lists and to the line that is typed into.
                button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addLayout(filters)
        layout.addWidget(halves, 1)
        layout.addWidget(buttons)

    def _right(self) -> QWidget:
        texts = QGridLayout()
        texts.setHorizontalSpacing(12)
        for column, (word, box) in enumerate((("改前", self.before), ("改后", self.after))):
            label = QLabel(word)
            label.setBuddy(box)
            box.setReadOnly(True)
            box.setTabChangesFocus(True)
            texts.addWidget(label, 0, column)
            texts.addWidget(box, 1, column)
        right = QWidget()
        column_ = QVBoxLayout(right)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.addWidget(self.said)
        column_.addWidget(self.table, 3)
        column_.addWidget(self.where)
        column_.addLayout(texts, 2)
        return right
