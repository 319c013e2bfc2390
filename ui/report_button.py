"""The button that hands out the check's report as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from jxdesk.app import checking
from jxdesk.app.reporting import refuse_ending, report_sheet, write_sheet
from jxdesk.app.session import Session
from jxdesk.base.progress import Progress
from ui.desk import Desk
from ui.jobs import aside_told

KINDS = {".html": "网页 (*.html)", ".pdf": "PDF 文件 (*.pdf)", ".xlsx": "Excel 工作簿 (*.xlsx)"}
_TITLE = "导出检查报告"
_WORKING = "正在生成检查报告"


class ReportButton(QPushButton):
    """Asks where to, then writes the report as a job; ``kept`` is where the last one went."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("导出报告", parent)
        self._desk = desk
        self.kept: Path | None = None
        self.setObjectName("link")
        self.setToolTip("把检查结果存为网页、PDF 或 Excel 文件（Ctrl+E）")
        self.setAccessibleName(_TITLE)
        menu = QMenu(self)
        # An action tells whether it is checked, which must not be taken for an answer.
        for words, for_reviewer in (("完整报告，含内部理由…", False), ("给评审看的，不含内部理由…", True)):
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, outer=for_reviewer: self.ask(for_reviewer=outer))
        self.setMenu(menu)

    def ask(self, *, for_reviewer: bool = False) -> QFileDialog:
        """Ask for the place. Does not block; the dialog is returned for tests."""
        path = self._desk.picture.path
        dialog = QFileDialog(self.window(), _TITLE, str(path.parent))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(KINDS.values()))
        endings = {words: ending for ending, words in KINDS.items()}
        dialog.filterSelected.connect(lambda words: dialog.setDefaultSuffix(endings.get(words, ".html")))
        dialog.setDefaultSuffix(".html")
        dialog.selectFile(f"{path.stem}-检查报告{'（给评审）' if for_reviewer else ''}")
        dialog.fileSelected.connect(lambda name: self.write(Path(name), for_reviewer=for_reviewer))
        dialog.open()
        return dialog

    def write(self, out: Path, *, for_reviewer: bool = False) -> None:
        """Write the report of the form as it stands by then; what is refused is shown over the window."""

        def work(session: Session, progress: Progress) -> None:
            refuse_ending(out)
            sheet = report_sheet(
                checking.check(session),
                session.application,
                session.catalogue,
                session.clock(),
                for_reviewer=for_reviewer,
            )
            aside_told(progress, write_sheet, sheet, out)

        def done(_: None) -> None:
            self.kept = out
            self._desk.told.emit(f"检查报告已存为“{out}”。")

        self._desk.act(work, done, title=_WORKING)
