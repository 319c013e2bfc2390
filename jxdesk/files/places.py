"""Where on a page of a PDF the things stand that screening finds: rectangles over the page as it is shown."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.sensitive import Hit, find

_MAX_CHARACTERS = 60_000
_MAX_BOXES = 200
_MAX_LINES = 12
_GRID = 100_000
# A soft hyphen at the end of a line and the break behind it join what they part.
_SOFT = (0x02, 0xFFFE, 0xFFFF)
_BREAKS = (0x0D, 0x0A)


@dataclass(frozen=True, slots=True)
class Box:
    """A line of something found: what it is, its masked words, and its edges.

    The edges are shares (0–1) of the page's width and height as it is shown, from its left and top.
    """

    kind: SensitiveKind
    masked: str
    left: float
    top: float
    right: float
    bottom: float


def boxes_of(page: pdfium.PdfPage) -> tuple[Box, ...]:
    """The boxes of everything that is found in a page's own text, in its order.

    Only texts of the page itself have places: what stands in pictures, notes or file properties has none.
    Raises ``PdfiumError``.
    """
    text_page = page.get_textpage()
    try:
        text, numbers = _text(text_page)
        found: list[Box] = []
        for hit in find(text):
            found += _lines(page, text_page, hit, numbers)
            if len(found) >= _MAX_BOXES:
                break
        return tuple(found[:_MAX_BOXES])
    finally:
        text_page.close()


def _text(text_page: pdfium.PdfTextPage) -> tuple[str, list[int]]:
    """The text as screening sees it, and for each of its characters its number on the page."""
    letters: list[str] = []
    numbers: list[int] = []
    joining = False
    for number in range(min(text_page.count_chars(), _MAX_CHARACTERS)):
        code = pdfium_c.FPDFText_GetUnicode(text_page, number)
        if code in _SOFT:
            joining = True
            continue
        if code == 0x0D or (joining and code in _BREAKS):
            continue
        joining = False
        # Halves of characters beyond the basic plane stand for themselves; nothing sought is among them.
        letters.append(chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd")
        numbers.append(number)
    return "".join(letters), numbers


def _lines(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, hit: Hit, numbers: list[int]) -> list[Box]:
    """One box for each line that a hit runs over."""
    first, last = numbers[hit.start], numbers[hit.end - 1]
    count = min(int(pdfium_c.FPDFText_CountRects(text_page, first, last - first + 1)), _MAX_LINES)
    boxes = []
    for number in range(count):
        edges = [ctypes.c_double() for _ in range(4)]
        if not pdfium_c.FPDFText_GetRect(text_page, number, *(ctypes.byref(edge) for edge in edges)):
            continue
        left, top, right, bottom = (edge.value for edge in edges)
        across, down = zip(_shown(page, left, top), _shown(page, right, bottom), strict=True)
        boxes.append(Box(hit.kind, hit.masked, min(across), min(down), max(across), max(down)))
    return boxes


def _shown(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the page's own space as shares of the page as it is shown: cropped and turned."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return _share(across.value), _share(down.value)


def _share(grid: int) -> float:
    return min(max(grid / _GRID, 0.0), 1.0)
