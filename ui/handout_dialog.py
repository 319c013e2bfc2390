"""Hand lists out to be filled in: which lists and columns, to whom, which rows, one workbook or many."""

from __future__ import annotations

from collections.abc import Sequence
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

from jxdesk.app.handout import Asking, kind_of_columns
from ui.check import Check
from ui.dialogs import fitting, primary
from ui.editors import Choice
from ui.handout_columns import ColumnsTree, Offer
from ui.theme import Look

_SIZE = (860, 640)
_KEY = Qt.ItemDataRole.UserRole
ONE, ROWS, BUREAUS = "发给一个部门或一家企业", "每行一个文件（如每家企业一份）", "每个部门一个文件"


@dataclass(frozen=True, slots=True)
class Handing:
    """What was chosen: what is asked of whom, and whether that makes a folder of workbooks."""

    askings: tuple[Asking, ...]
    into_folder: bool


class HandoutDialog(QDialog):
    """``wanted`` carries the :class:`Handing`."""

    wanted = Signal(object)

    def __init__(
        self, offers: Sequence[Offer], bureaus: Sequence[str], look: Look, parent: QWidget, first: str
    ) -> None:
        """``first`` is the kind of list to begin with."""
        super().__init__(parent)
        self._bureaus = tuple(b for b in bureaus if any(offer.of_bureau.get(b) for offer in offers))
        self._offers = offers
        self._shown: Offer | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("发给部门或企业填写")
        self.how, self.to = Choice(look), Choice(look)
        self.how.addItems([ONE, ROWS, *([BUREAUS] if self._bureaus else [])])
        self.to.setEditable(True)
        self.to.addItems(["", *bureaus])
        self.columns, self.rows = ColumnsTree(offers), QListWidget()
        self.search = QLineEdit()
        self.only_some = Check(look, "只发选中的行")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self._lay_out()
        self.columns.begin_at(first)
        self._show_state()
        self._connect()
        self.resize(fitting(_SIZE, look, parent))

    @property
    def handing(self) -> Handing:
        """What was chosen."""
        ticked = self.columns.ticked
        if self.how.currentText() == BUREAUS:
            return Handing(tuple(self._of_bureaus(ticked)), into_folder=True)
        single = len(self.columns.chosen) == 1
        rows = frozenset(_checked(self.rows)) if single and self.only_some.isChecked() else None
        each = self.how.currentText() == ROWS
        to = "" if each else self.to.currentText().strip()
        return Handing((Asking(kind_of_columns(ticked), to, ticked, rows, each),), each)

    def _of_bureaus(self, ticked: frozenset[str]) -> list[Asking]:
        found = []
        for bureau in self._bureaus:
            own = {key for offer in self._offers for key in offer.of_bureau.get(bureau, frozenset())}
            if columns := ticked & own:
                found.append(Asking(kind_of_columns(columns), bureau, columns))
        return found

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.addWidget(_label("怎样发(&M)", self.how), 0, 0)
        grid.addWidget(_label("发给谁(&W)", self.to), 0, 1)
        grid.addWidget(self.how, 1, 0)
        grid.addWidget(self.to, 1, 1)
        grid.addLayout(self._head(), 2, 0)
        grid.addWidget(self.columns, 3, 0, 2, 1)
        grid.addWidget(self.only_some, 2, 1)
        self.search.setPlaceholderText("按名称找行")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("按名称找行")
        grid.addWidget(self.search, 3, 1)
        grid.addWidget(self.rows, 4, 1)
        grid.setRowStretch(4, 1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.rows.setAccessibleName("发给他的行")
        self.rows.setObjectName("pick")
        about = QLabel("其余的列和表头锁定，只供核对。交回后从表格导入，只取他改过的；双方都改了的由您决定。")
        about.setObjectName("muted")
        about.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.go = primary(buttons, "生成表格…")
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(lambda: self.wanted.emit(self.handing))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(grid, 1)
        layout.addWidget(about)
        layout.addWidget(self.said)
        layout.addWidget(buttons)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(_label("请填哪些表、哪些列(&C)", self.columns), 1)
        for text, ticked in (("全选", True), ("全不选", False)):
            button = QPushButton(text)
            button.setObjectName("link")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, ticked=ticked: self.columns.tick_all(ticked=ticked))
            head.addWidget(button)
        return head

    def _connect(self) -> None:
        self.how.currentIndexChanged.connect(lambda _: self._follow())
        self.to.currentTextChanged.connect(lambda _: self._follow())
        self.columns.changed.connect(self._show_state)
        self.rows.itemChanged.connect(lambda _: self._show_state())
        self.only_some.toggled.connect(lambda _: self._show_state())
        self.search.textChanged.connect(self._find)

    def _follow(self) -> None:
        """Choose the columns for which the bureau answers, or all of them do."""
        every = self.how.currentText() == BUREAUS
        named = self._bureaus if every else (self.to.currentText(),) if self.to.isEnabled() else ()
        own = {key for offer in self._offers for each in named for key in offer.of_bureau.get(each, ())}
        if own:
            self.columns.tick(frozenset(own))
        self._show_state()

    def _find(self, typed: str) -> None:
        for number in range(self.rows.count()):
            item = self.rows.item(number)
            item.setHidden(typed.strip() not in item.text())

    def _show_rows(self) -> None:
        """The rows of the list, where just one is handed out."""
        chosen = self.columns.chosen
        shown = chosen[0] if len(chosen) == 1 and self.how.currentText() != BUREAUS else None
        if shown is not self._shown:
            self._shown = shown
            _fill(self.rows, shown.rows if shown else ())
            self.search.clear()

    def _show_state(self) -> None:
        self._show_rows()
        rows = self._shown is not None and bool(self._shown.rows)
        some = rows and self.only_some.isChecked()
        self.only_some.setEnabled(rows)
        for widget in (self.rows, self.search):
            widget.setEnabled(some)
        self.to.setEnabled(self.how.currentText() == ONE)
        lacking = self._lacking()
        self.go.setEnabled(not lacking)
        self.said.setText(lacking or self._summary())

    def _summary(self) -> str:
        handing, chosen = self.handing, self.columns.chosen
        columns = len(self.columns.ticked)
        if self.how.currentText() == BUREAUS:
            return f"发给 {len(handing.askings)} 个部门，各填自己负责的列，共 {len(handing.askings)} 个文件。"
        rows = handing.askings[0].rows
        count = sum(len(offer.rows) for offer in chosen) if rows is None else len(rows)
        lists = f"{len(chosen)} 张表、" if len(chosen) > 1 else ""
        added = "，也可以添行" if rows is None and not handing.into_folder else ""
        files = f"，共 {count} 个文件" if handing.into_folder else ""
        return f"发出 {lists}{count} 行，请填 {columns} 列{added}{files}。"

    def _lacking(self) -> str:
        handing = self.handing
        if not self.columns.ticked:
            return "请选要填写的列。"
        if self.how.currentText() == BUREAUS:
            return "" if handing.askings else "选的列都没有写过责任部门。"
        (asking,) = handing.askings
        if asking.each and self._shown is None:
            return "每行一个文件时，只能选一张表的列。"
        if asking.each and not (self._shown and self._shown.rows):
            return "这张表里还没有行。"
        if asking.rows is not None and not asking.rows:
            return "请选要发出的行。"
        return "" if asking.each or asking.to else "请写发给哪个部门或哪家企业。"


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label


def _fill(widget: QListWidget, entries: Sequence[tuple[str, str]]) -> None:
    before = widget.blockSignals(True)
    widget.clear()
    for key, text in entries:
        item = QListWidgetItem(text, widget)
        item.setData(_KEY, key)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
    widget.setCurrentRow(0)
    widget.blockSignals(before)


def _checked(widget: QListWidget) -> list[str]:
    items = (widget.item(number) for number in range(widget.count()))
    return [str(item.data(_KEY)) for item in items if item.checkState() is Qt.CheckState.Checked]
