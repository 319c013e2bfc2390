"""What an import would do, row by row and cell by cell, before anything is changed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app.import_report import ImportReport, RowVerdict, Verdict
from ui import icons
from ui.dialogs import chosen_by_rows
from ui.import_model import COLOURS, ORDER, REASON, SHAPES, SPECIAL, CellsModel, ImportModel
from ui.theme import Look

_WIDTHS = (110, 230, 110)
_CELL_WIDTHS = (80, 150, 150, 150)
_CELLS = 4
_MOST_NAMED = 8
_ICON = 14


class TrialPage(QWidget):
    """``model`` holds the rows shown, ``cells`` those cells of the chosen row that matter.

    ``refused`` says whether a row stands in the way, ``undecided`` whether two versions do, ``cleared``
    whether a cell came back empty.
    """

    def __init__(self, look: Look, labels: Mapping[str, str]) -> None:
        """``labels`` are the fields' names by id."""
        super().__init__()
        self._look = look
        self._labels = labels
        self.said, self.besides, self.of_row = QLabel(), QLabel(), QLabel()
        for label in (self.said, self.besides, self.of_row):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.said.setFont(look.font(1.05, bold=True))
        self.besides.setObjectName("muted")
        self.table, self.cell_table = QTableView(), QTableView()
        self.model: ImportModel
        self.cells = CellsModel(None, labels, look, self)
        self.refused = self.undecided = self.cleared = False
        self.filters: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        chosen_by_rows(self.table, "表格里的各行")
        chosen_by_rows(self.cell_table, "所选一行的各格")
        self.cell_table.setWordWrap(True)
        self.cell_table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        high = self.cell_table.verticalHeader().defaultSectionSize() * _CELLS
        self.cell_table.setFixedHeight(self.cell_table.horizontalHeader().sizeHint().height() + high + 4)
        self._bar = QHBoxLayout()
        self._bar.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.said)
        layout.addWidget(self.besides)
        layout.addLayout(self._bar)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.of_row)
        layout.addWidget(self.cell_table)

    def show_report(self, report: ImportReport, said: str) -> None:
        """Show what was found, ``said`` on top of it."""
        self.refused, self.undecided = report.refused, bool(report.undecided)
        self.cleared = any(row.cleared for row in report.rows)
        self.said.setText(said)
        self.besides.setText(_besides(report))
        self.besides.setVisible(bool(self.besides.text()))
        self.model = ImportModel(report, self._look, self)
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self._show_filters(report)
        self._fit_columns()
        self.table.setCurrentIndex(self.model.index(0, 0))

    def showEvent(self, event: object) -> None:
        self._fit_columns()
        self.table.setFocus()

    def _fit_columns(self) -> None:
        for table, widths in ((self.table, _WIDTHS), (self.cell_table, _CELL_WIDTHS)):
            for column, width in enumerate(widths):
                table.setColumnWidth(column, round(width * self._look.scale))

    def _show_filters(self, report: ImportReport) -> None:
        """A button for each verdict there is, worded and shaped as in the table."""
        for button in self.filters.values():
            self._bar.removeWidget(button)
            self._group.removeButton(button)
            button.deleteLater()
        while self._bar.count():
            self._bar.takeAt(0)
        self.filters = {}
        self._add_filter(f"全部 {len(report.rows)} 行", None)
        for verdict in ORDER:
            if count := report.count(verdict):
                self._add_filter(f"{verdict.word} {count} 行", verdict)
        for word, wanted in SPECIAL.items():
            if count := sum(wanted(row) for row in report.rows):
                self._add_filter(f"{word} {count} 行", None, special=word)
        self._bar.addStretch(1)
        next(iter(self.filters.values())).setChecked(True)

    def _add_filter(self, text: str, verdict: Verdict | None, *, special: str = "") -> None:
        button = QPushButton(text)
        button.setObjectName("toggle")
        button.setCheckable(True)
        button.setAccessibleName(f"只看{text}" if verdict or special else text)
        if verdict is not None:
            button.setIcon(icons.icon(SHAPES[verdict], self._look.colour(COLOURS[verdict]), _ICON))
        button.clicked.connect(lambda _: self._filter(verdict, special))
        self._group.addButton(button)
        self._bar.addWidget(button)
        self.filters[special or (verdict.word if verdict else "全部")] = button

    def _filter(self, verdict: Verdict | None, special: str) -> None:
        self.model.show_only(verdict, special)
        self.table.setCurrentIndex(self.model.index(0, 0))

    def _show_row(self, current: QModelIndex) -> None:
        row = self.model.lines[current.row()] if current.isValid() else None
        before = self.cells
        self.cells = CellsModel(row, self._labels, self._look, self)
        self.cell_table.setModel(self.cells)
        before.deleteLater()
        self.cell_table.clearSpans()
        for line in range(self.cells.rowCount()):
            if self.cells.is_refused(line):
                self.cell_table.setSpan(line, REASON, 1, self.cells.columnCount() - REASON)
        self._fit_columns()
        self.of_row.setText("" if row is None else f"{self.model.place(row)}：{_said_of(row)}")


def _said_of(row: RowVerdict) -> str:
    match row.verdict:
        case Verdict.REFUSED:
            return f"不能导入，有 {len(row.faults)} 处要改。"
        case Verdict.CONFLICT:
            return f"发出以后两边都改了 {len(row.conflicts)} 处，要先决定用哪一个。"
        case Verdict.CHANGES:
            return f"修改 {len(row.changes)} 格。"
        case Verdict.NEW:
            return "会作为新的一行加入。"
        case _:
            kept = len(row.kept)
            return f"交回时清空了 {kept} 格，原有内容保留。" if kept else "与现有内容相同，不改动。"


def _besides(report: ImportReport) -> str:
    """What was left aside, and what was converted."""
    lines = []
    if report.unused:
        lines.append(f"这些列没有用到：{_named([heading for _, heading in report.unused])}。")
    if report.skipped:
        said = _named([f"第 {number} 行（{text}）" for _, number, text in report.skipped])
        lines.append(f"不是名单内容，没有导入：{said}。")
    if report.handed is not None and report.handed.missing:
        lines.append(f"发出去而没有交回的行不改动：{_named(list(report.handed.missing))}。")
    if report.examples:
        lines.append(f"示例 {report.examples} 行不导入。")
    if converted := sum(len(row.remarks) for row in report.rows):
        lines.append(f"有 {converted} 格没有照原样取用（换算单位、百分比等），逐格写在下面。")
    return "\n".join(lines)


def _named(texts: list[str]) -> str:
    more = f"等 {len(texts)} 处" if len(texts) > _MOST_NAMED else ""
    return "、".join(texts[:_MOST_NAMED]) + more
