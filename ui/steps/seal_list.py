"""What is looked at before sealing: the points with their marks, and the reasons that travel along."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPlainTextEdit, QPushButton, QWidget

from jxdesk.app.before_sealing import Outlook, Point, State, topics
from jxdesk.app.checking import Judged
from ui import icons
from ui.context import Context
from ui.pages.block import Card

# Shape and colour have one name.
_SHAPES = {State.DONE: "good", State.OPEN: "error", State.ADVISED: "hint"}
_MARK = 18
_LINES_SHOWN = 9


class PointLine(QObject):
    """One point as a row of the list: shape, word, a link to where it is mended, a sentence."""

    def __init__(self, context: Context, grid: QGridLayout, row: int, point: Point) -> None:
        self.shape = QLabel()
        # Goes with what it shows, so that nothing is asked of it after the window is closed.
        super().__init__(self.shape)
        self._look = context.look
        self.point = point
        self.word = QLabel()
        self.link = QPushButton(point.topic.value)
        self.link.setObjectName("link")
        self.sentence = QLabel()
        self.sentence.setObjectName("muted")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        for column, part in enumerate((self.shape, self.word, self.link, self.sentence)):
            grid.addWidget(part, row, column)
        grid.setAlignment(self.link, Qt.AlignmentFlag.AlignLeft)
        context.look.changed.connect(self._restyle)
        self.show_point(point)

    def show_point(self, point: Point) -> None:
        """Show how the point stands now."""
        self.point = point
        self.word.setText(point.state.value)
        self.sentence.setText(point.sentence)
        self.link.setAccessibleName(f"{point.topic.value}，{point.state.value}：{point.sentence}")
        self.link.setToolTip("转到那里处理")
        self._restyle()

    def _restyle(self) -> None:
        name = _SHAPES[self.point.state]
        side = self._look.pixels(_MARK)
        picture = icons.pixmap(name, self._look.colour(name), side, self.shape.devicePixelRatioF())
        self.shape.setPixmap(picture)
        self.word.setObjectName(name)
        self.word.style().polish(self.word)


class PointsCard(Card):
    """``wanted`` carries the :class:`Topic` of the point that was clicked."""

    wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "封装前")
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(3, 1)
        # All are there from the start, so that the keyboard comes to them first.
        self.lines = {
            topic: PointLine(context, grid, row, Point(topic, State.ADVISED, "正在查看……"))
            for row, topic in enumerate(topics(context.desk.picture.notice))
        }
        for topic, line in self.lines.items():
            line.link.clicked.connect(lambda _=False, topic=topic: self.wanted.emit(topic))
        self.grid.setVerticalSpacing(8)
        self.add(held, wide=True)

    def show_outlook(self, outlook: Outlook) -> None:
        """Show how the points stand now."""
        for point in outlook.points:
            self.lines[point.topic].show_point(point)


class ReasonsCard(Card):
    """How many reasons travel and how many stay; on request all of them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "随申报包交给评审的理由")
        self.count = QLabel()
        self.count.setWordWrap(True)
        self.unfold = QPushButton()
        self.unfold.setObjectName("link")
        self.unfold.setCheckable(True)
        self.listed = QPlainTextEdit()
        self.listed.setReadOnly(True)
        self.listed.setTabChangesFocus(True)
        self.listed.setAccessibleName("各条理由")
        self.listed.hide()
        self.grid.setVerticalSpacing(8)
        for part in (self.count, self.unfold, self.listed):
            self.add(part, wide=True)
        self.grid.setAlignment(self.unfold, Qt.AlignmentFlag.AlignLeft)
        self.unfold.toggled.connect(self._show_list)
        self._show_list(shown=False)

    def show_outlook(self, outlook: Outlook) -> None:
        """Show the reasons that stand now."""
        reasons = outlook.reasons
        self.count.setText("；".join(reasons.counts) + "。")
        text = ""
        for heading, items in (("随申报包", reasons.travelling), ("只在本机保留", reasons.staying)):
            if items:
                text += f"{heading}（{len(items)} 条）\n" + "".join(map(_line, items)) + "\n"
        self.unfold.setVisible(bool(text))
        if not text:
            self.unfold.setChecked(False)
        if text != self.listed.toPlainText():
            self.listed.setPlainText(text)
            lines = min(self.listed.document().blockCount(), _LINES_SHOWN) + 1
            self.listed.setFixedHeight(lines * self.listed.fontMetrics().lineSpacing() + 14)

    def _show_list(self, shown: bool) -> None:
        self.listed.setVisible(shown)
        self.unfold.setText("收起" if shown else "逐条看")


def _line(item: Judged) -> str:
    return f"· {item.finding.message}\n　理由：{item.reason_shown}\n"
