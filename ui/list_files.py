"""A list comes from a spreadsheet and goes into one."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from jxdesk.app.session import Session
from jxdesk.base.progress import Progress
from jxdesk.exchange.kinds import LISTS
from ui.context import Context
from ui.jobs import aside
from ui.picture import Picture

if TYPE_CHECKING:
    from ui.import_here import ImportHere

_WORKBOOK, _CSV = "Excel 工作簿 (*.xlsx)", "CSV 文本 (*.csv)"


class ListFiles(QObject):
    """The import and export of one list; ``kept`` is where the last export went."""

    def __init__(self, context: Context, record: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = context.desk
        self._parent = parent
        self._record, self._title = record, title
        self.kept: Path | None = None
        self.button = QPushButton("导入导出")
        self.button.setObjectName("drop")
        self.button.setToolTip("从 Excel、WPS 表格导入这张表，或存成表格交给别人填")
        menu = QMenu(self.button)
        menu.setToolTipsVisible(True)
        self.bring = menu.addAction("从表格导入…")
        self.bring.setToolTip("先试一遍，逐行列出新增、修改和不能导入的；确认后才导入")
        self.hand_out = menu.addAction("导出表格…")
        self.hand_out.setToolTip(
            "列名和下拉框都已备好，含现有内容；填好后可以再导入。也可存为 CSV 给别的程序用"
        )
        self.blank = menu.addAction("空白模板…")
        self.blank.setToolTip("没有内容的表，有一行示例，可以发给还没有列入名单的企业")
        # Files come by themselves: a list of them can be described, not added to.
        fixed = any(each.fixed for each in LISTS.values() if each.record == record)
        self.blank.setVisible(not fixed)
        self.blank.triggered.connect(lambda _: self.choose_blank())
        self.bring.triggered.connect(lambda _: self.coming.choose())
        self.hand_out.triggered.connect(lambda _: self.choose_export())
        self.button.setMenu(menu)

    # What reads and writes spreadsheets is loaded when a file is asked for.
    @cached_property
    def kind(self) -> str:
        """The list's name as a kind of spreadsheet."""
        from jxdesk.app.importing import kind_of

        return kind_of(self._record)

    @cached_property
    def coming(self) -> ImportHere:
        """The import of this list."""
        from ui.import_here import ImportHere

        return ImportHere(self._context, self.kind, self._parent)

    def show_picture(self, picture: Picture) -> None:
        """What can be done with the present picture."""
        self.bring.setEnabled(not picture.locked)

    # --- out ----------------------------------------------------------------------------------

    def choose_export(self) -> None:
        """Ask where to. Does not block."""
        dialog = self._save_dialog(f"导出{self._title}", f"{self._desk.picture.path.stem}-{self._title}")
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.open()

    def choose_blank(self) -> None:
        """Ask where the empty workbook goes. Does not block."""
        dialog = self._save_dialog(f"{self._title}空白模板", f"{self._title}-空白模板", csv=False)
        dialog.fileSelected.connect(lambda name: self.export_blank(Path(name)))
        dialog.open()

    def export_blank(self, out: Path) -> None:
        """Write the list's workbook without content."""

        def work(session: Session, progress: Progress) -> None:
            from jxdesk.app.importing import write_blank

            aside(progress, "正在生成模板", write_blank, self.kind, out, session.notice)

        def done(_: None) -> None:
            self.kept = out
            self._desk.told.emit(f"空白模板已存为“{out}”。")

        self._desk.ask(work, done, title="正在生成模板")

    def export(self, out: Path) -> None:
        """Write the list as a workbook that can be filled and imported again, or as CSV by its name."""

        def work(session: Session, progress: Progress) -> None:
            from jxdesk.app.importing import write_filled

            given = (self.kind, out, session.notice, session.application)
            aside(progress, "正在导出表格", write_filled, *given)

        def done(_: None) -> None:
            self.kept = out
            self._desk.told.emit(f"表格已存为“{out}”。")

        self._desk.ask(work, done, title="正在导出表格")

    def _save_dialog(self, title: str, name: str, *, csv: bool = True) -> QFileDialog:
        start = str(self._desk.picture.path.parent)
        dialog = QFileDialog(
            self._parent.window(), title, start, f"{_WORKBOOK};;{_CSV}" if csv else _WORKBOOK
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(".xlsx")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(".csv" if chosen == _CSV else ".xlsx")
        )
        dialog.selectFile(name)
        dialog.finished.connect(dialog.deleteLater)
        return dialog
