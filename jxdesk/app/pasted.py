"""Where a block of cells is pasted, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

MAX_TOLD = 500
"""How many cells are told one by one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a block goes: ``rows`` (uids) from the anchor down and ``fields`` (ids) from it to the
    right, both as the view shows them; ``high`` × ``wide`` is the selection. Rows past the last
    one are added where the list ``grows``.
    """

    record: str
    rows: tuple[str, ...]
    fields: tuple[str, ...]
    high: int = 1
    wide: int = 1
    grows: bool = True


@dataclass(frozen=True, slots=True)
class PastedCell:
    """A cell of the block that is told of: ``row`` counts from the anchor's as 0, ``text`` is its beginning.

    Of a block that was matched by its own headings ``place`` says which row that is in words. ``said`` is
    why it can't be taken, or what was made of it.
    """

    row: int
    field: str
    heading: str
    text: str
    said: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What pasting ``rows`` × ``columns`` cells did: cells (of a table: rows) ``changed``, rows ``added``.

    With anything in ``refused`` (the first of ``refusals``) it did nothing. ``converted`` (the first of
    ``conversions``) were not taken as they stood. ``headings``: the block brought its own;
    ``besides`` are sentences on what of a table was left aside. ``uids`` and ``names`` are the rows and
    the fields (by name) that it may have touched.
    """

    rows: int
    columns: int
    changed: int = 0
    added: int = 0
    refused: tuple[PastedCell, ...] = ()
    refusals: int = 0
    converted: tuple[PastedCell, ...] = ()
    conversions: int = 0
    headings: bool = False
    table: bool = False
    besides: tuple[str, ...] = ()
    uids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What happened, for the foot of the window."""
        if self.refusals:
            return f"没有粘贴：有 {self.refusals} 格填不进去，表格没有改动。"
        known = "列名已认出，" if self.headings else ""
        if not self.changed and not self.added:
            return f"{known}粘贴的内容与原来相同，没有改动。"
        converted = f"{self.conversions} 格作了换算，" if self.conversions else ""
        return f"{known}{self._done}，{converted}按 Ctrl+Z 可以撤销。"

    @property
    def _done(self) -> str:
        if self.table:
            counts = ((self.changed, "修改"), (self.added, "新增"))
            said = "、".join(f"{word} {count} 行" for count, word in counts if count)
            return f"按名称对上后{said}"
        added = f"，其中新增 {self.added} 行" if self.added else ""
        return f"已粘贴 {self.rows} 行 × {self.columns} 列{added}"


class Told:
    """Gathers cells to be told of: the first of them, and how many there are."""

    def __init__(self) -> None:
        self.first: list[PastedCell] = []
        self.count = 0

    def add(self, cell: PastedCell) -> None:
        """Tell of one cell more."""
        self.count += 1
        if len(self.first) < MAX_TOLD:
            self.first.append(cell)
