"""The button of a dialog that does what the dialog is for."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QPushButton


def primary(box: QDialogButtonBox, text: str) -> QPushButton:
    """Add the main button to ``box``: in the strong colour, and what Enter means."""
    button = box.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
    button.setObjectName("primary")
    button.setDefault(True)
    # The box has dressed the button already; its name counts only when it is dressed again.
    button.style().unpolish(button)
    button.style().polish(button)
    return button
