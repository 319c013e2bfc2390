"""Sections onto paper without page codes: for papers that are no part of the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from jxdesk.documents.fonts import FontSet
from jxdesk.documents.outline import NO_NUMBERS, Section
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.flow import flow_section
from jxdesk.documents.pdf.geometry import MM, Sheet
from jxdesk.documents.pdf.marks import draw_watermark
from jxdesk.documents.pdf.pen import Pen, Properties
from jxdesk.documents.pdf.setting import TextOp

DEMO_MARK = "演示"
Extra = Callable[[Pen, int], None]

# A sheet for a table that has to stand on one page: margins as printers need them.
CLOSE = Sheet(
    geometry.A4[0],
    geometry.A4[1],
    22 * MM,
    18 * MM,
    geometry.A4[0] - 44 * MM,
    geometry.A4[1] - 34 * MM,
)

# A letter's sheet: the form's, a little longer, so that the place for the seals stays on the page.
LETTER = replace(geometry.PORTRAIT, text_height=geometry.PORTRAIT.text_height + 10 * MM)


def plain_pdf(
    sections: Sequence[Section],
    fonts: FontSet,
    properties: Properties,
    *,
    watermark: str = "",
    sheet: Sheet | None = None,
    extra: Extra | None = None,
) -> bytes:
    """The PDF of ``sections``; ``extra`` draws more on each page, given its number from 1.

    Pages are numbered where there is more than one. Same input, same bytes. Raises ``UserError``
    ``font.missing-character``.
    """
    pages = [page for section in sections for page in flow_section(section, fonts, NO_NUMBERS, sheet)]
    pen = Pen(fonts, properties)
    for number, page in enumerate(pages, 1):
        pen.begin(page.sheet)
        if watermark:
            draw_watermark(pen, fonts, watermark, page.sheet)
        pen.frames(page.ops)
        texts = [op for op in page.ops if isinstance(op, TextOp)]
        pen.texts([*texts, *_page_number(pen, page.sheet, number, len(pages))])
        if extra is not None:
            extra(pen, number)
        pen.end()
    return pen.finish()


def _page_number(pen: Pen, sheet: Sheet, number: int, total: int) -> list[TextOp]:
    if total == 1:
        return []
    text = f"第{number}页 共{total}页"
    x = sheet.x + (sheet.text_width - pen.width(text, geometry.FOOTER)) / 2
    foot = min(sheet.y + sheet.text_height + 11 * MM, sheet.height - 8 * MM)
    return [TextOp(x, foot, text, geometry.FOOTER, 0.0)]
