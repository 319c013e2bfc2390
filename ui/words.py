"""Words on a page that are nothing but letters, whoever wrote them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def words(text: str, name: str = "", *, copied: bool = False) -> QLabel:
    """A label that wraps; ``name`` is the object name it is styled by, ``copied``: it can be marked."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if copied:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
