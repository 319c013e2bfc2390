"""Find a page's code: in the corners, on the whole page, then in finer and ever darker corners.

Red ink vanishes in the red channel, so that a seal pressed on the code does not matter there. In a
gray scan it is gray; a threshold between black and that gray takes it away. A code may stand in
any corner: pages are laid on the glass in any quarter turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import atan2, degrees

import zxingcpp
from PIL import Image

from jxdesk.domain.page_code import parse_qr
from jxdesk.scan.pictures import A4_LONG_INCHES, Page

Mark = tuple[str, int]
"""The text of a page code, and how many degrees clockwise make the page upright."""

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

FIRST_DPI = 150
FINE_DPI = 300
_CORNER = 62 / 297
"""The corner that is searched, as a part of the long side: 62 mm, with the page a little askew."""

_DARK, _LIGHT = 0.01, 0.9
"""Parts of a corner's pixels that are at most as bright as black, and as paper."""

_BETWEEN = (0.14, 0.22, 0.32, 0.45)
"""Thresholds from black to paper."""


def find_mark(page: Page, first: Image.Image) -> Mark | None:
    """The page's code. ``first`` is the page at ``FIRST_DPI``; ``None`` if none or several are read."""
    for pictures in _attempts(page, _without_red(first)):
        marks = set().union(*map(_read, pictures))
        if marks:
            return next(iter(marks)) if len(marks) == 1 else None
    return None


def _attempts(page: Page, first: Image.Image) -> Iterator[list[Image.Image]]:
    """What to read, one attempt after the other: most pages are through after the first."""
    yield _corners(first)
    yield [first]
    fine = [_enlarged(corner) for corner in _corners(_without_red(page.picture(FINE_DPI)))]
    yield fine
    for part in _BETWEEN:
        yield [_black_and_white(corner, part) for corner in fine]


def _corners(picture: Image.Image) -> list[Image.Image]:
    width, height = picture.size
    side = round(_CORNER * max(picture.size))
    boxes = (
        (width - side, 0, width, side),
        (0, 0, side, side),
        (0, height - side, side, height),
        (width - side, height - side, width, height),
    )
    return [picture.crop(box) for box in boxes]


def _enlarged(corner: Image.Image) -> Image.Image:
    """A corner at ``FINE_DPI`` at least."""
    wanted = round(_CORNER * A4_LONG_INCHES * FINE_DPI)
    return corner if corner.width >= wanted else corner.resize((wanted, wanted), Image.Resampling.BICUBIC)


def _black_and_white(corner: Image.Image, part: float) -> Image.Image:
    """Black what is darker than ``part`` of the way from black to paper."""
    dark, light = _levels(corner.histogram())
    threshold = dark + part * (light - dark)
    return corner.point(lambda value: 255 if value > threshold else 0)


def _levels(histogram: Iterable[int]) -> tuple[int, int]:
    """The brightness of ink and of paper."""
    counts = list(histogram)
    total, seen, dark = sum(counts), 0, 0
    for value, count in enumerate(counts):
        if seen <= _DARK * total:
            dark = value
        seen += count
        if seen >= _LIGHT * total:
            return dark, value
    return dark, len(counts) - 1


def _without_red(picture: Image.Image) -> Image.Image:
    return picture.getchannel("R") if picture.mode == "RGB" else picture


def _read(picture: Image.Image) -> set[Mark]:
    """Every page code that can be read in the picture."""
    found = zxingcpp.read_barcodes(picture, formats=_QR, try_invert=False)
    return {(each.text, _turn(each.position)) for each in found if parse_qr(each.text) is not None}


def _turn(position: zxingcpp.Position) -> int:
    """From where the code's upper edge runs; pictures count downwards, so angles are clockwise."""
    across = position.top_right.x - position.top_left.x
    down = position.top_right.y - position.top_left.y
    return -round(degrees(atan2(down, across)) / 90) * 90 % 360
