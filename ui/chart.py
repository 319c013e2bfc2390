"""A chart of horizontal bars: names, bars, figures; nothing is told by colour or length alone."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from jxdesk.app.charts import Bar, Chart
from ui.theme import Look

_GAP, _THICK = 12, 14
_MOST_NAME = 0.5


class BarChart(QWidget):
    """Paints a :class:`Chart`. What it shows is also its accessible description, line by line."""

    def __init__(self, look: Look, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.chart = chart
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_chart(chart)
        look.changed.connect(self.updateGeometry)

    def show_chart(self, chart: Chart) -> None:
        """Show other figures."""
        self.chart = chart
        self.setAccessibleName(chart.title)
        lines = [f"{_whole(bar)} {bar.shown}" for bar in chart.bars] or [chart.empty]
        self.setAccessibleDescription("；".join([*lines, chart.limit_said]).rstrip("；"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        groups = len({bar.group for bar in self.chart.bars}) if self.chart.by_group else 0
        lines = max(len(self.chart.bars), 1) + groups + (1 if self.chart.limit_said else 0)
        return QSize(320, round(lines * self._line()) + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._look.font(0.95))
        if not self.chart.bars:
            painter.setPen(self._look.colour("muted"))
            painter.drawText(self.rect(), int(_LEFT), self.chart.empty)
        else:
            self._paint(painter)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        names, figures = self._columns()
        place = QRectF(0, 0, self.width(), self._line())
        bars = QRectF(names + _GAP, 0, max(self.width() - names - figures - 2 * _GAP, 24), self._line())
        group = ""
        for bar in self.chart.bars:
            if self.chart.by_group and bar.group != group:
                group = bar.group
                painter.setPen(self._look.colour("text"))
                painter.drawText(place, int(_LEFT), self._short(group, self.width()))
                place.translate(0, self._line())
            self._paint_bar(painter, bar, place, bars.translated(0, place.top()), names)
            place.translate(0, self._line())
        if self.chart.limit is not None and self.chart.limit > 0:
            self._paint_limit(painter, bars, place)

    def _paint_bar(self, painter: QPainter, bar: Bar, line: QRectF, bars: QRectF, names: float) -> None:
        painter.setPen(self._look.colour("muted"))
        painter.drawText(
            line.adjusted(0, 0, names - line.width(), 0), int(_LEFT), self._short(bar.label, names)
        )
        top = bars.center().y() - _THICK / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("sunken"))
        painter.drawRoundedRect(QRectF(bars.left(), top, bars.width(), _THICK), 4, 4)
        share = float(max(bar.value, Decimal(0)) / self._scale(bar))
        over = self.chart.limit is not None and bar.value > self.chart.limit
        painter.setBrush(self._look.colour("error" if over else "accent"))
        if share > 0:
            painter.drawRoundedRect(QRectF(bars.left(), top, max(bars.width() * share, 3), _THICK), 4, 4)
        painter.setPen(self._look.colour("text"))
        figure = QRectF(bars.right() + _GAP, line.top(), line.right() - bars.right() - _GAP, line.height())
        painter.drawText(figure, int(_LEFT), f"{bar.shown}（超出）" if over else bar.shown)

    def _paint_limit(self, painter: QPainter, bars: QRectF, below: QRectF) -> None:
        limit = self.chart.limit or Decimal(0)
        across = bars.left() + bars.width() * float(limit / self._scale(self.chart.bars[0]))
        painter.setPen(QPen(self._look.colour("text"), 1.6, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(across, 2), QPointF(across, below.top()))
        words = QRectF(0, below.top(), min(across + 4, self.width()), below.height())
        painter.setPen(self._look.colour("text"))
        painter.drawText(words, int(_RIGHT), self.chart.limit_said)

    def _scale(self, bar: Bar) -> Decimal:
        same = [b.value for b in self.chart.bars if not self.chart.by_group or b.group == bar.group]
        return max([*same, self.chart.limit or Decimal(0), Decimal("0.000001")])

    def _columns(self) -> tuple[float, float]:
        """The widths of names and of figures."""
        metrics = QFontMetricsF(self._look.font(0.95))
        names = max(metrics.horizontalAdvance(bar.label) for bar in self.chart.bars)
        limit = self.chart.limit
        over = any(limit is not None and bar.value > limit for bar in self.chart.bars)
        figures = max(metrics.horizontalAdvance(bar.shown + "（超出）" * over) for bar in self.chart.bars)
        return min(names + 4, self.width() * _MOST_NAME), figures + 4

    def _short(self, text: str, width: float) -> str:
        metrics = QFontMetricsF(self._look.font(0.95))
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

    def _line(self) -> float:
        return QFontMetricsF(self._look.font(0.95)).height() + 10


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def _whole(bar: Bar) -> str:
    return f"{bar.group} {bar.label}".strip()
