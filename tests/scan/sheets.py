"""Sheets as a scanner sees them, drawn small and quickly: a page code, lines of writing, a red seal."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from PIL import Image, ImageChops, ImageDraw

from jxdesk.scan.picture_pdf import Sheet, bind
from jxdesk.scan.reading import Source

MARKS = tuple(f"S1.QBXM.{number:03d}.009.{'ABCDEFGHI'[number - 1]}BCDEFGHIJ" for number in range(1, 10))
RED = (206, 42, 40)
PAPER = (250, 248, 241)
MM = 25.4
_QR, _RIGHT, _TOP = 22, 14, 9

TURNED = {
    0: None,
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}
"""By how many degrees clockwise the picture has to be turned again to stand upright."""


def sheet(
    mark: str = "",
    *,
    dpi: int = 100,
    rows: int = 16,
    landscape: bool = False,
    seal_at: tuple[float, float] | None = None,
    paper: tuple[int, int, int] = PAPER,
) -> Image.Image:
    """An A4 page in colour. ``seal_at`` is the middle of a seal in mm from the upper left corner."""
    size = (297, 210) if landscape else (210, 297)
    page = Image.new("RGB", (_px(size[0], dpi), _px(size[1], dpi)), paper)
    pen = ImageDraw.Draw(page)
    for row in range(rows):
        for column in range(24):
            x, y = _px(28 + 6 * column, dpi), _px(45 + 10 * row, dpi)
            pen.rectangle((x, y, x + _px(3.5, dpi), y + _px(1.2, dpi)), fill=(20, 20, 20))
            pen.rectangle((x, y, x + _px(0.8, dpi), y + _px(4, dpi)), fill=(20, 20, 20))
    if mark:
        code = _code(mark, dpi)
        page.paste(code, (page.width - _px(_RIGHT, dpi) - code.width, _px(_TOP, dpi)))
    return page if seal_at is None else with_seal(page, seal_at, dpi)


def with_seal(page: Image.Image, at: tuple[float, float], dpi: int, ink: Any = RED) -> Image.Image:
    """The page with a round seal of 42 mm pressed on it."""
    side = _px(42, dpi)
    mask = Image.new("L", (side, side))
    pen = ImageDraw.Draw(mask)
    pen.ellipse((1, 1, side - 2, side - 2), outline=230, width=max(2, side // 34))
    pen.polygon([(side * x, side * y) for x, y in ((0.5, 0.3), (0.66, 0.68), (0.34, 0.68))], fill=230)
    for x in (0.2, 0.32, 0.6, 0.72):
        pen.rectangle((side * x, side * 0.14, side * (x + 0.07), side * 0.26), fill=230)
    layer = Image.new("RGB", page.size, "white")
    layer.paste(ink, (_px(at[0], dpi) - side // 2, _px(at[1], dpi) - side // 2), mask)
    return ImageChops.multiply(page, layer)


def laid(page: Image.Image, turn: int) -> Image.Image:
    """The page as it was laid on the glass: ``turn`` degrees clockwise make it upright again."""
    way = TURNED[turn]
    return page if way is None else page.transpose(way)


def jpeg(page: Image.Image, *, dpi: int = 100, quality: int = 70, **more: Any) -> bytes:
    buffer = BytesIO()
    page.save(buffer, "JPEG", quality=quality, dpi=(dpi, dpi), **more)
    return buffer.getvalue()


def png(page: Image.Image, **more: Any) -> bytes:
    buffer = BytesIO()
    page.save(buffer, "PNG", compress_level=1, **more)
    return buffer.getvalue()


def tiff(*pages: Image.Image, dpi: int = 100, **more: Any) -> bytes:
    buffer = BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:], dpi=(dpi, dpi), **more)
    return buffer.getvalue()


def pdf(*pages: Image.Image, points: tuple[float, float] | None = None, dpi: int = 100) -> bytes:
    """As scanners write it; ``points`` is the size every page claims, by default the true one."""
    sheets = []
    for page in pages:
        true = (page.width / dpi * 72, page.height / dpi * 72)
        sheets.append(Sheet.of_jpeg(jpeg(page), page.mode, page.size, points or true))
    return bind(sheets)


def source(folder: Path, name: str, data: bytes) -> Source:
    """A scan file on the disk."""
    path = folder / name
    path.write_bytes(data)
    return Source(path, name, hashlib.sha256(data).hexdigest())


def _code(mark: str, dpi: int) -> Image.Image:
    code = segno.make(mark, version=2, error="q", mode="alphanumeric", boost_error=False, micro=False)
    modules = [bytes(row) for row in code.matrix]
    small = Image.frombytes(
        "L", (len(modules), len(modules)), bytes(255 * (1 - m) for row in modules for m in row)
    )
    side = _px(_QR, dpi)
    return small.resize((side, side), Image.Resampling.BOX if side > 150 else Image.Resampling.NEAREST)


def _px(mm: float, dpi: int) -> int:
    return round(mm / MM * dpi)
