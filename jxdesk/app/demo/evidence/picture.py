"""JPEG pictures: a certificate as if photographed, and a drawn view of a building site."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from jxdesk.app.demo.evidence.ink import Ink
from jxdesk.app.demo.evidence.paper import HEAD
from jxdesk.app.demo.names import MARK
from jxdesk.documents.fonts import FontSet, Role
from jxdesk.documents.linebreak import break_lines

_QUALITY = 74
_RED = (190, 38, 33)
_GOLD = (176, 137, 58)
_INK = (44, 40, 36)
_CREAM = (252, 246, 231)
_SIZE = (1400, 980)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of honour: whom, what for, by whom, when."""

    holder: str
    text: str
    issuer: str
    date: str
    heading: str = "荣 誉 证 书"

    @property
    def suffix(self) -> str:
        """The file's extension."""
        return "jpg"

    def make(self, fonts: FontSet) -> bytes:
        """The picture; the same bytes each time."""
        width, height = _SIZE
        picture = Image.new("RGB", _SIZE, _CREAM)
        _across(picture, fonts, (250, 222, 211))
        pen = ImageDraw.Draw(picture)
        for inset, stroke in ((34, 9), (52, 2), (60, 2)):
            pen.rectangle((inset, inset, width - inset, height - inset), outline=_GOLD, width=stroke)
        ink = Ink(pen, fonts)
        ink.centred((width / 2, 118), HEAD, Role.HEI, 30, _RED)
        ink.centred((width / 2, 260), self.heading, Role.SONG_BOLD, 84, _RED)
        ink.line((170, 380), f"{self.holder}：", Role.KAI, 42, _INK)
        self._body(ink, fonts, width)
        for row, text in enumerate((self.issuer, self.date)):
            ink.line((width - 170 - ink.width(Role.KAI, text, 38), 800 + row * 62), text, Role.KAI, 38, _INK)
        return _jpeg(picture)

    def _body(self, ink: Ink, fonts: FontSet, width: int) -> None:
        size, leading = 42, 70
        lines = break_lines(
            self.text, lambda char: fonts.advance(Role.KAI, char) * size, width - 340, indent=2 * size
        )
        for row, line in enumerate(lines):
            left = 170 + (2 * size if row == 0 else 0)
            ink.line((left, 462 + row * leading), line.text, Role.KAI, size, _INK)


@dataclass(frozen=True, slots=True)
class SiteView:
    """A drawn view of a building site with its caption; ``seed`` places hills and halls."""

    caption: str
    seed: int

    @property
    def suffix(self) -> str:
        """The file's extension."""
        return "jpg"

    def make(self, fonts: FontSet) -> bytes:
        """The picture; the same bytes each time."""
        source = random.Random(self.seed)
        width, height = _SIZE
        picture = Image.new("RGB", _SIZE)
        pen = ImageDraw.Draw(picture)
        for y in range(height):
            pen.line((0, y, width, y), fill=_between((150, 190, 226), (236, 240, 236), y / 560))
        for depth, colour in enumerate(((150, 176, 168), (118, 152, 132), (92, 128, 100))):
            _hills(pen, source, 420 + depth * 60, colour)
        pen.rectangle((0, 640, width, height), fill=(186, 172, 148))
        for left in (90, 520, 960):
            _hall(pen, source, left + source.randint(-30, 30))
        _crane(pen, source.randint(420, 900))
        _across(picture, fonts, (255, 255, 255))
        pen = ImageDraw.Draw(picture)
        pen.rectangle((0, height - 96, width, height), fill=(32, 34, 38))
        ink = Ink(pen, fonts)
        ink.line((40, height - 34), self.caption, Role.HEI, 36, (245, 245, 245))
        ink.line((40, 62), f"{HEAD}（程序绘制，不是照片）", Role.HEI, 32, _RED)
        return _jpeg(picture)


def _across(picture: Image.Image, fonts: FontSet, colour: tuple[int, int, int]) -> None:
    """The mark in big letters across the picture."""
    picture.paste(Image.new("RGB", picture.size, colour), mask=_mark(fonts, picture.size))


@lru_cache(maxsize=2)
def _mark(fonts: FontSet, size: tuple[int, int]) -> Image.Image:
    """The mark as a mask: turning it is what takes time, and it is the same on every picture."""
    layer = Image.new("L", size)
    letters = 380
    middle = (size[0] / 2, size[1] / 2 + letters / 3)
    Ink(ImageDraw.Draw(layer), fonts).centred(middle, MARK, Role.HEI, letters, 255)
    turned = layer.rotate(24, Image.Resampling.BICUBIC)
    return turned.point([value * 6 // 10 for value in range(256)])


def _hills(pen: ImageDraw.ImageDraw, source: random.Random, base: int, colour: tuple[int, int, int]) -> None:
    step = 140
    points = [(x, base - source.randint(0, 150)) for x in range(-step, _SIZE[0] + 2 * step, step)]
    pen.polygon([(-step, _SIZE[1]), *points, (_SIZE[0] + step, _SIZE[1])], fill=colour)


def _hall(pen: ImageDraw.ImageDraw, source: random.Random, left: int) -> None:
    width, height = source.randint(300, 380), source.randint(150, 250)
    top = 720 - height
    pen.rectangle((left, top, left + width, 720), fill=(222, 224, 226), outline=(120, 124, 130), width=3)
    pen.rectangle((left, top, left + width, top + 26), fill=(64, 110, 168))
    for x in range(left + 24, left + width - 40, 56):
        for y in range(top + 50, 690, 62):
            pen.rectangle((x, y, x + 32, y + 36), fill=(134, 164, 190))


def _crane(pen: ImageDraw.ImageDraw, x: int) -> None:
    colour = (214, 150, 40)
    pen.rectangle((x, 250, x + 16, 720), fill=colour)
    pen.rectangle((x - 110, 262, x + 300, 274), fill=colour)
    pen.line((x + 250, 274, x + 250, 420), fill=(70, 70, 70), width=3)
    pen.polygon([(x + 8, 205), (x - 60, 262), (x + 120, 262)], outline=colour, width=4)


def _between(top: tuple[int, int, int], foot: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    part = min(max(share, 0.0), 1.0)
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(top, foot, strict=True))
    return red, green, blue


def _jpeg(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY, subsampling=2)
    return buffer.getvalue()
