"""Write in words what a file proves: ``members:<uid>``, ``topic:<id>`` and field ids aren't words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ui.picture import Picture

_LISTS = ("members", "enterprises", "platforms", "projects")
GONE = "（已删除的行）"


def words_of(references: tuple[str, ...], picture: Picture) -> str:
    """The names of the rows and fields that are meant, joined by 、."""
    return "、".join(words_each(references, picture))


def words_each(references: tuple[str, ...], picture: Picture) -> tuple[str, ...]:
    """The name of each row or field that is meant."""
    return tuple(_word(reference, picture) for reference in references)


def _word(reference: str, picture: Picture) -> str:
    kind, colon, rest = reference.partition(":")
    if kind == "topic":
        return picture.notice.term_label("evidence_topics", rest)
    if kind == "indicators":
        return picture.notice.term_label("indicators", rest) or GONE
    if kind in _LISTS:
        return _names(_Rows(getattr(picture.application, kind))).get(rest) or GONE
    field = picture.catalogue.find(reference)
    if field is None:
        return GONE if colon else reference
    return field.short


class _Rows:
    """The rows of a list, the same only as themselves: comparing thousands by value takes too long."""

    def __init__(self, rows: tuple[Any, ...]) -> None:
        self.rows = rows

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rows) and other.rows is self.rows


# Asked for every cell that is painted. Rows are frozen and the key holds them.
@lru_cache(maxsize=2 * len(_LISTS))
def _names(rows: _Rows) -> Mapping[str, str]:
    return {row.uid: row.name for row in rows.rows}
