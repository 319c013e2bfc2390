"""填报: how far everything is, and the figures as a picture."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QGridLayout, QWidget

from jxdesk.app.charts import Chart, charts
from ui.chart import BarChart
from ui.pages.block import Card
from ui.picture import Picture
from ui.steps.begin_card import BeginCard
from ui.steps.step import StepPage


class Overview(StepPage):
    """Four charts, two beside two; above them where to begin, as long as nothing is filled in."""

    stage = "填报"
    wide: ClassVar[bool] = True

    def build(self) -> None:
        self.begin = BeginCard(self.context)
        self.begin.wanted.connect(self.part_wanted)
        self.column.addWidget(self.begin)
        ground = QWidget()
        grid = QGridLayout(ground)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(14)
        self.charts: list[BarChart] = []
        for number, chart in enumerate(_charts(self.context.desk.picture)):
            card = Card(self.context, chart.title)
            shown = BarChart(self.context.look, chart)
            self.charts.append(shown)
            card.add(shown, wide=True)
            card.grid.setRowStretch(2, 1)
            # The targets are many lines: they stand beside the three others.
            if number < 3:
                grid.addWidget(card, number, 0)
            else:
                grid.addWidget(card, 0, 1, 3, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addWidget(ground)
        self.column.addStretch(1)
        self.show_picture(self.context.desk.picture)

    def show_picture(self, picture: Picture) -> None:
        self.say_standing()
        self.begin.show_picture(picture)
        for shown, chart in zip(self.charts, _charts(picture), strict=True):
            if chart != shown.chart:
                shown.show_chart(chart)


def _charts(picture: Picture) -> tuple[Chart, ...]:
    return charts(picture.application, picture.catalogue, picture.money)
