"""What came of pasting, cell by cell: why nothing could be pasted, or what was converted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app.cell_block import write_block
from jxdesk.app.pasted import Pasted
from ui.dialogs import fitting
from ui.theme import Look

_SIZE = (860, 440)
_WIDTHS = (90, 130, 150)
_PLACES = ("行", "列")


@dataclass(frozen=True, slots=True)
class _Words:
    """What the dialog says: its title, the sentences on top, headings, and what the cells are called."""

    title: str
    said: str
    headings: tuple[str, ...]
    name: str


def _words(done: Pasted) -> _Words:
    if done.refusals:
        return _Words(
            "没有粘贴",
            f"有 {done.refusals} 格填不进去，所以一格也没有粘贴，表格没有改动。\n"
            "请在原来的表里改好，再复制、粘贴一次。",
            (*_PLACES, "要粘贴的内容", "为什么填不进去"),
            "填不进去的格",
        )
    said = f"{done.sentence.partition('，按 Ctrl')[0]}。如果不对，关闭后按 Ctrl+Z 可以整个撤销。"
    return _Words(
        "已粘贴", "\n".join([said, *done.besides]), (*_PLACES, "复制来的内容", "怎样换算"), "换算过的格"
    )


class PasteReport(QDialog):
    """``cells`` are row, column, text and what is said of each cell that is told of."""

    def __init__(self, done: Pasted, cells: Sequence[tuple[str, ...]], look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        words = _words(done)
        self._look = look
        self._headings = words.headings
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.title)
        self._cells = cells
        self.said = QLabel(words.said)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        count = done.refusals or done.conversions
        more = f"只列出前 {len(cells)} 格。" if count > len(cells) else ""
        self.table = QTableWidget(len(cells), len(words.headings))
        self.table.setAccessibleName(words.name)
        self._fill()
        buttons = QDialogButtonBox()
        self.copy = buttons.addButton("复制这份清单", QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton("知道了", QDialogButtonBox.ButtonRole.AcceptRole)
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(12)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        for widget in (self.table, self.copy):
            widget.setVisible(bool(cells))
        if not cells:
            layout.addStretch(1)
        if more:
            layout.addWidget(QLabel(more))
        layout.addWidget(buttons)
        if cells:
            self.resize(fitting(_SIZE, look, parent))
        self.copy.clicked.connect(self._copy)
        buttons.accepted.connect(self.accept)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._copy)
        close.setFocus()

    def _fill(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(list(self._headings))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(len(self._headings) - 1, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, round(width * self._look.scale))
        for row, cell in enumerate(self._cells):
            for column, text in enumerate(cell):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(row, column, item)
        # Two lines are enough for nearly every reason; the rest is in the tip.
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().lineSpacing() * 2 + 12)

    def _copy(self) -> None:
        QApplication.clipboard().setText(write_block([self._headings, *self._cells]))
        self.copy.setText("已复制")
