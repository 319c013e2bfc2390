"""The way from filling in to handing over, as eight steps, and what is to be done now."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import icons
from ui.one_line import OneLine
from ui.picture import Picture
from ui.stages import Stage, Standing, current, stages
from ui.theme import Look

# The dot in pixels at normal size of text, and how far it grows with it.
_DOT, _GROWTH = 18, 0.6


class Step(QAbstractButton):
    """One stage: a numbered dot with its name."""

    def __init__(self, look: Look, number: int, stage: Stage) -> None:
        super().__init__()
        self._look, self._number, self.stage = look, number, stage
        self._is_open = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_stage(stage)

    def show_stage(self, stage: Stage) -> None:
        """Show where this stage stands now."""
        self.stage = stage
        self.setText(stage.title)
        is_open = "，已打开" if self._is_open else ""
        self.setAccessibleName(f"第 {self._number} 步 {stage.title}，{stage.standing.value}{is_open}")
        self.setAccessibleDescription(stage.sentence)
        self.setToolTip(f"{stage.title}：{stage.standing.value}\n{stage.sentence}")
        self.update()

    def show_open(self, *, is_open: bool) -> None:
        """Show whether this stage's page is the one that is open."""
        self._is_open = is_open
        self.show_stage(self.stage)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._look.font(bold=True))
        return QSize(
            round(metrics.horizontalAdvance(self.stage.title)) + self._side + 22, round(metrics.height()) + 14
        )

    @property
    def _side(self) -> int:
        return round(_DOT * (1 + _GROWTH * (self._look.scale - 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = self.stage.standing is Standing.CURRENT
        rect = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        if now or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("accent_soft" if now else "ground"))
            painter.drawRoundedRect(rect, 8, 8)
        if self._is_open:
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.drawLine(rect.bottomLeft() + QPointF(8, 0), rect.bottomRight() - QPointF(8, 0))
        if self.hasFocus():
            painter.setPen(QPen(self._look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 7, 7)
        side = self._side
        self._dot(painter, QRectF(rect.left() + 7, rect.center().y() - side / 2, side, side))
        painter.setFont(self._look.font(bold=now))
        painter.setPen(self._look.colour("text" if now or self.stage.standing is Standing.DONE else "muted"))
        words = rect.adjusted(side + 13, 0, 0, 0)
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.stage.title
        )
        painter.end()

    def _dot(self, painter: QPainter, rect: QRectF) -> None:
        if self.stage.standing is Standing.DONE:
            icons.paint(painter, "done", rect, self._look.colour("good"))
            return
        now = self.stage.standing is Standing.CURRENT
        pen = QPen(self._look.colour("accent" if now else "line_strong"), 1.4)
        painter.setPen(pen)
        painter.setBrush(self._look.colour("accent") if now else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(rect.adjusted(0.7, 0.7, -0.7, -0.7))
        painter.setPen(self._look.colour("on_accent" if now else "muted"))
        painter.setFont(self._look.font(0.82, bold=now))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(self._number))


class StageBar(QFrame):
    """``opened`` carries the title of a stage that was clicked."""

    opened = Signal(str)

    def __init__(self, look: Look, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._look = look
        self._chosen = ""
        self.said = OneLine()
        self.said.setObjectName("muted")
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setAccessibleName("现在这一步要做什么")
        self.steps = [Step(look, number, stage) for number, stage in enumerate(stages(picture), 1)]
        row = QHBoxLayout()
        row.setSpacing(2)
        for number, step in enumerate(self.steps):
            if number:
                row.addWidget(self._arrow())
            row.addWidget(step)
            step.clicked.connect(lambda _=False, step=step: self._open(step))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 4, 14, 8)
        layout.setSpacing(2)
        layout.addLayout(row)
        self.said.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(self.said)
        look.changed.connect(self._restyle)
        self.show_picture(picture)

    def show_picture(self, picture: Picture) -> None:
        """Show where ``picture`` stands. Without a click the present stage is explained."""
        found = stages(picture)
        before = current(tuple(step.stage for step in self.steps)).title
        for step, stage in zip(self.steps, found, strict=True):
            step.show_stage(stage)
        now = current(found)
        if before != now.title or not self._chosen:
            self._chosen = now.title
        self._say(next(stage for stage in found if stage.title == self._chosen))

    def open(self, title: str) -> None:
        """As if the stage of this title had been clicked."""
        self._open(next(step for step in self.steps if step.stage.title == title))

    def mark(self, title: str) -> None:
        """The page of this stage is open; ``""`` for a page of the form: the present stage is explained."""
        for step in self.steps:
            step.show_open(is_open=step.stage.title == title)
        if not title:
            now = current(tuple(step.stage for step in self.steps))
            self._chosen = now.title
            self._say(now)

    def _open(self, step: Step) -> None:
        self._chosen = step.stage.title
        self._say(step.stage)
        self.opened.emit(step.stage.title)

    def _say(self, stage: Stage) -> None:
        self.said.setText(f"{stage.title}（{stage.standing.value}）：{stage.sentence}")
        self.said.setToolTip(stage.sentence)

    def _restyle(self) -> None:
        for step in self.steps:
            step.updateGeometry()
            step.update()

    def _arrow(self) -> QLabel:
        arrow = QLabel("›")
        arrow.setObjectName("muted")
        return arrow
