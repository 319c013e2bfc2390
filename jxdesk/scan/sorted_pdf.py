"""The matched scan as one PDF: in the order of the form, upright, its pictures kept as they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jxdesk.base import worker
from jxdesk.base.atomic import write_bytes
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.scan.kinds import Kind, kind_of, unreadable
from jxdesk.scan.reading import Source

LABEL = "正在整理盖章扫描件"
_MEMORY_MB = 3_072
_SECONDS, _PAGE_SECONDS = 60.0, 5.0
_POINTS = 72
_MADE = re.compile(rb"/CreationDate\(D:(\d{14})")
_IDS = re.compile(rb"/ID\[<([0-9A-F]{32})><([0-9A-F]{32})>\]")
_NO_TIME = b"20000101000000"
_TAIL = 1_024


@dataclass(frozen=True, slots=True)
class Part:
    """Page ``page`` (from 1) of a file, to be turned ``turn`` degrees clockwise; ``dpi`` as seen."""

    source: Source
    page: int
    turn: int
    dpi: int | None


def sorted_pdf(parts: Sequence[Part], out: Path, progress: Progress) -> None:
    """Write ``parts`` in their order to ``out``: the same bytes each time.

    Annotations, where electronic seals stand, become part of the page; links and scripts go.
    Raises ``UserError`` ``scan.*`` for a source that can't be opened, and what ``progress`` raises.
    """
    kinds = {part.source.path: kind_of(part.source.path) for part in parts}
    data: bytes = worker.run(
        bind_parts,
        [(part, kinds[part.source.path]) for part in parts],
        failure=UserError(
            "scan.not-sorted",
            "盖章扫描件整理不成一份 PDF，可能太大，或有一页已损坏。",
            "请降低扫描分辨率（150 至 300 dpi 就够）后重新扫描。",
        ),
        timeout_s=_SECONDS + _PAGE_SECONDS * len(parts),
        memory_mb=_MEMORY_MB,
        label=LABEL,
        progress=progress,
    )
    write_bytes(out, data)


def bind_parts(parts: Sequence[tuple[Part, Kind]]) -> bytes:
    """The PDF of all parts. Runs in a process of its own."""
    import io

    import pypdfium2

    from jxdesk.scan.pictures import open_pdf

    with ExitStack() as stack:
        bound = pypdfium2.PdfDocument.new()
        stack.callback(bound.close)
        documents: dict[Path, Any] = {}
        for part, kind in parts:
            path, name = part.source.path, part.source.name
            try:
                if kind is Kind.PDF:
                    if path not in documents:
                        documents[path] = open_pdf(path, name)
                        stack.callback(documents[path].close)
                    bound.import_pages(documents[path], [part.page - 1])
                else:
                    picture = pypdfium2.PdfDocument(_one_page(part, kind))
                    bound.import_pages(picture)
                    picture.close()
                _finish(bound, len(bound) - 1, part.turn)
            except pypdfium2.PdfiumError as error:
                raise unreadable(name, part.page) from error
        buffer = io.BytesIO()
        bound.save(buffer)
        return _without_chance(buffer.getvalue())


def _finish(document: Any, index: int, turn: int) -> None:
    """Turn a page, and make what lies on it part of it."""
    import pypdfium2

    page = document[index]
    page.set_rotation((page.get_rotation() + turn) % 360)
    if pypdfium2.raw.FPDFPage_GetAnnotCount(page):
        done = pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
        if done == pypdfium2.raw.FLATTEN_FAIL:
            raise pypdfium2.PdfiumError("annotations stay")
    page.close()


def _one_page(part: Part, kind: Kind) -> bytes:
    """A picture, or a page of a TIFF, as a PDF of one page."""
    from jxdesk.scan.picture_pdf import Sheet, bind
    from jxdesk.scan.pictures import at_page, open_picture, plain_picture

    path, name = part.source.path, part.source.name
    with open_picture(path, kind, name) as opened:
        image = at_page(opened, part.page, name)
        scale = _POINTS / (part.dpi or _POINTS)
        points = (image.width * scale, image.height * scale)
        sheet = None
        if kind is Kind.JPEG and image.mode in ("L", "RGB"):
            sheet = Sheet.of_jpeg(path.read_bytes(), image.mode, image.size, points)
        elif kind is Kind.PNG:
            sheet = Sheet.of_png(path.read_bytes(), image.size, points)
        if sheet is None:
            picture = image if image.mode == "1" else plain_picture(image)
            sheet = Sheet.of_picture(picture, points)
        return bind([sheet])


def _without_chance(data: bytes) -> bytes:
    """The library writes the time and a random number: in their places the same ones each time."""
    made = _MADE.search(data)
    if made is not None:
        data = data[: made.start(1)] + _NO_TIME + data[made.end(1) :]
    ids = _IDS.search(data, max(0, len(data) - _TAIL))
    if ids is None:
        return data
    body = data[: ids.start()]
    digest = hashlib.sha256(body).hexdigest()[:32].upper().encode()
    return body + b"/ID[<%b><%b>]" % (digest, digest) + data[ids.end() :]
