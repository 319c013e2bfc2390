"""Column types: each kind of value as exact text, so that nothing is rounded on the way.

SQLite has no decimal type. Numbers lie there as the digits that were typed, “—” as ``na:`` and
its reason, lists as canonical JSON; ``NULL`` is an empty number or an unanswered question. How
records are read back stands in :mod:`jxdesk.store.reading`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from jxdesk.base.errors import UserError
from jxdesk.domain.canonical import value_from_plain, value_to_plain
from jxdesk.domain.catalogue import FieldSpec
from jxdesk.domain.limits import FIRST_YEAR, LAST_YEAR, MAX_INTEGER_DIGITS
from jxdesk.domain.values import Count, Figure, Kind, NotApplicable, Value

NA = "na:"


class NumberText(TypeDecorator[Any]):
    """A whole number or an exact one with the precision typed, “—”, or nothing."""

    impl = Text
    cache_ok = True

    def __init__(self, *, whole: bool) -> None:
        super().__init__()
        self.whole = whole

    def process_bind_param(self, value: Figure | Count, _: Dialect) -> str | None:
        if isinstance(value, NotApplicable):
            return NA + value.why
        return None if value is None else format(value, "d" if self.whole else "f")


class FlagInteger(TypeDecorator[bool]):
    """Yes is 1, no is 0, not answered is ``NULL``."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, _: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, _: Dialect) -> bool | None:
        if value not in (None, 0, 1):
            raise ValueError(f"not a flag: {value}")
        return None if value is None else bool(value)


class ListText(TypeDecorator[tuple[Any, ...]]):
    """A list of products or references, as canonical JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, _: Dialect) -> str:
        return json.dumps(value_to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Moment(TypeDecorator[datetime]):
    """A moment as ISO text in UTC, to the second."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="seconds")

    def process_result_value(self, value: str | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        found = datetime.fromisoformat(value)
        # Other ways of writing are nobody's of ours, and the ends of the calendar can't be shown in
        # every time zone.
        if not FIRST_YEAR <= found.year <= LAST_YEAR or self.process_bind_param(found, _) != value:
            raise ValueError(f"not a moment: {value[:80]!r}")
        return found


def column_type(spec: FieldSpec) -> TypeEngine[Any]:
    """The column type for a field of the catalogue."""
    if spec.kind in (Kind.COUNT, Kind.DECIMAL):
        return NumberText(whole=spec.kind is Kind.COUNT)
    if spec.kind is Kind.FLAG:
        return FlagInteger()
    if spec.kind in (Kind.PRODUCTS, Kind.REFERENCES):
        return ListText()
    return Text()


def may_be_null(spec: FieldSpec) -> bool:
    """Numbers and flags can be empty in a way that is not a value of theirs; texts are ``""``."""
    return spec.kind in (Kind.COUNT, Kind.DECIMAL, Kind.FLAG)


def from_plain(spec: FieldSpec, plain: Any) -> Value:
    """A value from its JSON. ``ValueError`` when the field can't hold it."""
    try:
        found: Value = value_from_plain(spec, plain, spec.id)
    except UserError as error:
        raise ValueError(f"{spec.id} cannot hold {plain!r:.80}") from error
    return found


def checked(spec: FieldSpec, value: Value) -> Value:
    """``value`` as it will be read back. ``ValueError`` when the field can't hold it: a bug."""
    found = from_plain(spec, value_to_plain(value))
    if isinstance(found, int) and abs(found) >= 10**MAX_INTEGER_DIGITS:
        raise ValueError(f"{spec.id} has too many digits")
    return found
