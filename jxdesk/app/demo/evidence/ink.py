"""Chinese text drawn into pictures with the fonts that the documents are set in."""

from __future__ import annotations

from functools import lru_cache

from PIL import ImageDraw, ImageFont

from jxdesk.documents.fonts import FontSet, Role

Colour = tuple[int, int, int] | int


class Ink:
    """Draws lines of text on a picture; each character in the first font that has it."""

    def __init__(self, pen: ImageDraw.ImageDraw, fonts: FontSet) -> None:
        self._pen = pen
        self._fonts = fonts

    def width(self, role: Role, text: str, size: int) -> float:
        """The width of ``text`` in pixels."""
        return sum(self._fonts.advance(role, char) * size for char in text)

    def line(self, at: tuple[float, float], text: str, role: Role, size: int, colour: Colour) -> None:
        """Draw ``text`` with its baseline's left end at ``at``."""
        x, y = at
        for char in text:
            font = _font(str(self._fonts.face(role, char).face.filename), size)
            self._pen.text((x, y), char, font=font, fill=colour, anchor="ls")
            x += self._fonts.advance(role, char) * size

    def centred(self, at: tuple[float, float], text: str, role: Role, size: int, colour: Colour) -> None:
        """Draw ``text`` with the middle of its baseline at ``at``."""
        x, y = at
        self.line((x - self.width(role, text, size) / 2, y), text, role, size, colour)


@lru_cache(maxsize=32)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)
