"""What the pages of the stages have in common."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel

from ui.context import Context
from ui.pages.sheet import WIDEST, Sheet
from ui.stages import stages


class StepPage(Sheet):
    """The page of one stage: its name, what is to be done there, and what :meth:`build` adds.

    ``stage`` is the stage's name in the stage bar; ``wide`` pages take the width there is.
    ``stage_wanted`` carries the title of another stage, ``part_wanted`` the id of a part of the form,
    ``reprint_wanted`` the numbers of pages that are to be printed and stamped again.
    """

    stage_wanted = Signal(str)
    part_wanted = Signal(str)
    place_wanted = Signal(object)
    reprint_wanted = Signal(tuple)

    stage: ClassVar[str]
    wide: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        super().__init__(context, self.stage)
        self.said = QLabel()
        self.said.setObjectName("muted")
        self.said.setWordWrap(True)
        self.column.addWidget(self.said)
        self.build()
        if not self.wide:
            self.content.setMaximumWidth(WIDEST + 44)
            self.column.addStretch(1)

    def build(self) -> None:
        """Put the page together below its title."""
        raise NotImplementedError

    def say_standing(self) -> None:
        """Say where this stage stands, in the stage bar's words."""
        found = stages(self.context.desk.picture)
        self.said.setText(next(stage.sentence for stage in found if stage.title == self.stage))
