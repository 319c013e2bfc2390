"""Everything can be reached, named, seen and hit, on every page and in large type too."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from jxdesk.app.find_anything import Finder
from jxdesk.app.history import Wanted
from jxdesk.base.paths import resources
from jxdesk.domain.finding import Place
from tests.ui import audit
from tests.ui.test_theme import contrast
from ui.backups_dialog import BackupsDialog
from ui.context import Context
from ui.history_dialog import HistoryDialog
from ui.main_window import MainWindow
from ui.new_dialog import NewDialog
from ui.palette import Palette, actions_of
from ui.program import Program
from ui.steps.all import STEPS
from ui.theme import Look

_CONTROL = Qt.KeyboardModifier.ControlModifier
# What may stand on what, and what only has to be told apart from what lies beside it.
_TEXTS = ("text", "muted", "accent", "error", "warning", "hint", "good")
_GROUNDS = ("surface", "ground", "sunken", "accent_soft")
_MARKS = ("line_strong", "focus", "accent", "error", "warning", "hint", "good")


def settle(window: QWidget) -> None:
    """Let what was asked to be laid out be laid out."""
    for _ in range(6):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def pages(window: MainWindow) -> Iterator[str]:
    """Open every page of the form and of the stages, one after the other; its name."""
    for key in (*(part.id for part in window.picture.parts), *(f"stage:{title}" for title in STEPS)):
        window.open_key(key)
        settle(window)
        yield key


def dialogs(window: MainWindow) -> dict[str, QDialog]:
    """Those of this window that need nothing to be made."""
    context = Context(window.desk, window.look)
    actions = actions_of(window.menuBar())
    return {
        "history": HistoryDialog(context, Wanted(), "", window),
        "history of one field": HistoryDialog(context, Wanted(field="basic.employees"), "从业人员数", window),
        "palette": Palette(context, Finder(window.picture.catalogue), actions, window),
        "new": NewDialog(window.look, window),
        "backups": BackupsDialog((), window),
    }


def test_every_page_by_keyboard_and_screen_reader(
    window: MainWindow, qtbot: QtBot, settled: Callable[[MainWindow], None]
) -> None:
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    faults: dict[str, list[str]] = {}
    kinds: set[tuple[str, str]] = set()
    for key in pages(window):
        faults[f"{key}: no name"] = audit.nameless(window)
        faults[f"{key}: Tab does not come there"] = audit.unreached(window)
        settle(window)
        faults[f"{key}: focus can't be seen"] = audit.unmarked(window, kinds)
        faults[f"{key}: low"] = audit.too_low(window)
        settled(window)
    assert {key: found for key, found in faults.items() if found} == {}


_SLOW = pytest.mark.slow


@pytest.mark.parametrize("scale", [1.0, pytest.param(1.35, marks=_SLOW), pytest.param(1.5, marks=_SLOW), 2.0])
def test_no_word_is_cut_off(
    window: MainWindow, look: Look, scale: float, settled: Callable[[MainWindow], None]
) -> None:
    try:
        look.use(scale=scale)
        faults: dict[str, list[str]] = {}
        for key in pages(window):
            faults[key] = audit.cut_off(window)
            window.findings.list.setCurrentIndex(window.findings.model.index(0))
            window.show_findings(True)
            settle(window)
            faults[f"{key} beside the findings"] = audit.cut_off(window)
        settled(window)
        assert {key: found for key, found in faults.items() if found} == {}
    finally:
        look.use(scale=1.0)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_dialogs(
    window: MainWindow, look: Look, scale: float, qtbot: QtBot, settled: Callable[[MainWindow], None]
) -> None:
    faults: dict[str, list[str]] = {}
    try:
        look.use(scale=scale)
        for name, dialog in dialogs(window).items():
            dialog.show()
            settled(window)
            settle(dialog)
            assert dialog.width() <= 1366, name
            assert dialog.height() <= 768, name
            dialog.activateWindow()
            qtbot.waitUntil(dialog.isActiveWindow, timeout=5_000)
            faults[f"{name}: no name"] = audit.nameless(dialog)
            faults[f"{name}: Tab does not come there"] = audit.unreached(dialog)
            faults[f"{name}: low"] = audit.too_low(dialog)
            faults[f"{name}: cut off"] = audit.cut_off(dialog)
            dialog.close()
            dialog.deleteLater()
        assert {key: found for key, found in faults.items() if found} == {}
    finally:
        look.use(scale=1.0)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_start_page(program: Program, look: Look, scale: float, qtbot: QtBot) -> None:
    try:
        look.use(scale=scale)
        page = program.start_page
        page.show()
        page.resize(1366, 768)
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow, timeout=5_000)
        settle(page)
        found = (audit.nameless(page), audit.unreached(page), audit.too_low(page), audit.cut_off(page))
        assert found == ([], [], [], [])
    finally:
        look.use(scale=1.0)


def test_tab_leaves_a_table_behind_its_last_cell(window: MainWindow) -> None:
    part = window.picture.notice.part_of("enterprises").id
    window.open_place(Place(part, "enterprises.name", window.picture.application.enterprises[0].uid))
    table = window.focusWidget()
    assert table is not None
    model, header = table.model(), table.horizontalHeader()  # type: ignore[attr-defined]
    last = header.logicalIndex(header.count() - 1)
    table.setCurrentIndex(model.index(model.rowCount() - 1, last))  # type: ignore[attr-defined]
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert window.focusWidget() is not table
    table.setFocus()
    table.setCurrentIndex(model.index(0, header.logicalIndex(0)))  # type: ignore[attr-defined]
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert window.focusWidget() is table
    QTest.keyClick(table, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert window.focusWidget() is not table


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_told_apart(scheme: str) -> None:
    values = tomllib.loads((resources() / "styles" / "colours.toml").read_text(encoding="utf-8"))[scheme]
    texts = {(a, b): contrast(values[a], values[b]) for a in _TEXTS for b in _GROUNDS}
    assert {pair: ratio for pair, ratio in texts.items() if ratio < 4.5} == {}
    marks = {(a, b): contrast(values[a], values[b]) for a in _MARKS for b in ("surface", "ground")}
    assert {pair: ratio for pair, ratio in marks.items() if ratio < 3} == {}
