"""The discs of one order: what became of each, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from jxdesk.base.unseen import shown
from ui.said_line import SaidLine
from ui.theme import Look

if TYPE_CHECKING:
    from jxdesk.app.burn_facts import BurnedDisc

_MOST_NAMED = 8


class BurnedList(QWidget):
    """Empty at first; each disc that was written adds a line with a shape before it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.lines: list[SaidLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def add(self, disc: BurnedDisc) -> None:
        """Tell of a disc that was written and read back."""
        from jxdesk.app.burn_facts import Outcome
        from jxdesk.app.burn_words import damage_words

        kind = f"（{disc.kind}）" if disc.kind else ""
        details = [*map(damage_words, disc.damage), *disc.faults]
        more = [f"还有 {len(details) - _MOST_NAMED} 处"] if len(details) > _MOST_NAMED else []
        text = "\n　".join([disc.words, *details[:_MOST_NAMED], *more])
        is_good = disc.outcome is Outcome.GOOD
        self.add_line("good" if is_good else "error", f"第 {disc.number} 张{kind}：{text}")

    def add_line(self, shape: str, text: str) -> None:
        """Tell of a disc in words."""
        line = SaidLine(self._look)
        self.lines.append(line)
        self._column.addWidget(line)
        line.say(shape, shown(text, keep="\n"))

    @property
    def text(self) -> str:
        """All of it, a line for each disc."""
        return "\n".join(line.said.text() for line in self.lines)
