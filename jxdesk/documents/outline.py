"""The document as pure data: what stands on the pages, in which order, in which role.

No measure in points, no font and no library stands here. The form builders make an
:class:`Outline`; the PDF, DOCX and preview writers only read it. Every text in it is one
*semantic atom*: it counts for the page code of the page that it is printed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from types import MappingProxyType


class Align(StrEnum):
    """Where text stands in its line."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class TextRole(StrEnum):
    """What a paragraph is; writers choose font, size and place by it.

    A ``CAPTION`` belongs to the table under it: like a heading, it is never last on its page.
    """

    TITLE = "title"
    ANNEX = "annex"
    BODY = "body"
    CENTRE = "centre"
    CAPTION = "caption"
    NOTE = "note"
    ADDRESS = "address"


class CellRole(StrEnum):
    """What a cell of a form holds: a fixed label, a short value, or running text."""

    LABEL = "label"
    VALUE = "value"
    PROSE = "prose"


class Density(StrEnum):
    """How closely a list is set: as part of a form, as an ordinary list, or with many columns."""

    FORM = "form"
    LIST = "list"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One label of the cover with the value that stands on its line."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover: title lines from the top, label rows below, the date at the foot."""

    title: tuple[str, ...]
    rows: tuple[CoverRow, ...]
    date: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A part's heading (level 1) or one below it (level 2). Never last on its page."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. Line feeds in ``text`` begin a new paragraph of the same role."""

    text: str
    role: TextRole = TextRole.BODY


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a form grid, covering ``row_span`` rows and ``col_span`` columns."""

    text: str
    role: CellRole = CellRole.VALUE
    row_span: int = 1
    col_span: int = 1
    align: Align = Align.CENTRE


@dataclass(frozen=True, slots=True)
class FormGrid:
    """An official label/value table.

    ``widths`` are relative column widths; each row lists its cells from left to right,
    leaving out places that a cell above still covers. ``joined`` puts the table right under
    the one before it, as one table to the eye. Raises ``ValueError`` if cells do not fill the grid.
    """

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    joined: bool = False

    def __post_init__(self) -> None:
        place_cells(self)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its official label, relative width, and how its cells stand."""

    label: str
    width: float
    align: Align = Align.CENTRE


@dataclass(frozen=True, slots=True)
class ListTable:
    """A list with a header that is repeated on each page. Each row has one text per column.

    ``None`` is a place that the cell above reaches down to: a firm with two products takes two
    rows and is named once. Raises ``ValueError`` for rows of the wrong length and for such a
    place in the first row.
    """

    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str | None, ...], ...]
    joined: bool = False
    density: Density = Density.LIST

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells in a table of {len(self.columns)} columns")
        if self.rows and None in self.rows[0]:
            raise ValueError("the first row has no cell above it")


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Room for the seal over ``text``, and the date below it."""

    text: str
    date: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents: what stands as block number ``block`` of ``section``."""

    text: str
    level: int
    section: str
    block: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents. The page numbers are the writers' to put in: only they know them."""

    title: str
    entries: tuple[Entry, ...]


Numbers = Mapping[tuple[str, int], int]
"""On which page a title or heading begins, by its section and its block's number there."""
NO_NUMBERS: Numbers = MappingProxyType({})


Block = Cover | Contents | Heading | Paragraph | FormGrid | ListTable | SignaturePlace


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the document. It starts a page and counts its own pages; ``id`` is stable."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole document. Section ids are unique (``ValueError`` otherwise).

    ``watermark`` stands behind the text of every page (``""`` for none) and counts for its code.
    """

    title: str
    sections: tuple[Section, ...]
    watermark: str = ""

    def __post_init__(self) -> None:
        ids = [section.id for section in self.sections]
        if len(set(ids)) != len(ids):
            raise ValueError(f"section ids repeat: {ids}")


def row_spans(rows: Sequence[Sequence[str | None]]) -> list[list[int]]:
    """For each place of a list's rows: how many rows its cell covers, 0 where one above does."""
    spans = [[0] * len(row) for row in rows]
    for index in range(len(rows) - 1, -1, -1):
        for column, text in enumerate(rows[index]):
            if text is not None:
                below = index + 1
                while below < len(rows) and rows[below][column] is None:
                    below += 1
                spans[index][column] = below - index
    return spans


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A form cell with the row and column of its upper left corner, counted from 0."""

    row: int
    column: int
    cell: Cell


def place_cells(grid: FormGrid) -> tuple[PlacedCell, ...]:
    """Where each cell of ``grid`` stands. Raises ``ValueError`` on overlaps and gaps."""
    columns = len(grid.widths)
    taken: set[tuple[int, int]] = set()
    placed: list[PlacedCell] = []
    for index, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (index, column) in taken:
                column += 1
            covers = {
                (index + down, column + right)
                for down in range(cell.row_span)
                for right in range(cell.col_span)
            }
            if covers & taken or column + cell.col_span > columns or index + cell.row_span > len(grid.rows):
                raise ValueError(f"row {index}: the cell “{cell.text}” does not fit the grid")
            taken |= covers
            placed.append(PlacedCell(index, column, cell))
    if len(taken) != columns * len(grid.rows):
        raise ValueError("the grid has places that no cell covers")
    return tuple(placed)


def needs_gap(above: Block, below: Block) -> bool:
    """Whether writers leave room between two blocks: where a table meets running text."""
    if isinstance(above, FormGrid | ListTable):
        return isinstance(below, Heading | Paragraph)
    return (
        isinstance(above, Paragraph)
        and above.role is TextRole.BODY
        and isinstance(below, FormGrid | ListTable)
    )


def block_texts(block: Block) -> Iterator[str]:
    """Every text of one block in reading order, empty ones included."""
    match block:
        case Cover():
            yield from block.title
            yield from chain.from_iterable((row.label, row.value) for row in block.rows)
            yield block.date
        case Contents():
            yield from (block.title, *(entry.text for entry in block.entries))
        case Heading() | Paragraph():
            yield block.text
        case FormGrid():
            yield from (cell.text for cells in block.rows for cell in cells)
        case ListTable():
            yield from (column.label for column in block.columns)
            yield from (text for texts in block.rows for text in texts if text is not None)
        case SignaturePlace():
            yield block.text
            yield block.date


def plain_text(outline: Outline) -> str:
    """The outline as plain lines (rows tab-separated): for golden files and for reading aloud."""
    lines = [f"# {outline.title}" + (f" [{outline.watermark}]" if outline.watermark else "")]
    for section in outline.sections:
        lines.append(f"\n## {section.id} {section.title}" + (" [landscape]" if section.landscape else ""))
        for block in section.blocks:
            lines += _block_lines(block)
    return "\n".join(lines) + "\n"


def _block_lines(block: Block) -> list[str]:
    match block:
        case FormGrid():
            return ["\t".join(cell.text for cell in row) for row in block.rows]
        case ListTable():
            rows = ("\t".join(text or "" for text in texts) for texts in block.rows)
            return ["\t".join(column.label for column in block.columns), *rows]
        case Cover():
            return [*block.title, *(f"{row.label}\t{row.value}" for row in block.rows), block.date]
        case _:
            return list(block_texts(block))
