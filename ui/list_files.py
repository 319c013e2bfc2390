"""A list comes from a spreadsheet and goes into one: choose a file, see what it would do, import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from jxdesk.app.import_report import ImportReport
from jxdesk.app.importing import import_rows, kind_of, write_filled
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress
from ui.context import Context
from ui.import_dialog import ImportDialog
from ui.jobs import aside
from ui.picture import Picture

_KINDS = "表格 (*.xlsx *.xls *.ods *.csv)"
_WORKBOOK = "Excel 工作簿 (*.xlsx)"
Stamp = tuple[int, int]


class ListFiles(QObject):
    """The import and export of one list; ``dialog`` is what is open, ``kept`` where the last export went."""

    def __init__(self, context: Context, record: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = context.desk
        self._parent = parent
        self._title = title
        self.kind = kind_of(record)
        self.dialog: ImportDialog | None = None
        self.kept: Path | None = None
        self.button = QPushButton("导入导出")
        self.button.setObjectName("drop")
        self.button.setToolTip("从 Excel、WPS 表格导入这张表，或存成表格交给别人填")
        menu = QMenu(self.button)
        menu.setToolTipsVisible(True)
        self.bring = menu.addAction("从表格导入…")
        self.bring.setToolTip("先试一遍，逐行列出新增、修改和不能导入的；确认后才导入")
        self.hand_out = menu.addAction("导出表格…")
        self.hand_out.setToolTip("列名和下拉框都已备好，含现有内容；填好后可以再导入")
        self.bring.triggered.connect(lambda _: self.choose())
        self.hand_out.triggered.connect(lambda _: self.choose_export())
        self.button.setMenu(menu)

    def show_picture(self, picture: Picture) -> None:
        """What can be done with the present picture."""
        self.bring.setEnabled(not picture.locked)

    # --- in -----------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for the spreadsheet. Does not block."""
        dialog = QFileDialog(self._parent.window(), "从表格导入", str(self._desk.picture.path.parent), _KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.check(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def check(self, path: Path) -> None:
        """Say row by row what importing ``path`` would do; nothing is changed."""

        def look(session: Session, progress: Progress) -> tuple[Stamp, ImportReport]:
            return _stamp(path), import_rows(session, self.kind, path, dry_run=True, progress=progress)

        self._desk.ask(look, lambda found: self._show(path, *found), title="正在核对表格")

    def save_rejects(self, path: Path, out: Path) -> None:
        """Write the rows of ``path`` that can't be imported to ``out``, each with its reasons."""

        def work(session: Session, progress: Progress) -> None:
            import_rows(session, self.kind, path, dry_run=True, rejects=out, progress=progress)

        self._desk.ask(
            work, lambda _: self._desk.told.emit(f"退回的行已存为“{out}”。"), title="正在保存退回的行"
        )

    def bring_in(self, path: Path, seen: Stamp) -> None:
        """Import ``path`` if it is still the file that was looked at, else look at it again."""

        def work(session: Session, progress: Progress) -> tuple[Stamp, ImportReport]:
            now = _stamp(path)
            return now, import_rows(session, self.kind, path, dry_run=now != seen, progress=progress)

        def done(found: tuple[Stamp, ImportReport]) -> None:
            now, report = found
            if report.applied:
                self._shut()
                self._desk.told.emit(f"{report.bottom_line}按 Ctrl+Z 可以撤销。")
            else:
                self._show(path, now, report, again=now != seen)

        def refused(error: UserError) -> None:
            self._shut()
            self._desk.refused.emit(error)

        if self.dialog is not None:
            self.dialog.ask_to_wait()
        self._desk.act(work, done, title="正在导入", refused=refused)

    # --- out ----------------------------------------------------------------------------------

    def choose_export(self) -> None:
        """Ask where to. Does not block."""
        dialog = self._save_dialog(f"导出{self._title}", f"{self._desk.picture.path.stem}-{self._title}")
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.open()

    def export(self, out: Path) -> None:
        """Write the list as a workbook that can be filled and imported again."""

        def work(session: Session, progress: Progress) -> None:
            given = (self.kind, out, session.notice, session.application)
            aside(progress, "正在导出表格", write_filled, *given)

        def done(_: None) -> None:
            self.kept = out
            self._desk.told.emit(f"表格已存为“{out}”。")

        self._desk.ask(work, done, title="正在导出表格")

    # --- inside -------------------------------------------------------------------------------

    def _show(self, path: Path, stamp: Stamp, report: ImportReport, *, again: bool = False) -> None:
        self._shut()
        dialog = ImportDialog(path.name, self._context.look, self._parent.window())
        dialog.show_report(report, again=again)
        dialog.import_wanted.connect(lambda: self.bring_in(path, stamp))
        dialog.save_wanted.connect(lambda: self._choose_rejects(path))
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def _choose_rejects(self, path: Path) -> None:
        dialog = self._save_dialog("保存退回的行", f"{path.stem}-退回的行")
        dialog.setDirectory(str(path.parent))
        dialog.fileSelected.connect(lambda name: self.save_rejects(path, Path(name)))
        dialog.open()

    def _save_dialog(self, title: str, name: str) -> QFileDialog:
        start = str(self._desk.picture.path.parent)
        dialog = QFileDialog(self.dialog or self._parent.window(), title, start, _WORKBOOK)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(".xlsx")
        dialog.selectFile(name)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _shut(self) -> None:
        if self.dialog is not None:
            self.dialog.close()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None


def _stamp(path: Path) -> Stamp:
    """What tells whether a file was written to since. Raises ``UserError`` ``path.*``."""
    with os_errors(path):
        about = path.stat()
    return about.st_mtime_ns, about.st_size
