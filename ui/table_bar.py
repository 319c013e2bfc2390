"""What stands above a table: its buttons, how many rows there are, the find line and the filters."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui import icons
from ui.context import Context
from ui.flow import Flow
from ui.table_chips import Chips
from ui.table_filter import Wanted
from ui.table_filter_menu import FilterMenu
from ui.table_find import FindLine
from ui.table_order import TableOrder

_FIND_WIDTH, _GROWTH = 230, 0.4


class _Said(QLabel):
    """A sentence on one line where there is room for it, on several where there is not."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        margins = self.contentsMargins()
        wide = self.fontMetrics().horizontalAdvance(self.text()) + margins.left() + margins.right() + 2
        return QSize(wide, super().sizeHint().height() if not self.text() else self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())


class TableBar(QWidget):
    """A line of buttons, and below it the line for finding and filtering.

    Lists of up to ``few`` rows show the second line only when it is asked for: they are seen whole.
    """

    def __init__(
        self, context: Context, order: TableOrder, said: str, few: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = context.look
        self._order = order
        self._few = few
        self.add = QPushButton("新增一行")
        self.remove = QPushButton("删除所选")
        self.count = QLabel()
        self.count.setObjectName("muted")
        self._said = _Said(said)
        self._said.setObjectName("muted")
        self._said.setContentsMargins(8, 0, 0, 0)
        self.finder = FindLine()
        self.filter = QPushButton("筛选")
        self.filter.setObjectName("drop")
        self.filter.setToolTip("选择只显示哪些行")
        self.filter.setMenu(FilterMenu(order, self.filter))
        self.chips = Chips(context.look, order)
        self.everything = _link("全部显示", "去掉查找和筛选，显示所有的行")
        self.again = _link("重新排列", "")
        self._lay_out()
        self.finder.asked.connect(lambda typed: order.want(order.wanted.finding(typed)))
        self.everything.clicked.connect(self.show_everything)
        self.again.clicked.connect(order.arrange)
        order.told.connect(self.refresh)
        self._look.changed.connect(self._restyle)
        self._restyle()
        self.refresh()

    def put(self, part: QWidget) -> None:
        """Add a button behind those that are there."""
        self.buttons.put_before(self.count, part)

    def begin_to_find(self) -> None:
        """Put the keyboard into the find line."""
        self._line.show()
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def show_everything(self) -> None:
        """Look for nothing, leave nothing out; the rows stay sorted."""
        self.finder.forget()
        self._order.want(Wanted())

    def refresh(self) -> None:
        """Say how many rows there are, and how many of them are shown."""
        whole, shown, wanted = len(self._order.model.rows), self._order.rowCount(), self._order.wanted
        if not whole:
            self.count.setText("还没有内容")
        else:
            self.count.setText(f"显示 {shown} 行，共 {whole} 行" if wanted else f"{whole} 行")
        self._line.setVisible(whole > self._few or bool(wanted) or self.finder.hasFocus())
        self.everything.setVisible(bool(wanted))
        # While rows are left out, that is what has to be said.
        self._said.setHidden(bool(wanted) or not self._said.text())
        stale = self._order.stale
        self.again.setVisible(stale > 0)
        self.again.setToolTip(f"有 {stale} 行改动后不在该在的位置；点击按现在的内容重新筛选和排序。")

    def _lay_out(self) -> None:
        self.buttons = Flow(gap=8)
        for part in (self.add, self.remove, self.count, self._said):
            self.buttons.addWidget(part)
        self._line = QWidget()
        line = Flow(self._line, gap=8)
        for wanted in (self.finder, self.filter, self.everything, self.again):
            line.addWidget(wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self.buttons)
        layout.addWidget(self._line)
        layout.addWidget(self.chips)

    def _restyle(self) -> None:
        for button, name in ((self.add, "add"), (self.remove, "remove"), (self.filter, "funnel")):
            icons.put(button, self._look, name, "text", 15)
        self.finder.set_mark(icons.icon("glass", self._look.colour("muted"), 15))
        # What is looked for is short: in large type the line leaves room to the findings beside the page.
        self.finder.setFixedWidth(round(_FIND_WIDTH * (1 + _GROWTH * (self._look.scale - 1))))


def _link(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName("link")
    button.setToolTip(tip)
    return button
