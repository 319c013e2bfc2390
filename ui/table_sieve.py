"""Tells the wanted rows of a list from the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer

from ui.table_filter import Show, Wanted, meets, plain
from ui.table_model import RecordTableModel

# So many texts are made at once; more of them in slices, between which the window has its turn.
_AT_ONCE = 120
_SLICE_SECONDS = 0.008


class Sieve(QObject):
    """Keeps the plain text of every row, so that each is made only once."""

    def __init__(self, model: RecordTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = Wanted()
        self._model = model
        self._texts: dict[str, tuple[Any, str]] = {}
        self._lacking: Iterator[Any] = iter(())
        self._then: Callable[[], None] | None = None
        self._turns = QTimer(self)
        self._turns.setInterval(0)
        self._turns.timeout.connect(self._slice)

    def prepare(self, then: Callable[[], None]) -> None:
        """Make the texts that are lacking and call ``then``; at once when there are few.

        A later call takes the place of an earlier one that still waits.
        """
        self._then = then
        lacking = [row for row in self._model.rows if self._texts.get(row.uid, (None,))[0] is not row]
        self._lacking = iter(lacking)
        if len(lacking) > _AT_ONCE:
            self._turns.start()
        else:
            self._finish()

    def _slice(self) -> None:
        end = time.perf_counter() + _SLICE_SECONDS
        for row in self._lacking:
            self.text(row)
            if time.perf_counter() > end:
                return
        self._finish()

    def _finish(self) -> None:
        self._turns.stop()
        then, self._then = self._then, None
        if then is not None:
            then()

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
