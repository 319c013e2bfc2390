"""What dialogs have in common: the button that does what the dialog is for, and a size that fits."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from ui.theme import Look

_MARGIN = 40


def primary(box: QDialogButtonBox, text: str) -> QPushButton:
    """Add the main button to ``box``: in the strong colour, and what Enter means."""
    button = box.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
    button.setObjectName("primary")
    button.setDefault(True)
    # The box has dressed the button already; its name counts only when it is dressed again.
    button.style().unpolish(button)
    button.style().polish(button)
    return button


def fitting(wanted: tuple[int, int], look: Look, window: QWidget) -> QSize:
    """A size grown with the text, but not beyond the window."""
    room = window.size()
    wide, high = (round(side * look.scale) for side in wanted)
    return QSize(min(wide, room.width() - _MARGIN), min(high, room.height() - _MARGIN))
