"""Pages of the form drawn with reportlab: page number, page code, watermark."""

from __future__ import annotations

import segno

from jxdesk.documents.fonts import FontSet
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import MM
from jxdesk.documents.pdf.pen import Pen, Properties
from jxdesk.documents.pdf.setting import Page, TextOp, baseline_in, target_of
from jxdesk.domain.page_code import PageMark, printed_code, qr_text

_QUIET = 4
_WATERMARK_GRAY = 0.9


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
            self._watermark(watermark, sheet.width, sheet.height)
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
        """Version 2, level Q (25 modules), as one filled path; its quiet zone stays clear."""
        code = segno.make(text, version=2, error="q", mode="alphanumeric", boost_error=False, micro=False)
        canvas = self._pen.canvas
        module = geometry.QR_SIZE / len(code.matrix)
        left = sheet_width - geometry.QR_FROM_RIGHT - geometry.QR_SIZE
        top = self._pen.height - geometry.QR_FROM_TOP
        canvas.setFillGray(1)
        quiet = _QUIET * module
        side = geometry.QR_SIZE + 2 * quiet
        canvas.rect(left - quiet, top - geometry.QR_SIZE - quiet, side, side, stroke=0, fill=1)
        canvas.setFillGray(0)
        path = canvas.beginPath()
        for row, cells in enumerate(code.matrix):
            for start, length in _dark_runs(bytes(cells)):
                path.rect(left + start * module, top - (row + 1) * module, length * module, module)
        canvas.drawPath(path, stroke=0, fill=1)

    def _watermark(self, text: str, width: float, height: float) -> None:
        canvas, style = self._pen.canvas, geometry.WATERMARK
        canvas.saveState()
        canvas.setFillGray(_WATERMARK_GRAY)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(45)
        canvas.setFont(self._fonts.face(style.role, text[0]).fontName, style.size)
        canvas.drawCentredString(0, -style.size / 3, text)
        canvas.restoreState()


def _dark_runs(cells: bytes) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules in a row."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(cells):
        if not dark:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs
