"""Both versions side by side, and the choice between them: by keyboard, by mouse, or all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from jxdesk.domain.merging import Side
from ui.conflicts_model import Clash, ConflictsModel
from ui.dialogs import chosen_by_rows
from ui.theme import Look

_WIDTHS = (110, 300, 190)
_LINES = 3
_KEYS = {Qt.Key.Key_Left: Side.MINE, Qt.Key.Key_Right: Side.THEIRS}


class Conflicts(QWidget):
    """``changed`` is emitted after each choice."""

    changed = Signal()

    def __init__(self, clashes: Sequence[Clash], look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.model = ConflictsModel(clashes, look, self)
        self.said, self.place = QLabel(), QLabel()
        self.table = _Table(self)
        self.sides: dict[Side, QPushButton] = {}
        self.texts: dict[Side, QPlainTextEdit] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._lay_out()
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.model.dataChanged.connect(self._show_state)
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_state()

    @property
    def choices(self) -> Mapping[str, Side]:
        """What was chosen so far, by key."""
        return self.model.choices

    @property
    def _all_cleared(self) -> bool:
        return self.model.cleared == len(self.model.clashes)

    @property
    def decided(self) -> bool:
        """Whether nothing waits to be decided."""
        return self.model.undecided == 0

    def choose(self, side: Side) -> None:
        """Take one side's version for the place that is selected, and go on to the next open one."""
        row = self.table.currentIndex().row()
        if row < 0:
            return
        self.model.choose(row, side)
        self.table.setCurrentIndex(self.model.index(self.model.next_undecided(row), 0))

    def showEvent(self, event: object) -> None:
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, round(width * self._look.scale))

    def _lay_out(self) -> None:
        self.said.setFont(self._look.font(bold=True))
        for label in (self.said, self.place):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        hint = QLabel("按 ← 保留，按 → 清空。" if self._all_cleared else "按 ← 用现有的，按 → 用对方的。")
        hint.setObjectName("muted")
        words = ("都保留", "都清空") if self._all_cleared else ("都用现有的", "都用对方的")
        every = {side: QPushButton(word) for side, word in zip(Side, words, strict=True)}
        head = QHBoxLayout()
        head.addWidget(self.said, 1)
        head.addWidget(hint)
        for side, button in every.items():
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, side=side: self.model.choose_all(side))
            head.addWidget(button)
        self.all_mine, self.all_theirs = every[Side.MINE], every[Side.THEIRS]
        detail = QGridLayout()
        detail.setSpacing(6)
        detail.addWidget(self.place, 0, 0, 1, 2)
        for column, (side, word) in enumerate(((Side.MINE, "现有的"), (Side.THEIRS, "对方的"))):
            button, text = QPushButton(), QPlainTextEdit()
            button.setObjectName("toggle")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, side=side: self.choose(side))
            text.setReadOnly(True)
            text.setTabChangesFocus(True)
            text.setAccessibleName(f"{word}内容")
            text.setFixedHeight(text.fontMetrics().lineSpacing() * _LINES + 16)
            self._group.addButton(button)
            self.sides[side], self.texts[side] = button, text
            detail.addWidget(button, 1, column)
            detail.addWidget(text, 2, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addLayout(detail)

    def _show_row(self, current: QModelIndex) -> None:
        if not current.isValid():
            return
        clash = self.model.clashes[current.row()]
        self.place.setText(f"{clash.title}　原来：{clash.before}")
        for side, words, text, by in (
            (Side.MINE, "保留现有的" if clash.cleared else "用现有的", clash.mine, clash.mine_by),
            (Side.THEIRS, "照着清空" if clash.cleared else "用对方的", clash.theirs, clash.theirs_by),
        ):
            self.texts[side].setPlainText(text)
            self.sides[side].setText(f"{words}（{by}）" if by else words)
        self._show_choice()

    def _show_choice(self) -> None:
        row = self.table.currentIndex().row()
        chosen = self.model.choices.get(self.model.clashes[row].key) if row >= 0 else None
        for side, button in self.sides.items():
            button.setChecked(side is chosen)

    def _show_state(self) -> None:
        cleared, left = self.model.cleared, self.model.undecided
        count = len(self.model.clashes) - cleared
        open_ones = f"还有 {left} 处没有决定" if left else "都已决定"
        said = f"双方都改了、又不一样的有 {count} 处，{open_ones}。" if count else ""
        if cleared:
            said += f"交回时清空的有 {cleared} 处，不选就保留原有内容。"
        self.said.setText(said)
        self._show_choice()
        self.changed.emit()


class _Table(QTableView):
    """The places; the arrows to the left and right choose a side."""

    def __init__(self, owner: Conflicts) -> None:
        super().__init__(owner)
        self._owner = owner
        chosen_by_rows(self, "要决定的地方")
        # A place ends with the field's name: firms have long ones.
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = _KEYS.get(Qt.Key(event.key()))
        if side is None:
            super().keyPressEvent(event)
        else:
            self._owner.choose(side)
