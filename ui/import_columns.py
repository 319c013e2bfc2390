"""Say what the columns mean that are not understood by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app.headings import Doubt, Understanding
from jxdesk.domain import units
from jxdesk.domain.catalogue import Field
from jxdesk.exchange.headings import Meaning, Sense
from jxdesk.exchange.normal import normal
from ui.editors import Choice
from ui.theme import Look

NOT_WANTED, CHOOSE_UNIT = "不导入这一列", "请选单位"
_BRACKET = re.compile(r"\((?:单位)?([^()]*)\)$")
_WHY = {
    Sense.UNKNOWN: "认不出是哪一项",
    Sense.NO_UNIT: "没有写明单位，或单位不同",
    Sense.TWICE: "与另一列是同一项",
}
_CHOICE_WIDTH = 220


class ColumnsPage(QWidget):
    """``forget_wanted`` asks to drop what was answered for such tables before."""

    forget_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.lines: list[ColumnLine] = []
        self._same: list[str] = []
        self.said, self.refusal = QLabel(), QLabel()
        self.said.setFont(look.font(1.05, bold=True))
        self.refusal.setObjectName("error")
        for label in (self.said, self.refusal):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.refusal.hide()
        self.forget = QPushButton("忘记记住的对照")
        self.forget.setToolTip("以前对这种表格的列名作过的选择不再使用，重新选")
        self.forget.clicked.connect(lambda _: self.forget_wanted.emit())
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QHBoxLayout()
        foot.addWidget(self.refusal, 1)
        foot.addStretch(1)
        foot.addWidget(self.forget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.said)
        layout.addWidget(self.area, 1)
        layout.addLayout(foot)

    def show_lists(self, lists: Sequence[Understanding], *, remembered: bool) -> None:
        """Show what is understood and ask for the rest; ``remembered``: there are answers of before."""
        number = sum(len(each.doubts) for each in lists)
        self.said.setText(
            f"有 {number} 列认不准，请选择各是哪一项。选择会记住，下次不再问。"
            if number
            else "各列都认出来了，不用再选。"
        )
        self.say("")
        self.forget.setVisible(remembered)
        # Answers go by the heading: where two columns are headed alike they can't be told apart.
        self._same = [
            doubt.heading
            for each in lists
            for doubt in each.doubts
            if normal(doubt.heading) in {normal(heading) for heading, _ in each.meant}
        ]
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(10)
        self.lines = []
        for each in lists:
            if len(lists) > 1:
                title = QLabel(f"“{each.sheet}”表")
                title.setFont(self._look.font(1.0, bold=True))
                layout.addWidget(title)
            self._add_doubts(layout, each.doubts)
            layout.addWidget(_understood(each))
        layout.addStretch(1)
        self.area.setWidget(content)

    def begin(self) -> None:
        """Put the keyboard to the first choice."""
        if self.lines:
            self.lines[0].field_choice.setFocus()

    def say(self, sentence: str) -> None:
        """Say what is still missing."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def answers(self) -> dict[str, dict[str, Meaning]] | None:
        """What was chosen, by list and heading; ``None`` after saying what is missing."""
        if self._same:
            self.say(f"有两列的列名都是“{self._same[0]}”，分不清要用哪一列。请在表格里改好，再选这个文件。")
            return None
        found: dict[str, dict[str, Meaning]] = {}
        taken: dict[tuple[str, str, str], str] = {}
        for line in self.lines:
            meaning = line.meaning()
            doubt = line.doubt
            if meaning is None:
                self.say(f"请选“{doubt.heading}”列的数字是什么单位。")
                line.unit_choice.setFocus()
                return None
            key = (doubt.record, doubt.sheet, meaning.field)
            if meaning.field and key in taken:
                self.say(f"“{taken[key]}”和“{doubt.heading}”两列选了同一项，请只留一列。")
                line.field_choice.setFocus()
                return None
            taken[key] = doubt.heading
            found.setdefault(doubt.record, {})[doubt.heading] = meaning
        self.say("")
        return found

    def _add_doubts(self, layout: QVBoxLayout, doubts: Sequence[Doubt]) -> None:
        if not doubts:
            return
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 3)
        for column, text in enumerate(("表格里的列", "前几格", "是哪一项", "数字的单位")):
            head = QLabel(text)
            head.setObjectName("muted")
            grid.addWidget(head, 0, column)
        for row, doubt in enumerate(doubts, start=1):
            line = ColumnLine(doubt, self._look)
            for column, widget in enumerate(
                (line.heading, line.samples, line.field_choice, line.unit_choice)
            ):
                grid.addWidget(widget, row, column)
            self.lines.append(line)
        layout.addWidget(holder)


class ColumnLine:
    """One column in doubt: its heading and first cells, and the choices of a field and a unit."""

    def __init__(self, doubt: Doubt, look: Look) -> None:
        self.doubt = doubt
        self.heading = _label(f"{doubt.heading}\n（{_WHY[doubt.sense]}）")
        self.samples = _label("、".join(doubt.samples) or "（空）")
        self.samples.setObjectName("muted")
        self.field_choice, self.unit_choice = Choice(look), Choice(look)
        self.field_choice.setAccessibleName(f"“{doubt.heading}”列是哪一项")
        self.unit_choice.setAccessibleName(f"“{doubt.heading}”列的数字是什么单位")
        self.field_choice.setFixedWidth(round(_CHOICE_WIDTH * look.scale))
        self.field_choice.addItems([NOT_WANTED, *(field.short for field in doubt.candidates)])
        self.field_choice.currentIndexChanged.connect(lambda _: self._offer_units())
        names = [field.spec.name for field in doubt.candidates]
        preset = doubt.sense is Sense.NO_UNIT and doubt.field in names
        self.field_choice.setCurrentIndex(names.index(doubt.field) + 1 if preset else 0)
        self._offer_units()

    @property
    def field(self) -> Field | None:
        """The field chosen."""
        number = self.field_choice.currentIndex()
        return self.doubt.candidates[number - 1] if number > 0 else None

    def meaning(self) -> Meaning | None:
        """What was chosen, ``None`` while the unit is not."""
        field = self.field
        if field is None:
            return Meaning("")
        if not self.unit_choice.count():
            return Meaning(field.spec.name)
        unit = self.unit_choice.currentText()
        if unit == CHOOSE_UNIT:
            return None
        return Meaning(field.spec.name, "" if unit == field.spec.mark.unit else unit)

    def _offer_units(self) -> None:
        wanted = self.field.spec.mark.unit if self.field is not None else ""
        offered = units.like(wanted)
        self.unit_choice.clear()
        self.unit_choice.setVisible(bool(offered))
        if offered:
            self.unit_choice.addItems([CHOOSE_UNIT, *offered])
            named = _BRACKET.search(normal(self.doubt.heading))
            if named and named[1] in offered:
                self.unit_choice.setCurrentText(named[1])


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _understood(each: Understanding) -> QLabel:
    """The columns that need no answer, those with another wording than ours one by one."""
    other = [f"“{heading}”→{field}" for heading, field in each.meant if normal(heading) != normal(field)]
    lines = [f"已认出 {len(each.meant)} 列{'，列名都与表格要求的一致' if not other else ''}。"]
    if other:
        lines.append(f"列名写法不同的：{'；'.join(other)}。")
    if each.ignored:
        lines.append(f"按选择不导入：{'、'.join(each.ignored)}。")
    label = _label("\n".join(lines))
    label.setObjectName("muted")
    return label
