"""All lists of the form in one workbook, as they are now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from jxdesk.app.importing import write_filled
from jxdesk.app.session import Session
from jxdesk.base.progress import Progress
from jxdesk.exchange.kinds import ALL
from ui.jobs import aside

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_WORKBOOK = "Excel 工作簿 (*.xlsx)"
_TITLE = "正在导出表格"


class ExportHere(QObject):
    """``kept`` is where the last export went."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.kept: Path | None = None

    def choose(self) -> None:
        """Ask where to. Does not block."""
        window = self._window
        window.take_in()
        dialog = QFileDialog(window, "导出全部表格", str(window.path.parent), _WORKBOOK)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(".xlsx")
        dialog.selectFile(f"{window.path.stem}-全部表格")
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, out: Path) -> None:
        """Write every list, to be filled and imported again."""
        desk = self._window.desk

        def work(session: Session, progress: Progress) -> None:
            aside(progress, _TITLE, write_filled, ALL, out, session.notice, session.application)

        def done(_: None) -> None:
            self.kept = out
            desk.told.emit(f"全部表格已存为“{out}”。")

        desk.ask(work, done, title=_TITLE)
