"""How the window looks: every page of the form and of the stages, held against a kept picture.

``pytest tests/ui/test_references.py --remake-references`` makes the pictures anew. The pictures are made in a
process of their own: fonts and styles that other tests have used leave their traces in Qt's caches.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from jxdesk.app.session import Session
from jxdesk.notice import load_installed
from tests.pictures import hold_against, share_differing
from tests.ui.conftest import WHEN, OpenWindow
from ui.main_window import MainWindow
from ui.steps.all import STEPS
from ui.theme import bundled_family

KEPT = Path(__file__).parent / "references"
PARTS = tuple(part.id for part in load_installed("jx-2025").form.parts)
Settled = Callable[[MainWindow], None]
_HERE = "JXDESK_REFERENCES_HERE"
here = pytest.mark.skipif(_HERE not in os.environ, reason="made in a process of its own")


@pytest.fixture
def still(
    monkeypatch: pytest.MonkeyPatch,
    qapp: QApplication,
    open_window: OpenWindow,
    county: Path,
    settled: Settled,
) -> MainWindow:
    """The window on the county, with nothing in it that changes by itself or from machine to machine."""
    if bundled_family() is None:
        pytest.skip("the font of the pictures could not be had")
    defaults = getattr(Session.open, "__func__").__kwdefaults__  # noqa: B009 - the types leave it out
    monkeypatch.setitem(defaults, "clock", lambda: WHEN)
    qapp.setCursorFlashTime(0)
    window = open_window(county)
    settled(window)
    return window


def picture(window: MainWindow, qtbot: QtBot, settled: Settled) -> Image.Image:
    """The page; on the first part the whole window, but for where and when."""
    settled(window)
    window.parts.setFocus()
    window.where.setText("工作区")
    window.head.saved.setText("已保存 14:00")
    for line in window.sheet.findChildren(QLineEdit):
        if line.text().startswith(str(Path.home())):
            line.setText("文档")
    for _ in range(5):
        QApplication.processEvents()
    settled(window)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    shown = window if window.sheet is window.sheets[0] else window.stack
    shown.grab().save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data())))


@pytest.mark.slow
@pytest.mark.skipif(_HERE in os.environ, reason="this is that process")
def test_every_page_looks_as_it_did(remake: bool) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", str(Path(__file__))]
    done = subprocess.run(
        [*command, *(["--remake-references"] if remake else [])],
        env=os.environ | {_HERE: "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert "2 passed" in done.stdout


@here
def test_pictures_of_every_page(
    still: MainWindow, qtbot: QtBot, settled: Settled, tmp_path: Path, remake: bool
) -> None:
    wrong = []
    for name, show in (
        *((part, still.parts.choose) for part in PARTS),
        *((title, still.open_stage) for title in STEPS),
    ):
        show(name)
        number = PARTS.index(name) if name in PARTS else len(PARTS) + list(STEPS).index(name)
        kept = KEPT / f"{number:02d}-{name}.png"
        try:
            hold_against(picture(still, qtbot, settled), kept, tmp_path, remake=remake, colours=20)
        except AssertionError as error:
            wrong.append(str(error))
    assert not wrong, "\n".join(wrong)


@here
def test_another_page_is_told_apart(still: MainWindow, qtbot: QtBot, settled: Settled) -> None:
    still.parts.choose(PARTS[0])
    first = picture(still, qtbot, settled)
    still.parts.choose(PARTS[1])
    assert share_differing(first, picture(still, qtbot, settled)) > 0.005
