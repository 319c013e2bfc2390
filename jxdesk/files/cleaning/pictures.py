"""Copies of pictures without what they carry along; not one pixel is encoded anew."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from jxdesk.files.bounds import Damaged
from jxdesk.files.cleaning import refusals
from jxdesk.files.cleaning.tiff import clean_tiff
from jxdesk.files.reading import picture_data
from jxdesk.files.screening import Record

KINDS = frozenset({"jpg", "png", "tif"})
WORD = "拍摄位置、作者等照片信息"

_MAX = 256 * 1024 * 1024
_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP2, _APP14, _APP15 = 0xE0, 0xE2, 0xEE, 0xEF
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without length: TEM and RST0 to RST7 (ITU-T T.81, B.1.1.3)."""

_COLOUR = b"ICC_PROFILE\0"
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_DROPPED = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})


def clean(stream: BinaryIO, kind: str, target: BinaryIO) -> tuple[str, ...]:
    """Write the copy to ``target`` unless there is nothing to remove. Raises ``UserError``, ``Damaged``."""
    stream.seek(0)
    data = stream.read(_MAX + 1)
    if len(data) > _MAX:
        raise refusals.too_large()
    if not tells(data):
        return ()
    target.write(cleaned(data, kind))
    target.truncate()
    return (WORD,)


def tells(data: bytes) -> bool:
    """Whether the picture carries anything along that screening finds. Raises ``Damaged``."""
    record = Record()
    picture_data.read(BytesIO(data), record)
    return bool(record.screening.found())


def cleaned(data: bytes, kind: str) -> bytes:
    """The picture without it; what turns it upright stays. Raises ``Damaged``."""
    if kind == "tif":
        return clean_tiff(data)
    turned = _turned(picture_data.orientation(BytesIO(data)))
    return (_clean_jpeg if kind == "jpg" else _clean_png)(data, turned)


def _turned(orientation: int) -> bytes:
    """An EXIF block that says how the picture is turned and nothing else; empty if it is upright."""
    if orientation not in range(2, 9):
        return b""
    return b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([orientation]) + b"\0\0\0\0\0\0"


def _clean_jpeg(data: bytes, turned: bytes) -> bytes:
    kept = [b"\xff\xd8"]
    if turned:
        block = b"Exif\0\0" + turned
        kept.append(b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block)
    for marker, piece in _segments(data):
        described = _APP0 < marker <= _APP15 and marker not in (_APP2, _APP14)
        other_profile = marker == _APP2 and piece[4 : 4 + len(_COLOUR)] != _COLOUR
        if not (described or other_profile or marker == _COM):
            kept.append(piece)
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment, a scan's data with its head; nothing after the end of the image."""
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            raise Damaged
        marker = data[place + 1]
        if marker == 0xFF:  # fill bytes may stand before a marker
            place += 1
            continue
        if marker == _EOI:
            break
        if marker in _ALONE:
            yield marker, data[place : place + 2]
            place += 2
            continue
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == _SOS:
            end = _end_of_scan(data, end)
        yield marker, data[place:end]
        place = end
    yield _EOI, b"\xff\xd9"


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the next marker after entropy-coded data stands."""
    while (place := data.find(b"\xff", place)) >= 0:
        after = data[place + 1 : place + 2]
        if after and after[0] and after[0] not in _ALONE and after[0] != 0xFF:
            return place
        place += 1
    return len(data)


def _clean_png(data: bytes, turned: bytes) -> bytes:
    kept = [_PNG]
    place = len(_PNG)
    while place + 12 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        name = data[place + 4 : place + 8]
        end = place + 12 + length
        if name not in _PNG_DROPPED:
            kept.append(data[place:end])
        if name == b"IHDR" and turned:
            block = b"eXIf" + turned
            kept.append(len(turned).to_bytes(4, "big") + block + zlib.crc32(block).to_bytes(4, "big"))
        place = end
        if name == b"IEND":
            break
    return b"".join(kept)
