"""Pages of attached and printed files as small pictures to look at, made in a process that may be ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from jxdesk.base import worker
from jxdesk.base.progress import Progress, silent
from jxdesk.base.tree import open_regular_file
from jxdesk.files.bounds import MAX_FRAMES, MAX_PAGES, MAX_PIXELS, MEMORY_MB, TIMEOUT_S, Damaged
from jxdesk.files.places import Box, boxes_of
from jxdesk.files.reading.guard import guarded
from jxdesk.files.reading.picture_data import FORMATS

MAX_WIDTH = 4_000
_MAX_HEIGHT = 3 * MAX_WIDTH
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class PagePicture:
    """Page ``number`` (from 1) of ``pages``, as a PNG no wider than was asked for.

    ``boxes`` are the places of what screening finds on it, where that was asked for.
    """

    number: int
    pages: int
    png: bytes
    boxes: tuple[Box, ...] = ()


def page_pictures(
    path: Path,
    numbers: Sequence[int],
    *,
    width: int,
    marked: bool = False,
    upright: bool = True,
    progress: Progress = silent,
) -> tuple[PagePicture | None, ...]:
    """Pictures of these pages (from 1) of a PDF, JPEG, PNG or TIFF file, ``width`` pixels wide at most.

    ``None`` stands for a page that can't be shown: there is none, it is damaged, of another kind, too
    large, or it ended its reader. ``width`` is at most 4,000. ``marked`` asks for the places of what
    screening finds on PDF pages; without ``upright`` a photograph is shown as its pixels lie, whatever
    it says of its turn. Raises what ``progress`` raises.
    """
    if not numbers:
        return ()
    found = worker.run_each(
        _pictures,
        [(path, tuple(numbers), _bounded(width), marked, upright)],
        timeouts_s=[TIMEOUT_S],
        memory_mb=MEMORY_MB,
        children=1,
        label="正在显示页面",
        progress=progress,
    )[0]
    return found if found is not None else (None,) * len(numbers)


def first_pages(
    paths: Sequence[Path], *, width: int, progress: Progress = silent
) -> tuple[PagePicture | None, ...]:
    """A small picture of the first page of each file, ``None`` where :func:`page_pictures` says so.

    One process serves them all, and another takes over where a file ends it.
    """
    found = worker.run_each(
        _pictures,
        [(path, (1,), _bounded(width)) for path in paths],
        timeouts_s=[TIMEOUT_S] * len(paths),
        memory_mb=MEMORY_MB,
        children=1,
        label="正在显示页面",
        progress=progress,
    )
    return tuple(pictures[0] if pictures is not None else None for pictures in found)


def _bounded(width: int) -> int:
    return max(16, min(width, MAX_WIDTH))


def _pictures(
    path: Path, numbers: tuple[int, ...], width: int, marked: bool = False, upright: bool = True
) -> tuple[PagePicture | None, ...]:
    """The work of the child."""
    with open_regular_file(path) as stream:
        is_pdf = b"%PDF-" in stream.read(_HEAD)
    if is_pdf:
        return _of_pdf(path, numbers, width, marked)
    return _of_picture(path, numbers, width, upright)


def _of_pdf(path: Path, numbers: tuple[int, ...], width: int, marked: bool) -> tuple[PagePicture | None, ...]:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError:
        return (None,) * len(numbers)
    pages = min(len(document), MAX_PAGES)
    return tuple(_pdf_page(document, number, pages, width, marked) for number in numbers)


def _pdf_page(
    document: pdfium.PdfDocument, number: int, pages: int, width: int, marked: bool
) -> PagePicture | None:
    if not 1 <= number <= pages:
        return None
    try:
        page = document[number - 1]
        across, down = page.get_size()
        scale = min(width / max(across, 1), _MAX_HEIGHT / max(down, 1))
        picture = page.render(scale=scale).to_pil()
        boxes = boxes_of(page) if marked else ()
        page.close()
    except pdfium.PdfiumError:
        return None
    return PagePicture(number, pages, _png(picture), boxes)


def _of_picture(
    path: Path, numbers: tuple[int, ...], width: int, upright: bool
) -> tuple[PagePicture | None, ...]:
    try:
        with guarded(), Image.open(path, formats=FORMATS) as picture:
            single = picture.format == "MPO"
            frames = 1 if single else min(getattr(picture, "n_frames", 1), MAX_FRAMES)
            return tuple(_frame(picture, number, frames, width, upright) for number in numbers)
    except Damaged:
        return (None,) * len(numbers)


def _frame(picture: Image.Image, number: int, frames: int, width: int, upright: bool) -> PagePicture | None:
    if not 1 <= number <= frames:
        return None
    try:
        with guarded():
            picture.seek(number - 1)
            if picture.width * picture.height > MAX_PIXELS:
                return None
            shown = ImageOps.exif_transpose(picture) if upright else picture.copy()
            shown.thumbnail((width, _MAX_HEIGHT))
    except Damaged:
        return None
    return PagePicture(number, frames, _png(shown.convert("RGB")))


def _png(picture: Image.Image) -> bytes:
    made = BytesIO()
    picture.save(made, "PNG", compress_level=1)
    return made.getvalue()
