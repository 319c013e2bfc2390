"""What a window owes to those who use keyboard, screen reader or large type: walks over its widgets."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QTabBar,
    QTableView,
    QWidget,
)

LEAST_HEIGHT = 24


def seen(top: QWidget) -> Iterator[QWidget]:
    """All visible widgets of ``top`` but those that Qt makes for itself."""
    for widget in top.findChildren(QWidget):
        if widget.isVisible() and widget.window() is top and not _is_qts_own(widget):
            yield widget


def _is_qts_own(widget: QWidget) -> bool:
    above = widget.parentWidget()
    return widget.objectName().startswith("qt_") or isinstance(above, QLineEdit | QComboBox | QHeaderView)


def by_tab(top: QWidget) -> list[QWidget]:
    """The widgets that Tab ought to come to."""
    tab = Qt.FocusPolicy.TabFocus
    return [w for w in seen(top) if w.isEnabled() and w.focusPolicy() & tab == tab and w.focusProxy() is None]


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def told(widget: QWidget) -> str:
    """A widget in words, for a failure."""
    above = widget.parentWidget()
    text = getattr(widget, "text", str)()
    inside = type(above).__name__ if above is not None else "-"
    return f"{type(widget).__name__}#{widget.objectName()} {text!r:.40} in {inside}"


def nameless(top: QWidget) -> list[str]:
    """What can be worked with and has no name."""
    return [told(w) for w in seen(top) if w.focusPolicy() is not Qt.FocusPolicy.NoFocus and not name_of(w)]


def unreached(top: QWidget) -> list[str]:
    """What Tab does not come to, going round once with real keys; a trap leaves much unreached."""
    wanted = by_tab(top)
    if not wanted:
        return []
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    reached: set[QWidget] = set()
    for _ in range(len(wanted) + sum(_cells(widget) for widget in wanted)):
        focus = QApplication.focusWidget()
        if focus is None:
            return ["the keyboard is nowhere"]
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is wanted[0]:
            break
    missed = [w for w in wanted if w not in reached and not _stands_for(w, reached)]
    return [told(w) for w in missed if w.isVisible() and w.isEnabled()]


def _cells(widget: QWidget) -> int:
    """How often Tab may stay within a table, which has the keys of a spreadsheet."""
    model = widget.model() if isinstance(widget, QTableView) else None
    return (model.rowCount() + 1) * model.columnCount() if model is not None else 1


def _stands_for(widget: QWidget, reached: set[QWidget]) -> bool:
    """Of buttons of which one is chosen Tab comes to that one; the arrows go on from there."""
    if not isinstance(widget, QAbstractButton):
        return False
    group: QButtonGroup | None = widget.group()
    if group is not None and group.exclusive():
        return any(button in reached for button in group.buttons())
    above = widget.parentWidget()
    if above is None or not widget.autoExclusive():
        return False
    return any(button in reached for button in above.findChildren(QRadioButton))


def unmarked(top: QWidget, done: set[tuple[str, str]]) -> list[str]:
    """What looks the same with the keyboard and without; one of each kind, ``done`` are those seen before."""
    found = []
    for widget in by_tab(top):
        kind = (type(widget).__name__, widget.objectName())
        if kind in done:
            continue
        done.add(kind)
        widget.clearFocus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if widget.grab().toImage() == before:
            found.append(told(widget))
    return found


def too_low(top: QWidget) -> list[str]:
    """Buttons that are hard to hit."""
    return [
        f"{told(w)}: {w.height()}"
        for w in seen(top)
        if isinstance(w, QAbstractButton) and w.height() < LEAST_HEIGHT
    ]


def cut_off(top: QWidget) -> list[str]:
    """Labels and buttons that are smaller than their words."""
    return [f"{told(w)}: {said}" for w in seen(top) if (said := _lack(w))]


def _lack(widget: QWidget) -> str:
    policy = widget.sizePolicy()
    if policy.horizontalPolicy() is QSizePolicy.Policy.Ignored:
        # Shortened on purpose; the whole stands in the tooltip.
        return ""
    if isinstance(widget, QLabel):
        if not widget.text():
            return ""
        if widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            return f"{widget.height()} high, needs {needed}" if widget.height() < needed - 1 else ""
    elif not isinstance(widget, QAbstractButton | QComboBox | QTabBar | QCheckBox):
        return ""
    least = widget.sizeHint()
    # A box to choose from shortens long words by itself and shows them in its list.
    narrow = widget.width() < least.width() - 1 and not isinstance(widget, QComboBox)
    if narrow or widget.height() < least.height() - 1:
        return f"{widget.width()}×{widget.height()}, needs {least.width()}×{least.height()}"
    return ""
