"""Where a finding is, in words that a clerk can follow: part › field › row."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.finding import Place

_ARROW = " › "
_MOST_ROWS = 8
_MOST_NAME = 40


class Places:
    """The places of one application. What is not there (any more) is named as it came."""

    def __init__(self, application: Application, catalogue: Catalogue) -> None:
        self._application = application
        self._catalogue = catalogue
        self._parts = {part.id: part.nav for part in catalogue.notice.form.parts}
        self._fields = {field.id: field.short for field in catalogue}

    def part(self, part: str) -> str:
        """A part's title as the window shows it."""
        return self._parts.get(part, part)

    def words(self, place: Place) -> str:
        """The path to ``place``."""
        row = self._row(place) if place.row else ""
        return _ARROW.join(filter(None, (self._field(place), row)))

    def several(self, places: Iterable[Place]) -> tuple[str, ...]:
        """The paths to ``places``: rows of the same field in one path, the first of many named."""
        rows: dict[str, list[Place]] = {}
        for place in dict.fromkeys(places):
            rows.setdefault(self._field(place), []).append(place)
        return tuple(self._together(path, found) for path, found in rows.items())

    def _together(self, path: str, places: list[Place]) -> str:
        named = [self._row(place) for place in places[:_MOST_ROWS] if place.row]
        more = f" 等 {len(places)} 行" if len(places) > _MOST_ROWS else ""
        return _ARROW.join(filter(None, (path, "、".join(named) + more)))

    def _field(self, place: Place) -> str:
        return _ARROW.join(filter(None, (self.part(place.part), self._fields.get(place.field, place.field))))

    def _row(self, place: Place) -> str:
        found = self._rows.get((place.field.partition(".")[0], place.row))
        if found is None:
            return "已删除的一行"
        number, name = found
        short = name if len(name) <= _MOST_NAME else f"{name[:_MOST_NAME]}…"
        return f"第 {number} 行 {short}".rstrip()

    @cached_property
    def _rows(self) -> dict[tuple[str, str], tuple[int, str]]:
        """Number and name of each row by record and uid."""
        return {
            (name, row.uid): (number, self._name(name, row))
            for name, spec in records().items()
            if spec.many
            for number, row in enumerate(getattr(self._application, name), 1)
        }

    def _name(self, record: str, row: Any) -> str:
        if record == "indicators" and row.given:
            return self._catalogue.notice.term_label("indicators", row.given)
        name: str = row.name
        return name
