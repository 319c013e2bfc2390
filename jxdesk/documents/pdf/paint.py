"""Pages of the form drawn with reportlab: page number, page code, watermark."""

from __future__ import annotations

import segno

from jxdesk.documents.fonts import FontSet
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import MM
from jxdesk.documents.pdf.marks import draw_qr, draw_watermark
from jxdesk.documents.pdf.pen import Pen, Properties
from jxdesk.documents.pdf.setting import Page, TextOp, baseline_in, target_of
from jxdesk.domain.page_code import PageMark, printed_code, qr_text


class Painter:
    """Draws pages one after the other into one PDF, always the same bytes for the same pages."""

    def __init__(self, fonts: FontSet, properties: Properties) -> None:
        self._fonts = fonts
        self._pen = Pen(fonts, properties)
        self.finish = self._pen.finish

    def page(self, page: Page, mark: PageMark, watermark: str, *, begins: bool) -> None:
        """Draw one page with its number, its page code, and ``watermark`` behind it (if any).

        The first page of a section (``begins``) and the headings of level 2 get bookmarks.
        """
        sheet = page.sheet
        self._pen.begin(sheet)
        if begins:
            self._pen.bookmark(page.section, page.title)
        for heading in page.marks:
            if heading.level == 1:
                self._pen.target(target_of(page.section, heading.block))
            else:
                self._pen.bookmark(target_of(page.section, heading.block), heading.text, level=1)
        if watermark:
            draw_watermark(self._pen, self._fonts, watermark, sheet)
        self._pen.frames(page.ops)
        texts = [op for op in page.ops if isinstance(op, TextOp)]
        self._pen.texts([*texts, *self._furniture(page, mark)])
        self._qr(qr_text(mark), sheet.width)
        self._pen.end()

    def _furniture(self, page: Page, mark: PageMark) -> list[TextOp]:
        """Page number at the foot, page code in words left of the QR."""
        sheet = page.sheet
        number = f"第{mark.number}页 共{mark.total}页"
        foot = sheet.y + sheet.text_height + 11 * MM
        x = sheet.x + (sheet.text_width - self._pen.width(number, geometry.FOOTER)) / 2
        ops = [TextOp(x, foot, number, geometry.FOOTER, 0.0)]
        style = geometry.CODE_LABEL
        right = sheet.width - geometry.QR_FROM_RIGHT - geometry.QR_SIZE - 6 * MM
        y = geometry.QR_FROM_TOP + geometry.QR_SIZE - 2 * style.leading
        for line in ("页面校验码", f"{mark.document} {printed_code(mark.code)}"):
            at = right - self._pen.width(line, style)
            ops.append(TextOp(at, y + baseline_in(style), line, style, 0.0))
            y += style.leading
        return ops

    def _qr(self, text: str, sheet_width: float) -> None:
        """Version 2, level Q (25 modules)."""
        code = segno.make(text, version=2, error="q", mode="alphanumeric", boost_error=False, micro=False)
        left = sheet_width - geometry.QR_FROM_RIGHT - geometry.QR_SIZE
        draw_qr(self._pen, code, left, geometry.QR_FROM_TOP, geometry.QR_SIZE)
