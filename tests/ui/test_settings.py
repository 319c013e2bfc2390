"""Colours, size of text, places and pages are as they were when the program is started again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ui.kept import Kept, Settings
from ui.look_menu import SCALES
from ui.main_window import MainWindow
from ui.program import Program
from ui.theme import Look, Scheme

OpenWindow = Callable[[Path], MainWindow]


@pytest.fixture
def own_look(look: Look) -> Iterator[Look]:
    """The look, put back afterwards."""
    yield look
    look.use(scheme=Scheme.LIGHT, scale=1.0)


def close(program: Program, window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: window not in program.windows, timeout=10_000)


def menu_action(window: MainWindow, title: str, text: str) -> None:
    menu = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == title)
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_colours_and_size_are_kept(
    window: MainWindow, own_look: Look, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu_action(window, "颜色", "深色")
    menu_action(window, "文字大小", "150%")
    assert (own_look.scheme, own_look.scale) == (Scheme.DARK, 1.5)
    kept = Kept().settings
    assert (kept.scheme, kept.scale) == ("dark", 1.5)
    again = Kept().make_look(qapp)
    assert (again.scheme, again.scale) == (Scheme.DARK, 1.5)
    again.deleteLater()


def test_the_keys_go_through_the_sizes(window: MainWindow, own_look: Look) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    own_look.use(scale=SCALES[-2])
    seen = []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        QTest.keyClick(window, key, control)
        seen.append(own_look.scale)
    assert seen == [2.0, 2.0, SCALES[-2]]
    QTest.keyClick(window, Qt.Key.Key_0, control)
    assert own_look.scale == 1.0


def test_a_window_comes_back_as_it_was(
    open_window: OpenWindow, county: Path, program: Program, qtbot: QtBot
) -> None:
    first = open_window(county)
    first.resize(900, 640)
    first.parts.choose("projects")
    close(program, first, qtbot)
    program.open(county)
    qtbot.waitUntil(lambda: bool(program.windows), timeout=10_000)
    second = program.windows[0]
    qtbot.waitExposed(second)
    # The screen of the tests is narrower than the window.
    assert second.height() == 640
    assert second.page.part.id == "projects"
    assert second.key == "projects"
    assert second.findings.isHidden()
    assert second.findings_wanted
    second.resize(1366, 768)
    assert not second.findings.isHidden()


def test_folded_findings_stay_folded_and_keep_their_width(
    open_window: OpenWindow, county: Path, program: Program, qtbot: QtBot
) -> None:
    first = open_window(county)
    handle = first.panes.handle(2)
    middle = handle.rect().center()
    before = first.findings.width()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle - QPoint(70, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle - QPoint(70, 0))
    wide = first.findings.width()
    assert wide > before
    close(program, first, qtbot)
    second = open_window(county)
    QTest.mouseClick(second.head.results, Qt.MouseButton.LeftButton)
    assert second.findings.isHidden()
    close(program, second, qtbot)
    third = open_window(county)
    assert third.findings.isHidden()
    QTest.mouseClick(third.head.results, Qt.MouseButton.LeftButton)
    assert third.findings.isVisible()
    assert third.findings.width() == wide


def test_the_page_of_a_stage_comes_back(
    open_window: OpenWindow, county: Path, program: Program, qtbot: QtBot
) -> None:
    first = open_window(county)
    first.open_stage("定稿")
    close(program, first, qtbot)
    assert open_window(county).key == "stage:定稿"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"strange": 1}',
        '{"scheme": "pink"}',
        '{"scale": 40}',
        '{"scale": 1e999}',
        '{"scale": ' + "9" * 400 + "}",
        '{"panes": ["a", 1, 2]}',
        '{"panes": [1]}',
        '{"window": "%%%"}',
        '{"window": 5}',
        '{"pages": [1]}',
        '{"pages": {"a": 5}}',
        "[" * 50_000,
        " " * 200_000,
    ],
)
def test_a_damaged_file_is_set_aside(own_home: Path, text: str) -> None:
    file = own_home / "settings.json"
    file.write_text(text, encoding="utf-8")
    assert Kept().settings == Settings()
    assert not file.exists()
    assert (own_home / "settings.damaged.json").read_text(encoding="utf-8") == text


def test_a_place_that_makes_no_sense_does_no_harm(
    own_home: Path, open_window: OpenWindow, county: Path
) -> None:
    plain = {"window": "AAAA", "panes": [0, 0, 99_999], "pages": {str(county): "stage:没有这一步"}}
    (own_home / "settings.json").write_text(json.dumps(plain), encoding="utf-8")
    window = open_window(county)
    assert window.page.part.id == window.picture.parts[0].id
    assert min(window.panes.sizes()) > 100


def test_a_folder_that_cannot_be_written_does_not_stop_the_work(
    own_home: Path, window: MainWindow, own_look: Look
) -> None:
    (own_home / "settings.json").mkdir()
    menu_action(window, "颜色", "深色")
    assert own_look.dark
