"""What somebody sees who opens this for the first time, and who needs large type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from jxdesk.app.session import Session
from jxdesk.notice import load_installed
from ui.keys_dialog import GROUPS, KeysDialog
from ui.main_window import MainWindow
from ui.one_line import OneLine
from ui.steps.overview import Overview
from ui.table_view import RecordTable


def overview(window: MainWindow) -> Overview:
    window.stages.open("填报")
    page = window.sheet
    assert isinstance(page, Overview)
    return page


def test_an_empty_workspace_says_where_to_begin(
    open_window: Callable[[Path], MainWindow], tmp_path: Path
) -> None:
    path = tmp_path / "新.jxdesk"
    Session.create(path, load_installed("jx-2025")).close()
    window = open_window(path)
    page = overview(window)
    assert page.begin.isVisible()
    QTest.mouseClick(page.begin.links[0], Qt.MouseButton.LeftButton)
    assert window.key == "basic"


def test_where_to_begin_is_not_said_to_those_who_have_begun(window: MainWindow) -> None:
    assert not overview(window).begin.isVisible()


def test_the_stage_bar_tells_which_page_is_open(window: MainWindow) -> None:
    window.stages.open("封装")
    assert [step.stage.title for step in window.stages.steps if "已打开" in step.accessibleName()] == ["封装"]
    window.parts.choose("basic")
    assert not [step for step in window.stages.steps if "已打开" in step.accessibleName()]
    assert window.stages.said.text().startswith("填报（现在）")


@pytest.fixture
def large(window: MainWindow) -> Iterator[MainWindow]:
    """The window, its text made twice as large while it is open."""
    window.parts.choose("register")
    window.look.use(scale=2.0)
    yield window
    window.look.use(scale=1.0)


def test_icons_and_columns_grow_with_the_text(large: MainWindow) -> None:
    table = large.page.findChild(RecordTable)
    assert table is not None
    wide = [table.columnWidth(column) for column in range(table.horizontalHeader().count())]
    side = large.findings.levels[next(iter(large.findings.levels))].iconSize().width()
    large.look.use(scale=1.0)
    assert side == 2 * large.findings.levels[next(iter(large.findings.levels))].iconSize().width()
    back = [table.columnWidth(column) for column in range(len(wide))]
    assert all(a > b for a, b in zip(wide, back, strict=True))


def test_keys_are_listed_within_the_window(large: MainWindow) -> None:
    dialog = KeysDialog(large.look, large)
    dialog.open()
    assert dialog.height() <= large.height()
    said = {label.text() for label in dialog.findChildren(QLabel)}
    assert all(keys in said for _, lines in GROUPS for keys, _ in lines)
    dialog.close()


def test_a_long_line_ends_in_dots(qtbot: QtBot) -> None:
    line = OneLine("把申报包做成光盘映像或复制到 U 盘")
    qtbot.addWidget(line)
    line.resize(400, 30)
    line.show()
    assert line.shown == line.text()
    line.resize(60, 30)
    assert line.shown.endswith("…")
    assert not line.grab().isNull()
