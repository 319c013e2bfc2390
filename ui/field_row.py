"""One field on a page: label, editor, unit, what the template remarks, and what was found there.

The text that a person typed is never thrown away: refused text stays, with the sentence that says
why, until it is mended or given up with Esc.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Field
from jxdesk.domain.figure_notes import takes_note
from jxdesk.domain.show import edit_text, show_date
from jxdesk.domain.values import Kind, Value
from jxdesk.notice import Notice
from ui.beside import Offer, ProofLine
from ui.context import Context
from ui.editors import make_editor
from ui.findings_model import SHAPES
from ui.picture import Picture
from ui.said_line import SaidLine
from ui.small_label import SmallLabel
from ui.sources import SourceLine


def text_of(field: Field, value: Value, notice: Notice) -> str:
    """The text an editor starts from: dates as people write them, the rest as typed."""
    if field.kind is Kind.DATE and isinstance(value, str) and value:
        return show_date(value)
    return edit_text(field, value, notice)


class Remark(SaidLine):
    """The line below an editor."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look)


class FieldRow(QWidget):
    """The row of one field of a single record."""

    def __init__(self, context: Context, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._desk = context.desk
        notice = context.desk.picture.notice
        self._stored = ""
        self.refused_text: str | None = None
        self.editor = make_editor(field, notice, context.look)
        self.label = QLabel(field.label.replace("&", "&&"))
        self.label.setBuddy(self.editor.target)
        self.label.setWordWrap(True)
        self.wanted = QLabel("待填")
        self.wanted.setObjectName("chip")
        self.remark = Remark(context)
        self.offer = Offer(field)
        self.source = SourceLine(context, field, self.editor.target) if takes_note(field) else None
        self._lay_out(context)
        self._name()
        self.editor.committed.connect(self.commit)
        self.editor.given_up.connect(self.give_up)
        self.offer.taken.connect(self._take)
        self.show_picture(context.desk.picture)

    def show_picture(self, picture: Picture) -> None:
        """Take over the present value, unless the person is just typing another one."""
        spec = self.field.spec
        value = spec.of(getattr(picture.application, spec.record))
        text = text_of(self.field, value, picture.notice)
        if text != self._stored:
            before, self._stored = self._stored, text
            if self.editor.text().strip() == before:
                self.editor.show_text(text)
        self.editor.set_read_only(picture.locked)
        self.wanted.setVisible(self.field.text.required and not text)
        self.offer.show_picture(picture, value)
        if self.source is not None:
            self.source.show_picture(picture)
        if self.refused_text is None:
            self._show_findings(picture)

    def commit(self) -> None:
        """Hand what stands there to the workspace, if it is new."""
        typed = self.editor.text()
        if typed == self.refused_text:
            return
        if typed == self._stored:
            self._settle()
            return

        def refused(error: UserError) -> None:
            if self.editor.text() == typed:
                self._refuse(typed, error)

        def done() -> None:
            if self.editor.text() == typed:
                self.editor.tidy(self._stored)
                self._settle()

        self._desk.set_text(self.field.id, typed, "", refused=refused, done=done)

    def give_up(self) -> None:
        """Put back what is stored."""
        self.editor.show_text(self._stored)
        self._settle()

    def _take(self, text: str) -> None:
        """Put what was offered where a person would have typed it."""
        self.editor.show_text(text)
        # The button goes away with the offer; the keyboard must not go with it.
        self.editor.target.setFocus()
        self.commit()

    def _refuse(self, typed: str, error: UserError) -> None:
        self.refused_text = typed
        self.editor.mark_refused(True)
        self.remark.say("error", f"{error.message}{error.remedy}按 Esc 可恢复原来的内容。")
        self.editor.target.setAccessibleDescription(self.remark.said.text())

    def _settle(self) -> None:
        if self.refused_text is not None:
            self.refused_text = None
            self.editor.mark_refused(False)
        self._show_findings(self._desk.picture)

    def _show_findings(self, picture: Picture) -> None:
        found = picture.findings_at(self.field.id) if self._stored else ()
        self.remark.say(SHAPES[found[0].level] if found else "", found[0].message if found else "")
        self.editor.target.setAccessibleDescription(found[0].message if found else self.field.text.hint)

    def _name(self) -> None:
        unit = self.field.spec.mark.unit
        parts = [self.field.label, f"单位{unit}" if unit else "", "必填" if self.field.text.required else ""]
        self.editor.target.setAccessibleName("，".join(part for part in parts if part))

    def _lay_out(self, context: Context) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(self._head())
        layout.addWidget(self.editor)
        layout.addWidget(self.offer)
        if self.source is not None:
            layout.addWidget(self.source)
        layout.addWidget(self.remark)
        # Inside the editor's box the counter stands at the right; remarks follow at the left.
        for line in self._sentences(context):
            layout.addWidget(line)
        layout.addStretch(1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.label, 1)
        head.addWidget(self.wanted, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _sentences(self, context: Context) -> list[SmallLabel]:
        """What the template remarks and what the notice pack advises."""
        sentences = (self.field.text.note, self.field.text.hint)
        return [SmallLabel(context.look, sentence) for sentence in sentences if sentence]


class FigureRow(FieldRow):
    """A field as a line of the template's tables 指标项 and 数量: its label left, its figure right.

    Below the label stands which files prove the figure.
    """

    _FIELD, _COLUMN = 150, 244

    def show_picture(self, picture: Picture) -> None:
        super().show_picture(picture)
        self.proof.show_picture(picture)

    def _lay_out(self, context: Context) -> None:
        self.proof = ProofLine(self.field)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addLayout(self._head())
        for line in self._sentences(context):
            words.addWidget(line)
        words.addWidget(self.proof)
        if self.source is not None:
            words.addWidget(self.source)
        words.addWidget(self.remark)
        words.addStretch(1)
        self._column = QWidget()
        figure = QVBoxLayout(self._column)
        figure.setContentsMargins(0, 0, 0, 0)
        figure.setSpacing(2)
        figure.addWidget(self.editor)
        figure.addWidget(self.offer)
        figure.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(24)
        layout.addLayout(words, 1)
        layout.addWidget(self._column)
        self._look = context.look
        context.look.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        # Units differ in width; the fields stand below one another all the same.
        self._column.setFixedWidth(round(self._COLUMN * self._look.scale))
        self.editor.target.setFixedWidth(round(self._FIELD * self._look.scale))
        self.proof.setFont(self._look.font(0.92))
