"""The backup of the day comes by itself, and any backup can be brought back and undone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from ui.backups_dialog import BackupsDialog
from ui.main_window import MainWindow


def open_dialog(window: MainWindow, qtbot: QtBot) -> BackupsDialog:
    menu = next(m for m in window.menuBar().findChildren(QMenu) if m.title().startswith("文件"))
    next(action for action in menu.actions() if action.text().startswith("从备份恢复")).trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(BackupsDialog)), timeout=10_000)
    return window.findChildren(BackupsDialog)[0]


def rename(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.desk.set_text("basic.contact_name", name, "", refused=lambda _: None, done=lambda: None)
    qtbot.waitUntil(lambda: window.picture.application.basic.contact_name == name, timeout=10_000)


def test_opening_took_a_backup_and_it_is_brought_back_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    before = window.picture.application
    rename(window, qtbot, "李大海")
    dialog = open_dialog(window, qtbot)
    assert dialog.list.count() == 1
    assert "每日" in dialog.list.item(0).text()
    QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.picture.application == before, timeout=10_000)
    window.undo.trigger()
    qtbot.waitUntil(lambda: window.picture.application.basic.contact_name == "李大海", timeout=10_000)
    again = open_dialog(window, qtbot)
    assert again.list.count() == 2
    again.reject()
