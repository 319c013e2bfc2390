"""Simulated scans of printed pages: what printers, seals, scanners and people do to them.

Every variant is made from a seed: the page askew by up to 3°, seen in perspective, its black washed
out, blurred, noisy, packed as JPEG of quality 35–85 (black and white: fax code), laid on the glass
in any quarter turn, with a red seal of 42 mm clear of the page code, over its edge, or on top of it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

MODES = ("colour", "gray", "black-white")
SEALS = ("none", "clear", "edge", "on")
DPIS = (100, 150, 200, 300)

_MM = 25.4
_POINTS = 72
_SEAL_MM = 42
_INK = (206, 42, 40)
_PAPER = (250, 248, 241)
_CODE_FROM_RIGHT, _CODE_FROM_TOP = 25, 20
"""The middle of the page code, in mm (the form's geometry: 22 mm, 14 from the right, 9 from the top)."""

_MOST_TILT = 3
_MOST_PERSPECTIVE = 0.01
_BLACK_OR_WHITE = 150
_TURNS = {
    0: None,
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


@dataclass(frozen=True, slots=True)
class Variant:
    """One simulated scan: its file, what was done, and what has to be found (``turn``: clockwise)."""

    data: bytes
    mode: str
    seal: str
    dpi: int
    page: int
    turn: int

    @property
    def suffix(self) -> str:
        """The ending of such a file."""
        return ".tif" if self.mode == "black-white" else ".jpg"


def variants(document: Any, each: int, seed: int) -> Iterator[Variant]:
    """``each`` variants for every mode, seal and resolution, of pages (from 1) of a pypdfium2 document."""
    for mode in MODES:
        for seal in SEALS:
            for dpi in DPIS:
                for number in range(each):
                    source = random.Random(f"{seed}:{mode}:{seal}:{dpi}:{number}")
                    page = source.randrange(len(document))
                    turn = source.choice(list(_TURNS))
                    picture = _scanned(document[page], mode, seal, dpi, source)
                    way = _TURNS[turn]
                    laid = picture if way is None else picture.transpose(way)
                    data = _packed(laid, dpi, source.randint(35, 85))
                    yield Variant(data, mode, seal, dpi, page + 1, turn)


def _scanned(page: Any, mode: str, seal: str, dpi: int, source: random.Random) -> Image.Image:
    picture = page.render(scale=dpi / _POINTS).to_pil().convert("RGB")
    if seal != "none":
        picture = _stamped(picture, seal, dpi, source)
    picture = _seen(_washed(picture, source), source)
    picture = picture.filter(ImageFilter.GaussianBlur(source.uniform(0.2, 0.9) * dpi / 150))
    picture = _noisy(picture, source)
    if mode == "colour":
        return picture
    gray = picture.convert("L")
    if mode == "gray":
        return gray
    return gray.point(lambda value: 255 if value > _BLACK_OR_WHITE else 0).convert("1")


def _stamped(picture: Image.Image, seal: str, dpi: int, source: random.Random) -> Image.Image:
    """A seal where ``seal`` says: its ring through a corner of the code, or its middle near the code's."""
    x = picture.width - _CODE_FROM_RIGHT / _MM * dpi
    y = _CODE_FROM_TOP / _MM * dpi
    if seal == "clear":
        x, y = picture.width * source.uniform(0.3, 0.7), picture.height * source.uniform(0.5, 0.75)
    else:
        away = (26 if seal == "edge" else source.uniform(4, 10)) / _MM * dpi
        angle = source.uniform(0.55, 0.95) * math.pi
        x, y = x + away * math.cos(angle), y + away * math.sin(angle)
    mask = _seal(dpi, source)
    layer = Image.new("RGB", picture.size, "white")
    layer.paste(_INK, (round(x - mask.width / 2), round(y - mask.height / 2)), mask)
    return ImageChops.multiply(picture, layer)


def _seal(dpi: int, source: random.Random) -> Image.Image:
    """A ring, a star, blocks in place of characters, unevenly inked."""
    side = round(_SEAL_MM / _MM * dpi)
    mask = Image.new("L", (side, side))
    pen = ImageDraw.Draw(mask)
    pen.ellipse((2, 2, side - 3, side - 3), outline=255, width=max(2, side // 34))
    star = []
    for corner in range(10):
        reach = side * (0.16 if corner % 2 == 0 else 0.065)
        angle = math.pi * corner / 5 - math.pi / 2
        star.append((side / 2 + reach * math.cos(angle), side / 2 + reach * math.sin(angle)))
    pen.polygon(star, fill=255)
    for place in range(14):
        angle, half = math.pi * (0.85 + 1.3 * place / 13), side * 0.05
        x, y = side / 2 + side * 0.37 * math.cos(angle), side / 2 + side * 0.37 * math.sin(angle)
        pen.rectangle((x - half, y - half, x - half * 0.2, y + half), fill=255)
        pen.rectangle((x + half * 0.3, y - half, x + half, y + half * 0.6), fill=255)
    ink = source.uniform(0.75, 1)
    return mask.rotate(source.uniform(-20, 20)).point(lambda value: int(value * ink))


def _washed(picture: Image.Image, source: random.Random) -> Image.Image:
    """Toner is never quite black and paper never quite white."""
    black = source.randint(0, 60)
    table = [black + (paper - black) * value // 255 for paper in _PAPER for value in range(256)]
    return picture.point(table)


def _seen(picture: Image.Image, source: random.Random) -> Image.Image:
    """Askew, and from a little to the side."""
    tilt = source.uniform(-_MOST_TILT, _MOST_TILT)
    picture = picture.rotate(tilt, Image.Resampling.BILINEAR, fillcolor=_PAPER)
    width, height = picture.size

    def off(length: int) -> float:
        return source.uniform(0, _MOST_PERSPECTIVE) * length

    corners = (
        *(off(width), off(height)),
        *(off(width), height - off(height)),
        *(width - off(width), height - off(height)),
        *(width - off(width), off(height)),
    )
    how = Image.Resampling.BILINEAR
    return picture.transform((width, height), Image.Transform.QUAD, corners, how, fillcolor="white")


def _noisy(picture: Image.Image, source: random.Random) -> Image.Image:
    """Noise of one tile laid over the whole page: making it for every pixel takes a second."""
    side = 256
    amount = source.uniform(4, 18)
    tile = Image.frombytes(
        "L", (side, side), bytes(min(255, max(0, round(source.gauss(128, amount)))) for _ in range(side**2))
    )
    noise = Image.new("L", picture.size)
    for x in range(0, picture.width, side):
        for y in range(0, picture.height, side):
            noise.paste(tile, (x, y))
    return ImageChops.add(picture, Image.merge("RGB", [noise] * 3), 1, -128)


def _packed(picture: Image.Image, dpi: int, quality: int) -> bytes:
    buffer = BytesIO()
    if picture.mode == "1":
        picture.save(buffer, "TIFF", compression="group4", dpi=(dpi, dpi))
    else:
        picture.save(buffer, "JPEG", quality=quality, dpi=(dpi, dpi))
    return buffer.getvalue()
