"""A page: one part of the form, with a block for each record that is filled in there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QWidget

from jxdesk.domain.catalogue import records
from jxdesk.domain.finding import Place
from jxdesk.notice import Part
from ui.context import Context
from ui.pages.added import AddedForm
from ui.pages.block import Block
from ui.pages.chain import ChainForm
from ui.pages.forms import BasicForm, CoverForm, PledgeForm, ScaleForm
from ui.pages.funds import FundsForm
from ui.pages.later_forms import (
    InnovationForm,
    OrganisationForm,
    ServicesFigures,
    ServicesStory,
    TargetsAbove,
    TargetsBelow,
)
from ui.pages.lists import ListBlock, MembersList, ProjectsList, RegisterList
from ui.pages.sheet import WIDEST, Sheet
from ui.pages.tables import IndicatorsList, PlatformsList
from ui.picture import Picture


def _evidence(context: Context, record: str) -> Block:
    """Loaded when it is first wanted: viewing files takes a lot."""
    from ui.pages.evidence.block import EvidenceBlock

    return EvidenceBlock(context, record)


# Which records stand on which page, and in what order, is the notice's to say. A record with a
# second block has it below the tables of its page.
BLOCKS: dict[str, tuple[Callable[[Context, str], Block], ...]] = {
    "cover": (CoverForm,),
    "members": (MembersList,),
    "pledge": (PledgeForm,),
    "basic": (BasicForm,),
    "enterprises": (RegisterList,),
    "scale": (ScaleForm,),
    "chain": (ChainForm,),
    "innovation": (InnovationForm,),
    "services": (ServicesFigures, ServicesStory),
    "platforms": (PlatformsList,),
    "organisation": (OrganisationForm,),
    "targets": (TargetsAbove, TargetsBelow),
    "indicators": (IndicatorsList,),
    "funds": (FundsForm,),
    "projects": (ProjectsList,),
    "evidence": (_evidence,),
}


class Page(Sheet):
    """The page of ``part``. Made when it is first opened, kept as long as the window."""

    def __init__(self, context: Context, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(context, part.title, parent)
        self.part = part
        made = [(record, block) for record in part.records for block in BLOCKS[record]]
        made.sort(key=lambda pair: BLOCKS[pair[0]].index(pair[1]))
        made += [(record, AddedForm) for record in part.records if _is_added_to(context, record)]
        self.blocks = tuple(block(context, record) for record, block in made)
        self._lay_out()

    def show_picture(self, picture: Picture) -> None:
        for block in self.blocks:
            block.show_picture(picture)

    def reveal(self, place: Place) -> None:
        """Put the keyboard to ``place`` and show where that is."""
        for block in self.blocks:
            found = block.reveal(place)
            if found is not None:
                self.flash(*found)
                return
        self.verticalScrollBar().setValue(0)

    @property
    def refused(self) -> tuple[str, ...]:
        return tuple(name for block in self.blocks for name in block.refused)

    def give_up(self) -> None:
        for block in self.blocks:
            block.give_up()

    def _lay_out(self) -> None:
        clause = self.context.desk.picture.notice.clauses[self.part.clause]
        chip = QLabel(clause.name)
        chip.setObjectName("chip")
        chip.setToolTip(clause.summary)
        self.head_line.addWidget(chip)
        fills = False
        for block in self.blocks:
            tall = block.whole or (isinstance(block, ListBlock) and not block.most_rows)
            fills = fills or tall
            self.column.addWidget(block, 1 if tall else 0)
            if not (block.whole or isinstance(block, ListBlock)):
                # A line of text that runs across a large screen is hard to read.
                block.setMaximumWidth(WIDEST)
        if not fills:
            self.head.setMaximumWidth(WIDEST)
            self.column.addStretch(1)


def _is_added_to(context: Context, record: str) -> bool:
    """Whether the notice adds fields to a record that stands once; what it adds to a list are columns."""
    return not records()[record].many and bool(context.desk.picture.catalogue.added(record))
