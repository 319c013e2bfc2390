"""What every PDF is drawn with: pages, text runs in the right fonts, frames, tick boxes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from jxdesk.documents.fonts import TICK_BOXES, FontSet
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import Sheet, TextStyle
from jxdesk.documents.pdf.setting import BoxOp, LeaderOp, LineOp, LinkOp, Op, TextOp

Ink = tuple[float, float, float]
BLACK: Ink = (0.0, 0.0, 0.0)
_DOT, _DOT_STEP = 1.0, 4.5


@dataclass(frozen=True, slots=True)
class Properties:
    """What stands in the file's metadata."""

    title: str
    author: str


class Pen:
    """Draws pages one after the other into one PDF, always the same bytes for the same strokes.

    y counts downwards from the page's upper edge, in points.
    """

    def __init__(self, fonts: FontSet, properties: Properties) -> None:
        self._fonts = fonts
        self._buffer = BytesIO()
        # The library has no types; whatever is drawn beyond text and frames is drawn on it.
        self.canvas: Any = Canvas(
            self._buffer,
            pagesize=geometry.A4,
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.face(geometry.FOOTER.role, "0").fontName,
            lang="zh-CN",
        )
        self.canvas.setTitle(properties.title)
        self.canvas.setAuthor(properties.author)
        self.canvas.setCreator("jxdesk")
        self.canvas.setProducer("jxdesk")
        self.height = 0.0

    def bookmark(self, key: str, title: str, level: int = 0) -> None:
        """Let the present page be reached from the reader's outline under ``title``."""
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(title, key, level=level)

    def target(self, key: str) -> None:
        """Let links reach the present page as ``key``."""
        self.canvas.bookmarkPage(key)

    def begin(self, sheet: Sheet) -> None:
        """Begin a page of this size."""
        self.height = sheet.height
        self.canvas.setPageSize((sheet.width, sheet.height))

    def end(self) -> None:
        """The page is done."""
        self.canvas.showPage()

    def finish(self) -> bytes:
        """Close the document and give its bytes."""
        self.canvas.showOutline()
        self.canvas.save()
        return self._buffer.getvalue()

    def frames(self, ops: Sequence[Op], line: float = geometry.FRAME, ink: Ink = BLACK) -> None:
        """Draw the frames and lines among ``ops``, ``line`` points thick."""
        self.canvas.setLineWidth(line)
        if ink != BLACK:
            self.canvas.setStrokeColorRGB(*ink)
        path = self.canvas.beginPath()
        for op in ops:
            if isinstance(op, BoxOp):
                path.rect(op.x, self.height - op.y - op.height, op.width, op.height)
            elif isinstance(op, LineOp):
                path.moveTo(op.x1, self.height - op.y1)
                path.lineTo(op.x2, self.height - op.y2)
        self.canvas.drawPath(path, stroke=1, fill=0)
        self._leaders([op for op in ops if isinstance(op, LeaderOp)])
        if ink != BLACK:
            self.canvas.setStrokeColorRGB(*BLACK)
        for op in ops:
            if isinstance(op, LinkOp):
                corners = (op.x, self.height - op.y - op.height, op.x + op.width, self.height - op.y)
                self.canvas.linkRect("", op.target, corners, thickness=0)

    def texts(self, ops: Sequence[TextOp], ink: Ink = BLACK) -> None:
        """Draw the texts, each character in a font that has it, tick boxes as lines."""
        boxes: list[tuple[float, float, float, bool]] = []
        pen = self.canvas.beginText()
        if ink != BLACK:
            pen.setFillColorRGB(*ink)
        for op in ops:
            x = op.x
            for run in self._fonts.runs(op.style.role, op.text):
                if run.font:
                    pen.setFont(run.font, op.style.size)
                    pen.setCharSpace(op.spacing)
                    pen.setTextOrigin(x, self.height - op.y)
                    pen.textOut(run.text)
                else:
                    boxes.append((x, op.y, op.style.size, TICK_BOXES[run.text]))
                x += self.width(run.text, op.style, op.spacing)
        if ink != BLACK:
            pen.setFillColorRGB(*BLACK)
        self.canvas.drawText(pen)
        for x, y, size, ticked in boxes:
            self._tick_box(x, y, size, ticked=ticked)

    def _leaders(self, ops: Sequence[LeaderOp]) -> None:
        """Round dots, at the same places on every line."""
        if not ops:
            return
        canvas = self.canvas
        canvas.saveState()
        canvas.setLineCap(1)
        canvas.setLineWidth(_DOT)
        canvas.setDash([0, _DOT_STEP])
        for op in ops:
            first = math.ceil(op.x1 / _DOT_STEP) * _DOT_STEP
            if first < op.x2:
                canvas.line(first, self.height - op.y, op.x2, self.height - op.y)
        canvas.restoreState()

    def width(self, text: str, style: TextStyle, spacing: float = 0.0) -> float:
        """The width of ``text`` in points."""
        return sum(self._fonts.advance(style.role, char) * style.size + spacing for char in text)

    def _tick_box(self, x: float, baseline: float, size: float, *, ticked: bool) -> None:
        """A box of 0.72 em; the tick is two strokes."""
        canvas, side = self.canvas, 0.72 * size
        left, foot = x + 0.14 * size, self.height - baseline - 0.06 * size
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
