"""Pictures attached as they are: decoded whole to prove them, and screened by what they carry along."""

from __future__ import annotations

from typing import BinaryIO

from PIL import Image, ImageFile

from jxdesk.files.bounds import MAX_FRAMES, MAX_PIXELS, TooLarge
from jxdesk.files.reading.guard import guarded
from jxdesk.files.reading.picture_data import FORMATS, tell
from jxdesk.files.screening import Record


def read(stream: BinaryIO, record: Record) -> None:
    """Decode every frame, tell what travels along. Raises ``Damaged``, ``TooLarge``, ``Enough``."""
    with guarded():
        try:
            with Image.open(stream, formats=FORMATS) as picture:
                _read_frames(picture, record)
        except Image.DecompressionBombError as error:
            raise TooLarge from error
    record.image_only = True
    record.blank = False


def _read_frames(picture: ImageFile.ImageFile, record: Record) -> None:
    frames: int = getattr(picture, "n_frames", 1) if picture.format != "MPO" else 1
    record.pages = frames
    record.partial |= frames > MAX_FRAMES
    for number in range(min(frames, MAX_FRAMES)):
        picture.seek(number)
        if picture.width * picture.height > MAX_PIXELS:
            raise TooLarge
        picture.load()
        tell(picture, record)
