"""The rows of a spreadsheet that is to be imported, each with what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from jxdesk.app.import_report import ImportReport, RowVerdict, Verdict
from ui import icons
from ui.rows import Index
from ui.theme import Look

HEADINGS = ("表格里的行", "名称", "结果", "说明")
CELL_HEADINGS = ("格", "列", "原来", "导入后", "说明")
# What has to be looked at comes first.
ORDER = (Verdict.REFUSED, Verdict.CONFLICT, Verdict.CHANGES, Verdict.NEW, Verdict.SAME)
SHAPES = {
    Verdict.REFUSED: "error",
    Verdict.CONFLICT: "warning",
    Verdict.CHANGES: "hint",
    Verdict.NEW: "add",
    Verdict.SAME: "saved",
}
COLOURS = {
    Verdict.REFUSED: "error",
    Verdict.CONFLICT: "warning",
    Verdict.CHANGES: "hint",
    Verdict.NEW: "good",
    Verdict.SAME: "muted",
}
SPECIAL: Mapping[str, Callable[[RowVerdict], bool]] = {
    "有换算": lambda row: bool(row.remarks),
    "交回时清空": lambda row: bool(row.cleared),
}
"""What rows of any verdict can have."""
_ICON = 15
_RESULT = HEADINGS.index("结果")
REASON = CELL_HEADINGS.index("原来")
_KEPT = "交回时清空，原有内容保留"


class _Table(QAbstractTableModel):
    """Rows to be read under fixed headings."""

    headings: tuple[str, ...] = ()
    lines: list[Any]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return self.headings[section] if shown and 0 <= section < len(self.headings) else None


class ImportModel(_Table):
    """Refused rows first, then changed, new and equal ones, each in the order of the sheet."""

    headings = HEADINGS

    def __init__(self, report: ImportReport, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._all = sorted(report.rows, key=lambda row: ORDER.index(row.verdict))
        self.lines: list[RowVerdict] = self._all
        several = len({row.sheet for row in report.rows}) > 1
        self._sheet = "“{0.sheet}”第 {0.number} 行" if several else "第 {0.number} 行"

    def show_only(self, verdict: Verdict | None, special: str = "") -> None:
        """Show the rows with one verdict, those that are ``SPECIAL``, or (``None``) all of them."""
        self.beginResetModel()
        wanted = SPECIAL.get(special)
        self.lines = [
            row
            for row in self._all
            if (verdict is None or row.verdict is verdict) and (wanted is None or wanted(row))
        ]
        self.endResetModel()

    def place(self, row: RowVerdict) -> str:
        """Where on the spreadsheet a row stands, in words."""
        return self._sheet.format(row)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        row = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if index.column() != _RESULT:
            return None
        colour = self._look.colour(COLOURS[row.verdict])
        if role == Qt.ItemDataRole.DecorationRole:
            return icons.icon(SHAPES[row.verdict], colour, _ICON)
        return colour if role == Qt.ItemDataRole.ForegroundRole else None

    def _text(self, row: RowVerdict, column: int) -> str:
        match column:
            case 0:
                return self.place(row)
            case 1:
                return row.name
            case 2:
                return row.verdict.word
            case _:
                return "；".join(sentences(row))


class CellsModel(_Table):
    """The cells of one row that are refused, changed or converted.

    A refused one has its reason from column ``REASON`` on, over all that follow.
    """

    headings = CELL_HEADINGS

    def __init__(
        self, row: RowVerdict | None, labels: Mapping[str, str], look: Look, parent: QObject | None = None
    ) -> None:
        """``labels`` are the fields' names by id."""
        super().__init__(parent)
        self._look = look
        self.lines: list[tuple[str, tuple[str, ...]]] = [] if row is None else _cells(row, labels)

    def is_refused(self, row: int) -> bool:
        """Whether the cell in this row of the model can't be taken."""
        return self.lines[row][0] == "error"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        shape, texts = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return texts[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return icons.icon(shape, self._look.colour(shape), _ICON)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == REASON and shape == "error":
            return self._look.colour("error")
        return None


def sentences(row: RowVerdict) -> list[str]:
    """Why a row is refused, or what it changes, cell by cell, and what was converted."""
    if row.faults:
        return [f"{fault.address}：{fault.message}{fault.remedy}" for fault in row.faults]
    clashes = [
        f"{clash.label}：现有 {clash.mine or '（空）'}，表里 {clash.theirs or '（空）'}"
        for clash in row.conflicts
    ]
    changes = clashes + [
        f"{change.label}：{change.before or '（空）'} → {change.after or '（空）'}" for change in row.changes
    ]
    kept = [f"{cell.label}：交回时清空，保留 {cell.mine}" for cell in row.kept]
    return changes + kept + [f"{remark.label}（{remark.address}）：{remark.said}" for remark in row.remarks]


def _cells(row: RowVerdict, labels: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    said = {remark.address: remark.said for remark in row.remarks}
    said |= {cell.address: "交回时清空，按您的选择清空" for cell in row.cleared}
    found: list[tuple[str, tuple[str, ...]]] = [
        ("error", (f.address, labels.get(f.field, "整行"), f"{f.message}{f.remedy}", "", ""))
        for f in row.faults
    ]
    found += [
        (
            "warning",
            (c.address, c.label, c.mine or "（空）", c.theirs or "（空）", "发出后两边都改了，要先决定"),
        )
        for c in row.conflicts
    ]
    found += [
        ("hint", (c.address, c.label, c.before or "（空）", c.after or "（空）", said.pop(c.address, "")))
        for c in row.changes
    ]
    found += [("hint", (c.address, c.label, c.mine, c.mine, _KEPT)) for c in row.kept]
    return found + [("hint", (r.address, r.label, "", "", r.said)) for r in row.remarks if r.address in said]
