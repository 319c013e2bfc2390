"""A page: one part of the form, with a block for each record that is filled in there."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from jxdesk.domain.finding import Place
from jxdesk.notice import Part
from ui.context import Context
from ui.flash import Flash
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
from ui.pages.lists import EvidenceList, ListBlock, MembersList, ProjectsList, RegisterList
from ui.pages.tables import IndicatorsList, PlatformsList
from ui.picture import Picture

# Which records stand on which page, and in what order, is the notice's to say. A record with a
# second block has it below the tables of its page.
BLOCKS: dict[str, tuple[type[Block], ...]] = {
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
    "evidence": (EvidenceList,),
}

_WIDEST_FORM = 1_060


class Page(QScrollArea):
    """The page of ``part``. Made when it is first opened, kept as long as the window."""

    def __init__(self, context: Context, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.part = part
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made = [(record, block) for record in part.records for block in BLOCKS[record]]
        made.sort(key=lambda pair: BLOCKS[pair[0]].index(pair[1]))
        self.blocks = tuple(block(context, record) for record, block in made)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._title = QLabel(part.title)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._lay_out()
        context.look.changed.connect(self._restyle)
        self._restyle()

    def show_picture(self, picture: Picture) -> None:
        """Show the present data and findings."""
        for block in self.blocks:
            block.show_picture(picture)

    def reveal(self, place: Place) -> None:
        """Put the keyboard to ``place`` and show where that is."""
        for block in self.blocks:
            found = block.reveal(place)
            if found is not None:
                self._flash(*found)
                return
        self.verticalScrollBar().setValue(0)

    def focus_first(self) -> None:
        """Put the keyboard to the first thing on the page that takes it."""
        for part in self._content.findChildren(QWidget):
            takes = part.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
            if takes and part.isVisible() and part.isEnabled():
                part.setFocus(Qt.FocusReason.TabFocusReason)
                return

    @property
    def refused(self) -> tuple[str, ...]:
        """The names of the fields on this page whose text was not taken."""
        return tuple(name for block in self.blocks for name in block.refused)

    def give_up(self) -> None:
        """Put back what is stored wherever text was not taken."""
        for block in self.blocks:
            block.give_up()

    def _flash(self, widget: QWidget, rect: QRect) -> None:
        # A page that was just made has not been laid out yet; places are needed now.
        content = self._content
        self._column.activate()
        corner = widget.mapTo(content, rect.topLeft())
        middle = QRect(corner, rect.size()).center()
        self.ensureVisible(middle.x(), middle.y(), rect.width() // 2 + 24, rect.height() // 2 + 60)
        Flash(self.context.look, content, QRect(corner, rect.size()))

    def _lay_out(self) -> None:
        notice = self.context.desk.picture.notice
        clause = notice.clauses[self.part.clause]
        chip = QLabel(clause.name)
        chip.setObjectName("chip")
        chip.setToolTip(clause.summary)
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self._title, 1)
        line.addWidget(chip)
        self._content.setObjectName("page")
        layout = self._column
        layout.setContentsMargins(22, 18, 22, 22)
        layout.setSpacing(14)
        layout.addWidget(head)
        fills = False
        for block in self.blocks:
            tall = isinstance(block, ListBlock) and not block.most_rows
            fills = fills or tall
            layout.addWidget(block, 1 if tall else 0)
            if not isinstance(block, ListBlock):
                # A line of text that runs across a large screen is hard to read.
                block.setMaximumWidth(_WIDEST_FORM)
        if not fills:
            head.setMaximumWidth(_WIDEST_FORM)
            layout.addStretch(1)
        self.setWidget(self._content)

    def _restyle(self) -> None:
        self._title.setFont(self.context.look.font(1.35, bold=True))
