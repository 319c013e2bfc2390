"""What stands above a table: its buttons, how many rows there are, and a sentence on the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import icons
from ui.context import Context
from ui.table_order import TableOrder


class TableBar(QWidget):
    """``buttons`` is the line of buttons; what a list can do besides is added there with :meth:`put`."""

    def __init__(self, context: Context, order: TableOrder, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = context.look
        self._order = order
        self.add = QPushButton("新增一行")
        self.remove = QPushButton("删除所选")
        self.count = QLabel()
        self.count.setObjectName("muted")
        self._said = QLabel(said)
        self._said.setObjectName("muted")
        self._said.setWordWrap(True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        order.told.connect(self._count)
        order.model.rowsInserted.connect(self._count)
        self._look.changed.connect(self._restyle)
        self._restyle()
        self._count()

    def put(self, part: QWidget) -> None:
        """Add a button behind those that are there."""
        self.buttons.insertWidget(self.buttons.indexOf(self.count), part)

    def _lay_out(self) -> None:
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addWidget(self.add)
        self.buttons.addWidget(self.remove)
        self.buttons.addWidget(self.count)
        self.buttons.addWidget(self._said, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self.buttons)

    def _count(self) -> None:
        whole, shown = len(self._order.model.rows), self._order.rowCount()
        if not whole:
            self.count.setText("还没有内容")
        else:
            self.count.setText(f"{whole} 行" if shown == whole else f"显示 {shown} 行，共 {whole} 行")

    def _restyle(self) -> None:
        colour = self._look.colour("text")
        self.add.setIcon(icons.icon("add", colour, 15))
        self.remove.setIcon(icons.icon("remove", colour, 15))
