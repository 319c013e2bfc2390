"""Which rows of a table are wanted: words looked for, findings, what is not filled, values of a column."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import Any

from jxdesk.domain.catalogue import Field
from jxdesk.domain.values import Kind, Value
from jxdesk.notice import Notice
from ui.editors import NO, YES

EMPTY_WORD = "未填"


class Show(Enum):
    """Which rows are wanted by their state; the value is the word the user sees."""

    ALL = "全部"
    FOUND = "有检查结果的"
    LACKING = "填写不全的"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a row; a row has to meet all of it.

    ``words`` are plain (see :func:`plain`), each has to stand in some cell; ``values`` are the
    values that a column may have, by field id, with ``None`` for one that is not filled.
    """

    words: tuple[str, ...] = ()
    show: Show = Show.ALL
    values: Mapping[str, frozenset[Value]] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        return bool(self.words or self.values) or self.show is not Show.ALL

    def finding(self, typed: str) -> Wanted:
        """The same, with the words of ``typed`` looked for."""
        return replace(self, words=tuple(plain(typed).split()))

    def showing(self, show: Show) -> Wanted:
        """The same for rows in another state."""
        return replace(self, show=show)

    def with_value(self, field_id: str, value: Value, *, on: bool) -> Wanted:
        """The same, with a value of a column wanted too, or no longer; a column without any is not asked."""
        held = self.values.get(field_id, frozenset())
        chosen = held | {value} if on else held - {value}
        values = {**self.values, field_id: chosen}
        return replace(self, values=MappingProxyType({k: v for k, v in values.items() if v}))

    def without_column(self, field_id: str) -> Wanted:
        """The same, with nothing asked of a column."""
        kept = {k: v for k, v in self.values.items() if k != field_id}
        return replace(self, values=MappingProxyType(kept))


def plain(text: str) -> str:
    """Text for comparing: full-width and half-width, large and small letters are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def is_hit(text: str, words: tuple[str, ...]) -> bool:
    """Whether a cell with this text has one of the words in it."""
    shown = plain(text)
    return any(word in shown for word in words)


def choices(column: Field, notice: Notice) -> tuple[tuple[str, Value], ...]:
    """The words and values that a column can be asked for; ``()`` when it has no fixed ones."""
    if column.kind is Kind.FLAG:
        return ((YES, True), (NO, False), (EMPTY_WORD, None))
    if column.kind is Kind.CHOICE:
        terms = notice.vocabularies[column.spec.mark.vocabulary]
        return (*((term.label, term.id) for term in terms), (EMPTY_WORD, None))
    return ()


def is_blank(value: Value) -> bool:
    """Whether nothing stands in a cell; “—” is something."""
    return value is None or value == "" or value == ()


def meets(wanted: Wanted, columns: Mapping[str, Field]) -> Callable[[Any], bool]:
    """A test of a row for the values asked of its columns."""
    asked = [(columns[name].spec, chosen) for name, chosen in wanted.values.items() if name in columns]

    def test(row: Any) -> bool:
        for spec, chosen in asked:
            value = spec.of(row)
            if (None if is_blank(value) else value) not in chosen:
                return False
        return True

    return test
