"""Where a figure comes from and which bureau answers for it: shown quietly, written in place.

The notes stay in the office; only the 送审稿 shows them.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app import figures
from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Field
from jxdesk.domain.limits import MAX_LINE
from jxdesk.domain.work import FigureNote
from ui.context import Context
from ui.desk import Desk
from ui.picture import Picture

KEYS = "Ctrl+L"
_STAYS = "只留在本单位，仅送审稿上有，不随申报包报送。按 Enter 收起，Esc 放弃。"


class _Line(QLineEdit):
    """``left`` is emitted when the keyboard has gone elsewhere."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class NoteForm(QWidget):
    """Two lines, source and bureau, with what was written elsewhere offered. Hidden until opened.

    Each line is stored when it is left. ``closed`` says that the keyboard may go back.
    """

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._field, self._row = "", ""
        self.source, self.bureau = self._line("来源，如 统计年报"), self._line("责任部门，如 县统计局")
        self.said = QLabel(_STAYS)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setSpacing(6)
        grid.addWidget(self.source, 0, 0)
        grid.addWidget(self.bureau, 0, 1)
        grid.addWidget(self.said, 1, 0, 1, 2)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._give_up)
        self.hide()

    def open(self, field: Field, row: str, name: str) -> None:
        """Write the note of this figure; ``name`` says to a screen reader which one it is."""
        self._field, self._row = field.id, row
        self.source.setAccessibleName(f"{name}的来源")
        self.bureau.setAccessibleName(f"{name}的责任部门")
        notes = self._desk.picture.notes
        for line, words in ((self.source, notes.sources), (self.bureau, notes.bureaus)):
            completer = QCompleter(words, line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(completer)
        self._say("")
        self._show_stored()
        self.show()
        self.source.setFocus()
        self.source.selectAll()

    def _line(self, hint: str) -> QLineEdit:
        line = _Line()
        line.setPlaceholderText(hint)
        line.setToolTip(hint)
        line.setMaxLength(MAX_LINE)
        line.setMinimumWidth(60)
        line.editingFinished.connect(self._store)
        line.returnPressed.connect(self._close)
        # Where the keyboard has gone to is known a moment later.
        line.left.connect(lambda: QTimer.singleShot(0, self, self._fold_if_left))
        return line

    def _stored(self) -> tuple[str, str]:
        note = self._desk.picture.notes.own(self._field, self._row)
        return (note.source, note.bureau) if note else ("", "")

    def _show_stored(self) -> None:
        for line, text in zip((self.source, self.bureau), self._stored(), strict=True):
            line.setText(text)

    def _store(self) -> None:
        """Hand over what stands there, if it is new."""
        typed = self.source.text().strip(), self.bureau.text().strip()
        if typed == self._stored() or not self._field:
            return
        field, row = self._field, self._row
        self._desk.edit(
            lambda session: figures.write_note(session, field, row, *typed),
            lambda _: self._say(""),
            self._refuse,
        )

    def _refuse(self, error: UserError) -> None:
        self._say(f"{error.message}{error.remedy}")
        self.show()

    def _say(self, refusal: str) -> None:
        self.said.setText(refusal or _STAYS)
        self.said.setObjectName("error" if refusal else "muted")
        self.said.style().polish(self.said)

    def _give_up(self) -> None:
        self._show_stored()
        self._close()

    def _close(self) -> None:
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if had_focus:
            self.closed.emit()

    def _fold_if_left(self) -> None:
        # Another window, or none, takes nothing away: what was begun here is gone on with.
        now = QApplication.focusWidget()
        around = self.parentWidget() or self
        if now is not None and now.window() is self.window() and not around.isAncestorOf(now):
            self.hide()


class SourcePart(QWidget):
    """What shows the note of a figure and opens the lines to write it."""

    form: NoteForm

    def write(self) -> None:
        """Open the two lines and put the keyboard there, if a figure is meant that may have a note."""
        raise NotImplementedError


class SourceLine(SourcePart):
    """Under a figure: its source and bureau, or a link to add them; ``write`` begins to write."""

    def __init__(self, context: Context, field: Field, editor: QWidget) -> None:
        super().__init__()
        self._field, self._desk, self._look = field, context.desk, context.look
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.RichText)
        self.said.setObjectName("muted")
        self.said.setWordWrap(True)
        # Going from figure to figure with Tab must not stop here; the keys begin to write too.
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.said.setToolTip(f"来源和责任部门（{KEYS}）：{_STAYS}")
        self.said.linkActivated.connect(lambda _: self.write())
        self.form = NoteForm(context.desk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.said)
        layout.addWidget(self.form)
        self.form.closed.connect(editor.setFocus)
        context.look.changed.connect(self._restyle)
        self._restyle()

    def show_picture(self, picture: Picture) -> None:
        """Show what is noted of the figure, and a link to write it."""
        known = words_of(picture.notes.own(self._field.id))
        word = "修改" if known else "添加来源"
        # Left to the label, a link keeps the colour that it was made with.
        colour = self._look.colour("accent").name()
        link = "" if picture.read_only else f'<a href="#" style="color:{colour}">{word}</a>'
        self.said.setText("　".join(part for part in (escape(known), link) if part))
        self.said.setAccessibleName(known or f"{self._field.short}还没有来源")
        self.said.setVisible(bool(known or link))

    def write(self) -> None:
        if not self._desk.picture.read_only:
            self.form.open(self._field, "", self._field.short)

    def _restyle(self) -> None:
        for part in (self.said, self.form.said):
            part.setFont(self._look.font(0.92))
        self.show_picture(self._desk.picture)


def words_of(note: FigureNote | None) -> str:
    """“来源：统计年报 · 责任部门：县统计局”, without what is not known."""
    if note is None:
        return ""
    said = (("来源", note.source), ("责任部门", note.bureau))
    return " · ".join(f"{what}：{text}" for what, text in said if text)


def write_source(focus: QWidget | None) -> bool:
    """Begin to write the source of the figure that has the keyboard; whether it is one."""
    while focus is not None:
        line = getattr(focus, "source", None)
        if isinstance(line, SourcePart):
            line.write()
            return line.form.isVisible()
        focus = focus.parentWidget()
    return False
