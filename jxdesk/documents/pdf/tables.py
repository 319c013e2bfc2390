"""Tables set into rows and row groups, before it is known on which page they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from jxdesk.documents.fonts import FontSet
from jxdesk.documents.outline import Cell, CellRole, FormGrid, ListTable, PlacedCell, place_cells, row_spans
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import CELL_PAD_X, CELL_PAD_Y, LIST_PAD_Y
from jxdesk.documents.pdf.setting import SetText, set_text

_SPLIT_LINES = 3
_PROSE_WHOLE = 0.2
_ROW_WHOLE = 0.75


@dataclass(frozen=True, slots=True)
class BoxCell:
    """A set cell. Lines ``first`` to ``stop`` of ``text`` stand in it (all, unless it was split)."""

    column: int
    col_span: int
    row_span: int
    text: SetText
    first: int
    stop: int
    pad: float
    from_top: bool

    @property
    def height(self) -> float:
        """Points that the cell needs, padding included."""
        return (self.stop - self.first) * self.text.style.leading + 2 * self.pad


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A set row; cells that reach down into further rows stand in their first one."""

    cells: tuple[BoxCell, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Group:
    """Rows tied together by cells that span them; they stay on one page if they can.

    A single row taller than ``whole_up_to`` of a page's text area may be split between pages.
    """

    rows: tuple[BoxRow, ...]
    whole_up_to: float

    @property
    def height(self) -> float:
        """Points that the rows take."""
        return sum(row.height for row in self.rows)


@dataclass(frozen=True, slots=True)
class SetTable:
    """A set table: x of the column edges from its left side, repeated ``header``, row groups."""

    edges: tuple[float, ...]
    header: tuple[BoxRow, ...]
    groups: tuple[Group, ...]
    joined: bool

    @property
    def header_height(self) -> float:
        """Points that the header takes on each page."""
        return sum(row.height for row in self.header)

    @property
    def height(self) -> float:
        """Points that the table takes where it is not broken."""
        return self.header_height + sum(group.height for group in self.groups)


def set_grid(fonts: FontSet, grid: FormGrid, width: float) -> SetTable:
    """Set a form grid ``width`` points wide."""
    edges = column_edges(grid.widths, width)
    rows: list[list[BoxCell]] = [[] for _ in grid.rows]
    for place in place_cells(grid):
        rows[place.row].append(_grid_cell(fonts, place, edges))
    return SetTable(edges, (), tuple(_groups(_box_rows(rows, geometry.FORM_ROW))), grid.joined)


def set_list(fonts: FontSet, table: ListTable, width: float) -> SetTable:
    """Set a list ``width`` points wide."""
    edges = column_edges([column.width for column in table.columns], width)
    head, body = geometry.LIST_HEADERS[table.density], geometry.LIST_CELLS[table.density]
    inner = [right - left - 2 * CELL_PAD_X for left, right in pairwise(edges)]
    aligns = [column.align for column in table.columns]

    header = [
        _box(number, set_text(fonts, column.label, head, inner[number]))
        for number, column in enumerate(table.columns)
    ]
    rows = [
        [
            _box(number, set_text(fonts, text, body, inner[number], aligns[number]), span)
            for number, (text, span) in enumerate(zip(texts, spans, strict=True))
            if text is not None
        ]
        for texts, spans in zip(table.rows, row_spans(table.rows), strict=True)
    ]
    return SetTable(
        edges,
        tuple(_box_rows([header], geometry.LIST_ROW)),
        tuple(_groups(_box_rows(rows, geometry.LIST_ROW))),
        table.joined,
    )


def column_edges(widths: Sequence[float], width: float) -> tuple[float, ...]:
    """The x of each column edge of a table ``width`` points wide."""
    return tuple(part * width / sum(widths) for part in accumulate(widths, initial=0.0))


def split_row(row: BoxRow, room: float) -> tuple[BoxRow, BoxRow] | None:
    """Split ``row`` so that its first part takes at most ``room`` points; ``None`` if it cannot.

    Every cell gives as many lines as fit; at least three lines of the tallest cell must.
    """
    firsts: list[BoxCell] = []
    rests: list[BoxCell] = []
    for cell in row.cells:
        fitting = int((room - 2 * cell.pad + 1e-6) // cell.text.style.leading)
        stop = max(cell.first, min(cell.stop, cell.first + fitting))
        firsts.append(replace(cell, stop=stop, from_top=True))
        rests.append(replace(cell, first=stop, from_top=True))
    tallest = max(range(len(row.cells)), key=lambda number: row.cells[number].height)
    given = firsts[tallest].stop - firsts[tallest].first
    if given < _SPLIT_LINES or not any(cell.first < cell.stop for cell in rests):
        return None
    return BoxRow(tuple(firsts), room), BoxRow(tuple(rests), max(cell.height for cell in rests))


def dissolve(group: Group) -> tuple[Group, ...]:
    """Untie the rows of a group too tall for a page: a spanning cell is split at the row edges."""
    rows: list[list[BoxCell]] = [[] for _ in group.rows]
    for number, row in enumerate(group.rows):
        for cell in row.cells:
            rows[number].append(replace(cell, row_span=1))
            for below in range(number + 1, number + cell.row_span):
                rows[below].append(replace(cell, row_span=1, first=cell.stop))
    return tuple(
        Group((BoxRow(tuple(sorted(cells, key=_column)), _height(old, cells)),), _ROW_WHOLE)
        for cells, old in zip(rows, group.rows, strict=True)
    )


def _height(row: BoxRow, cells: Sequence[BoxCell]) -> float:
    return max(row.height, *(cell.height for cell in cells))


def _column(cell: BoxCell) -> int:
    return cell.column


def _grid_cell(fonts: FontSet, place: PlacedCell, edges: tuple[float, ...]) -> BoxCell:
    cell: Cell = place.cell
    inner = edges[place.column + cell.col_span] - edges[place.column] - 2 * CELL_PAD_X
    text = set_text(fonts, cell.text, geometry.CELLS[cell.role], inner, cell.align)
    return BoxCell(
        place.column,
        cell.col_span,
        cell.row_span,
        text,
        0,
        len(text.lines),
        CELL_PAD_Y,
        cell.role is CellRole.PROSE,
    )


def _box(column: int, text: SetText, row_span: int = 1) -> BoxCell:
    return BoxCell(column, 1, row_span, text, 0, len(text.lines), LIST_PAD_Y, from_top=False)


def _box_rows(rows: Sequence[Sequence[BoxCell]], least: float) -> list[BoxRow]:
    """Rows as high as their cells need; what a spanning cell lacks goes to its last row."""
    heights = [least] * len(rows)
    for number, cells in enumerate(rows):
        heights[number] = max([least, *(cell.height for cell in cells if cell.row_span == 1)])
    for number, cells in enumerate(rows):
        for cell in cells:
            last = number + cell.row_span - 1
            heights[last] += max(0.0, cell.height - sum(heights[number : last + 1]))
    return [BoxRow(tuple(cells), height) for cells, height in zip(rows, heights, strict=True)]


def _groups(rows: Sequence[BoxRow]) -> Iterable[Group]:
    tied: list[BoxRow] = []
    open_until = 0
    for number, row in enumerate(rows):
        tied.append(row)
        open_until = max([open_until, *(number + cell.row_span for cell in row.cells)])
        if open_until == number + 1:
            prose = any(cell.from_top for each in tied for cell in each.cells)
            yield Group(tuple(tied), _PROSE_WHOLE if prose else _ROW_WHOLE)
            tied = []
