"""Decide, place by place, between what stands here and what came back, or came back empty, in a workbook
that was handed out.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ui.conflicts import Conflicts
from ui.conflicts_model import Clash
from ui.dialogs import fitting, primary
from ui.theme import Look

_SIZE = (900, 520)


class DecideDialog(QDialog):
    """``decided`` carries the choices by key."""

    decided = Signal(object)

    def __init__(self, clashes: Sequence[Clash], look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("交回的表格：逐处决定")
        self.conflicts = Conflicts(clashes, look)
        buttons = QDialogButtonBox()
        self.go = primary(buttons, "就这样决定")
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.conflicts, 1)
        layout.addWidget(buttons)
        self.conflicts.changed.connect(self._show_state)
        self._show_state()
        self.resize(fitting(_SIZE, look, parent))

    def showEvent(self, event: object) -> None:
        self.conflicts.table.setFocus()

    def _take(self) -> None:
        self.decided.emit(dict(self.conflicts.choices))
        self.accept()

    def _show_state(self) -> None:
        self.go.setEnabled(self.conflicts.decided)
