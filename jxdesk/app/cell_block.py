"""A block of cells on the clipboard: read and written as spreadsheets do, and laid over a selection.

Excel, WPS and LibreOffice put plain text there: cells apart by a tab, rows by CR LF, and a cell that
itself holds a tab or a line break in quotation marks, with its own quotation marks doubled.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from jxdesk.base.errors import UserError

MAX_CHARS = 8_000_000
MAX_CELLS = 200_000

Block = tuple[tuple[str, ...], ...]
"""Rows of cell texts; rows may differ in length, what is missing is not there at all."""

# A cell in quotation marks, up to the mark that a tab, a line break or the end follows.
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)')
_LINE_END = re.compile(r"\r\n|\r|\n")
_PLAIN = re.compile(r"[^\t\r\n]*")
_NEEDS_QUOTES = re.compile(r"[\t\r\n]")
_TEXT_CELL = "mso-number-format:'\\@'"
_SAME_CELL = '<br style="mso-data-placement:same-cell">'


def read_block(text: str) -> Block:
    """The cells of a clipboard's plain text; an empty text is one empty cell.

    Quotation marks are taken off only where a spreadsheet would have put them: a text that merely
    begins and ends with them keeps them. Raises ``UserError`` ``paste.too-large``.
    """
    if len(text) > MAX_CHARS:
        raise _too_large(f"有 {len(text)} 个字符，一次最多 {MAX_CHARS} 个")
    rows: list[tuple[str, ...]] = []
    count = 0
    for row in _rows(text):
        rows.append(row)
        count += len(row)
        if count > MAX_CELLS:
            raise _too_large(f"超过 {MAX_CELLS} 格")
    return tuple(rows)


def write_block(rows: Iterable[Sequence[str]]) -> str:
    """The plain text that spreadsheets take as these cells; :func:`read_block` reads it back."""
    lines = ["\t".join(map(_quoted, row)) for row in rows]
    return lines[0] if len(lines) == 1 and "\t" not in lines[0] else "".join(f"{line}\r\n" for line in lines)


def write_html(rows: Iterable[Sequence[str]], texts: Sequence[bool]) -> str:
    """The same cells as an HTML table, which spreadsheets prefer where both are offered.

    Only there can be said which columns are ``texts``: an 18-digit code stays as it is, what begins
    with ``=`` is no formula, and a line break stays within its cell.
    """
    head = "".join(f'<col style="{_TEXT_CELL}">' if text else "<col>" for text in texts)
    body = "".join(
        f"<tr>{''.join(_html_cell(cell, text) for cell, text in zip(row, texts, strict=True))}</tr>"
        for row in rows
    )
    return f'<html><head><meta charset="utf-8"></head><body><table>{head}{body}</table></body></html>'


def laid_over(block: Block, rows: int, columns: int) -> Iterator[tuple[int, int, str]]:
    """The cells (row, column from 0, text) of ``block`` put on a selection of ``rows`` × ``columns``.

    As in a spreadsheet, it is repeated along each side that is a multiple of its own; else it
    keeps its size whatever the selection's.
    """
    high, wide = size(block, rows, columns)
    own_wide = max(map(len, block))
    for row in range(high):
        cells = block[row % len(block)]
        for column in range(wide):
            if column % own_wide < len(cells):
                yield row, column, cells[column % own_wide]


def size(block: Block, rows: int, columns: int) -> tuple[int, int]:
    """How many rows and columns ``block`` takes on a selection of ``rows`` × ``columns``.

    Raises ``UserError`` ``paste.too-large``.
    """
    own_high, own_wide = len(block), max(map(len, block))
    high = rows if rows % own_high == 0 and rows else own_high
    wide = columns if columns % own_wide == 0 and columns else own_wide
    if high * wide > MAX_CELLS:
        raise _too_large(f"铺开后超过 {MAX_CELLS} 格")
    return high, wide


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    if '"' not in text:
        lines = _LINE_END.split(text)
        kept = lines[:-1] if len(lines) > 1 and not lines[-1] else lines
        yield from (tuple(line.split("\t")) for line in kept)
        return
    row: list[str] = []
    at = 0
    while True:
        cell, at = _cell(text, at)
        row.append(cell)
        if at < len(text) and text[at] == "\t":
            at += 1
            continue
        yield tuple(row)
        row = []
        if at >= len(text):
            return
        at += 2 if text.startswith("\r\n", at) else 1
        if at >= len(text):
            # The line break that ends the last row begins no other.
            return


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins ``at`` there, and where it ends."""
    if text.startswith('"', at) and (quoted := _QUOTED.match(text, at)):
        inside = quoted[1]
        if '""' in inside or _NEEDS_QUOTES.search(inside):
            return inside.replace('""', '"'), quoted.end()
    plain = _PLAIN.match(text, at)
    end = plain.end() if plain else at
    return text[at:end], end


def _quoted(cell: str) -> str:
    if _NEEDS_QUOTES.search(cell) or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _html_cell(cell: str, text: bool) -> str:
    inside = _SAME_CELL.join(html.escape(line) for line in cell.split("\n"))
    return f'<td style="{_TEXT_CELL}">{inside}</td>' if text else f"<td>{inside}</td>"


def _too_large(what: str) -> UserError:
    return UserError("paste.too-large", f"没有粘贴：剪贴板里的内容{what}。", "请分几次粘贴，或从文件导入。")
