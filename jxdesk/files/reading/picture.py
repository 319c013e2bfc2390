"""Pictures attached as they are: decoded whole to prove them, and screened by what they carry along."""

from __future__ import annotations

import warnings
from typing import BinaryIO

from PIL import Image, ImageFile, UnidentifiedImageError

from jxdesk.files.bounds import MAX_FRAMES, MAX_PIXELS, Damaged, TooLarge
from jxdesk.files.reading.picture_data import BROKEN, FORMATS, tell
from jxdesk.files.screening import Record


def read(stream: BinaryIO, record: Record) -> None:
    """Decode every frame, tell what travels along. Raises ``Damaged``, ``TooLarge``, ``Enough``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(stream, formats=FORMATS) as picture:
                _read_frames(picture, record)
        except Image.DecompressionBombError as error:
            raise TooLarge from error
        except (*BROKEN, UnidentifiedImageError) as error:
            raise Damaged from error
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
