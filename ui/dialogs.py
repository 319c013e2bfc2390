"""What dialogs have in common: the button that does what the dialog is for, a line for a place on the disk,
tables that are chosen from by rows, and a size that fits.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)

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
    # A dialog takes note of its main button only when that is in it already. Else Enter would mean “取消”
    # for whoever has gone past that button with Tab.
    QTimer.singleShot(0, button, lambda: _mean_enter(button))
    return button


def _mean_enter(button: QPushButton) -> None:
    button.setDefault(False)
    button.setDefault(True)


def place_line(place: QLineEdit, name: str, browse: Callable[[], None]) -> QHBoxLayout:
    """The line for a place with “选择…” behind it; ``name`` says aloud what is chosen there."""
    button = QPushButton("选择…")
    button.setAccessibleName(name)
    button.clicked.connect(lambda _: browse())
    # Enter does what the dialog is for, wherever the keyboard is.
    button.setAutoDefault(False)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(place, 1)
    line.addWidget(button)
    return line


def chosen_by_rows(table: QTableView, name: str) -> None:
    """Make ``table`` a list of rows: one is chosen at a time, Tab leaves it, the last column is widest."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 14)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setStretchLastSection(True)


def show_rows(table: QTableView, count: int, row: int) -> None:
    """Show a list that holds ``count`` rows now, with ``row`` or its last one chosen; hide an empty one.

    One that comes into sight takes the keyboard.
    """
    if not count:
        table.hide()
        return
    if table.isHidden():
        table.show()
        table.setFocus()
    table.selectRow(min(row, count - 1))


def fitting(wanted: tuple[int, int], look: Look, window: QWidget) -> QSize:
    """A size grown with the text, but not beyond the window."""
    room = window.size()
    wide, high = (round(side * look.scale) for side in wanted)
    return QSize(min(wide, room.width() - _MARGIN), min(high, room.height() - _MARGIN))
