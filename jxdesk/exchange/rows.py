"""Rows of a sheet as typed values, each cell with the reason where it fails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Catalogue
from jxdesk.exchange.cells import CellReader, ReadCell
from jxdesk.exchange.headings import NO_ANSWERS, NOTHING_ANSWERED, Headings, ListAnswers, find
from jxdesk.exchange.kinds import ListKind
from jxdesk.exchange.leftovers import beside_the_list
from jxdesk.exchange.references import References
from jxdesk.exchange.workbook import Cell, Sheet

EXAMPLE = "示例："


class ReadRow(NamedTuple):
    """One row: its ``number`` on the sheet (from 1), the row id it carries, its filled cells by name."""

    number: int
    uid: str
    cells: dict[str, ReadCell]

    def address(self, cell: ReadCell) -> str:
        """Where on the sheet one of its cells is, such as ``C5``."""
        return f"{cell.column}{self.number}"


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it stands on a sheet; ``examples`` counts rows left out as examples.

    ``skipped`` are rows that are no part of the list (sums, remarks): their number and how they begin.
    """

    kind: ListKind
    sheet: str
    headings: Headings
    rows: tuple[ReadRow, ...]
    examples: int
    skipped: tuple[tuple[int, str], ...] = ()


def read_lists(
    sheets: tuple[Sheet, ...],
    kinds: tuple[ListKind, ...],
    catalogue: Catalogue,
    references: References,
    answers: ListAnswers = NOTHING_ANSWERED,
) -> tuple[ReadList, ...]:
    """The lists of ``kinds`` found on ``sheets``; ``answers`` say what doubtful headings mean, list by list.

    Raises ``UserError``: ``exchange.no-list`` when none of them is there, ``exchange.two-lists``
    when a list stands on two sheets, and what :func:`jxdesk.exchange.headings.find` raises.
    """
    found = []
    for kind in kinds:
        here = [
            read
            for sheet in sheets
            if (headings := _headings(sheet, kind, catalogue, answers)) is not None
            if (read := _read(sheet, kind, headings, catalogue, references)).rows
        ]
        if len(here) > 1:
            raise UserError(
                "exchange.two-lists",
                f"“{here[0].sheet[:40]}”和“{here[1].sheet[:40]}”两张表都像是要导入的表。",
                "请只留下其中一张再导入。",
            )
        found += here
    if not found:
        raise _no_list(sheets, kinds, catalogue, answers)
    return tuple(found)


def _headings(sheet: Sheet, kind: ListKind, catalogue: Catalogue, answers: ListAnswers) -> Headings | None:
    return find(sheet, kind, catalogue, answers.get(kind.record, NO_ANSWERS))


def _no_list(
    sheets: tuple[Sheet, ...], kinds: tuple[ListKind, ...], catalogue: Catalogue, answers: ListAnswers
) -> UserError:
    if any(_headings(sheet, kind, catalogue, answers) for sheet in sheets for kind in kinds):
        return UserError("exchange.no-rows", "表格里只有列名，没有内容。", "请填写后再导入。")
    wanted = "、".join(f.label for f in catalogue.of_record(kinds[0].record)[:4])
    return UserError(
        "exchange.no-list",
        "表格里没有找到要导入的表：没有哪一行的列名对得上。",
        f"列名应当是“{wanted}”等；可以用“jxdesk template”生成模板来填。",
    )


def _read(
    sheet: Sheet, kind: ListKind, headings: Headings, catalogue: Catalogue, references: References
) -> ReadList:
    by_name = {field.spec.name: field for field in catalogue.of_record(kind.record)}
    reader = CellReader(sheet, headings, catalogue.notice, references)
    first = headings.row + 1
    turned = [*zip_longest(*sheet.rows[headings.row :], fillvalue="")]
    columns = [
        reader.column(by_name[name], column, column_letters(column), first, turned[column][1:])
        for name, column in headings.columns.items()
    ]
    gaps = [name for name, cells in zip(headings.columns, columns, strict=True) if not all(cells)]
    rows: list[ReadRow] = []
    skipped: list[tuple[int, str]] = []
    examples = 0
    for number, (line, row) in enumerate(
        zip(sheet.rows[first:], zip(*columns, strict=True), strict=True), first + 1
    ):
        if said := beside_the_list(line):
            skipped.append((number, said))
            continue
        cells = _filled(headings.columns, row, gaps)
        if reader.saw(EXAMPLE) and any(cell.text.startswith(EXAMPLE) for cell in cells.values()):
            examples += 1
        elif cells:
            rows.append(ReadRow(number, _uid(line, headings.uid), cells))
    return ReadList(kind, sheet.name, headings, tuple(rows), examples, tuple(skipped))


def _filled(
    names: Iterable[str], row: tuple[ReadCell | None, ...], gaps: Sequence[str]
) -> dict[str, ReadCell]:
    """The cells of a row by name; of ``gaps``, the columns with empty cells, those that are filled."""
    cells: dict[str, Any] = dict(zip(names, row, strict=True))
    for name in gaps:
        if cells[name] is None:
            del cells[name]
    return cells


def _uid(line: tuple[Cell, ...], column: int) -> str:
    cell = line[column] if 0 <= column < len(line) else ""
    return cell.strip() if isinstance(cell, str) else ""


def column_letters(column: int) -> str:
    """``A`` for 0, ``XFD`` for 16383."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
