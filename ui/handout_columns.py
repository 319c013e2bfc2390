"""Lists and their columns to be ticked: a tick at a list ticks all of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

_KEY = Qt.ItemDataRole.UserRole
_AROUND = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """A list that can be handed out: its ``kind``, its title, columns and rows (id and name each).

    ``of_bureau`` are the columns for which a bureau answers.
    """

    kind: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    of_bureau: Mapping[str, frozenset[str]]


class ColumnsTree(QTreeWidget):
    """``changed`` is emitted once after each change of what is ticked."""

    changed = Signal()

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._offers = offers
        self.setHeaderHidden(True)
        self.setObjectName("pick")
        self.setAccessibleName("请他填写的表和列")
        self.setTabKeyNavigation(False)
        self._tops: dict[str, QTreeWidgetItem] = {}
        self._boxes: dict[str, QTreeWidgetItem] = {}
        for offer in offers:
            top = self._tops[offer.kind] = QTreeWidgetItem(self, [offer.title])
            top.setFlags(top.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            for key, text in offer.columns:
                box = QTreeWidgetItem(top, [text])
                box.setData(0, _KEY, key)
                box.setFlags(box.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                box.setCheckState(0, Qt.CheckState.Unchecked)
                self._boxes[key] = box
        # The style's own hint is asked for before the style is there.
        high = QSize(0, self.fontMetrics().height() + _AROUND)
        for entry in (*self._tops.values(), *self._boxes.values()):
            entry.setSizeHint(0, high)
        self.itemChanged.connect(lambda _item, _column: self.changed.emit())

    @property
    def ticked(self) -> frozenset[str]:
        """The ids of the columns chosen."""
        return frozenset(
            key for key, box in self._boxes.items() if box.checkState(0) is Qt.CheckState.Checked
        )

    @property
    def chosen(self) -> tuple[Offer, ...]:
        """The lists of which a column is chosen."""
        ticked = self.ticked
        return tuple(each for each in self._offers if any(key in ticked for key, _ in each.columns))

    def begin_at(self, kind: str) -> None:
        """Open one list and put the cursor there."""
        top = self._tops[kind]
        top.setExpanded(True)
        self.setCurrentItem(top)
        self.scrollToItem(top, QTreeWidget.ScrollHint.PositionAtTop)

    def box(self, key: str) -> QTreeWidgetItem:
        """The entry of a column by its id, of a list by its kind."""
        return self._tops.get(key) or self._boxes[key]

    def tick(self, keys: frozenset[str]) -> None:
        """Choose just these columns."""
        before = self.blockSignals(True)
        for key, box in self._boxes.items():
            box.setCheckState(0, Qt.CheckState.Checked if key in keys else Qt.CheckState.Unchecked)
            if key in keys and box.parent() is not None:
                box.parent().setExpanded(True)
        self.blockSignals(before)
        self.viewport().update()
        self.changed.emit()

    def tick_all(self, *, ticked: bool) -> None:
        """Choose all columns of all lists, or none."""
        self.tick(frozenset(self._boxes) if ticked else frozenset())
