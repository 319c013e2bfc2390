"""Values of fields that only a notice pack knows: ``record.x.name``, kept by name in a record's ``x``.

Wherever a field of the code is read by its attribute's name, :func:`held` reads both. An empty
extension is not there at all, whatever its kind, and reads as ``None``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from jxdesk.domain.values import Value

PREFIX = "x."
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
MAX_EXTRAS = 100
"""How many extensions one record may hold, those of earlier packs included."""

Extras = tuple[tuple[str, Value], ...]
"""Names (without ``x.``) with their values, by name; never an empty value."""

_Row = TypeVar("_Row")


def is_extra(column: str) -> bool:
    """Whether a column belongs to a pack and not to the code."""
    return column.startswith(PREFIX)


def held(row: Any, column: str) -> Value:
    """What a row or single record holds in ``column``; ``None`` for an extension that is empty."""
    if is_extra(column):
        name = column.removeprefix(PREFIX)
        return next((value for known, value in row.x if known == name), None)
    found: Value = getattr(row, column)
    return found


def with_value(row: _Row, column: str, value: Value) -> _Row:
    """``row`` with another value in ``column``."""
    changes: dict[str, Any] = {column: value}
    if is_extra(column):
        changes = {"x": extras(columns_of(row) | {column: value})}
    return dataclasses.replace(row, **changes)  # type: ignore[type-var]


def columns_of(row: Any) -> dict[str, Value]:
    """The extensions that a row holds, by column (``x.name``)."""
    return {f"{PREFIX}{name}": value for name, value in row.x}


def extras(values: Mapping[str, Value]) -> Extras:
    """The extensions among ``values`` (by column) as a record holds them."""
    kept = {name.removeprefix(PREFIX): v for name, v in values.items() if is_extra(name) and not is_blank(v)}
    return tuple(sorted(kept.items()))


def is_blank(value: Value) -> bool:
    """Nothing was filled in: such an extension is left out."""
    return value is None or value == ""
