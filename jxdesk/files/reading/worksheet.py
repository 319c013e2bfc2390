"""One sheet of a workbook: the cells of a row together, each with its own place."""

from __future__ import annotations

from functools import lru_cache

from jxdesk.domain.sensitive import find
from jxdesk.files.reading.numbers import as_typed, rounded_number
from jxdesk.files.reading.xml_walk import Attributes, Ignore
from jxdesk.files.screening import Record

_DIGITS = "0123456789"
_LETTERS = 3
_HEADER_FOOTER = frozenset(
    {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
)
_ASIDE = {"formula1": "数据有效性", "formula2": "数据有效性"} | dict.fromkeys(_HEADER_FOOTER, "页眉页脚")
_PROMPTS = ("prompt", "promptTitle", "error", "errorTitle")
_LAST_COLUMN = 16_384


class Worksheet(Ignore):
    """Hands the cells of one sheet to a record; ``hidden`` says what of “行”, “列” hides something."""

    def __init__(self, record: Record, where: str, texts: list[str]) -> None:
        self.hidden: set[str] = set()
        self._record = record
        self._where = where
        self._texts = texts
        self._hidden_columns: list[tuple[int, int]] = []
        self._row = self._column = 0
        self._row_hidden = False
        self._cells: list[str] = []
        self._columns: list[int] = []
        self._type = ""
        self._collects = ""
        self._pieces: list[str] = []

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t") or name in _ASIDE:
            self._collects = name
            if name != "t":  # an inline text may be in several runs
                self._pieces.clear()
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._column = 0
            self._row_hidden = attributes.get("hidden") in ("1", "true")
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self._hide_columns(attributes.get("min", ""), attributes.get("max", ""))
        elif name == "dataValidation":
            for prompt in _PROMPTS:
                self._record.text(f"{self._where}的数据有效性", attributes.get(prompt, ""))

    def end(self, name: str, /) -> None:
        if name == self._collects:
            self._collects = ""
            if name in _ASIDE:
                self._record.text(f"{self._where}的{_ASIDE[name]}", "".join(self._pieces))
        elif name == "c":
            if self._pieces:
                self._end_cell("".join(self._pieces))
        elif name == "row" and self._cells:
            self._end_row()

    def text(self, text: str, /) -> None:
        if self._collects:
            self._pieces.append(text)

    def _start_cell(self, attributes: Attributes) -> None:
        self._type = attributes.get("t", "n")
        self._pieces.clear()
        self._column += 1
        if reference := attributes.get("r"):
            self._column = _column_of(reference) or self._column

    def _end_cell(self, raw: str) -> None:
        if not raw:
            return
        text = self._value(raw)
        if not text or text.isspace():
            return
        if self._row_hidden:
            self.hidden.add("行")
        if any(first <= self._column <= last for first, last in self._hidden_columns):
            self.hidden.add("列")
        self._cells.append(text)
        self._columns.append(self._column)

    def _end_row(self) -> None:
        row, columns = self._row, self._columns
        self._record.row(self._cells, lambda number: f"{self._where}{column_letters(columns[number])}{row}")
        self._cells, self._columns = [], []

    def _value(self, raw: str) -> str:
        if self._type == "s":
            number = int(raw) if raw.isdecimal() else -1
            return self._texts[number] if 0 <= number < len(self._texts) else ""
        if self._type != "n":
            return raw
        text = as_typed(raw)
        if (rounded := rounded_number(text)) is not None and not find(text):
            kind, seen = rounded
            self._record.found(kind, f"{self._where}{column_letters(self._column)}{self._row}", seen)
        return text

    def _hide_columns(self, first: str, last: str) -> None:
        if first.isdecimal() and last.isdecimal():
            self._hidden_columns.append((int(first), min(int(last), _LAST_COLUMN)))


def _column_of(reference: str) -> int:
    """The column of a cell (``A1`` is in 1, ``XFD7`` in 16384), 0 if it is no reference."""
    letters = reference.rstrip(_DIGITS)
    return _column_number(letters) if len(letters) <= _LETTERS else 0


@lru_cache(maxsize=_LAST_COLUMN)
def _column_number(letters: str) -> int:
    number = 0
    if not (letters.isascii() and letters.isupper()):
        return 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is ``A``."""
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters
