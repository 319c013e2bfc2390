"""Parts, page and findings side by side; the findings can be folded away and come back as wide."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.theme import Look

# In pixels at normal size of text, and how far each grows with it: the page keeps what it can.
# The findings have what their own words need.
_LEAST = ((190, 0.4), (430, 0.0))
_FIRST = ((236, 0.6), (760, 0.0), (318, 0.4))
# Below this width the findings are folded away behind their menu entry and F4.
_NARROW = (1_060, 0.45)


class Panes(QSplitter):
    """Three panes: the last one can be folded away."""

    def __init__(self, look: Look, parts: QWidget, page: QWidget, findings: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(5)
        for pane in (parts, page, findings):
            self.addWidget(pane)
        self.setStretchFactor(1, 1)
        self._look = look
        self._findings = findings
        self._parts_growth = self._growth(0)
        self.widths = tuple(width for width, _ in _FIRST)
        self.splitterMoved.connect(self._moved)
        look.changed.connect(self._restyle)
        self._restyle()

    @property
    def narrow(self) -> int:
        """Below this width of the window there is no room for the findings beside the page."""
        return _grown(_NARROW, self._look)

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths in pixels as they were at normal size of text.

        Of the findings the one they were given, folded or squeezed as they are.
        """
        parts, page, _ = self.sizes()
        return round(parts / self._growth(0)), page, round(self._wanted / self._growth(2))

    @widths.setter
    def widths(self, widths: tuple[int, ...]) -> None:
        parts, page, findings = widths
        self._wanted = round(findings * self._growth(2))
        self.setSizes([round(parts * self._growth(0)), page, self._wanted])

    def _growth(self, pane: int) -> float:
        return 1 + _FIRST[pane][1] * (self._look.scale - 1)

    def fold(self, shown: bool) -> None:
        """Show the findings or fold them away."""
        parts, page, now = self.sizes()
        self._findings.setVisible(shown)
        if shown and not now:
            self.setSizes([parts, page - self._wanted - self.handleWidth(), self._wanted])

    def _moved(self) -> None:
        self._wanted = self.sizes()[-1] or self._wanted

    def _restyle(self) -> None:
        growth = self._growth(0)
        if self._parts_growth != growth:
            # The list of parts keeps its share of the words; the findings have what they need at least.
            parts, page, findings = self.sizes()
            wider = round(parts * growth / self._parts_growth)
            self._parts_growth = growth
            self.setSizes([wider, page + parts - wider, findings])
        for number, least in enumerate(_LEAST):
            self.widget(number).setMinimumWidth(_grown(least, self._look))


def _grown(width: tuple[int, float], look: Look) -> int:
    pixels, growth = width
    return round(pixels * (1 + growth * (look.scale - 1)))
