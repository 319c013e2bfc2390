"""Bring in a register from elsewhere: everything that would change is seen first, conflicts are decided."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QRadioButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app.trusting import Look as Seen
from jxdesk.base.unseen import shown
from jxdesk.domain.show import show_digest
from jxdesk.signing.trust import TrustEntry
from jxdesk.signing.trust_merge import Fate, Side
from ui.dialogs import chosen_by_rows, fitting, primary
from ui.plain_rows import ITEM
from ui.theme import Look
from ui.trust_model import IncomingModel, period_of
from ui.words import words

_SIZE = 900, 560
_WIDTHS = {0: 10, 1: 12, 2: 16, 3: 13}


class TrustImportDialog(QDialog):
    """``decided`` carries the :class:`Seen` and the :class:`Side` that conflicts go to, or ``None``."""

    decided = Signal(object, object)

    def __init__(self, look: Look, seen: Seen, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("并入名册")
        self._seen = seen
        self.model = IncomingModel(seen.items, self)
        self.table = QTableView()
        self.detail = words("", copied=True)
        self.mine, self.theirs = (
            QRadioButton("不一致的，用现有的(&M)"),
            QRadioButton("不一致的，用导入的(&T)"),
        )
        self._sides = QButtonGroup(self)
        for button in (self.mine, self.theirs):
            self._sides.addButton(button)
            button.setVisible(bool(seen.of(Fate.CONFLICT)))
            button.toggled.connect(lambda _: self._refresh())
        buttons = QDialogButtonBox()
        self.take = primary(buttons, "并入")
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        self._lay_out(look, buttons)
        self.table.selectionModel().currentChanged.connect(lambda now, _: self._show(now))
        self.table.selectRow(0)
        self._refresh()
        self.resize(fitting(_SIZE, look, parent.window()))

    def _refresh(self) -> None:
        undecided = bool(self._seen.of(Fate.CONFLICT)) and self._sides.checkedButton() is None
        changes = any(item.fate is not Fate.SAME for item in self._seen.items)
        self.take.setEnabled(changes and not undecided)

    def _take(self) -> None:
        side = None
        if self._seen.of(Fate.CONFLICT):
            side = Side.MINE if self.mine.isChecked() else Side.THEIRS
        self.decided.emit(self._seen, side)
        self.accept()

    def _show(self, index: QModelIndex) -> None:
        if not index.isValid():
            self.detail.clear()
            return
        item = index.data(ITEM)
        here = [*([item.mine] if item.mine is not None else []), *item.rivals]
        lines = [f"导入的：{_whole(item.theirs)}", *(f"现有的：{_whole(entry)}" for entry in here)]
        lines += [f"同一单位，也是要导入的：{_whole(entry)}" for entry in item.beside]
        self.detail.setText("\n".join(lines))

    def _lay_out(self, look: Look, buttons: QDialogButtonBox) -> None:
        self.table.setModel(self.model)
        chosen_by_rows(self.table, "要并入的登记")
        letter = look.pixels(14)
        for column, letters in _WIDTHS.items():
            self.table.setColumnWidth(column, letters * letter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(words(_said(self._seen)))
        layout.addWidget(self.table, 1)
        for part in (self.detail, self.mine, self.theirs, buttons):
            layout.addWidget(part)


def _said(seen: Seen) -> str:
    counts = Counter(item.fate for item in seen.items)
    if not seen.items:
        return "这份名册是空的。"
    parts = [
        f"新增 {counts[Fate.ADDED]} 条",
        f"吊销 {counts[Fate.REVOKED]} 条",
        f"与现有的不一致 {counts[Fate.CONFLICT]} 条",
        f"已有 {counts[Fate.SAME]} 条",
    ]
    return (
        f"{'，'.join(parts)}。并入以后，新增的各条也算登记过的，请先确认这份名册来自信得过的人；"
        "吊销一律并入，已经吊销的不会恢复。"
    )


def _whole(entry: TrustEntry) -> str:
    who = f"{shown(entry.name)}（{shown(entry.applicant)}），按“{shown(entry.source)}”登记"
    return f"{who}，{period_of(entry)}\n　　　　{show_digest(entry.fingerprint)}"
