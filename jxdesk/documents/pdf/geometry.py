"""Sheet, margins and text styles: GB/T 9704—2012 (5.1, 5.2, 7) as far as a form can follow it.

All lengths in this package are points (1/72 inch), from the sheet's upper left corner downwards.
"""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.documents.fonts import Role
from jxdesk.documents.outline import Align, CellRole, Density, TextRole

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)

TOP, BOTTOM, LEFT, RIGHT = 37 * MM, 35 * MM, 28 * MM, 26 * MM
LANDSCAPE_BOTTOM = 28 * MM

QR_SIZE = 22 * MM
QR_FROM_TOP = 9 * MM
QR_FROM_RIGHT = 14 * MM

CELL_PAD_X = 4.0
CELL_PAD_Y = 5.0
LIST_PAD_Y = 3.0
FORM_ROW = 32.0
LIST_ROW = 22.0
FRAME = 0.6
SEAL_ROOM = 46 * MM
TABLE_GAP = 10.0
"""Room between a table and running text above or below it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's size and the corner and size of its text area, in points."""

    width: float
    height: float
    x: float
    y: float
    text_width: float
    text_height: float


PORTRAIT = Sheet(A4[0], A4[1], LEFT, TOP, A4[0] - LEFT - RIGHT, A4[1] - TOP - BOTTOM)
LANDSCAPE = Sheet(A4[1], A4[0], LEFT, TOP, A4[1] - LEFT - RIGHT, A4[0] - TOP - LANDSCAPE_BOTTOM)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set. ``indent`` of first lines is in ems, ``tracking`` in points a character."""

    role: Role
    size: float
    leading: float
    tracking: float = 0.0
    indent: float = 0.0
    align: Align = Align.LEFT
    justify: bool = False
    before: float = 0.0
    after: float = 0.0


# 三号 on a grid of 28 characters by 22 lines (GB/T 9704—2012, 5.2.3).
_GRID_TRACKING = PORTRAIT.text_width / 28 - 16

PARAGRAPHS = {
    TextRole.TITLE: TextStyle(Role.SONG_BOLD, 22, 36, align=Align.CENTRE, after=20),
    TextRole.ANNEX: TextStyle(Role.HEI, 16, 28, after=4),
    TextRole.BODY: TextStyle(Role.FANG, 16, 28, _GRID_TRACKING, indent=2, justify=True),
    TextRole.CENTRE: TextStyle(Role.FANG, 16, 28, align=Align.CENTRE),
    TextRole.CAPTION: TextStyle(Role.HEI, 12, 20, align=Align.CENTRE, before=10, after=6),
    TextRole.NOTE: TextStyle(Role.FANG, 12, 20, justify=True, before=6),
    TextRole.ADDRESS: TextStyle(Role.FANG, 16, 28, _GRID_TRACKING),
}
HEADINGS = {
    1: TextStyle(Role.HEI, 16, 28, before=6, after=8),
    2: TextStyle(Role.KAI, 16, 28, indent=2),
}
CELLS = {
    CellRole.LABEL: TextStyle(Role.FANG, 12, 19),
    CellRole.VALUE: TextStyle(Role.FANG, 12, 19),
    CellRole.PROSE: TextStyle(Role.FANG, 12, 20, indent=2, justify=True),
}
LIST_HEADERS = {
    Density.FORM: TextStyle(Role.FANG, 12, 19, align=Align.CENTRE),
    Density.LIST: TextStyle(Role.HEI, 10.5, 15, align=Align.CENTRE),
    Density.SMALL: TextStyle(Role.HEI, 9, 13, align=Align.CENTRE),
}
LIST_CELLS = {
    Density.FORM: TextStyle(Role.FANG, 11, 16),
    Density.LIST: TextStyle(Role.FANG, 10.5, 15),
    Density.SMALL: TextStyle(Role.FANG, 9.5, 13.5),
}

CONTENTS_TITLE = TextStyle(Role.SONG_BOLD, 22, 36, align=Align.CENTRE, after=20)
CONTENTS = {1: TextStyle(Role.HEI, 14, 28), 2: TextStyle(Role.FANG, 14, 28)}
CONTENTS_STEP = 28.0
"""How far the second level of the table of contents stands in, in points."""

COVER_TITLE = TextStyle(Role.SONG_BOLD, 30, 50, align=Align.CENTRE)
COVER_LABEL = TextStyle(Role.HEI, 16, 30)
COVER_VALUE = TextStyle(Role.FANG, 16, 30, align=Align.CENTRE)
COVER_DATE = TextStyle(Role.FANG, 16, 30, align=Align.CENTRE)
SIGNATURE = TextStyle(Role.FANG, 16, 28, align=Align.CENTRE)

FOOTER = TextStyle(Role.SONG, 11, 14, align=Align.CENTRE)
CODE_LABEL = TextStyle(Role.SONG, 8, 11, align=Align.RIGHT)
WATERMARK = TextStyle(Role.HEI, 96, 100)
