"""Blocks of the outline as WordprocessingML."""

from __future__ import annotations

from itertools import pairwise

from jxdesk.documents.outline import (
    NO_NUMBERS,
    Align,
    Block,
    Cell,
    CellRole,
    Contents,
    Cover,
    FormGrid,
    Heading,
    ListTable,
    Numbers,
    Paragraph,
    SignaturePlace,
    TextRole,
    needs_gap,
    place_cells,
    row_spans,
)
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import MM, Sheet
from jxdesk.documents.pdf.tables import column_edges
from jxdesk.documents.word import styles
from jxdesk.documents.word.contents import contents_xml
from jxdesk.documents.word.markup import CellXml, paragraph, paragraphs, row, table

_ALIGN = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_COVER_LABEL = 164.0
_TINY = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
_GAP = (
    f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="{round(geometry.TABLE_GAP * 20)}"'
    ' w:lineRule="exact"/></w:pPr></w:p>'
)


def block_xml(
    block: Block, sheet: Sheet, above: Block | None = None, *, numbers: Numbers = NO_NUMBERS
) -> str:
    """The paragraphs and tables of one block; ``above`` is the one before it in its section.

    ``numbers`` are the pages that a table of contents tells.
    """
    gap = _GAP if above and needs_gap(above, block) else ""
    return gap + _block_xml(block, sheet, numbers)


def _block_xml(block: Block, sheet: Sheet, numbers: Numbers) -> str:
    match block:
        case Cover():
            return _cover(block, sheet)
        case Contents():
            return contents_xml(block, sheet, numbers)
        case Heading():
            return paragraph(styles.HEADINGS[block.level], block.text, more="<w:keepNext/>")
        case Paragraph():
            keep = "<w:keepNext/>" if block.role is TextRole.CAPTION else ""
            return paragraphs(styles.PARAGRAPHS[block.role], block.text, more=keep)
        case FormGrid():
            return _joint(block.joined) + _form(block, sheet)
        case ListTable():
            return _joint(block.joined) + _list(block, sheet)
        case SignaturePlace():
            return _signature(block, sheet)


def tiny_paragraph(end: str = "") -> str:
    """A paragraph that takes next to no room; it can carry a section's ``end``."""
    return f"<w:p><w:pPr>{_TINY}{end}</w:pPr></w:p>"


def _joint(joined: bool) -> str:
    """Word would run two tables into one without a paragraph between them."""
    return f"<w:p><w:pPr>{_TINY}</w:pPr></w:p>" if joined else ""


def _cover(cover: Cover, sheet: Sheet) -> str:
    drop = f'<w:spacing w:before="{round(35 * MM * 20)}"/>'
    title = "".join(
        paragraph(styles.COVER_TITLE, line, more=drop if number == 0 else "")
        for number, line in enumerate(cover.title)
    )
    widths = (_COVER_LABEL, sheet.text_width - _COVER_LABEL - 20)
    rows = (
        row(
            (
                CellXml(paragraph(styles.COVER_LABEL, each.label), widths[0], from_top=True),
                CellXml(paragraph(styles.COVER_VALUE, each.value), widths[1], underlined=True),
            ),
            height=geometry.COVER_LABEL.leading + 10,
        )
        for each in cover.rows
    )
    gap = paragraph(styles.COVER_TITLE, "", more=f'<w:spacing w:before="{round(30 * MM * 20)}"/>')
    date = paragraph(styles.COVER_VALUE, cover.date, more=f'<w:spacing w:before="{round(25 * MM * 20)}"/>')
    return title + gap + table(widths, rows, bordered=False) + date


def _form(grid: FormGrid, sheet: Sheet) -> str:
    edges = column_edges(grid.widths, sheet.text_width)
    rows: list[list[tuple[int, CellXml]]] = [[] for _ in grid.rows]
    for place in place_cells(grid):
        cell = place.cell
        width = edges[place.column + cell.col_span] - edges[place.column]
        for down in range(cell.row_span):
            merge = "" if cell.row_span == 1 else "continue" if down else "restart"
            content = _cell_text(cell) if down == 0 else paragraph(styles.CELLS[cell.role], "")
            made = CellXml(content, width, cell.col_span, merge, cell.role is CellRole.PROSE)
            rows[place.row + down].append((place.column, made))
    made_rows = (
        row(
            (cell for _, cell in sorted(cells, key=_column)),
            height=geometry.FORM_ROW,
            whole=not any(cell.from_top for _, cell in cells),
        )
        for cells in rows
    )
    return table([right - left for left, right in pairwise(edges)], made_rows, pad=geometry.CELL_PAD_Y)


def _column(cell: tuple[int, CellXml]) -> int:
    return cell[0]


def _cell_text(cell: Cell) -> str:
    align = "" if cell.role is CellRole.PROSE else _ALIGN[cell.align]
    return paragraphs(styles.CELLS[cell.role], cell.text, align=align)


def _list(listing: ListTable, sheet: Sheet) -> str:
    edges = column_edges([column.width for column in listing.columns], sheet.text_width)
    widths = [right - left for left, right in pairwise(edges)]
    aligns = [_ALIGN[column.align] for column in listing.columns]
    head, body = styles.LIST_HEADERS[listing.density], styles.LIST_CELLS[listing.density]
    header = row(
        map(CellXml, (paragraphs(head, column.label) for column in listing.columns), widths),
        header=True,
        whole=True,
    )
    rows = (
        row(
            (
                CellXml(paragraphs(body, text or "", align=align), width, merge=_merge(span))
                for text, width, align, span in zip(texts, widths, aligns, spans, strict=True)
            ),
            whole=True,
            height=geometry.LIST_ROW,
        )
        for texts, spans in zip(listing.rows, row_spans(listing.rows), strict=True)
    )
    return table(widths, (header, *rows), pad=geometry.LIST_PAD_Y)


def _merge(span: int) -> str:
    """Word's mark of a cell that covers ``span`` rows (0: it is covered itself)."""
    return "" if span == 1 else "restart" if span else "continue"


def _signature(block: SignaturePlace, sheet: Sheet) -> str:
    left = round(sheet.text_width * 0.5 * 20)
    room = round(geometry.SEAL_ROOM * 20)
    inset = f'<w:ind w:left="{left}"/>'
    return paragraph(
        styles.SIGNATURE, block.text, more=f'<w:keepNext/><w:spacing w:before="{room}"/>{inset}'
    ) + paragraph(styles.SIGNATURE, block.date, more=f'<w:spacing w:before="560"/>{inset}')
