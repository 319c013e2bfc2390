"""Pictures attached as they are: decoded whole to prove them, and screened by what they carry along."""

from __future__ import annotations

import warnings
from typing import BinaryIO

from PIL import Image, ImageSequence, UnidentifiedImageError

from jxdesk.files.bounds import MAX_FRAMES, MAX_PIXELS, Damaged, TooLarge
from jxdesk.files.reading.picture_data import BROKEN, FORMATS, tell
from jxdesk.files.screening import Record


def read(stream: BinaryIO, record: Record) -> None:
    """Decode every frame, tell what travels along. Raises ``Damaged``, ``TooLarge``, ``Enough``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(stream, formats=FORMATS) as picture:
                _decode(picture, record)
                tell(picture, record)
        except Image.DecompressionBombError as error:
            raise TooLarge from error
        except (*BROKEN, UnidentifiedImageError) as error:
            raise Damaged from error
    record.image_only = True
    record.blank = False


def _decode(picture: Image.Image, record: Record) -> None:
    frames = min(getattr(picture, "n_frames", 1), MAX_FRAMES) if picture.format != "MPO" else 1
    record.pages = frames
    for number, frame in enumerate(ImageSequence.Iterator(picture)):
        if number >= frames:
            break
        if frame.width * frame.height > MAX_PIXELS:
            raise TooLarge
        frame.load()
    picture.seek(0)
