"""Parts, page and findings side by side; the findings can be folded away and come back as wide."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

_LEAST = (190, 430, 250)
_FIRST = (236, 760, 318)


class Panes(QSplitter):
    """Three panes: the last one can be folded away."""

    def __init__(self, parts: QWidget, page: QWidget, findings: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(5)
        for pane, least in zip((parts, page, findings), _LEAST, strict=True):
            pane.setMinimumWidth(least)
            self.addWidget(pane)
        self.setStretchFactor(1, 1)
        self._findings = findings
        self.widths = _FIRST
        self.splitterMoved.connect(self._moved)

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths in pixels; of the findings the one they were given, folded or squeezed as they are."""
        parts, page, _ = self.sizes()
        return parts, page, self._wanted

    @widths.setter
    def widths(self, widths: tuple[int, ...]) -> None:
        self._wanted = widths[-1]
        self.setSizes(list(widths))

    def fold(self, shown: bool) -> None:
        """Show the findings or fold them away."""
        parts, page, now = self.sizes()
        self._findings.setVisible(shown)
        if shown and not now:
            self.setSizes([parts, page - self._wanted - self.handleWidth(), self._wanted])

    def _moved(self) -> None:
        self._wanted = self.sizes()[-1] or self._wanted
