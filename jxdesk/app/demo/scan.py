"""A stamped scan for training: the print PDF as if printed, sealed with a demo seal and scanned.

Every page says that it is simulated; the seal says 演示章 and has nothing of an official one.
"""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from jxdesk.app.demo.evidence.ink import Ink
from jxdesk.app.demo.names import MARK
from jxdesk.base.progress import Progress
from jxdesk.documents.fonts import FontSet, Role
from jxdesk.scan.picture_pdf import Sheet, bind

DPI = 150
_QUALITY = 60
_PAPER = (250, 248, 241)
_RED = (206, 42, 40)
_SEAL_MM = 42
_MOST_TILT = 0.5
_SEALED_WHERE = "盖章"
_PAGES_WITH_SEAL = 3
_NOTE = f"{MARK}·模拟扫描件"
_MM_PER_INCH = 25.4
_POINTS_PER_INCH = 72


def simulated_scan(print_pdf: bytes, fonts: FontSet, seed: int, progress: Progress) -> bytes:
    """One PDF with a picture of each page of ``print_pdf``, same bytes for the same seed.

    Each page is rendered at ``DPI`` on off-white paper, turned by less than a degree and marked
    as simulated; the pages near the front that ask for a seal (盖章) bear the demo seal there.
    Raises what ``progress`` raises.
    """
    document = pypdfium2.PdfDocument(print_pdf)
    try:
        pages = []
        for number in range(len(document)):
            progress("正在模拟扫描", number, len(document))
            source = random.Random(f"{seed}:scan:{number}")
            pages.append(_scan(document[number], number, fonts, source))
        progress("正在模拟扫描", len(document), len(document))
    finally:
        document.close()
    return bind(pages)


def _scan(page: Any, number: int, fonts: FontSet, source: random.Random) -> Sheet:
    width, height = page.get_size()
    picture = page.render(scale=DPI / _POINTS_PER_INCH).to_pil().convert("RGB")
    if number < _PAGES_WITH_SEAL:
        _seal(picture, page, fonts, source)
    _note(picture, fonts)
    picture = ImageChops.multiply(picture, Image.new("RGB", picture.size, _PAPER))
    tilt = source.uniform(-_MOST_TILT, _MOST_TILT)
    picture = picture.rotate(tilt, Image.Resampling.BILINEAR, fillcolor=_PAPER)
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY, dpi=(DPI, DPI))
    return Sheet.of_jpeg(buffer.getvalue(), "RGB", picture.size, (width, height))


def _seal(picture: Image.Image, page: Any, fonts: FontSet, source: random.Random) -> None:
    """Press the seal where the page asks for one, if it does."""
    place = _asked_at(page)
    if place is None:
        return
    scale = DPI / _POINTS_PER_INCH
    x = place[0] * scale
    y = picture.height - place[1] * scale
    print_of_seal = _seal_print(fonts, source)
    corner = (round(x - print_of_seal.width / 2), round(y - print_of_seal.height / 2))
    layer = Image.new("RGB", picture.size, "white")
    layer.paste(Image.new("RGB", print_of_seal.size, _RED), corner, print_of_seal)
    picture.paste(ImageChops.multiply(picture, layer))


def _asked_at(page: Any) -> tuple[float, float] | None:
    """Where the page says 盖章: the middle of these words in points from the lower left."""
    text = page.get_textpage()
    try:
        found = text.search(_SEALED_WHERE).get_next()
        if found is None:
            return None
        left, bottom, right, top = text.get_charbox(found[0])
        return (left + right) / 2, (bottom + top) / 2
    finally:
        text.close()


def _seal_print(fonts: FontSet, source: random.Random) -> Image.Image:
    """The ink of the seal as a mask: a ring, 演示章 in it, unevenly pressed."""
    side = round(_SEAL_MM / _MM_PER_INCH * DPI)
    mask = Image.new("L", (side, side))
    pen = ImageDraw.Draw(mask)
    pen.ellipse((2, 2, side - 3, side - 3), outline=255, width=max(3, side // 34))
    pen.ellipse((side * 0.07, side * 0.07, side * 0.93, side * 0.93), outline=255, width=1)
    ink = Ink(pen, fonts)
    # The middle stays free: there the printed words stand that the seal is pressed on.
    for base, size, words in ((0.42, 0.21, f"{MARK}章"), (0.68, 0.1, "仅供培训"), (0.8, 0.1, "没有效力")):
        ink.centred((side / 2, side * base), words, Role.HEI, round(side * size), 255)
    pressed = mask.rotate(source.uniform(-8, 8), Image.Resampling.BICUBIC)
    return ImageChops.multiply(pressed, _unevenness(source, side)).filter(ImageFilter.GaussianBlur(0.4))


def _unevenness(source: random.Random, side: int) -> Image.Image:
    """How much ink the paper took: a soft pattern of 70 to 100 %."""
    coarse = 12
    dots = bytes(source.randint(178, 255) for _ in range(coarse * coarse))
    return Image.frombytes("L", (coarse, coarse), dots).resize((side, side), Image.Resampling.BICUBIC)


def _note(picture: Image.Image, fonts: FontSet) -> None:
    """The words in the upper left corner, clear of the page's text and its QR code."""
    size = round(4.2 / _MM_PER_INCH * DPI)
    left, base = round(15 / _MM_PER_INCH * DPI), round(16 / _MM_PER_INCH * DPI)
    pen = ImageDraw.Draw(picture)
    ink = Ink(pen, fonts)
    pad = size * 0.5
    right = left + ink.width(Role.HEI, _NOTE, size)
    pen.rectangle((left - pad, base - size * 1.2, right + pad, base + size * 0.6), outline=_RED, width=2)
    ink.line((left, base), _NOTE, Role.HEI, size, _RED)
