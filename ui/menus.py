"""The menus of the window on a workspace: everything that can be done, with its keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget

from jxdesk import __version__
from jxdesk.exchange.kinds import ALL
from jxdesk.store.entries import Backup
from ui import messages, sources
from ui.backups_dialog import BackupsDialog
from ui.context import Context
from ui.history_here import ONE_FIELD, ONE_FIELD_ACTION, HistoryHere
from ui.keys_dialog import KeysDialog
from ui.look_menu import add_look_menus

if TYPE_CHECKING:
    from ui.export_here import ExportHere
    from ui.handout_here import HandoutHere
    from ui.import_here import ImportHere
    from ui.main_window import MainWindow
    from ui.merge_here import MergeHere
    from ui.palette_here import PaletteHere


def add_menus(window: MainWindow) -> None:
    """Fill the window's menu bar."""
    bar = window.menuBar()
    file = bar.addMenu("文件(&F)")
    _add(file, "导出检查报告…", "Ctrl+E", window.findings.report.ask)
    coming, handout = cache(lambda: _coming(window)), cache(lambda: _handout(window))
    export = cache(lambda: _export(window))
    merge, palette = cache(lambda: _merge(window)), cache(lambda: _palette(window))
    _add(file, "从表格导入…", "", lambda: _bring_in(window, coming))
    _add(file, "导出全部表格…", "", lambda: export().choose())
    _add(file, "从备份恢复…", "", lambda: _restore(window))
    file.addSeparator()
    _add(file, "发给部门或企业填写…", "", lambda: handout().open())
    _add(file, "合并另一份…", "", lambda: merge().choose())
    _add(file, "合并一份备份…", "", lambda: merge().choose_backup())
    file.addSeparator()
    _add(file, "返回起始页", "Ctrl+W", window.back_to_start)
    _add(file, "退出", "Ctrl+Q", window.close)
    edit = bar.addMenu("编辑(&E)")
    edit.addAction(window.undo)
    edit.addAction(window.redo)
    _add(edit, "写数据来源", sources.KEYS, lambda: _write_source(window))
    edit.addSeparator()
    here = HistoryHere(window)
    _add(edit, "查找…", "Ctrl+F", lambda: palette().open())
    _add(edit, "修改记录…", "Ctrl+H", here.of_everything)
    _add(edit, ONE_FIELD, "Ctrl+Shift+H", here.of_this_field).setObjectName(ONE_FIELD_ACTION)
    view = bar.addMenu("查看(&V)")
    _add(view, "上一部分", "Ctrl+PgUp", lambda: window.parts.step(-1))
    _add(view, "下一部分", "Ctrl+PgDown", lambda: window.parts.step(1))
    _add(view, "转到下一个区域", "F6", lambda: _next_pane(window))
    _add(view, "显示或收起检查结果", "F4", lambda: _toggle_findings(window))
    view.addSeparator()
    add_look_menus(view, window)
    about = bar.addMenu("帮助(&H)")
    _add(about, "键盘操作", "F1", lambda: KeysDialog(window.look, window).open())
    _add(about, "关于", "", lambda: _about(window))


def _add(menu: QMenu, text: str, keys: str, slot: Callable[[], object]) -> QAction:
    action = menu.addAction(text)
    if keys:
        action.setShortcut(QKeySequence(keys))
    # A menu tells whether it is checked; nobody here wants to hear it.
    action.triggered.connect(lambda _: slot())
    return action


# These are loaded and made when they are first wanted: together they take as long as the window itself.
def _coming(window: MainWindow) -> ImportHere:
    from ui.import_here import ImportHere

    return ImportHere(Context(window.desk, window.look), ALL, window)


def _handout(window: MainWindow) -> HandoutHere:
    from ui.handout_here import HandoutHere

    return HandoutHere(window)


def _export(window: MainWindow) -> ExportHere:
    from ui.export_here import ExportHere

    return ExportHere(window)


def _merge(window: MainWindow) -> MergeHere:
    from ui.merge_here import MergeHere

    return MergeHere(window)


def _palette(window: MainWindow) -> PaletteHere:
    from ui.palette_here import PaletteHere

    return PaletteHere(window)


def _bring_in(window: MainWindow, coming: Callable[[], ImportHere]) -> None:
    """From a workbook with several lists, or any one of them."""
    if window.picture.locked:
        window.desk.told.emit("现在不能改动内容，不能导入。")
        return
    window.take_in()
    coming().choose()


def _restore(window: MainWindow) -> None:
    def ask(backups: tuple[Backup, ...]) -> None:
        dialog = BackupsDialog(backups, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(window.desk.restore)
        dialog.open()

    window.take_in()
    window.desk.list_backups(ask)


def _write_source(window: MainWindow) -> None:
    if not sources.write_source(QApplication.focusWidget()):
        window.desk.told.emit("请先选中要写来源的数据（表格里选一个数字格）。")


def _next_pane(window: MainWindow) -> None:
    panes: list[QWidget] = [window.parts, window.stack, window.findings]
    panes = [pane for pane in panes if pane.isVisible()]
    focus = QApplication.focusWidget()
    holds = [focus is not None and (pane is focus or pane.isAncestorOf(focus)) for pane in panes]
    target = panes[(holds.index(True) + 1) % len(panes) if any(holds) else 0]
    if target is window.stack:
        window.sheet.focus_first()
    elif target is window.findings:
        window.findings.list.setFocus()
    else:
        target.setFocus()


def _toggle_findings(window: MainWindow) -> None:
    window.show_findings(not window.findings.isVisible())
    if window.findings.isVisible():
        window.findings.list.setFocus()


def _about(window: MainWindow) -> None:
    head = window.picture.notice.head
    _tell(
        window,
        "关于",
        f"{messages.PROGRAM} {__version__}\n\n申报通知：{head.document_number}\n{head.title}\n\n"
        "本程序不联网，所有内容只存在本机的工作区文件夹里。",
    )


def _tell(window: MainWindow, title: str, text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, window)
    box.open()
