"""The card of a finding: the clause, what was seen, how to mend it, and why it may stand."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app import reasons
from jxdesk.app.checking import Judged
from jxdesk.base.errors import UserError
from jxdesk.domain.finding import Level
from ui.check import Check
from ui.counter import Counter
from ui.desk import Desk
from ui.theme import Look


class Scroll(QScrollArea):
    """As high as what it holds needs, but where room is short it gives way and can be scrolled."""

    _LEAST = 84

    def __init__(self, held: QLabel) -> None:
        super().__init__()
        self.setWidget(held)
        self.setWidgetResizable(True)
        # A scroll area paints the ground of its own accord; the card's is another.
        held.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("规则说明")

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self._LEAST, self._needed()))

    def sizeHint(self) -> QSize:
        return QSize(self.widget().sizeHint().width(), self._needed())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _needed(self) -> int:
        return self.widget().heightForWidth(self.viewport().width())


class RuleCard(QFrame):
    """Hidden while nothing is chosen. A warning can be given its reason here."""

    def __init__(self, look: Look, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self._look = look
        self._desk = desk
        self._item: Judged | None = None
        self._title = QLabel()
        self._lines = QLabel()
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self._title, self._lines):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._scroll = Scroll(self._lines)
        self._reason = QWidget()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("为什么可以这样，用一句话写明")
        self.reason.setAccessibleName("保留这条提醒的理由")
        self.counter = Counter(reasons.wording().most)
        self.for_reviewer = Check(look, "给评审看")
        self.for_reviewer.setToolTip(
            "勾选后理由随申报包报送；不勾选只留在本单位。已写明的理由，勾选或取消随即生效。"
        )
        self.keep = QPushButton("写明理由")
        self._refused = QLabel()
        self._refused.setObjectName("error")
        self._refused.setWordWrap(True)
        self._refused.hide()
        self._lay_out()
        self.keep.clicked.connect(self._write)
        self.reason.returnPressed.connect(self._write)
        self.reason.textChanged.connect(self.counter.count)
        self.for_reviewer.clicked.connect(self._switch)
        look.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_item(self, item: Judged | None) -> None:
        """Show the card of ``item``, or nothing. What is being typed for it is left alone."""
        self.setVisible(item is not None)
        if item is None or item == self._item:
            self._item = item
            return
        self._item = item
        self._refused.hide()
        finding, picture = item.finding, self._desk.picture
        card = picture.notice.rules.get(finding.rule)
        self._title.setText(f"{finding.rule}  {card.title if card else ''}")
        clause = next((c for c in picture.notice.clauses.values() if c.name == finding.clause), None)
        lines = [f"依据：{finding.clause}。{clause.summary if clause else ''}"]
        if finding.values:
            lines.append("看到：" + "；".join(f"{name} {value}" for name, value in finding.values))
        lines.append(f"办法：{finding.remedy}")
        if card and card.evidence:
            lines.append(f"可用材料：{card.evidence}")
        if card and card.example:
            lines.append(f"例如：{card.example}")
        self._lines.setText("\n".join(lines))
        self._scroll.updateGeometry()
        self._reason.setVisible(finding.level is Level.WARNING and not picture.read_only)
        self.reason.setText(item.reason.text if item.reason else "")
        self.reason.setToolTip(reasons.guide(card))
        self.reason.setAccessibleDescription(reasons.guide(card))
        self.for_reviewer.setChecked(bool(item.reason and item.reason.for_reviewer))

    @property
    def refusal(self) -> str:
        """Why the reason was not taken, ``""`` when it was."""
        return "" if self._refused.isHidden() else self._refused.text()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.for_reviewer)
        row.addStretch(1)
        row.addWidget(self.keep)
        box = QVBoxLayout(self._reason)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(6)
        self.counter.setWordWrap(True)
        box.addWidget(self.reason)
        box.addWidget(self.counter)
        box.addLayout(row)
        box.addWidget(self._refused)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 14)
        layout.setSpacing(6)
        for part in (self._title, self._scroll, self._reason):
            layout.addWidget(part)

    def _restyle(self) -> None:
        self._title.setFont(self._look.font(bold=True))
        self._lines.setFont(self._look.font(0.92))
        self.counter.setFont(self._look.font(0.92))

    def _switch(self) -> None:
        """Who reads a reason that is written already is changed at once, as long as it reads the same."""
        reason = self._item.reason if self._item is not None else None
        if reason is not None and reason.text == self.reason.text().strip():
            self._write()

    def _write(self) -> None:
        if self._item is None:
            return
        self._refused.hide()
        self._desk.write_reason(
            self._item.finding,
            self.reason.text(),
            for_reviewer=self.for_reviewer.isChecked(),
            refused=self._say,
        )

    def _say(self, error: UserError) -> None:
        self._refused.setText(f"{error.message}{error.remedy}")
        self._refused.show()
        reason = self._item.reason if self._item is not None else None
        if reason is not None and reason.text == self.reason.text().strip():
            # What was refused is the switching: the box shows again who reads it.
            self.for_reviewer.setChecked(reason.for_reviewer)
