"""Rows of lists as people hand them in: any content, each told apart by its name."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import strategies as st

from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.values import NotApplicable
from tests import strategies
from tests.strategies import notice


def distinct_rows(record: str) -> st.SearchStrategy[list[Any]]:
    """Rows that can be told apart by name, as the rows of a real list."""
    spec = records()[record]

    held = {field.id: field for field in Catalogue(notice())}

    def typeable(row: Any) -> dict[str, Any]:
        """“—” stands only where the form lets it be typed."""
        values = {f.name: getattr(row, f.name) for f in spec.fields}
        return {
            name: None
            for name, value in values.items()
            if isinstance(value, NotApplicable) and not held[f"{record}.{name}"].text.may_be_na
        }

    def named(rows: list[Any]) -> list[Any]:
        keys = {"given": ""} if record == "indicators" else {}
        return [
            dataclasses.replace(row, **typeable(row), name=f"{i}{row.name}"[:40].strip(), **keys)
            for i, row in enumerate(rows)
        ]

    rows = strategies.rows(spec, notice())
    return st.lists(rows, min_size=1, max_size=3, unique_by=lambda row: row.uid).map(named)
