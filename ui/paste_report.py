"""What could not be pasted: cell by cell, with the reason. Nothing was changed, the clipboard remains."""

from __future__ import annotations

from collections.abc import Sequence

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
from ui.dialogs import fitting
from ui.theme import Look

HEADINGS = ("行", "列", "要粘贴的内容", "为什么填不进去")
_SIZE = (760, 420)
_WIDTHS = (90, 130, 170)


class PasteReport(QDialog):
    """``cells`` are row, column, text and reason of the refused cells; ``refusals`` is how many there are."""

    def __init__(self, cells: Sequence[tuple[str, ...]], refusals: int, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("没有粘贴")
        self._cells = cells
        self.said = QLabel(
            f"有 {refusals} 格填不进去，所以一格也没有粘贴，表格没有改动。\n"
            "请在原来的表里改好，再复制、粘贴一次。"
        )
        self.said.setWordWrap(True)
        more = f"只列出前 {len(cells)} 格。" if refusals > len(cells) else ""
        self.table = QTableWidget(len(cells), len(HEADINGS))
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
        if more:
            layout.addWidget(QLabel(more))
        layout.addWidget(buttons)
        self.resize(fitting(_SIZE, look, parent))
        self.copy.clicked.connect(self._copy)
        buttons.accepted.connect(self.accept)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._copy)
        close.setFocus()

    def _fill(self) -> None:
        table = self.table
        table.setAccessibleName("填不进去的格")
        table.setHorizontalHeaderLabels(list(HEADINGS))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(len(HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)
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
        QApplication.clipboard().setText(write_block([HEADINGS, *self._cells]))
        self.copy.setText("已复制")
