"""Bringing another copy of the workspace into the window's: choose it, look, decide, merge."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from jxdesk.app import merging
from jxdesk.app.merge_report import MergeReport
from jxdesk.base.errors import UserError
from jxdesk.domain.merging import Side
from ui import messages
from ui.merge_dialog import MergeDialog

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_BACKUPS = "工作区备份 (*.db)"
_SHOWN = 8


class MergeHere(QObject):
    """``dialog`` is what is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: MergeDialog | None = None

    def choose(self) -> None:
        """Ask which copy. Does not block."""
        window = self._window
        window.take_in()
        dialog = QFileDialog(window, "选择另一份工作区文件夹", str(window.path.parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.look(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose_backup(self) -> None:
        """Ask which backup (a single file). Does not block."""
        window = self._window
        window.take_in()
        dialog = QFileDialog(window, "选择备份文件", str(window.path.parent), _BACKUPS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.look(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def look(self, path: Path, *, again: bool = False) -> None:
        """Show what merging the copy at ``path`` would do; nothing is changed."""

        def done(report: MergeReport) -> None:
            self._show(path, report, again=again)

        self._window.desk.ask(
            lambda session, progress: merging.look(session, path, progress), done, title="正在比较两份内容"
        )

    def bring_in(self, path: Path, report: MergeReport, choices: Mapping[str, Side]) -> None:
        """Merge the copy at ``path`` as it was looked at, else look at it again."""
        desk = self._window.desk

        def done(found: MergeReport) -> None:
            self._shut()
            desk.told.emit(f"{found.bottom_line}按 Ctrl+Z 可以撤销。")
            if found.left_out:
                messages.show_error(self._window, _left_out(found.left_out))

        def refused(error: UserError) -> None:
            self._shut()
            if error.code == "merge.changed":
                self.look(path, again=True)
            else:
                desk.refused.emit(error)

        desk.act(
            lambda session, progress: merging.bring_in(
                session, path, choices, seen=report, progress=progress
            ),
            done,
            title="正在合并",
            refused=refused,
        )

    def _show(self, path: Path, report: MergeReport, *, again: bool) -> None:
        self._shut()
        dialog = MergeDialog(report, self._window.look, self._window, again=again)
        dialog.merge_wanted.connect(lambda choices: self.bring_in(path, report, choices))
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def _shut(self) -> None:
        if self.dialog is not None:
            self.dialog.close()

    def _forget(self) -> None:
        self.dialog = None


def _left_out(sentences: tuple[str, ...]) -> UserError:
    more = f"\n…… 共 {len(sentences)} 份" if len(sentences) > _SHOWN else ""
    return UserError(
        "merge.left-out",
        f"其他内容已合并，有 {len(sentences)} 份材料没有取来：\n" + "\n".join(sentences[:_SHOWN]) + more,
        "请向对方要来完好的文件，在“佐证材料”里直接附上。",
    )
