"""Which figures have a source and a responsible bureau, and which note is a figure's own."""

from __future__ import annotations

from collections.abc import Iterable

from jxdesk.domain.catalogue import Field
from jxdesk.domain.values import Kind
from jxdesk.domain.work import FigureNote

_FIGURES = (Kind.COUNT, Kind.DECIMAL)
# A file is a source itself: its size and what is counted in it need none.
_NOT_NOTED = "evidence"


def takes_note(field: Field) -> bool:
    """Whether a bureau answers for what stands in this field: it is a figure of the form."""
    return field.kind in _FIGURES and field.spec.record != _NOT_NOTED


class FigureNotes:
    """The notes by figure. A note of a list without a row speaks for the whole column."""

    def __init__(self, notes: Iterable[FigureNote] = ()) -> None:
        self._by_figure = {(note.field, note.row): note for note in notes}

    def own(self, field_id: str, row: str = "") -> FigureNote | None:
        """The note written for exactly this figure (a column for ``row`` ``""`` of a list)."""
        return self._by_figure.get((field_id, row))

    def of(self, field_id: str, row: str = "") -> FigureNote | None:
        """What is known of this figure: its own note, else that of its column."""
        return self.own(field_id, row) or self.own(field_id)

    @property
    def bureaus(self) -> tuple[str, ...]:
        """The bureaus named so far, each once, sorted."""
        return tuple(sorted({note.bureau for note in self._by_figure.values()} - {""}))

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources named so far, each once, sorted."""
        return tuple(sorted({note.source for note in self._by_figure.values()} - {""}))
