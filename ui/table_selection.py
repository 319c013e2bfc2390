"""What is selected in a table: rows by uid and columns by field, whatever the view sorts or leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QTableView

from jxdesk.domain.catalogue import Field


@dataclass(frozen=True, slots=True)
class Chosen:
    """``uids`` are the rows in which anything is selected, from the top down, ``cells`` the selected
    ones among them by field id.

    ``top`` is the first of these rows in the view; ``shown`` are the columns as they stand, and
    ``left`` is the place of the first selected one among them. ``high`` × ``wide`` is the rectangle
    around the selection.
    """

    uids: tuple[str, ...]
    cells: dict[str, tuple[str, ...]]
    shown: tuple[Field, ...]
    top: int
    left: int
    high: int
    wide: int


def chosen(table: QTableView, fields: tuple[Field, ...], uids: tuple[str, ...]) -> Chosen:
    """What is selected; the cell with the cursor where nothing is.

    ``fields`` are the model's columns, ``uids`` the rows of the view from the top down. A table
    without rows has its first column chosen, and no cell.
    """
    order = _columns_as_shown(table)
    rows, by_column = _selected(table)
    # Many columns have the same rows selected: they are named once.
    named: dict[frozenset[int], tuple[str, ...]] = {}
    cells = {}
    for column in order:
        if column in by_column:
            here = by_column[column]
            if here not in named:
                named[here] = tuple(uids[row] for row in sorted(here))
            cells[fields[column].id] = named[here]
    places = [place for place, column in enumerate(order) if column in by_column]
    return Chosen(
        uids=tuple(uids[row] for row in rows),
        cells=cells,
        shown=tuple(fields[column] for column in order),
        top=rows[0] if rows else 0,
        left=places[0] if places else 0,
        high=rows[-1] - rows[0] + 1 if rows else 1,
        wide=places[-1] - places[0] + 1 if places else 1,
    )


def _columns_as_shown(table: QTableView) -> list[int]:
    header = table.horizontalHeader()
    sections = (header.logicalIndex(place) for place in range(header.count()))
    return [section for section in sections if not header.isSectionHidden(section)]


def _selected(table: QTableView) -> tuple[list[int], dict[int, frozenset[int]]]:
    """The rows with anything selected, and for each column its selected rows."""
    current = table.currentIndex()
    spans = [(r.top(), r.bottom(), r.left(), r.right()) for r in table.selectionModel().selection().toList()]
    if not spans and current.isValid():
        spans = [(current.row(), current.row(), current.column(), current.column())]
    columns: dict[int, frozenset[int]] = {}
    rows: frozenset[int] = frozenset()
    for top, bottom, left, right in spans:
        here = frozenset(range(top, bottom + 1))
        rows |= here
        for column in range(left, right + 1):
            columns[column] = columns.get(column, here) | here
    return sorted(rows), columns
