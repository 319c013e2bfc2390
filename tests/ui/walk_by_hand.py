"""Two hands at keyboard and mouse: what a person can do to the window, and nothing else.

State is only read, to know when something has come to an end. Chinese is committed as an input
method does it, everything else is typed key by key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)
Key = Qt.Key
PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LONG = 60_000
"""Milliseconds after which something that lasts is given up."""

_MOST_TABS = 400


class Hands:
    """Keys go to whatever has the keyboard, as on a desk."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def until(self, come: Callable[[], object], timeout: int = LONG) -> None:
        """Wait until something has come true."""
        self._qtbot.waitUntil(lambda: bool(come()), timeout=timeout)

    # --- keyboard ----------------------------------------------------------------------------

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
        """Press a key once, or so many times."""
        for _ in range(times):
            QTest.keyClick(self.keyboard, key, modifier)

    def write(self, text: str) -> None:
        """Type ``text``."""
        for plain, run in groupby(text, str.isascii):
            words = "".join(run)
            if plain:
                QTest.keyClicks(self.keyboard, words)
            else:
                event = QInputMethodEvent()
                event.setCommitString(words)
                QApplication.sendEvent(self.keyboard, event)

    def write_anew(self, text: str) -> None:
        """Type ``text`` over what stands in the line."""
        self.key(Key.Key_A, CONTROL)
        self.write(text)

    def paste(self, text: str) -> None:
        """Paste ``text``, which was copied elsewhere."""
        QApplication.clipboard().setText(text)
        self.key(Key.Key_V, CONTROL)

    def tab_to(self, target: QWidget) -> None:
        """Press Tab until ``target`` has the keyboard."""
        for _ in range(_MOST_TABS):
            if self.keyboard is target:
                return
            self.key(Key.Key_Tab)
        raise AssertionError(f"Tab never came to {target.accessibleName()!r}")

    # --- mouse -------------------------------------------------------------------------------

    def click(self, target: QWidget) -> None:
        """Click something that can be seen and used."""
        assert target.isVisible(), target.accessibleName()
        assert target.isEnabled(), target.accessibleName()
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)

    def drop(self, target: QWidget, paths: Sequence[Path]) -> None:
        """Drag files over ``target`` and let go."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, PLAIN)
        enter.ignore()
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), copy, data, left, PLAIN))

    @property
    def keyboard(self) -> QWidget:
        """What has the keyboard. Without a screen nobody hands it back when a dialog is gone."""
        if QApplication.activeWindow() is None:
            shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
            assert len(shown) == 1, shown
            shown[0].activateWindow()
            self.until(lambda: QApplication.activeWindow() is shown[0])
        found = QApplication.focusWidget() or QApplication.activeWindow()
        assert found is not None
        return found

    # --- dialogs -----------------------------------------------------------------------------

    def dialog(self, kind: type[D]) -> D:
        """The dialog of this kind that has come up."""
        self.until(lambda: _dialogs(kind))
        (found,) = _dialogs(kind)
        self.until(lambda: QApplication.activeWindow() is found)
        return found

    def answer(self, path: Path) -> None:
        """Type ``path`` into the file dialog that has come up, and press Enter."""
        dialog = self.dialog(QFileDialog)
        (line,) = dialog.findChildren(QLineEdit, "fileNameEdit")
        assert line.hasFocus()
        self.write_anew(str(path))
        self.key(Key.Key_Return)
        self.until(lambda: not _dialogs(QFileDialog))


def _dialogs(kind: type[D]) -> list[D]:
    return [
        found for found in QApplication.topLevelWidgets() if isinstance(found, kind) and found.isVisible()
    ]
