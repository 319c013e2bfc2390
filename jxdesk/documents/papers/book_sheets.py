"""One attached file as A4 sheets of the evidence book. Runs in a process of its own, which may be ended.

Each page is turned upright (a wide one to the left, head towards the binding), made small enough for the
space above the foot, and everything that lies on it becomes part of it. Pictures come one to a sheet.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from jxdesk.documents.pdf.geometry import A4, MM

MAX_SHEETS = 1_500
"""Of one file."""
FOOT = 14 * MM
"""Kept clear at the foot of each sheet."""

_LEFT, _TOP, _SIDE = 18 * MM, 8 * MM, 8 * MM
_WIDTH, _HEIGHT = A4[0] - _LEFT - _SIDE, A4[1] - FOOT - _TOP
_HEAD = 1_024
_MAX_PIXELS = 150_000_000
_MAX_FRAMES = 200
_DPI, _LEAST_DPI, _POINTS = 200, 100, 72
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP")
_WIDE = 1.1


def sheets_of(path: Path, out: Path) -> int:
    """Write the sheets of ``path`` to ``out`` as a PDF; how many they are.

    0, and nothing is written, for what is neither PDF nor picture, is locked, damaged, empty or too large.
    """
    with path.open("rb") as stream:
        is_pdf = b"%PDF-" in stream.read(_HEAD)
    return _of_pdf(path, out) if is_pdf else _of_picture(path, out)


def _of_pdf(path: Path, out: Path) -> int:
    import pypdfium2

    try:
        source = pypdfium2.PdfDocument(path)
        count = len(source)
        if not 0 < count <= MAX_SHEETS:
            return 0
        book = pypdfium2.PdfDocument.new()
        book.import_pages(source)
        for number in range(count):
            _flatten(book, number)
            _settle(book[number])
        book.save(out)
    except pypdfium2.PdfiumError:
        return 0
    return count


def _flatten(book: Any, number: int) -> None:
    """Stamps, notes and filled fields become part of the page."""
    import pypdfium2

    page = book[number]
    if pypdfium2.raw.FPDFPage_GetAnnotCount(page):
        pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_PRINT)
    page.close()


def _settle(page: Any) -> None:
    """Put what a page shows into the space of a sheet."""
    import pypdfium2

    x0, y0, x1, y1 = _shown_box(page)
    wide, high = x1 - x0, y1 - y0
    turn = page.get_rotation()
    across = (wide, high) if turn % 180 == 0 else (high, wide)
    if across[0] > across[1] * _WIDE:
        turn = (turn + 270) % 360
    seen = (wide, high) if turn % 180 == 0 else (high, wide)
    scale = min(_WIDTH / seen[0], _HEIGHT / seen[1], 1.0)
    left = _LEFT + (_WIDTH - seen[0] * scale) / 2
    foot = FOOT + (_HEIGHT - seen[1] * scale) / 2
    # Clockwise turns about the origin, each with the shift that brings the page back above it.
    a, b, c, d, e, f = {
        0: (1, 0, 0, 1, 0.0, 0.0),
        90: (0, -1, 1, 0, 0.0, wide),
        180: (-1, 0, 0, -1, wide, high),
        270: (0, 1, -1, 0, high, 0.0),
    }[turn]
    e, f = e - (a * x0 + c * y0), f - (b * x0 + d * y0)
    raw = pypdfium2.raw
    matrix = raw.FS_MATRIX(a * scale, b * scale, c * scale, d * scale, e * scale + left, f * scale + foot)
    # The structure is left, top, right, bottom.
    clip = raw.FS_RECTF(left, foot + seen[1] * scale, left + seen[0] * scale, foot)
    raw.FPDFPage_TransFormWithClip(page, matrix, clip)
    page.set_rotation(0)
    for put in (page.set_mediabox, page.set_cropbox):
        put(0, 0, *A4)
    page.close()


def _shown_box(page: Any) -> tuple[float, float, float, float]:
    """What a reader shows of the page: its crop box within its media box (ISO 32000-1, 14.11.2)."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    box = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        box = media
    return (box[0], box[1], max(box[2], box[0] + 1), max(box[3], box[1] + 1))


def _of_picture(path: Path, out: Path) -> int:
    import pypdfium2
    from PIL import Image

    # The size is looked at here, before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    book = pypdfium2.PdfDocument.new()
    try:
        with Image.open(path, formats=_FORMATS) as picture:
            frames = 1 if picture.format == "MPO" else getattr(picture, "n_frames", 1)
            for number in range(min(frames, _MAX_FRAMES)):
                picture.seek(number)
                if picture.width * picture.height > _MAX_PIXELS:
                    return 0
                _picture_sheet(book, picture)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        # The ways in which Pillow's readers end on files that are bent, or no pictures at all.
        return 0
    book.save(out)
    return len(book)


def _picture_sheet(book: Any, picture: Any) -> None:
    """A sheet with the picture upright, in no more detail than print shows, without what it carries along."""
    import pypdfium2
    from PIL import Image, ImageOps

    shown = _opaque(ImageOps.exif_transpose(picture))
    if shown.width > shown.height * _WIDE:
        shown = shown.transpose(Image.Transpose.ROTATE_90)
    shown.thumbnail((round(_WIDTH * _DPI / _POINTS), round(_HEIGHT * _DPI / _POINTS)))
    scale = min(_WIDTH / shown.width, _HEIGHT / shown.height, _POINTS / _LEAST_DPI)
    wide, high = shown.width * scale, shown.height * scale
    packed = BytesIO()
    shown.save(packed, "JPEG", quality=_QUALITY)
    packed.seek(0)
    page = book.new_page(*A4)
    image = pypdfium2.PdfImage.new(book)
    image.load_jpeg(packed, inline=True)
    left, foot = _LEFT + (_WIDTH - wide) / 2, FOOT + (_HEIGHT - high) / 2
    image.set_matrix(pypdfium2.PdfMatrix(wide, 0, 0, high, left, foot))
    page.insert_obj(image)
    page.gen_content()
    page.close()


def _opaque(picture: Any) -> Any:
    """Gray or colour on white ground."""
    from PIL import Image

    if picture.mode in ("1", "L", "I", "I;16", "F"):
        return picture.convert("L")
    if picture.mode in ("RGB", "CMYK", "YCbCr", "LAB", "HSV"):
        return picture.convert("RGB")
    coloured = picture.convert("RGBA")
    ground = Image.new("RGB", coloured.size, "white")
    ground.paste(coloured, mask=coloured.getchannel("A"))
    return ground
