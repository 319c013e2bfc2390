"""What can be seen of a page without reading it: whether it is blank, and whether it bears a red seal.

Both look at cells of about a square millimetre, in which noise and the dots of print are evened out.
"""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

from jxdesk.domain.scan import Ink

_CELLS = 297
"""Cells along the long side of a sheet: one a millimetre."""

_BORDER = 0.04
"""The part of a page at its edges where scanners leave shadows."""

_INK = 32
_LEAST_INK = 30
"""How much darker than paper a cell with ink is, and how many of them make a page not blank."""

_RED = 24
_LEAST_RED = 60
_LEAST_SPREAD = 20
_WINDOW = 48
"""A seal: so much redder than the paper, at least 60 mm² of it within 48 mm (seals of counties and
enterprises measure 38 to 45 mm), and at least 20 mm wide and high, which a red line is not."""

_LETTERHEAD = 40
"""Millimetres at the head of an upright page where a red heading may stand."""

_COLOURED = 8
"""Somewhere in a scan in colour channels differ by more than this: its paper or its lettering sees to
that, while those of a gray one are the same."""

_TRANSPOSED = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Sight:
    """A page seen from afar: its ``cells``, and whether the scan knows colours at all."""

    cells: Image.Image
    has_colour: bool

    @classmethod
    def of(cls, picture: Image.Image) -> Sight:
        """What a picture in mode ``RGB`` or ``L`` shows."""
        near = picture.reduce(2)
        scale = _CELLS / max(near.size)
        size = (max(1, round(near.width * scale)), max(1, round(near.height * scale)))
        has_colour = near.mode == "RGB" and _has_colour(near.reduce(2))
        return cls(near.resize(size, Image.Resampling.BOX), has_colour)

    @property
    def is_blank(self) -> bool:
        """Whether hardly anything stands on the page."""
        cells = self.cells.convert("L")
        x, y = round(cells.width * _BORDER), round(cells.height * _BORDER)
        histogram = cells.crop((x, y, cells.width - x, cells.height - y)).histogram()
        return sum(histogram[: max(0, _middle(histogram) - _INK)]) < _LEAST_INK

    def seal_ink(self, turn: int | None) -> Ink:
        """Whether a red seal was pressed on the page.

        ``turn`` is how many degrees clockwise make it upright, ``None`` if that is not known: then
        a red heading is looked at as well.
        """
        if not self.has_colour:
            return Ink.UNKNOWN
        cells = self.cells
        if turn is not None:
            cells = cells.transpose(_TRANSPOSED[turn]) if turn in _TRANSPOSED else cells
            cells = cells.crop((0, min(_LETTERHEAD, cells.height // 2), cells.width, cells.height))
        return Ink.RED if _bears_seal(_red_cells(cells)) else Ink.NONE


def _red_cells(cells: Image.Image) -> Image.Image:
    """White where a cell is clearly redder than the paper; yellowish paper and light don't matter."""
    red, green, blue = cells.split()
    excess = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    least = _middle(excess.histogram()) + _RED
    return excess.point(lambda value: 255 if value > least else 0)


def _bears_seal(red: Image.Image) -> bool:
    """Whether somewhere in a seal's room there is a seal's red."""
    dense = red.filter(ImageFilter.BoxBlur(_WINDOW // 2))
    values = dense.tobytes()
    most = max(values, default=0)
    if most / 255 * (_WINDOW + 1) ** 2 < _LEAST_RED:
        return False
    at = values.index(most)
    x, y = at % dense.width, at // dense.width
    half = _WINDOW // 2
    box = red.crop((x - half, y - half, x + half, y + half)).getbbox()
    return box is not None and min(box[2] - box[0], box[3] - box[1]) >= _LEAST_SPREAD


def _has_colour(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    return any(ImageChops.subtract(brightest, darkest).histogram()[_COLOURED + 1 :])


def _middle(histogram: list[int]) -> int:
    """The value that half of the cells do not exceed: the paper's."""
    half, seen = sum(histogram) / 2, 0
    for value, count in enumerate(histogram):
        seen += count
        if seen >= half:
            return value
    return len(histogram) - 1
