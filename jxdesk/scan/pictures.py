"""Pages of scan files as pictures, however they come: PDF pages, JPEG, PNG, pages of a TIFF.

Everything here parses what anybody may have made, and runs in a process that may be killed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from math import hypot, prod
from pathlib import Path
from typing import Any, Protocol

import pypdfium2
from PIL import Image

from jxdesk.scan.kinds import (
    MAX_PAGES,
    MAX_PIXELS,
    MAX_POINTS,
    Kind,
    encrypted,
    page_too_large,
    too_many_pages,
    too_many_pixels,
    unreadable,
)

A4_LONG_INCHES = 297 / 25.4
"""Sheets are A4 whatever a file says of itself: pictures are measured by their long side."""

_A4_LIKE = 0.12
_EDGE = 0.01
_POINTS = 72
_MAX_OBJECTS = 4_000
_MAX_SIDE = 10.0 * MAX_POINTS
_MAX_DPI = 9_600
_NOTABLE_PART = 0.1
_MOSTLY = 0.4
_ORIENTATION = 0x0112
# EXIF 2.32, 4.6.4: what the first row and column of the picture are when it stands upright.
_EXIF_TURNS = {3: 180, 6: 90, 8: 270}
_16_BITS = {"I;16", "I;16B", "I;16L", "I"}


class Page(Protocol):
    """One page. ``dpi`` as in :class:`~jxdesk.domain.scan.ScanPage`, ``turn`` what the file says."""

    dpi: int | None
    turn: int

    def picture(self, dpi: int) -> Image.Image:
        """The page in mode ``RGB`` or ``L`` at about ``dpi``: less where the picture has no more, or
        up to twice as much where making it smaller would take time.
        """


@contextmanager
def opened(path: Path, kind: Kind, name: str) -> Iterator[tuple[int, Callable[[int], Page]]]:
    """How many pages a file has, and what gives one of them (from 1). ``name`` is for messages.

    Raises ``UserError`` ``scan.encrypted``, ``scan.unreadable``, ``scan.too-many-pages``,
    ``scan.too-many-pixels``.
    """
    with _pdf(path, name) if kind is Kind.PDF else _pictures(path, kind, name) as (count, page):
        if count > MAX_PAGES:
            raise too_many_pages(name, count)
        if count < 1:
            raise unreadable(name)
        yield count, page


@contextmanager
def _pdf(path: Path, name: str) -> Iterator[tuple[int, Callable[[int], Page]]]:
    document = open_pdf(path, name)
    try:
        yield len(document), lambda number: _PdfPage(document, number, name)
    finally:
        document.close()


def open_pdf(path: Path, name: str) -> Any:
    """The document. Raises ``UserError`` ``scan.encrypted`` or ``scan.unreadable``."""
    try:
        document = pypdfium2.PdfDocument(path)
        # Electronic seals are form fields, which are only shown once this is done.
        document.init_forms()
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise encrypted(name) from error
        raise unreadable(name) from error
    return document


class _PdfPage:
    """A page as it is shown, annotations included: that is where electronic seals stand."""

    turn = 0

    def __init__(self, document: Any, number: int, name: str) -> None:
        self._number, self._name = number, name
        with self._understood():
            self._page = document[number - 1]
            width, height = self._page.get_size()
            self._long = max(width, height)
            if self._long > MAX_POINTS:
                raise page_too_large(name, number)
            # What is no number at all fails here too.
            if not (width > 0 and height > 0):
                raise unreadable(name, number)
            self.dpi = _pdf_dpi(self._page, self._long)
            self._only = _only_picture(self._page)

    def picture(self, dpi: int) -> Image.Image:
        with self._understood():
            if self._only is not None:
                # What scanners write most. Drawing such a page takes three times as long.
                return _reduced(self._only, dpi)
            return _plain(self._page.render(scale=dpi * A4_LONG_INCHES / self._long).to_pil())

    @contextmanager
    def _understood(self) -> Iterator[None]:
        try:
            yield
        except pypdfium2.PdfiumError as error:
            raise unreadable(self._name, self._number) from error


def _only_picture(page: Any) -> Image.Image | None:
    """The photograph that a page is, if it is nothing else: one JPEG, upright, from edge to edge."""
    objects = list(islice(page.get_objects(max_depth=1), 2))
    if len(objects) != 1 or objects[0].type != pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
        return None
    photograph, matrix = objects[0], objects[0].get_matrix()
    is_upright = matrix.b == matrix.c == 0 and matrix.a > 0 and matrix.d > 0
    bounds, box = photograph.get_bounds(), page.get_bbox()
    slack = _EDGE * max(page.get_size())
    fills = all(abs(one - other) <= slack for one, other in zip(bounds, box, strict=True))
    is_bare = pypdfium2.raw.FPDFPage_GetAnnotCount(page) == 0 and page.get_rotation() == 0
    if not (is_upright and fills and is_bare and photograph.get_filters() == ["DCTDecode"]):
        return None
    if prod(photograph.get_px_size()) > MAX_PIXELS:
        return None
    return _plain(photograph.get_bitmap(render=False).to_pil())


def _pdf_dpi(page: Any, long: float) -> int | None:
    """From the pictures on the page, ``None`` where they cover too little of it.

    Scanners may cut a page into strips, or lay a fine mask of the writing over a coarse picture:
    the finest that covers a notable part counts, else the largest.
    """
    width, height = page.get_size()
    pictures = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    parts = [part for each in islice(pictures, _MAX_OBJECTS) if (part := _part(each, width * height))]
    if sum(part for part, _ in parts) < _MOSTLY:
        return None
    notable = [dots for part, dots in parts if part >= _NOTABLE_PART]
    return _true_dpi(max(notable, default=max(parts)[1]) * long, long / _POINTS)


def _part(picture: Any, area: float) -> tuple[float, float] | None:
    """Which part of the page a picture covers, and its pixels per point."""
    matrix, holder = picture.get_matrix(), picture.container
    while holder is not None:
        matrix, holder = matrix.multiply(holder.get_matrix()), holder.container
    width, height = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
    if not (0 < width < _MAX_SIDE and 0 < height < _MAX_SIDE):
        return None
    return width * height / area, picture.get_px_size()[0] / width


@contextmanager
def _pictures(path: Path, kind: Kind, name: str) -> Iterator[tuple[int, Callable[[int], Page]]]:
    with open_picture(path, kind, name) as image:
        # A photograph may carry further pictures (depth, a preview), which are no pages.
        with _readable(name):
            count = getattr(image, "n_frames", 1) if kind is Kind.TIFF else 1
        yield count, lambda number: _PicturePage(image, number, name)


@contextmanager
def open_picture(path: Path, kind: Kind, name: str) -> Iterator[Image.Image]:
    """The picture file, not decoded yet. Raises ``UserError`` ``scan.unreadable``."""
    # The size is judged before anything is decoded, in ``at_page``.
    Image.MAX_IMAGE_PIXELS = None
    with _readable(name):
        image = Image.open(path, formats=[kind.value])
    with image:
        yield image


def at_page(image: Image.Image, number: int, name: str) -> Image.Image:
    """``image`` at page ``number`` of it.

    Raises ``UserError`` ``scan.unreadable``, ``scan.too-many-pixels``.
    """
    with _readable(name, number):
        if number > 1:
            image.seek(number - 1)
    if prod(image.size) > MAX_PIXELS:
        raise too_many_pixels(name, number)
    return image


class _PicturePage:
    """A picture file, or one page of a TIFF."""

    def __init__(self, image: Image.Image, number: int, name: str) -> None:
        at_page(image, number, name)
        long = max(image.size)
        with _readable(name, number):
            self.turn = _EXIF_TURNS.get(image.getexif().get(_ORIENTATION, 1), 0)
            declared = float(image.info.get("dpi", (0, 0))[0])
            self._picture = plain_picture(image).copy()
        self.dpi: int | None = _true_dpi(long, long / declared if declared > 0 else 0)

    def picture(self, dpi: int) -> Image.Image:
        return _reduced(self._picture, dpi)


def _reduced(whole: Image.Image, dpi: int) -> Image.Image:
    """``whole`` at as few dots as are still ``dpi`` or nearly so; whole multiples only, which is fast."""
    times = int(max(whole.size) / (dpi * A4_LONG_INCHES) + _A4_LIKE)
    return whole.reduce(times) if times > 1 else whole


def plain_picture(image: Image.Image) -> Image.Image:
    """A picture in mode ``RGB`` or ``L``, transparency laid on white."""
    if image.mode in _16_BITS:
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    return _plain(image)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in ("L", "RGB"):
        image.load()
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _true_dpi(dots: float, inches: float) -> int:
    """Dots of the long side by its length, if that is about A4's; else by A4's."""
    is_likely = abs(inches / A4_LONG_INCHES - 1) <= _A4_LIKE
    return min(_MAX_DPI, round(dots / (inches if is_likely else A4_LONG_INCHES)))


@contextmanager
def _readable(name: str, page: int = 0) -> Iterator[None]:
    """Whatever a parser stumbles over in such a file is the file's fault."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        raise unreadable(name, page) from error
