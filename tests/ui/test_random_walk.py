"""Thousands of random actions: nothing breaks, what is shown is what is stored, and all can be undone.

``JXDESK_WALK=30000`` walks further, ``JXDESK_WALK_SEED=7`` elsewhere.
"""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu
from pytestqt.logging import _QtMessageCapture
from pytestqt.qtbot import QtBot

from jxdesk.app.session import Session
from jxdesk.domain import canonical
from tests.ui.conftest import OpenWindow
from tests.ui.walk_checks import is_sound, settle, shown_is_stored, stored, watch_models
from tests.ui.walking import Walker, dismiss
from ui.crash import CrashHook
from ui.main_window import MainWindow
from ui.program import Program

ACTIONS = int(os.environ.get("JXDESK_WALK", "5000"))
SEED = int(os.environ.get("JXDESK_WALK_SEED", "2025"))
BETWEEN_CHECKS = 200


class Recorder(CrashHook):
    """The crash hook, but for the dialog."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.caught_ones: list[str] = []

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.caught_ones.append("".join(traceback.format_exception(kind, error, trace)))


@pytest.fixture
def recorder(program: Program) -> Iterator[Recorder]:
    """Installed for the test."""
    before = sys.excepthook
    found = Recorder(program)
    found.install()
    yield found
    sys.excepthook = before


@pytest.fixture
def no_system_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dialogs of the system are turned down; what would block the window is a mistake."""

    def turn_down(dialog: QDialog, *_: Any) -> None:
        dialog.reject()

    def blocks(*_: Any) -> None:
        raise AssertionError("a dialog or menu blocks the window")

    for kind in (QFileDialog, QPrintDialog):
        monkeypatch.setattr(kind, "open", turn_down)
    for blocking in (QDialog, QFileDialog, QPrintDialog, QMenu):
        monkeypatch.setattr(blocking, "exec", blocks)
    for name in ("getExistingDirectory", "getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, blocks)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_: True)


def opened(program: Program, path: Path, qtbot: QtBot) -> MainWindow:
    """The window, opened again if the walk has closed it; nothing lies over it."""
    for _ in range(20):
        dismiss()
        if program.windows and program.windows[0].isEnabled():
            return program.windows[0]
        if not program.windows:
            program.open(path)
        qtbot.wait(50)
    raise AssertionError("the window does not come back")


@pytest.mark.slow
@pytest.mark.qt_log_ignore(
    "This plugin does not support",
    "event .*not accepted by receiving",
    # A list to choose from closes with its row, and what was chosen in that moment goes nowhere.
    "commitData called with an editor that does not belong",
)
def test_anything_may_be_done_in_any_order(
    program: Program,
    open_window: OpenWindow,
    county: Path,
    tmp_path: Path,
    recorder: Recorder,
    no_system_dialogs: None,
    qtlog: _QtMessageCapture,
    qtbot: QtBot,
) -> None:
    start = empty(county, tmp_path)
    open_window(county)
    walker = Walker(program, county, SEED)
    try:
        while walker.done < ACTIONS:
            walker.step()
            look(recorder, qtlog)
            if walker.done % BETWEEN_CHECKS == 0 and (window := walker.window) is not None:
                watch_models(window)
                settle(window)
                if program.windows:
                    shown_is_stored(window)
                else:
                    is_sound(county)
        window = opened(program, county, qtbot)
        window.setUpdatesEnabled(True)
        window.take_in()
        settle(window)
        shown_is_stored(window)
        # What the walk took back last is made again: the end is where nothing more can be.
        move_all(window, back=False)
        end = canonical.encode(window.picture.application)
        move_all(window, back=True)
        assert canonical.encode(stored(county)[0]) == start
        move_all(window, back=False)
        assert canonical.encode(stored(county)[0]) == end
        shown_is_stored(window)
        look(recorder, qtlog)
    except BaseException as error:
        error.add_note("\n  ".join((f"seed {SEED}, action {walker.done}:", *walker.trail)))
        raise


def look(recorder: Recorder, qtlog: _QtMessageCapture) -> None:
    """Nothing has gone wrong so far."""
    assert not recorder.caught_ones, "\n".join(recorder.caught_ones)
    warnings = [r.message for r in qtlog.records if r.matches_level("WARNING") and not r.ignored]
    assert not warnings, warnings


def empty(county: Path, folder: Path) -> bytes:
    """What the application is when everything has been taken back, its filling in before the walk too."""
    copy = shutil.copytree(county, folder / "copy" / county.name)
    with Session.open(copy) as session:
        while session.workspace.undo() is not None:
            pass
        return canonical.encode(session.application)


def move_all(window: MainWindow, *, back: bool) -> None:
    """Take everything back, or make it again. Without a window manager keys reach no window."""
    action = window.undo if back else window.redo
    while action.isEnabled():
        for _ in range(20):
            action.trigger()
        settle(window)
