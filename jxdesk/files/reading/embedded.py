"""Files that lie in another file: pictures in a document, attachments of a PDF."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from jxdesk.files.bounds import (
    MAX_DEPTH,
    MAX_EMBEDDED,
    MAX_EMBEDDED_FILES,
    Damaged,
    Locked,
    TooLarge,
)
from jxdesk.files.reading import picture_data
from jxdesk.files.reading.guard import guarded
from jxdesk.files.reading.office_package import Parts
from jxdesk.files.screening import Record

_LARGE_PICTURE = 500_000
_CHARACTERS_BESIDE = 300
"""A large picture (in pixels) with less text than that beside it is taken for a scanned page."""

_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".bmp", ".webp")
_LOST = (".html", ".htm", ".mht", ".rtf")


def read_file(data: bytes, where: str, record: Record) -> None:
    """Screen a file in a file as if it stood alone. Raises ``Enough``.

    What can't be read of it makes the outer file ``partial``, not unreadable.
    """
    from jxdesk.files.reading.examine import read_stream

    if record.depth >= MAX_DEPTH or len(data) > MAX_EMBEDDED:
        record.partial = True
        return
    inner = record.within(where)
    stream: BinaryIO = BytesIO(data)
    try:
        with guarded():
            known = read_stream(stream, inner)
    except (Damaged, Locked, TooLarge):
        known = False
    record.partial |= inner.partial or not known
    record.image_only |= inner.image_only


def read_parts(parts: Parts, folder: str, record: Record) -> None:
    """Pictures and embedded files of an Office file. Raises ``Damaged``, ``Enough``."""
    large = files = 0
    for part in parts.below(folder):
        name = part.rpartition("/")[2]
        ending = "." + name.lower().rpartition(".")[2]
        if ending in _PICTURES:
            record.blank = False
            if parts.container.size(part) <= MAX_EMBEDDED:
                large += _picture(parts.container.read(part), name, record)
            else:
                large += 1
        elif "/embeddings/" in part and files < MAX_EMBEDDED_FILES:
            files += 1
            if parts.container.size(part) <= MAX_EMBEDDED:
                read_file(parts.container.read(part), f"内嵌文件“{name[:40]}”", record)
            else:
                record.partial = True
        elif ending in _LOST:
            record.partial = True
    if large and record.screening.characters < large * _CHARACTERS_BESIDE:
        record.image_only = True


def _picture(data: bytes, name: str, record: Record) -> bool:
    """Screen what a picture carries along; whether it is large enough for a scanned page."""
    try:
        pixels = picture_data.read(BytesIO(data), record.within(f"图片“{name[:40]}”"))
    except Damaged:
        return False
    return pixels >= _LARGE_PICTURE
