"""Blocks of the outline as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from jxdesk.documents.outline import (
    Block,
    Cell,
    CellRole,
    Contents,
    Cover,
    FormGrid,
    Heading,
    ListTable,
    Paragraph,
    SignaturePlace,
    TextRole,
    row_spans,
)
from jxdesk.documents.web.markup import text

_PARAGRAPHS = {
    TextRole.ANNEX: "note",
    TextRole.BODY: "body",
    TextRole.CENTRE: "c",
    TextRole.CAPTION: "cap",
    TextRole.NOTE: "note",
    TextRole.ADDRESS: "",
}


def block_html(block: Block, most_rows: int | None = None) -> str:
    """The tags of one block; ``most_rows`` as in :func:`jxdesk.documents.web.web_sections`."""
    match block:
        case Cover():
            return _cover(block)
        case Contents():
            return ""
        case Heading():
            return f"<h3>{text(block.text)}</h3>\n" if block.level > 1 else title_html(block.text)
        case Paragraph():
            return _paragraphs(block)
        case FormGrid():
            return _form(block)
        case ListTable():
            return _list(block, most_rows)
        case SignaturePlace():
            return f'<p class="r">{text(block.text)}</p>\n<p class="r">{text(block.date)}</p>\n'


def title_html(title: str) -> str:
    """What a section or part is headed by."""
    return f'<h2 class="t">{text(title.replace(chr(10), ""))}</h2>\n'


def _cover(cover: Cover) -> str:
    title = "".join(f'<p class="t">{text(line)}</p>\n' for line in cover.title)
    rows = "".join(f"<tr><th>{text(row.label)}</th><td>{text(row.value)}</td></tr>\n" for row in cover.rows)
    date = f'<p class="c">{text(cover.date)}</p>\n'
    return f'<div class="cover">\n{title}<table>\n{rows}</table>\n{date}</div>\n'


def _paragraphs(block: Paragraph) -> str:
    """One ``p`` for each line feed's piece, as on paper; a title is a heading."""
    if block.role is TextRole.TITLE:
        return title_html(block.text)
    style = f' class="{name}"' if (name := _PARAGRAPHS[block.role]) else ""
    return "".join(f"<p{style}>{text(piece)}</p>\n" for piece in block.text.split("\n") if piece)


def _form(grid: FormGrid) -> str:
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in grid.rows)
    return f'<div class="wide"><table class="form">\n{_widths(grid.widths)}{rows}</table></div>\n'


def _widths(widths: Sequence[float]) -> str:
    """Columns as wide to each other as on paper."""
    whole = sum(widths)
    columns = "".join(f'<col width="{round(100 * width / whole)}%">' for width in widths)
    return f"<colgroup>{columns}</colgroup>\n"


def _cell(cell: Cell) -> str:
    spans = _span("rowspan", cell.row_span) + _span("colspan", cell.col_span)
    look = {CellRole.LABEL: "l", CellRole.PROSE: "prose"}.get(cell.role, f"a-{cell.align.value}")
    return f'<td class="{look}"{spans}>{text(cell.text)}</td>'


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _list(listing: ListTable, most_rows: int | None) -> str:
    head = "".join(f"<th>{text(column.label)}</th>" for column in listing.columns)
    looks = [f"a-{column.align.value}" for column in listing.columns]
    rows, left = listing.rows, 0
    if most_rows is not None and len(rows) > most_rows:
        rows, left = rows[:most_rows], len(rows) - most_rows
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{look}"{_span("rowspan", span)}>{text(value)}</td>'
            for value, look, span in zip(texts, looks, spans, strict=True)
            if value is not None
        )
        + "</tr>\n"
        for texts, spans in zip(rows, row_spans(rows), strict=True)
    )
    less = f'<p class="less">还有 {left} 行没有列在本页，见包内的表格文件。</p>\n' if left else ""
    head_row = f"<thead><tr>{head}</tr></thead>"
    return (
        f'<div class="wide"><table class="list">\n{head_row}\n<tbody>\n{body}</tbody></table></div>\n{less}'
    )
