"""EXIF blocks of JPEG pictures that lie unpacked in another file, as PDF keeps them (DCTDecode)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from mmap import mmap

from PIL import Image

from jxdesk.files.bounds import Damaged
from jxdesk.files.reading import picture_data
from jxdesk.files.reading.guard import guarded
from jxdesk.files.screening import Record

# Start of image, perhaps a JFIF block, then APP1 with its length and mark (JEITA CP-3451, 4.5.4).
_BLOCK = re.compile(
    rb"\xff\xd8(?:\xff\xe0\x00[\x10-\x40].{14,62}?)?\xff\xe1(?P<length>..)Exif\x00\x00", re.DOTALL
)
_MARK = 8  # two bytes of length, "Exif", two of nothing
_MAX_BLOCKS = 10_000


def blocks(data: bytes | mmap) -> Iterator[tuple[int, int]]:
    """Where each block's own content begins and ends."""
    for number, found in enumerate(_BLOCK.finditer(data)):
        if number >= _MAX_BLOCKS:
            return
        start = found.end()
        yield start, min(len(data), start - _MARK + int.from_bytes(found["length"], "big"))


def tell(block: bytes, record: Record) -> None:
    """Screen one block's content; one that is bent says nothing. Raises ``Enough``."""
    exif = Image.Exif()
    with suppress(Damaged), guarded():
        exif.load(b"Exif\0\0" + block)
        picture_data.tell_exif(exif, record)


def tells(block: bytes) -> bool:
    """Whether screening finds anything in a block."""
    record = Record()
    tell(block, record)
    return bool(record.screening.found())
