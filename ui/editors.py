"""Editors made from the catalogue: one per kind of field, all with the same few words.

An editor knows text only; what the text means, and whether it may stand, is said below the window.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from jxdesk.domain.catalogue import Field
from jxdesk.domain.values import Kind
from jxdesk.notice import Notice
from ui import icons
from ui.counter import Counter
from ui.theme import Look

YES, NO = "是", "否"
_IDLE_SAVE_MS = 2_000
_ARROW = 14
_FEWEST_LINES, _MOST_LINES = 6, 24
_UNFINISHED = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class Editor(QWidget):
    """``committed`` is emitted when the field is left, entered or chosen; ``given_up`` on Esc."""

    committed = Signal()
    given_up = Signal()

    @property
    def target(self) -> QWidget:
        """What takes the keyboard."""
        raise NotImplementedError

    def text(self) -> str:
        """What stands there now."""
        raise NotImplementedError

    def show_text(self, text: str) -> None:
        """Put ``text`` there without telling anybody; local undo begins anew."""
        raise NotImplementedError

    def tidy(self, text: str) -> None:
        """Show what was stored of one's own typing, as far as that does not disturb the typing."""
        self.show_text(text)

    def set_read_only(self, read_only: bool) -> None:
        """Let it be looked at only."""
        raise NotImplementedError

    def mark_refused(self, refused: bool) -> None:
        """Frame it as one whose text was not taken."""
        self.target.setProperty("refused", refused)
        style = self.target.style()
        style.unpolish(self.target)
        style.polish(self.target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            redo = event.matches(QKeySequence.StandardKey.Redo)
            if (
                event.type() is QEvent.Type.ShortcutOverride
                and (undo or redo)
                and not self._own_undo(redo=redo)
            ):
                # Nothing to take back within the field: let the keys reach the workspace's undo.
                event.ignore()
                return True
            if event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.given_up.emit()
                return True
        return super().eventFilter(watched, event)

    def _own_undo(self, *, redo: bool) -> bool:
        """Whether the field itself has something to undo (or redo)."""
        return False

    def _watch(self) -> None:
        self.setFocusProxy(self.target)
        self.target.installEventFilter(self)


def _is_interrupted(event: QEvent) -> bool:
    return isinstance(event, QFocusEvent) and event.reason() in _UNFINISHED


class LineEditor(Editor):
    """One line; numbers carry their unit behind."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.line = QLineEdit()
        if field.kind is Kind.DATE:
            self.line.setPlaceholderText("如 2026年3月 或 2026年3月15日")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.line, 1)
        if field.spec.mark.unit:
            unit = QLabel(field.spec.mark.unit)
            unit.setObjectName("muted")
            layout.addWidget(unit)
        self._watch()
        self.line.editingFinished.connect(self.committed)

    @property
    def target(self) -> QWidget:
        return self.line

    def text(self) -> str:
        return self.line.text()

    def show_text(self, text: str) -> None:
        cursor = self.line.cursorPosition()
        self.line.setText(text)
        self.line.setCursorPosition(min(cursor, len(text)) if self.line.hasFocus() else 0)

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and _is_interrupted(event):
            # Qt takes the line for unfinished then. But while another window has the keyboard, it may be
            # put elsewhere in this one, and nobody would ever hand over what stands here.
            self.committed.emit()
        return super().eventFilter(watched, event)

    def _own_undo(self, *, redo: bool) -> bool:
        return self.line.isRedoAvailable() if redo else self.line.isUndoAvailable()


class TextEditor(Editor):
    """Several paragraphs that grow with their text, with the number of 字 against the limit.

    Saved when left, and every few seconds while one pauses: a page of text is much to lose.
    """

    def __init__(self, field: Field, look: Look) -> None:
        super().__init__()
        self._look = look
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.counter = Counter(field.text.max_chars)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.edit)
        layout.addWidget(self.counter)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_SAVE_MS)
        self._idle.timeout.connect(self.committed)
        self._watch()
        self.edit.textChanged.connect(self._changed)
        self.edit.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.counter.count(self.text())
        self._fit()

    @property
    def target(self) -> QWidget:
        return self.edit

    def text(self) -> str:
        return self.edit.toPlainText()

    def tidy(self, text: str) -> None:
        if not self.edit.hasFocus():
            self.show_text(text)

    def show_text(self, text: str) -> None:
        blocker = QSignalBlocker(self.edit)
        self.edit.setPlainText(text)
        blocker.unblock()
        self._idle.stop()
        self.counter.count(self.text())
        self._fit()

    def set_read_only(self, read_only: bool) -> None:
        self.edit.setReadOnly(read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            # Lines break elsewhere now; the edit knows its new width only after this event.
            QTimer.singleShot(0, self, self._fit)
        if event.type() is QEvent.Type.FocusOut:
            self._idle.stop()
            self.committed.emit()
        return super().eventFilter(watched, event)

    def _own_undo(self, *, redo: bool) -> bool:
        document = self.edit.document()
        return document.isRedoAvailable() if redo else document.isUndoAvailable()

    def _changed(self) -> None:
        self.counter.count(self.text())
        self._idle.start()

    def _fit(self) -> None:
        lines = self._lines() + 1
        shown = min(max(lines, _FEWEST_LINES), _MOST_LINES)
        height = QFontMetricsF(self.edit.font()).lineSpacing() * shown + 24
        self.edit.setFixedHeight(round(height))

    def _lines(self) -> int:
        """The number of lines, wrapped ones counted; paragraphs never shown yet are broken for it."""
        block, lines = self.edit.document().begin(), 0
        while block.isValid():
            self.edit.document().documentLayout().blockBoundingRect(block)
            lines += block.layout().lineCount()
            block = block.next()
        return lines


class Choice(QComboBox):
    """A combo box that the wheel can't change while one scrolls past, with an arrow of our own."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        spot = QRectF(self.width() - _ARROW - 9, (self.height() - _ARROW) / 2, _ARROW, _ARROW)
        icons.paint(painter, "down", spot, self._look.colour("muted"))
        painter.end()


class ChoiceEditor(Editor):
    """One term of a vocabulary."""

    def __init__(self, field: Field, notice: Notice, look: Look) -> None:
        super().__init__()
        self.combo = Choice(look)
        self.combo.addItem("")
        self.combo.addItems([term.label for term in notice.vocabularies[field.spec.mark.vocabulary]])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo, 1)
        self._watch()
        self.combo.activated.connect(lambda _: self.committed.emit())

    @property
    def target(self) -> QWidget:
        return self.combo

    def text(self) -> str:
        return self.combo.currentText()

    def show_text(self, text: str) -> None:
        if self.combo.findText(text) < 0:
            # A term that this notice no longer has is kept and shown, not lost.
            self.combo.addItem(text)
        self.combo.setCurrentText(text)

    def set_read_only(self, read_only: bool) -> None:
        self.combo.setEnabled(not read_only)


class FlagEditor(Editor):
    """Yes, no, or not answered yet."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.yes, self.no = QRadioButton(YES), QRadioButton(NO)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for button in (self.yes, self.no):
            button.setAccessibleName(f"{field.label}：{button.text()}")
            self._group.addButton(button)
            layout.addWidget(button)
        layout.addStretch(1)
        self._watch()
        self._group.buttonClicked.connect(lambda _: self.committed.emit())

    @property
    def target(self) -> QWidget:
        return self.no if self.no.isChecked() else self.yes

    def text(self) -> str:
        return YES if self.yes.isChecked() else NO if self.no.isChecked() else ""

    def show_text(self, text: str) -> None:
        self._group.setExclusive(False)
        self.yes.setChecked(text == YES)
        self.no.setChecked(text == NO)
        self._group.setExclusive(True)

    def set_read_only(self, read_only: bool) -> None:
        for button in (self.yes, self.no):
            button.setEnabled(not read_only)


def make_editor(field: Field, notice: Notice, look: Look) -> Editor:
    """The editor for a field, by its kind."""
    if field.kind is Kind.LONG_TEXT:
        return TextEditor(field, look)
    if field.kind is Kind.CHOICE:
        return ChoiceEditor(field, notice, look)
    if field.kind is Kind.FLAG:
        return FlagEditor(field)
    return LineEditor(field)
