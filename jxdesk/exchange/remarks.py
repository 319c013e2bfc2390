"""What a spreadsheet says of a cell beside its value."""

from __future__ import annotations

FORMULA = "formula"
"""A formula whose result was not saved."""
PERCENT = "percent"
"""A number that is shown as a percentage: it holds the hundredth part of what people read."""

Remarks = dict[tuple[int, int], str]
"""By cell: row and column from 0."""
