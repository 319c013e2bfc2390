"""Cells of a table on the clipboard: as text for everybody, as a table for spreadsheets."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from jxdesk.app.cell_block import write_block, write_html
from jxdesk.domain.values import Kind

_NUMBERS = (Kind.COUNT, Kind.DECIMAL)
Rows = list[tuple[str, ...]]


def written(rows: Rows, kinds: tuple[Kind, ...]) -> tuple[str, str]:
    """The text and the table of these cells; figures are the only columns that are not text."""
    return write_block(rows), write_html(rows, tuple(kind not in _NUMBERS for kind in kinds))


def put(text: str, table: str) -> None:
    """Put both on the clipboard."""
    data = QMimeData()
    data.setText(text)
    data.setHtml(table)
    QApplication.clipboard().setMimeData(data)


def text() -> str:
    """The plain text on the clipboard, ``""`` for none."""
    return QApplication.clipboard().text()
