"""Tells the wanted rows of a list from the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from ui.table_filter import Show, Wanted, meets, plain
from ui.table_model import RecordTableModel


class Sieve(QObject):
    """Keeps the plain text of every row, so that each is made only once."""

    def __init__(self, model: RecordTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = Wanted()
        self._model = model
        self._texts: dict[str, tuple[Any, str]] = {}

    def test(self) -> Callable[[Any], bool]:
        """A test of a row for all that is wanted now; rows with refused text are always wanted."""
        wanted, model = self.wanted, self._model
        if not wanted:
            return lambda _: True
        has_values = meets(wanted, {field.id: field for field in model.fields})
        refused = model.refused_uids

        def test(row: Any) -> bool:
            if row.uid in refused:
                return True
            if wanted.show is Show.FOUND and not model.is_found(row.uid):
                return False
            if wanted.show is Show.LACKING and not model.is_lacking(row):
                return False
            if wanted.values and not has_values(row):
                return False
            if not wanted.words:
                return True
            text = self.text(row)
            return all(word in text for word in wanted.words)

        return test

    def text(self, row: Any) -> str:
        """All that stands in a row, plain, a line per cell."""
        known = self._texts.get(row.uid)
        if known is not None and known[0] is row:
            return known[1]
        cells = (self._model.shown_text(row, field) for field in self._model.fields)
        text = plain("\n".join(filter(None, cells)))
        self._texts[row.uid] = (row, text)
        return text
