"""What a table is filtered and sorted by, each as a chip that takes it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from ui import icons
from ui.flow import Flow
from ui.table_filter import Show, choices
from ui.table_order import TableOrder
from ui.theme import Look


class Chips(QWidget):
    """A line (or more) of chips; hidden when there is nothing to say."""

    def __init__(self, look: Look, order: TableOrder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._order = order
        self._flow = Flow(self)
        self._said: tuple[str, ...] = ()
        self.chips: tuple[QPushButton, ...] = ()
        look.changed.connect(self._make)
        order.told.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what stands now, if that is something else."""
        if tuple(word for word, _ in self._all()) != self._said:
            self._make()

    def _make(self) -> None:
        wanted = self._all()
        self._said = tuple(word for word, _ in wanted)
        held = [chip.hasFocus() for chip in self.chips]
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = tuple(self._chip(word, take_back) for word, take_back in wanted)
        if any(held) and self.chips:
            self.chips[min(held.index(True), len(self.chips) - 1)].setFocus()
        self.setVisible(bool(self.chips))

    def _chip(self, word: str, take_back: Callable[[], None]) -> QPushButton:
        chip = QPushButton(word)
        chip.setObjectName("filter")
        icons.put(chip, self._look, "close", "text", 11)
        chip.setToolTip("点击去掉")
        chip.setAccessibleName(f"去掉：{word}")
        chip.clicked.connect(lambda _: take_back())
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _all(self) -> list[tuple[str, Callable[[], None]]]:
        order, wanted = self._order, self._order.wanted
        found: list[tuple[str, Callable[[], None]]] = []
        if wanted.show is not Show.ALL:
            found.append((wanted.show.value, lambda: order.want(order.wanted.showing(Show.ALL))))
        for field in order.model.fields:
            chosen = wanted.values.get(field.id)
            if chosen is not None:
                words = [w for w, value in choices(field, order.model.picture.notice) if value in chosen]

                def take_back(name: str = field.id) -> None:
                    order.want(order.wanted.without_column(name))

                found.append((f"{field.short}：{'、'.join(words)}", take_back))
        if order.sorted_by >= 0:
            way = "降序" if order.descending else "升序"
            found.append((f"按{order.model.fields[order.sorted_by].short}{way}", lambda: order.sort(-1)))
        return found
