"""PostScript outlines to TrueType outlines, the only kind that reportlab embeds.

The result depends on the source file and on the fontTools version alone (pinned in the lock), never on
the clock, so that its digest can be written down in ``resources/fonts/fonts.toml``.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

MAX_ERROR_UNITS = 1.0
"""How far a quadratic curve may stray from the cubic one, in font units (a thousandth of the em)."""

TRUETYPE_MAGIC = "\x00\x01\x00\x00"


def cff_to_glyf(source: Path, target: Path) -> None:
    """Write ``source`` (OpenType with a ``CFF`` table) as TrueType to ``target``.

    Metrics, character map and names stay as they are; hinting is dropped. Takes about half a minute
    for ten thousand glyphs.
    """
    font = TTFont(source, recalcTimestamp=False)
    outlines = font.getGlyphSet()
    order = font.getGlyphOrder()
    table = newTable("glyf")
    table.glyphOrder = order
    table.glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        # TrueType fills clockwise contours, PostScript the others.
        outlines[name].draw(Cu2QuPen(pen, MAX_ERROR_UNITS, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table
    _describe_as_truetype(font)
    font.save(target, reorderTables=True)


def _describe_as_truetype(font: TTFont) -> None:
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    font.sfntVersion = TRUETYPE_MAGIC
    profile = font["maxp"]
    profile.tableVersion = 0x00010000
    profile.maxZones = 1
    for field in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
    ):
        setattr(profile, field, 0)
    font["head"].glyphDataFormat = 0
