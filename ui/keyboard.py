"""Where the keyboard is, when something is opened over the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def take_in_and_stay(window: MainWindow) -> None:
    """Hand over what is still being typed, but let the keyboard be where it was when it comes back."""
    focus = QApplication.focusWidget()
    window.take_in()
    if focus is not None and window.isAncestorOf(focus):
        _staying(focus).setFocus()


def _staying(widget: QWidget) -> QWidget:
    """The list in which ``widget`` is an editor that goes away, else ``widget`` itself."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractItemView):
            return above
        above = above.parentWidget()
    return widget
