"""The pages of the evidence book that are its own: catalogue, dividers, and the strip at every foot.

Runs in a process of its own: drawing some thousand pages takes a while.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jxdesk.documents.fonts import FontSet, Role, load_fonts
from jxdesk.documents.outline import (
    NO_NUMBERS,
    Align,
    Cell,
    CellRole,
    FormGrid,
    ListColumn,
    ListTable,
    Paragraph,
    Section,
    TextRole,
)
from jxdesk.documents.papers.book_sheets import FOOT
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.flow import flow_section
from jxdesk.documents.pdf.geometry import MM, PORTRAIT, TextStyle
from jxdesk.documents.pdf.marks import draw_watermark
from jxdesk.documents.pdf.pen import Pen, Properties
from jxdesk.documents.pdf.setting import LineOp, Page, TextOp, baseline_in, set_text

_TITLE = "佐证材料汇编"
_SEE_FILE = "这份材料不能装订成页（不是 PDF 或图片，或打不开），另见单个文件"
_STRIP = TextStyle(Role.SONG, 9, 12)
_STRIP_AT = FOOT - 3 * MM
_SIDE = 18 * MM


@dataclass(frozen=True, slots=True)
class BookItem:
    """A file of the book: its number and name, what it proves in words, where it lies.

    ``single`` is the name under which the single file is found.
    """

    number: int
    name: str
    proves: str
    path: Path
    single: str


@dataclass(frozen=True, slots=True)
class LaidOut:
    """How many pages the book has, and on which (from 0) each file's divider stands."""

    pages: int
    dividers: tuple[int, ...]


def lay_out(
    items: Sequence[BookItem], counts: Sequence[int], properties: Properties, watermark: str, out: Path
) -> LaidOut:
    """Write the book's own pages to ``out``: catalogue, dividers, and for each of the ``counts`` sheets
    of a file a page with nothing but the strip. Raises ``UserError`` ``font.*``.
    """
    fonts = load_fonts()
    plan = _planned(items, counts, fonts)
    out.write_bytes(_base(plan, fonts, properties, watermark))
    return LaidOut(plan.pages, tuple(part.divider for part in plan.parts))


@dataclass(frozen=True, slots=True)
class _Part:
    """A file in the book: its divider stands on page ``divider`` (from 0), its sheets follow."""

    item: BookItem
    divider: int
    sheets: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """The catalogue's pages, the parts behind them, and the number of all pages."""

    catalogue: tuple[Page, ...]
    parts: tuple[_Part, ...]
    pages: int


def _planned(items: Sequence[BookItem], counts: Sequence[int], fonts: FontSet) -> _Plan:
    """Where everything stands. A number in the catalogue changes no line, so it is set twice."""
    before = len(_catalogue(items, counts, (), fonts))
    firsts: list[int] = []
    page = before
    for count in counts:
        firsts.append(page)
        page += 1 + count
    parts = tuple(map(_Part, items, firsts, counts))
    return _Plan(tuple(_catalogue(items, counts, firsts, fonts)), parts, page)


def _catalogue(
    items: Sequence[BookItem], counts: Sequence[int], firsts: Sequence[int], fonts: FontSet
) -> list[Page]:
    columns = (
        ListColumn("序号", 34),
        ListColumn("材料名称", 168, Align.LEFT),
        ListColumn("证明事项", 150, Align.LEFT),
        ListColumn("页数", 44),
        ListColumn("所在页", 46),
    )
    rows = tuple(
        (
            str(item.number),
            item.name,
            item.proves,
            str(count) if count else "另见文件",
            str(firsts[place] + 1) if firsts else "0000",
        )
        for place, (item, count) in enumerate(zip(items, counts, strict=True))
    )
    table = ListTable(columns, rows or (("",) * len(columns),))
    return flow_section(Section("catalogue", _TITLE, (Paragraph(_TITLE, TextRole.TITLE), table)), fonts)


def _divider(part: _Part, fonts: FontSet) -> Page:
    item = part.item
    size = f"共 {part.sheets} 页" if part.sheets else f"{_SEE_FILE}“{item.single}”。"
    rows = (("材料名称", item.name), ("证明事项", item.proves or "（未写明）"), ("页数", size))
    grid = FormGrid(
        (2.4, 9.6),
        tuple((Cell(label, CellRole.LABEL), Cell(text, align=Align.LEFT)) for label, text in rows),
    )
    blocks = (Paragraph(f"材料 {item.number}", TextRole.TITLE), grid)
    # Long lists of what it proves go on past the sheet's foot: a divider is one page.
    return flow_section(Section(f"divider-{item.number}", item.name, blocks), fonts, NO_NUMBERS)[0]


def _base(plan: _Plan, fonts: FontSet, properties: Properties, watermark: str) -> bytes:
    """Catalogue and dividers, and for each sheet of a file a page with nothing but the strip."""
    pen = Pen(fonts, properties)
    mark = f"{watermark}　" if watermark else ""
    number = 0

    def page(drawn: Page | None, left: str) -> None:
        nonlocal number
        number += 1
        pen.begin(PORTRAIT)
        if drawn is not None:
            if watermark:
                draw_watermark(pen, fonts, watermark, PORTRAIT)
            pen.frames(drawn.ops)
            pen.texts([op for op in drawn.ops if isinstance(op, TextOp)])
        _strip(pen, fonts, f"{mark}{left}", f"第{number}页 共{plan.pages}页")
        pen.end()

    for drawn in plan.catalogue:
        page(drawn, f"{_TITLE}　目录")
    for part in plan.parts:
        page(_divider(part, fonts), f"材料 {part.item.number}")
        for sheet in range(1, part.sheets + 1):
            page(None, f"材料 {part.item.number}　{part.item.name}（{sheet}/{part.sheets}）")
    return pen.finish()


def _strip(pen: Pen, fonts: FontSet, left: str, right: str) -> None:
    """A thin line at the foot, what this is at its left, the page of the book at its right."""
    top = geometry.A4[1] - _STRIP_AT
    edge = geometry.A4[0] - 8 * MM
    pen.frames([LineOp(_SIDE, top, edge, top)], 0.4, (0.6, 0.6, 0.6))
    y = top + 3 + baseline_in(_STRIP)
    at_right = edge - pen.width(right, _STRIP)
    room = at_right - _SIDE - 12
    first = set_text(fonts, left, _STRIP, room).lines[0]
    pen.texts([TextOp(_SIDE, y, first.text, _STRIP, first.spacing), TextOp(at_right, y, right, _STRIP, 0.0)])
