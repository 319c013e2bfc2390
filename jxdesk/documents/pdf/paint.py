"""Pages drawn with reportlab: text runs, frames, page number, page code, watermark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import segno
from reportlab.pdfgen.canvas import Canvas

from jxdesk.documents.fonts import TICK_BOXES, FontSet
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import MM, TextStyle
from jxdesk.documents.pdf.setting import BoxOp, LineOp, Page, TextOp, baseline_in
from jxdesk.domain.page_code import PageMark, printed_code, qr_text

_QUIET = 4
_WATERMARK_GRAY = 0.9


@dataclass(frozen=True, slots=True)
class Properties:
    """What stands in the file's metadata."""

    title: str
    author: str


class Painter:
    """Draws pages one after the other into one PDF, always the same bytes for the same pages."""

    def __init__(self, fonts: FontSet, properties: Properties) -> None:
        self._fonts = fonts
        self._buffer = BytesIO()
        first = fonts.face(geometry.FOOTER.role, "0").fontName
        self._canvas = Canvas(
            self._buffer,
            pagesize=geometry.A4,
            pageCompression=1,
            invariant=1,
            initialFontName=first,
            lang="zh-CN",
        )
        self._canvas.setTitle(properties.title)
        self._canvas.setAuthor(properties.author)
        self._canvas.setCreator("jxdesk")
        self._canvas.setProducer("jxdesk")
        self._height = 0.0

    def bookmark(self, key: str, title: str) -> None:
        """Let the next page be reached from the reader's outline under ``title``."""
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, level=0)

    def page(self, page: Page, mark: PageMark, watermark: str) -> None:
        """Draw one page with its number, its page code, and ``watermark`` behind it (if any)."""
        sheet = page.sheet
        self._height = sheet.height
        self._canvas.setPageSize((sheet.width, sheet.height))
        if watermark:
            self._watermark(watermark, sheet.width, sheet.height)
        self._frames(page)
        texts = [op for op in page.ops if isinstance(op, TextOp)]
        self._texts([*texts, *self._furniture(page, mark)])
        self._qr(qr_text(mark), sheet.width)
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Close the document and give its bytes."""
        self._canvas.showOutline()
        self._canvas.save()
        return self._buffer.getvalue()

    def _frames(self, page: Page) -> None:
        self._canvas.setLineWidth(geometry.FRAME)
        path = self._canvas.beginPath()
        for op in page.ops:
            if isinstance(op, BoxOp):
                path.rect(op.x, self._height - op.y - op.height, op.width, op.height)
            elif isinstance(op, LineOp):
                path.moveTo(op.x1, self._height - op.y1)
                path.lineTo(op.x2, self._height - op.y2)
        self._canvas.drawPath(path, stroke=1, fill=0)

    def _texts(self, ops: Sequence[TextOp]) -> None:
        boxes: list[tuple[float, float, float, bool]] = []
        pen = self._canvas.beginText()
        for op in ops:
            x = op.x
            for run in self._fonts.runs(op.style.role, op.text):
                if run.font:
                    pen.setFont(run.font, op.style.size)
                    pen.setCharSpace(op.spacing)
                    pen.setTextOrigin(x, self._height - op.y)
                    pen.textOut(run.text)
                else:
                    boxes.append((x, op.y, op.style.size, TICK_BOXES[run.text]))
                x += self._width(run.text, op.style, op.spacing)
        self._canvas.drawText(pen)
        for x, y, size, ticked in boxes:
            self._tick_box(x, y, size, ticked=ticked)

    def _width(self, text: str, style: TextStyle, spacing: float = 0.0) -> float:
        return sum(self._fonts.advance(style.role, char) * style.size + spacing for char in text)

    def _tick_box(self, x: float, baseline: float, size: float, *, ticked: bool) -> None:
        """A box of 0.72 em; the tick is two strokes."""
        canvas, side = self._canvas, 0.72 * size
        left, foot = x + 0.14 * size, self._height - baseline - 0.06 * size
        canvas.setLineWidth(0.05 * size)
        canvas.rect(left, foot, side, side, stroke=1, fill=0)
        if ticked:
            canvas.setLineWidth(0.09 * size)
            path = canvas.beginPath()
            path.moveTo(left + 0.18 * side, foot + 0.52 * side)
            path.lineTo(left + 0.42 * side, foot + 0.22 * side)
            path.lineTo(left + 0.84 * side, foot + 0.84 * side)
            canvas.drawPath(path, stroke=1, fill=0)
        canvas.setLineWidth(geometry.FRAME)

    def _furniture(self, page: Page, mark: PageMark) -> list[TextOp]:
        """Page number at the foot, page code in words left of the QR."""
        sheet = page.sheet
        number = f"第{mark.number}页 共{mark.total}页"
        foot = sheet.y + sheet.text_height + 11 * MM
        x = sheet.x + (sheet.text_width - self._width(number, geometry.FOOTER)) / 2
        ops = [TextOp(x, foot, number, geometry.FOOTER, 0.0)]
        style = geometry.CODE_LABEL
        right = sheet.width - geometry.QR_FROM_RIGHT - geometry.QR_SIZE - 6 * MM
        y = geometry.QR_FROM_TOP + geometry.QR_SIZE - 2 * style.leading
        for line in ("页面校验码", f"{mark.document} {printed_code(mark.code)}"):
            at = right - self._width(line, style)
            ops.append(TextOp(at, y + baseline_in(style), line, style, 0.0))
            y += style.leading
        return ops

    def _qr(self, text: str, sheet_width: float) -> None:
        """Version 2, level Q (25 modules), as one filled path; its quiet zone stays clear."""
        code = segno.make(text, version=2, error="q", mode="alphanumeric", boost_error=False, micro=False)
        module = geometry.QR_SIZE / len(code.matrix)
        left = sheet_width - geometry.QR_FROM_RIGHT - geometry.QR_SIZE
        top = self._height - geometry.QR_FROM_TOP
        self._canvas.setFillGray(1)
        quiet = _QUIET * module
        side = geometry.QR_SIZE + 2 * quiet
        self._canvas.rect(left - quiet, top - geometry.QR_SIZE - quiet, side, side, stroke=0, fill=1)
        self._canvas.setFillGray(0)
        path = self._canvas.beginPath()
        for row, cells in enumerate(code.matrix):
            for start, length in _dark_runs(bytes(cells)):
                path.rect(left + start * module, top - (row + 1) * module, length * module, module)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _watermark(self, text: str, width: float, height: float) -> None:
        canvas, style = self._canvas, geometry.WATERMARK
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
