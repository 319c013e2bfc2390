"""Somebody who does anything: random clicks, keys, texts and answers, sent as real events.

The walker knows kinds of widgets, not pages: it looks for what can be seen and used, so that a new
page is walked without a word here.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from tests.ui import walk_words
from ui.main_window import MainWindow
from ui.program import Program
from ui.theme import Scheme

W = TypeVar("W", bound=QWidget)

_NONE, _SHIFT, _CTRL, _ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
_KEYS = (
    *((key, _NONE) for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down) * 3),
    *((key, _NONE) for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space)),
    *((key, _NONE) for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)),
    *((key, _NONE) for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_F2, Qt.Key.Key_Enter)),
    *((key, _SHIFT) for key in (Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_End)),
    *((key, _CTRL) for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_V, Qt.Key.Key_D)),
    *((key, _CTRL) for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Delete)),
    *((key, _CTRL) for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_F, Qt.Key.Key_R)),
    *((key, _NONE) for key in (Qt.Key.Key_F1, Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F6)),
    (Qt.Key.Key_Down, _ALT),
)
_MENUS = (Qt.Key.Key_F, Qt.Key.Key_E, Qt.Key.Key_V, Qt.Key.Key_H)
_KEPT = 40
_BETWEEN_PAINTINGS = 20
_SECONDS = 30.0


class Walker:
    """Walks through the program's one window. What was done last stands in ``trail``."""

    def __init__(self, program: Program, path: Path, seed: int) -> None:
        self.program, self.path = program, path
        self.random = random.Random(seed)
        self.trail: deque[str] = deque(maxlen=_KEPT)
        self.done = 0
        self._actions: dict[Callable[[], bool], int] = {
            self._press_something: 22,
            self._write_somewhere: 26,
            self._work_in_a_table: 24,
            self._press_a_key: 12,
            self._choose_in_a_list: 10,
            self._take_back_or_again: 8,
            self._scroll: 4,
            self._open_a_menu: 2,
            self._ask_for_a_menu: 1,
            self._resize: 1,
            self._change_the_look: 1,
            self._leave: 1,
        }

    @property
    def window(self) -> MainWindow | None:
        """The window, if it is open just now."""
        return self.program.windows[0] if self.program.windows else None

    def step(self) -> None:
        """Do one thing, whatever is open."""
        self.done += 1
        if self.window is not None:
            # Painting takes most of the time; what is painted wrongly is so at the next look, too.
            self.window.setUpdatesEnabled(self.done % _BETWEEN_PAINTINGS == 0)
        popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            self._answer_popup(popup)
        elif dialog is not None:
            self._answer_dialog(dialog)
        elif self.window is None or not self.window.isEnabled():
            self._come_back()
        else:
            actions, weights = tuple(self._actions), tuple(self._actions.values())
            while not self.random.choices(actions, weights)[0]():
                pass
        pump()

    def note(self, what: str) -> None:
        """Write down what is about to be done."""
        self.trail.append(f"{self.done}: {what}")

    # --- answering what lies over the window -------------------------------------------------

    def _answer_popup(self, popup: QWidget) -> None:
        key = self.random.choice(
            (Qt.Key.Key_Down,) * 4 + (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Right)
        )
        self.note(f"{key.name} in {_name(popup)}")
        QTest.keyClick(popup, key)

    def _answer_dialog(self, dialog: QWidget) -> None:
        turn = self.random.random()
        if turn < 0.15:
            self.note(f"Escape in {_name(dialog)}")
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        elif turn < 0.5 and (lines := list(_usable(dialog, QLineEdit))):
            self._write(self.random.choice(lines))
        elif turn < 0.6:
            self._press_a_key()
        elif buttons := list(_usable(dialog, QAbstractButton)):
            self._click(self.random.choice(buttons))
        else:
            self.note(f"close {_name(dialog)}")
            dialog.close()

    def _come_back(self) -> None:
        """Wait for a window that is going to close, then open the workspace again."""
        self.note("open the workspace")
        deadline = time.monotonic() + _SECONDS
        while self.window is None or not self.window.isEnabled():
            if self.window is None:
                # While one is being opened, this asks for nothing.
                self.program.open(self.path)
            assert time.monotonic() < deadline, "the window does not come back"
            pump()
            time.sleep(0.002)

    # --- what is done in the window ----------------------------------------------------------

    def _press_something(self) -> bool:
        kinds = (QAbstractButton, QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
        target = self._pick(self.random.choice(kinds))
        if target is None:
            return False
        self._click(target)
        if isinstance(target, QComboBox) and self.random.random() < 0.85:
            keys = self.random.choices((Qt.Key.Key_Down, Qt.Key.Key_Up), k=self.random.randint(1, 4))
            for key in (*keys, Qt.Key.Key_Return):
                QTest.keyClick(QApplication.activePopupWidget() or target, key)
        return True

    def _write_somewhere(self) -> bool:
        target = self._pick(self.random.choice((QLineEdit, QLineEdit, QPlainTextEdit)))
        if target is None:
            return False
        self._write(target)
        return True

    def _work_in_a_table(self) -> bool:
        table = self._pick(QTableView)
        if table is None or (cell := self._cell(table)) is None:
            return False
        turn = self.random.random()
        many = self.random.choice((_NONE, _NONE, _NONE, _SHIFT, _CTRL))
        self._click(table.viewport(), cell, keys=many)
        if turn < 0.5:
            self._open_cell(table, cell)
            self._write(QApplication.focusWidget(), click=False)
        elif turn < 0.62:
            words = walk_words.sheet(self.random)
            self._paste(table, words)
        elif turn < 0.72:
            self._click_header(table)
        else:
            self._press_a_key()
        return True

    def _press_a_key(self) -> bool:
        key, keys = self.random.choice(_KEYS)
        target = QApplication.focusWidget() or self.window
        if target is None:
            return False
        if key == Qt.Key.Key_V:
            self._paste(target, walk_words.text(self.random))
            return True
        self.note(f"{keys.name} {key.name} in {_name(target)}")
        QTest.keyClick(target, key, keys)
        return True

    def _choose_in_a_list(self) -> bool:
        lists = list(_usable(self.window, QListView)) if self.window is not None else []
        view = self.random.choice(lists) if lists else None
        if view is None or (cell := self._cell(view)) is None:
            return False
        self._click(view.viewport(), cell)
        return True

    def _take_back_or_again(self) -> bool:
        key = self.random.choice((Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y))
        target = QApplication.focusWidget() or self.window
        times = self.random.choice((1, 1, 1, 2, 5))
        self.note(f"Ctrl+{key.name} {times} times in {_name(target)}")
        for _ in range(times):
            if target is not None and (QApplication.focusWidget() or self.window) is target:
                QTest.keyClick(target, key, _CTRL)
        return True

    def _scroll(self) -> bool:
        target = self._pick(QWidget)
        if target is None:
            return False
        where = QPointF(target.rect().center())
        amount = QPoint(0, self.random.choice((-360, -120, 120, 360)))
        self.note(f"wheel {amount.y()} over {_name(target)}")
        event = QWheelEvent(
            where,
            target.mapToGlobal(where),
            QPoint(),
            amount,
            Qt.MouseButton.NoButton,
            self.random.choice((_NONE, _NONE, _CTRL)),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)
        return True

    def _open_a_menu(self) -> bool:
        key = self.random.choice(_MENUS)
        self.note(f"Alt+{key.name}")
        QTest.keyClick(self.window or self.program.start_page, key, _ALT)
        return True

    def _ask_for_a_menu(self) -> bool:
        target = self._pick(QWidget)
        if target is None or isinstance(target, QScrollBar):
            # The menu of a scroll bar is Qt's own, and waits for its answer.
            return False
        where = target.rect().center()
        self.note(f"context menu of {_name(target)}")
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, target.mapToGlobal(where))
        QApplication.sendEvent(target, event)
        return True

    def _resize(self) -> bool:
        if self.window is None:
            return False
        width, height = self.random.choice(((1366, 768), (1366, 768), (820, 480), (1000, 700), (1600, 900)))
        self.note(f"resize to {width} x {height}")
        self.window.resize(width, height)
        return True

    def _change_the_look(self) -> bool:
        if self.random.random() < 0.85:
            return False
        scheme = self.random.choice((Scheme.LIGHT, Scheme.DARK))
        scale = self.random.choice((1.0, 1.0, 1.15, 1.35))
        self.note(f"look {scheme.name} {scale}")
        self.program.look.use(scheme=scheme, scale=scale)
        return True

    def _leave(self) -> bool:
        if self.window is None or self.random.random() < 0.6:
            return False
        self.note("close the window")
        self.window.close()
        return True

    # --- by hand -----------------------------------------------------------------------------

    def _pick(self, kind: type[W]) -> W | None:
        """Any usable widget of a kind, with the open page more often than what stands around it."""
        window = self.window
        if window is None:
            return None
        around = self.random.random() < 0.2
        found = list(_usable(window if around else window.sheet, kind))
        return self.random.choice(found) if found else None

    def _click(
        self,
        target: QWidget,
        where: QRect | None = None,
        *,
        keys: Qt.KeyboardModifier = _NONE,
        twice: bool = False,
    ) -> None:
        self.note(f"{'double ' if twice else ''}click {_name(target)}")
        _bring_into_sight(target)
        rect = (where or target.rect()).intersected(target.visibleRegion().boundingRect())
        window = target.window()
        handle = window.windowHandle()
        if rect.isEmpty() or handle is None:
            return
        if not window.isActiveWindow():
            window.activateWindow()
        x, y = (
            self.random.randint(rect.left(), rect.right()),
            self.random.randint(rect.top(), rect.bottom()),
        )
        click = QTest.mouseDClick if twice else QTest.mouseClick
        click(handle, Qt.MouseButton.LeftButton, keys, target.mapTo(window, QPoint(x, y)))

    def _cell(self, view: QAbstractItemView) -> QRect | None:
        """Where a random cell or row of ``view`` is, brought into sight."""
        model = view.model()
        columns = model.columnCount() if isinstance(view, QTableView) else 1
        if not model.rowCount() or not columns:
            return None
        column = self.random.randrange(columns)
        index = model.index(self.random.randrange(model.rowCount()), column)
        view.scrollTo(index)
        return view.visualRect(index)

    def _open_cell(self, table: QTableView, cell: QRect) -> None:
        how = self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_F2, None))
        if how is None:
            self._click(table.viewport(), cell, twice=True)
            return
        self.note(f"{how.name} in {_name(table)}")
        QTest.keyClick(QApplication.focusWidget() or table, how)

    def _click_header(self, table: QTableView) -> None:
        header = table.horizontalHeader()
        if header.count() and header.isVisible():
            section = self.random.randrange(header.count())
            left = header.sectionViewportPosition(section)
            rect = QRect(left, 0, header.sectionSize(section), header.height())
            self._click(header.viewport(), rect)

    def _write(self, target: QWidget | None, *, click: bool = True) -> None:
        """Type into a field and leave it in one way or another."""
        if target is None:
            return
        if click:
            self._click(target)
        pump()
        target = QApplication.focusWidget() or self.window
        if target is None:
            return
        words = walk_words.text(self.random)
        if self.random.random() < 0.6:
            QTest.keyClick(target, Qt.Key.Key_A, _CTRL)
        self.note(f"write {words[:40]!r} ({len(words)}) in {_name(target)}")
        if len(words) > 40 or "\n" in words or self.random.random() < 0.2:
            self._paste(target, words)
        elif words.isascii() and words.isprintable():
            QTest.keyClicks(target, words)
        else:
            # So it comes from an input method.
            event = QInputMethodEvent()
            event.setCommitString(words)
            QApplication.sendEvent(target, event)
        turn = self.random.random()
        keys = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape)
        if turn < 0.75:
            key = self.random.choices(keys, (6, 3, 1))[0]
            self.note(f"{key.name}")
            QTest.keyClick(QApplication.focusWidget() or target, key)

    def _paste(self, target: QWidget, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.note(f"paste {words[:40]!r} ({len(words)}) in {_name(target)}")
        QTest.keyClick(target, Qt.Key.Key_V, _CTRL)


def pump() -> None:
    """Let happen what is due; what is to be deleted is, as in a program that runs by itself."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _usable(root: QWidget, kind: type[W]) -> Iterator[W]:
    """What a person could use of a kind below ``root``, scrolled out of sight or not."""
    for part in root.findChildren(kind):
        if isValid(part) and part.isVisible() and part.isEnabled() and part.window() is root.window():
            yield part


def _bring_into_sight(target: QWidget) -> None:
    parent = target.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea) and parent.isAncestorOf(target):
            parent.ensureWidgetVisible(target)
        parent = parent.parentWidget()


def _name(target: QWidget | None) -> str:
    if target is None:
        return "nothing"
    parent = target.parentWidget()
    if target.objectName() == "qt_scrollarea_viewport" and parent is not None:
        target = parent
    text = target.text() if isinstance(target, QAbstractButton) else ""
    return f"{type(target).__name__} {text or target.accessibleName() or target.objectName()}".rstrip()


def dismiss(most: int = 30) -> None:
    """Put away whatever lies over the window."""
    for _ in range(most):
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if over is None:
            return
        if isinstance(over, QDialog):
            over.reject()
        elif isinstance(over, QMenu):
            over.close()
        else:
            QTest.keyClick(over, Qt.Key.Key_Escape)
        pump()
