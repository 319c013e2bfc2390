"""Reading a PDF back, the way another program does."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import segno

from jxdesk.documents.pdf import geometry


def squeezed(text: str) -> str:
    """Text without white space: where lines broke does not matter."""
    return re.sub(r"\s", "", text)


def page_texts(pdf: Path) -> list[str]:
    """The text of each page, white space left out."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]


def qr_zone_text(pdf: Path, page: int) -> str:
    """Text that reaches into the QR or its quiet zone."""
    with pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page]
        width, height = sheet.get_size()
        quiet = geometry.QR_SIZE * 4 / 25
        left = width - geometry.QR_FROM_RIGHT - geometry.QR_SIZE - quiet
        top = height - geometry.QR_FROM_TOP + quiet
        bottom = height - geometry.QR_FROM_TOP - geometry.QR_SIZE - quiet
        text: str = sheet.get_textpage().get_text_bounded(left, bottom, left + 2000, top)
        return text


def shows_qr(pdf: Path, page: int, text: str) -> bool:
    """Whether the page's upper right corner, drawn as pixels, is the QR of ``text``, module by module."""
    expected = segno.make(
        text, version=2, error="q", mode="alphanumeric", boost_error=False, micro=False
    ).matrix
    scale = 4.0
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[page].render(scale=scale).to_pil().convert("L")
    module = geometry.QR_SIZE / 25
    left = picture.width / scale - geometry.QR_FROM_RIGHT - geometry.QR_SIZE
    for row, cells in enumerate(expected):
        for column, dark in enumerate(cells):
            x = (left + (column + 0.5) * module) * scale
            y = (geometry.QR_FROM_TOP + (row + 0.5) * module) * scale
            if (picture.getpixel((round(x), round(y))) < 128) != bool(dark):
                return False
    return True
