"""Hand a list out to be filled in: which one, to whom, which columns, which rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app.handout import Asking
from ui.check import Check
from ui.dialogs import fitting, primary
from ui.editors import Choice
from ui.theme import Look

_SIZE = (860, 620)
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Offer:
    """A list that can be handed out: its ``kind``, its title, columns and rows (id and name each).

    ``of_bureau`` are the columns for which a bureau answers.
    """

    kind: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    of_bureau: Mapping[str, frozenset[str]]


class HandoutDialog(QDialog):
    """``wanted`` carries the :class:`Asking`."""

    wanted = Signal(object)

    def __init__(
        self, offers: Sequence[Offer], bureaus: Sequence[str], look: Look, parent: QWidget, first: str
    ) -> None:
        """``first`` is the kind of list to begin with."""
        super().__init__(parent)
        self._offers = offers
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("发给部门填写")
        self.kind, self.to = Choice(look), Choice(look)
        self.kind.addItems([offer.title for offer in offers])
        self.kind.setCurrentIndex(next((n for n, each in enumerate(offers) if each.kind == first), 0))
        self.to.setEditable(True)
        self.to.addItems(["", *bureaus])
        self.columns, self.rows = QListWidget(), QListWidget()
        self.search = QLineEdit()
        self.only_some = Check(look, "只发选中的行")
        self.each = Check(look, "每行一个文件，按名称命名")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self._lay_out()
        self._show_offer()
        self._connect()
        self.resize(fitting(_SIZE, look, parent))

    @property
    def offer(self) -> Offer:
        """The list chosen."""
        return self._offers[self.kind.currentIndex()]

    @property
    def asking(self) -> Asking:
        """What was chosen."""
        some = self.only_some.isChecked()
        return Asking(
            self.offer.kind,
            self.to.currentText().strip(),
            frozenset(_checked(self.columns)),
            frozenset(_checked(self.rows)) if some else None,
            self.each.isChecked(),
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.addWidget(_label("哪张表(&L)", self.kind), 0, 0)
        grid.addWidget(_label("发给谁(&W)", self.to), 0, 1)
        grid.addWidget(self.kind, 1, 0)
        grid.addWidget(self.to, 1, 1)
        grid.addLayout(self._head("请他填写哪些列(&C)", self.columns), 2, 0)
        grid.addWidget(self.columns, 3, 0, 3, 1)
        grid.addWidget(self.only_some, 2, 1)
        self.search.setPlaceholderText("按名称找行")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("按名称找行")
        grid.addWidget(self.search, 3, 1)
        grid.addWidget(self.rows, 4, 1)
        grid.addWidget(self.each, 5, 1)
        grid.setRowStretch(4, 1)
        for widget, name in ((self.columns, "请他填写的列"), (self.rows, "发给他的行")):
            widget.setAccessibleName(name)
            widget.setObjectName("pick")
        about = QLabel("其余的列和表头锁定，只供核对。交回后从表格导入，只取他改过的；双方都改了的由您决定。")
        about.setObjectName("muted")
        about.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.go = primary(buttons, "生成表格…")
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(lambda: self.wanted.emit(self.asking))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(grid, 1)
        layout.addWidget(about)
        layout.addWidget(self.said)
        layout.addWidget(buttons)

    def _head(self, words: str, widget: QListWidget) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(_label(words, widget), 1)
        for text, state in (("全选", Qt.CheckState.Checked), ("全不选", Qt.CheckState.Unchecked)):
            button = QPushButton(text)
            button.setObjectName("link")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, state=state: _set_all(widget, state))
            head.addWidget(button)
        return head

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(lambda _: self._show_offer())
        self.to.currentTextChanged.connect(lambda _: self._follow_bureau())
        self.columns.itemChanged.connect(lambda _: self._show_state())
        self.rows.itemChanged.connect(lambda _: self._show_state())
        self.only_some.toggled.connect(lambda _: self._show_state())
        self.each.toggled.connect(lambda _: self._show_state())
        self.search.textChanged.connect(self._find)

    def _show_offer(self) -> None:
        offer = self.offer
        asked = offer.of_bureau.get(self.to.currentText(), frozenset())
        _fill(self.columns, offer.columns, asked)
        _fill(self.rows, offer.rows, frozenset())
        self.search.clear()
        self.each.setChecked(False)
        self._show_state()

    def _follow_bureau(self) -> None:
        """Choose the columns for which this bureau answers."""
        asked = self.offer.of_bureau.get(self.to.currentText())
        if asked:
            _fill(self.columns, self.offer.columns, asked)
        self._show_state()

    def _find(self, typed: str) -> None:
        for number in range(self.rows.count()):
            item = self.rows.item(number)
            item.setHidden(typed.strip() not in item.text())

    def _show_state(self) -> None:
        rows = bool(self.offer.rows)
        some = self.only_some.isChecked()
        self.only_some.setEnabled(rows)
        for widget in (self.rows, self.search):
            widget.setEnabled(some and rows)
        self.each.setEnabled(rows)
        self.to.setEnabled(not self.each.isChecked())
        lacking = self._lacking()
        self.go.setEnabled(not lacking)
        count = len(_checked(self.rows)) if some else len(self.offer.rows)
        columns = len(_checked(self.columns))
        files = f"，共 {count} 个文件" if self.each.isChecked() else ""
        added = "，也可以添行" if not (some or self.each.isChecked()) else ""
        self.said.setText(lacking or f"发出 {count} 行，请填 {columns} 列{added}{files}。")

    def _lacking(self) -> str:
        asking = self.asking
        if not asking.columns:
            return "请选要他填写的列。"
        if asking.rows is not None and not asking.rows:
            return "请选要发出的行。"
        return "" if asking.each or asking.to else "请写发给哪个部门或哪家企业。"


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label


def _fill(widget: QListWidget, entries: Sequence[tuple[str, str]], checked: frozenset[str]) -> None:
    before = widget.blockSignals(True)
    widget.clear()
    for key, text in entries:
        item = QListWidgetItem(text, widget)
        item.setData(_KEY, key)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if key in checked else Qt.CheckState.Unchecked)
    widget.setCurrentRow(0)
    widget.blockSignals(before)


def _set_all(widget: QListWidget, state: Qt.CheckState) -> None:
    for number in range(widget.count()):
        widget.item(number).setCheckState(state)


def _checked(widget: QListWidget) -> list[str]:
    items = (widget.item(number) for number in range(widget.count()))
    return [str(item.data(_KEY)) for item in items if item.checkState() is Qt.CheckState.Checked]
