"""The history from where one is: of the whole form, or of the field that has the keyboard or was clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from jxdesk.domain.catalogue import Field
from jxdesk.domain.finding import Place
from ui.context import Context
from ui.field_row import FieldRow
from ui.keyboard import take_in_and_stay
from ui.table_model import FIELD, UID

if TYPE_CHECKING:
    from jxdesk.app.history import Wanted
    from ui.history_dialog import HistoryDialog
    from ui.main_window import MainWindow

ONE_FIELD = "这一项的修改记录…"
# The name of the window's action that shows the history of one field or cell.
ONE_FIELD_ACTION = "history of one field"


class HistoryHere(QObject):
    """Opens the history of a window's workspace, and adds it to the menu of a field."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._context = Context(window.desk, window.look)
        window.stack.installEventFilter(self)

    def of_everything(self) -> HistoryDialog:
        """Show all changes."""
        from jxdesk.app.history import Wanted

        return self._show(Wanted(), "")

    def of_this_field(self) -> HistoryDialog:
        """Show the changes of the field or cell where the keyboard is; elsewhere all changes."""
        found = field_at(QApplication.focusWidget())
        return self._show(*found) if found else self.of_everything()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Comes here from labels and tables that have no menu of their own.
        if isinstance(event, QContextMenuEvent):
            below = QApplication.widgetAt(event.globalPos())
            found = field_at(below if below is not None else QApplication.focusWidget())
            if found is not None:
                menu = QMenu(self._window)
                menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
                menu.addAction(ONE_FIELD).triggered.connect(lambda _: self._show(*found))
                menu.popup(event.globalPos())
                return True
        return super().eventFilter(watched, event)

    def _show(self, wanted: Wanted, name: str) -> HistoryDialog:
        from ui.history_dialog import HistoryDialog

        take_in_and_stay(self._window)
        dialog = HistoryDialog(self._context, wanted, name, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.opened.connect(self._go)
        dialog.show()
        return dialog

    def _go(self, place: Place) -> None:
        self._window.activateWindow()
        self._window.open_place(place)


def field_at(widget: QWidget | None) -> tuple[Wanted, str] | None:
    """The field or the current cell that ``widget`` belongs to, and what it is called."""
    from jxdesk.app.history import Wanted

    while widget is not None:
        if isinstance(widget, FieldRow):
            return Wanted(field=widget.field.id), widget.field.short
        if isinstance(widget, QAbstractItemView):
            index = widget.currentIndex()
            field = index.data(FIELD) if index.isValid() else None
            if isinstance(field, Field):
                return Wanted(field=field.id, row=str(index.data(UID))), field.short
            return None
        widget = widget.parentWidget()
    return None
