"""Small pieces of WordprocessingML as text: a table of thousands of cells is built in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_UNDERLINE = '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:tcBorders>'
_SIDE_PAD = 4.0
HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'


@dataclass(frozen=True, slots=True)
class CellXml:
    """A table cell: ``content`` are its paragraphs; ``merge`` is restart, continue or empty."""

    content: str
    width: float
    span: int = 1
    merge: str = ""
    from_top: bool = False
    underlined: bool = False


def paragraph(style: str, text: str, *, align: str = "", more: str = "") -> str:
    """One paragraph; ``style`` is a style's name, ``more`` further paragraph properties."""
    side = f'<w:jc w:val="{align}"/>' if align else ""
    run = f'<w:r>{HINT}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    style_id = style.replace(" ", "")
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{more}{side}</w:pPr>{run}</w:p>'


def field_mark(kind: str) -> str:
    """A run that begins, separates or ends a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field_code(instruction: str) -> str:
    """A run that says what a field works out."""
    return f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'


def field(instruction: str, result: str) -> str:
    """A whole field with the result that is shown until it is brought up to date."""
    shown = f"<w:r><w:t>{escape(result)}</w:t></w:r>"
    return f"{field_mark('begin')}{field_code(instruction)}{field_mark('separate')}{shown}{field_mark('end')}"


def paragraphs(style: str, text: str, *, align: str = "", more: str = "") -> str:
    """One paragraph for each line of ``text``."""
    return "".join(paragraph(style, line, align=align, more=more) for line in text.split("\n"))


def row(cells: Iterable[CellXml], *, header: bool = False, whole: bool = False, height: float = 0) -> str:
    """One table row; ``header`` repeats on each page, ``whole`` never breaks across pages."""
    properties = "<w:cantSplit/>" if whole else ""
    if height:
        properties += f'<w:trHeight w:val="{round(height * 20)}" w:hRule="atLeast"/>'
    if header:
        properties += "<w:tblHeader/>"
    inner = "".join(map(_cell, cells))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(widths: Sequence[float], rows: Iterable[str], *, bordered: bool = True, pad: float = 0) -> str:
    """A fixed-layout table; ``widths`` and ``pad`` (above and below a cell's text) in points."""
    grid = "".join(f'<w:gridCol w:w="{round(width * 20)}"/>' for width in widths)
    borders = f"<w:tblBorders>{_BORDERS}</w:tblBorders>" if bordered else ""
    sides = {"top": pad, "left": _SIDE_PAD, "bottom": pad, "right": _SIDE_PAD}
    room = "".join(f'<w:{side} w:w="{round(each * 20)}" w:type="dxa"/>' for side, each in sides.items())
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{round(sum(widths) * 20)}" w:type="dxa"/>{borders}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{room}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _cell(cell: CellXml) -> str:
    properties = f'<w:tcW w:w="{round(cell.width * 20)}" w:type="dxa"/>'
    if cell.span > 1:
        properties += f'<w:gridSpan w:val="{cell.span}"/>'
    if cell.merge:
        properties += f'<w:vMerge w:val="{cell.merge}"/>'
    if cell.underlined:
        properties += _UNDERLINE
    if not cell.from_top:
        properties += '<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{cell.content}</w:tc>"
