"""The drop-down from which one chooses the rows of a table that are to be shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from jxdesk.domain.catalogue import Field
from jxdesk.domain.values import Value
from ui.table_filter import Show, choices
from ui.table_order import TableOrder

_FIRST_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class StayingMenu(QMenu):
    """A menu that stays open while things are ticked in it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if not self._ticked(action):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _FIRST_KEYS or not self._ticked(self.activeAction()):
            super().keyPressEvent(event)

    def _ticked(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True


class FilterMenu(StayingMenu):
    """Made anew whenever it is opened, since what is chosen can also be taken back elsewhere."""

    def __init__(self, order: TableOrder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = order
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        group = QActionGroup(self)
        for show in Show:
            action = group.addAction(self.addAction(show.value))
            action.setCheckable(True)
            action.setChecked(self._order.wanted.show is show)
            action.triggered.connect(lambda _=False, show=show: self._show(show))
        self.addSeparator()
        notice = self._order.model.picture.notice
        for field in self._order.model.fields:
            if choices(field, notice):
                column = StayingMenu(field.short, self)
                add_values(column, self._order, field)
                self.addMenu(column)

    def _show(self, show: Show) -> None:
        self._order.want(self._order.wanted.showing(show))


def add_values(menu: QMenu, order: TableOrder, field: Field) -> None:
    """An entry to be ticked for each value that ``field`` can have."""
    chosen = order.wanted.values.get(field.id, frozenset())
    for word, value in choices(field, order.model.picture.notice):
        action = menu.addAction(word)
        action.setCheckable(True)
        action.setChecked(value in chosen)

        def ask(on: bool, value: Value = value) -> None:
            order.want(order.wanted.with_value(field.id, value, on=on))

        action.toggled.connect(ask)
