"""What a page is put together from: a block per record of the form, and cards within it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from jxdesk.domain.catalogue import Field
from jxdesk.domain.finding import Place
from ui.context import Context
from ui.field_row import FieldRow, FigureRow
from ui.picture import Picture


class Block(QWidget):
    """The place of one record on a page; ``whole``: it takes all the width and height there is."""

    whole: ClassVar[bool] = False

    def __init__(self, context: Context, record: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.record = record
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(0, 0, 0, 0)
        self.layout_.setSpacing(14)
        self.build()

    def build(self) -> None:
        """Put the block together."""
        raise NotImplementedError

    def show_picture(self, picture: Picture) -> None:
        """Show the present data and findings."""
        raise NotImplementedError

    def reveal(self, place: Place) -> tuple[QWidget, QRect] | None:
        """Put the keyboard to ``place``; the widget and the part of it to flash."""
        raise NotImplementedError

    @property
    def field_ids(self) -> tuple[str, ...]:
        """The fields that can be seen here."""
        raise NotImplementedError

    @property
    def refused(self) -> tuple[str, ...]:
        """The names of the fields whose text was not taken."""
        raise NotImplementedError

    def give_up(self) -> None:
        """Put back what is stored wherever text was not taken."""
        raise NotImplementedError


class Card(QFrame):
    """A titled ground with fields in two columns; ``wide`` ones take both."""

    def __init__(self, context: Context, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._look = context.look
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(20, 16, 20, 18)
        self.grid.setHorizontalSpacing(24)
        self.grid.setVerticalSpacing(16)
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)
        self._next = 0
        self._title: QLabel | None = None
        if title:
            self._title = QLabel(title)
            # In large type a long title takes two lines.
            self._title.setWordWrap(True)
            self.add(self._title, wide=True)
            context.look.changed.connect(self._restyle)
            self._restyle()
        self._bare = self._next

    @property
    def is_bare(self) -> bool:
        """Whether nothing stands on the card but its title."""
        return self._next == self._bare

    def add(self, part: QWidget, *, wide: bool = False) -> None:
        """Put ``part`` into the next free place."""
        if wide:
            self._next += self._next % 2
        row, column = divmod(self._next, 2)
        self.grid.addWidget(part, row, column, 1, 2 if wide else 1)
        self._next += 2 if wide else 1

    def stretch(self, part: QWidget) -> None:
        """Let ``part``, which takes a whole row, have what height there is."""
        for row in range(self.grid.rowCount()):
            item = self.grid.itemAtPosition(row, 0)
            self.grid.setRowStretch(row, 1 if item is not None and item.widget() is part else 0)

    def _restyle(self) -> None:
        if self._title is not None:
            self._title.setFont(self._look.font(1.05, bold=True))


class FormBlock(Block):
    """A single record: cards of field rows, laid out by hand in :meth:`build`."""

    def __init__(self, context: Context, record: str, parent: QWidget | None = None) -> None:
        self.rows: dict[str, FieldRow] = {}
        self._cards: list[Card] = []
        super().__init__(context, record, parent)
        for card in self._cards:
            # All that would stand here is hidden by the notice.
            card.setVisible(not card.is_bare)

    def card(self, title: str = "") -> Card:
        """Begin a new card."""
        card = Card(self.context, title)
        self._cards.append(card)
        self.layout_.addWidget(card)
        return card

    def put(self, card: Card, *names: str, wide: bool = False) -> None:
        """Put fields of this record on ``card``, by their names; those that the notice hides are left out."""
        for field in self._shown(names):
            row = FieldRow(self.context, field)
            self.rows[field.id] = row
            card.add(row, wide=wide)

    def put_figures(self, card: Card, *names: str) -> None:
        """Put figures of this record on ``card`` as lines of a table, thin rules between them."""
        for number, field in enumerate(self._shown(names)):
            row = FigureRow(self.context, field)
            self.rows[field.id] = row
            if number:
                rule = QFrame()
                rule.setObjectName("rule")
                card.add(rule, wide=True)
            card.add(row, wide=True)

    def _shown(self, names: Iterable[str]) -> Iterator[Field]:
        catalogue = self.context.desk.picture.catalogue
        ids = (f"{self.record}.{name}" for name in names)
        return (catalogue.field(field_id) for field_id in ids if catalogue.shows(field_id))

    def show_picture(self, picture: Picture) -> None:
        for row in self.rows.values():
            row.show_picture(picture)

    def reveal(self, place: Place) -> tuple[QWidget, QRect] | None:
        row = self.rows.get(place.field)
        if row is None:
            return None
        row.editor.target.setFocus()
        return row.editor, row.editor.rect()

    @property
    def field_ids(self) -> tuple[str, ...]:
        return tuple(self.rows)

    @property
    def refused(self) -> tuple[str, ...]:
        return tuple(row.field.short for row in self.rows.values() if row.refused_text is not None)

    def give_up(self) -> None:
        for row in self.rows.values():
            if row.refused_text is not None:
                row.give_up()
