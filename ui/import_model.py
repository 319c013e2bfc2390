"""The rows of a spreadsheet that is to be imported, each with what becomes of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from jxdesk.app.import_report import ImportReport, RowVerdict, Verdict
from ui import icons
from ui.rows import Index
from ui.theme import Look

HEADINGS = ("表格里的行", "名称", "结果", "说明")
# What has to be looked at comes first.
_ORDER = (Verdict.REFUSED, Verdict.CHANGES, Verdict.NEW, Verdict.SAME)
_SHAPES = {Verdict.REFUSED: "error", Verdict.CHANGES: "hint", Verdict.NEW: "add", Verdict.SAME: "saved"}
_COLOURS = {Verdict.NEW: "good", Verdict.SAME: "muted"}


class ImportModel(QAbstractTableModel):
    """Refused rows first, then changed, new and equal ones, each in the order of the sheet."""

    def __init__(self, report: ImportReport, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.rows = sorted(report.rows, key=lambda row: _ORDER.index(row.verdict))
        several = len({row.sheet for row in report.rows}) > 1
        self._sheet = "“{0.sheet}”第 {0.number} 行" if several else "第 {0.number} 行"

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return HEADINGS[section] if shown and 0 <= section < len(HEADINGS) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (self._sheet.format(row), row.name, row.verdict.word, "；".join(sentences(row)))[
                index.column()
            ]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == HEADINGS.index("结果"):
            shape = _SHAPES[row.verdict]
            return icons.icon(shape, self._look.colour(_COLOURS.get(row.verdict, shape)), 15)
        return None


def sentences(row: RowVerdict) -> list[str]:
    """Why a row is refused, or what it changes, cell by cell."""
    if row.faults:
        return [f"{fault.address}：{fault.message}{fault.remedy}" for fault in row.faults]
    return [f"{change.label}：{change.before or '（空）'} → {change.after}" for change in row.changes]
