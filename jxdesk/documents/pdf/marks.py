"""What is drawn as shapes: QR codes and the watermark."""

from __future__ import annotations

from typing import Any

from jxdesk.documents.fonts import FontSet
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import Sheet
from jxdesk.documents.pdf.pen import Pen

_QUIET = 4
_WATERMARK_GRAY = 0.9


def draw_qr(pen: Pen, code: Any, left: float, top: float, size: float) -> None:
    """Draw a ``segno`` code, ``size`` points wide, as one filled path; its quiet zone stays clear.

    ``left`` and ``top`` are the corner of the dark part, from the sheet's upper left corner.
    """
    canvas = pen.canvas
    module = size / len(code.matrix)
    upper = pen.height - top
    canvas.setFillGray(1)
    quiet = _QUIET * module
    canvas.rect(left - quiet, upper - size - quiet, size + 2 * quiet, size + 2 * quiet, stroke=0, fill=1)
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for row, cells in enumerate(code.matrix):
        for start, length in _dark_runs(bytes(cells)):
            path.rect(left + start * module, upper - (row + 1) * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def draw_watermark(pen: Pen, fonts: FontSet, text: str, sheet: Sheet) -> None:
    """Draw ``text`` pale and slanting across the sheet."""
    canvas, style = pen.canvas, geometry.WATERMARK
    canvas.saveState()
    canvas.setFillGray(_WATERMARK_GRAY)
    canvas.translate(sheet.width / 2, sheet.height / 2)
    canvas.rotate(45)
    canvas.setFont(fonts.face(style.role, text[0]).fontName, style.size)
    canvas.drawCentredString(0, -style.size / 3, text)
    canvas.restoreState()


def _dark_runs(cells: bytes) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules in a row."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(cells):
        if not dark:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs
