"""The figures that nobody has written a source for yet, as a list that leads to them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton

from jxdesk.app.figures import Unsourced, unsourced
from jxdesk.app.session import Session
from jxdesk.base.progress import Progress
from jxdesk.domain.figure_notes import FigureNotes
from jxdesk.domain.finding import Place
from ui.context import Context
from ui.pages.block import Card

_MOST_LINES = 6
_SPACING = 2
_WHY = "送审稿上每个数据都带来源和责任部门，没写的留空，可以在纸上补。点一项转到那里，按 Ctrl+L 写。"


class UnsourcedList(Card):
    """“还没有来源的数据 12 项”; unfolded, ``chosen`` carries the place of the one that is picked."""

    chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self._desk = context.desk
        self._shown: tuple[Unsourced, ...] = ()
        self.head = QPushButton()
        self.head.setObjectName("toggle")
        self.head.setCheckable(True)
        self.said = QLabel(_WHY)
        self.said.setObjectName("muted")
        self.said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("还没有来源的数据")
        self.list.setSpacing(_SPACING)
        self.grid.setVerticalSpacing(8)
        for part in (self.head, self.said, self.list):
            self.add(part, wide=True)
        self.grid.setAlignment(self.head, Qt.AlignmentFlag.AlignLeft)
        self.head.toggled.connect(self._unfold)
        self.list.itemActivated.connect(self._pick)
        self.list.itemClicked.connect(self._pick)
        context.look.changed.connect(self._restyle)
        self._unfold(shown=False)
        self.hide()

    def refresh(self) -> None:
        """List what has no source now; a long register is gone through on the worker."""

        def question(session: Session, _: Progress) -> tuple[Unsourced, ...]:
            notes = FigureNotes(session.workspace.figure_notes())
            return unsourced(session.application, session.catalogue, notes)

        self._desk.ask(question, self._show)

    def _show(self, found: tuple[Unsourced, ...]) -> None:
        self.setVisible(bool(found))
        if found == self._shown:
            return
        self._shown = found
        self.head.setText(f"还没有来源的数据 {len(found)} 项")
        parts = {part.id: part.nav for part in self._desk.picture.notice.form.parts}
        row = self.list.currentRow()
        self.list.clear()
        for each in found:
            count = f"（{each.count} 处）" if each.count > 1 else ""
            item = QListWidgetItem(f"{parts[each.place.part]}　{each.label}{count}")
            item.setData(Qt.ItemDataRole.UserRole, each.place)
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(row, 0), len(found) - 1))
        self._restyle()

    def _unfold(self, shown: bool) -> None:
        self.said.setVisible(shown)
        self.list.setVisible(shown)

    def _pick(self, item: QListWidgetItem) -> None:
        place = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(place, Place):
            self.chosen.emit(place)

    def _restyle(self) -> None:
        # A row's height does not hold the space around it.
        line = self.fontMetrics().height() + 2 * _SPACING + 2
        frame = 2 * self.list.frameWidth() + 2 * _SPACING
        self.list.setFixedHeight(min(self.list.count(), _MOST_LINES) * line + frame)
