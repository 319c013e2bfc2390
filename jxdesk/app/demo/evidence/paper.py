"""A PDF of a few pages, each saying 演示 across the sheet and along its head."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from jxdesk.app.demo.names import MARK
from jxdesk.documents.fonts import FontSet, Role
from jxdesk.documents.outline import Block, Section
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.flow import flow_section
from jxdesk.documents.pdf.setting import BoxOp, LineOp, Page, TextOp

HEAD = f"{MARK}材料 · 内容均为虚构 · 仅供培训"
_PALE = (1.0, 0.89, 0.87)
_RED = (0.78, 0.16, 0.14)
_BIG = 190
_SMALL = 11


@dataclass(frozen=True, slots=True)
class Paper:
    """The blocks of one document."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def suffix(self) -> str:
        """The file's extension."""
        return "pdf"

    def make(self, fonts: FontSet) -> bytes:
        """The PDF; the same bytes each time."""
        pages = flow_section(Section("evidence", self.title, self.blocks), fonts)
        buffer = BytesIO()
        first = fonts.face(Role.SONG, "0").fontName
        canvas = Canvas(
            buffer, pagesize=geometry.A4, pageCompression=1, invariant=1, initialFontName=first, lang="zh-CN"
        )
        canvas.setTitle(self.title)
        canvas.setAuthor(MARK)
        canvas.setCreator("jxdesk")
        canvas.setProducer("jxdesk")
        for number, page in enumerate(pages, start=1):
            canvas.setPageSize((page.sheet.width, page.sheet.height))
            _mark(canvas, fonts, page, f"{HEAD}　第{number}页 共{len(pages)}页")
            _draw(canvas, fonts, page)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()


def _mark(canvas: Canvas, fonts: FontSet, page: Page, head: str) -> None:
    width, height = page.sheet.width, page.sheet.height
    canvas.saveState()
    canvas.setFillColorRGB(*_PALE)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(35)
    canvas.setFont(fonts.face(Role.HEI, MARK[0]).fontName, _BIG)
    canvas.drawCentredString(0, -_BIG / 3, MARK)
    canvas.restoreState()
    canvas.setFillColorRGB(*_RED)
    x = (width - sum(fonts.advance(Role.HEI, char) for char in head) * _SMALL) / 2
    _text(canvas, fonts, Role.HEI, head, (x, height - 45), _SMALL)
    canvas.setFillGray(0)


def _draw(canvas: Canvas, fonts: FontSet, page: Page) -> None:
    height = page.sheet.height
    canvas.setLineWidth(geometry.FRAME)
    for op in page.ops:
        if isinstance(op, BoxOp):
            canvas.rect(op.x, height - op.y - op.height, op.width, op.height)
        elif isinstance(op, LineOp):
            canvas.line(op.x1, height - op.y1, op.x2, height - op.y2)
        elif isinstance(op, TextOp):
            _text(canvas, fonts, op.style.role, op.text, (op.x, height - op.y), op.style.size, op.spacing)


def _text(
    canvas: Canvas,
    fonts: FontSet,
    role: Role,
    text: str,
    at: tuple[float, float],
    size: float,
    spacing: float = 0.0,
) -> None:
    x, y = at
    pen = canvas.beginText()
    pen.setCharSpace(spacing)
    for run in fonts.runs(role, text):
        pen.setFont(run.font, size)
        pen.setTextOrigin(x, y)
        pen.textOut(run.text)
        x += sum(fonts.advance(role, char) * size + spacing for char in run.text)
    canvas.drawText(pen)
