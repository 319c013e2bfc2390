"""What an import would do, row by row, before anything is changed: then all of it or nothing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app.import_report import ImportReport, Verdict
from ui.dialogs import fitting, primary
from ui.import_model import ImportModel, sentences
from ui.theme import Look

_SIZE = (820, 560)
_WIDTHS = (110, 230, 110)
_LINES = 4
_MOST_HEADINGS = 12


class ImportDialog(QDialog):
    """``import_wanted`` asks for the import, ``save_wanted`` for a file with the refused rows."""

    import_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, file: str, look: Look, parent: QWidget) -> None:
        """``file`` is the name of the spreadsheet."""
        super().__init__(parent)
        self._look = look
        self.setWindowTitle(f"从表格导入：{file}")
        self.said = QLabel()
        self.besides = QLabel()
        for label in (self.said, self.besides):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.said.setFont(look.font(1.05, bold=True))
        self.besides.setObjectName("muted")
        self.table = QTableView()
        self.detail = QPlainTextEdit()
        self.model: ImportModel
        buttons = self._buttons()
        self._prepare()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(10)
        layout.addWidget(self.said)
        layout.addWidget(self.besides)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        layout.addWidget(buttons)
        self.resize(fitting(_SIZE, look, parent))

    def show_report(self, report: ImportReport, *, again: bool = False) -> None:
        """Show what was found; ``again`` says that it is not what was shown before."""
        self.said.setText(("文件刚才又改过，请再看一遍。" if again else "") + report.bottom_line)
        self.besides.setText(_besides(report))
        self.besides.setVisible(bool(self.besides.text()))
        self.model = ImportModel(report, self._look, self)
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._show_detail)
        self.table.setCurrentIndex(self.model.index(0, 0))
        some = report.count(Verdict.NEW) + report.count(Verdict.CHANGES) > 0
        self.go.setEnabled(some and not report.refused)
        self.save.setVisible(report.refused)
        self.shut.setText("取消" if self.go.isEnabled() else "关闭")
        (self.go if self.go.isEnabled() else self.shut).setDefault(True)

    def ask_to_wait(self) -> None:
        """The import is under way: it is not asked for twice."""
        self.go.setEnabled(False)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.save = buttons.addButton("保存退回的行…", QDialogButtonBox.ButtonRole.ActionRole)
        self.save.setToolTip("把不能导入的行另存成表，每格旁边写着原因，改好后再导入")
        self.go = primary(buttons, "导入")
        self.shut = buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.save.clicked.connect(lambda _: self.save_wanted.emit())
        buttons.accepted.connect(self.import_wanted)
        buttons.rejected.connect(self.reject)
        return buttons

    def _prepare(self) -> None:
        self.table.setAccessibleName("表格里的各行")
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.table.fontMetrics().height() + 14)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        self.detail.setReadOnly(True)
        self.detail.setTabChangesFocus(True)
        self.detail.setAccessibleName("所选一行的说明")
        self.detail.setFixedHeight(self.detail.fontMetrics().lineSpacing() * _LINES + 16)

    def showEvent(self, event: object) -> None:
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, round(width * self._look.scale))
        self.table.setFocus()

    def _show_detail(self, current: QModelIndex) -> None:
        row = self.model.rows[current.row()] if current.isValid() else None
        said = sentences(row) if row is not None else []
        if row is not None and not said:
            said = [
                "这一行会作为新的一行加入。" if row.verdict is Verdict.NEW else "与现有内容相同，不改动。"
            ]
        self.detail.setPlainText("\n".join(said))


def _besides(report: ImportReport) -> str:
    """What was left aside."""
    lines = []
    if report.unused:
        names = "、".join(heading for _, heading in report.unused[:_MOST_HEADINGS])
        more = "等" if len(report.unused) > _MOST_HEADINGS else ""
        lines.append(f"这些列认不出是哪一项，没有用到：{names}{more}。")
    if report.examples:
        lines.append(f"示例 {report.examples} 行不导入。")
    return "\n".join(lines)
