"""A line for a day, written as people do: 2026-03-15, 2026年3月15日, 2026/3/15."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from PySide6.QtWidgets import QLineEdit

_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?", re.ASCII)


class DayLine(QLineEdit):
    """``day`` is what is written, ``None`` while that is no day."""

    def __init__(self, day: dt.date, name: str) -> None:
        super().__init__(day.isoformat())
        self.setAccessibleName(name)
        self.setPlaceholderText("例如：2026-03-15")

    @property
    def day(self) -> dt.date | None:
        """The day, ``None`` where none can be meant."""
        found = _DAY.fullmatch(unicodedata.normalize("NFKC", self.text()).strip())
        if found is None:
            return None
        try:
            return dt.date(*(int(part) for part in found.groups()))
        except ValueError:
            return None
