"""The smallest PDF that shows pictures one to a page, as scanners write it (ISO 32000-1).

A JPEG goes in as it is, without what cameras write beside the picture (place, owner, a preview);
so does a plain PNG; other pictures without loss. reportlab would write each as text (ASCII85), a
quarter bigger and many times slower.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from PIL import Image
from zlib_ng import zlib_ng

_HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
_SPACES = {"1": ("DeviceGray", 1), "L": ("DeviceGray", 8), "RGB": ("DeviceRGB", 8)}
_COLORS = {"DeviceGray": 1, "DeviceRGB": 3}
_SCAN_FOLLOWS, _APPLICATION, _COMMENT = 0xDA, range(0xE1, 0xF0), 0xFE
_ADOBE = 0xEE
# PNG (ISO/IEC 15948), 11.2.2: bit depth and colour type of pictures that PDF can show as they are.
_PLAIN_PNG = {(1, 0): "1", (8, 0): "L", (8, 2): "RGB"}
_PNG_START = 8


class Packing(StrEnum):
    """How a picture's bytes are packed, in the words of PDF; PNG is deflate by rows."""

    JPEG = "DCTDecode"
    DEFLATE = "FlateDecode"
    PNG = "PNG"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: a picture of ``mode`` ``1``, ``L`` or ``RGB``, its ``pixels``, the sheet's ``points``."""

    data: bytes
    packing: Packing
    mode: str
    pixels: tuple[int, int]
    points: tuple[float, float]

    @classmethod
    def of_jpeg(cls, jpeg: bytes, mode: str, pixels: tuple[int, int], points: tuple[float, float]) -> Self:
        """A page with a JPEG of mode ``L`` or ``RGB``, which keeps its pixels bit for bit."""
        return cls(bare_jpeg(jpeg), Packing.JPEG, mode, pixels, points)

    @classmethod
    def of_png(cls, png: bytes, pixels: tuple[int, int], points: tuple[float, float]) -> Self | None:
        """A page with a PNG as it is packed; ``None`` for a kind of PNG that PDF does not know."""
        chunks = list(_png_chunks(png))
        header = next((data for name, data in chunks if name == b"IHDR"), b"")
        if len(header) != struct.calcsize(">IIBBBBB"):
            return None
        _, _, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
        mode = _PLAIN_PNG.get((depth, colour))
        if mode is None or interlaced or any(name == b"tRNS" for name, _ in chunks):
            return None
        packed = b"".join(data for name, data in chunks if name == b"IDAT")
        return cls(packed, Packing.PNG, mode, pixels, points)

    @classmethod
    def of_picture(cls, picture: Image.Image, points: tuple[float, float]) -> Self:
        """A page with a picture of mode ``1``, ``L`` or ``RGB``, packed without loss."""
        packed = zlib_ng.compress(picture.tobytes())
        return cls(packed, Packing.DEFLATE, picture.mode, picture.size, points)


def bare_jpeg(jpeg: bytes) -> bytes:
    """The picture without comments and application segments (JPEG, ITU-T T.81, B.1.1).

    Kept are JFIF (APP0) and Adobe's (APP14), which say how colours are meant.
    """
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != _SCAN_FOLLOWS:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        is_told = marker == _COMMENT or (marker in _APPLICATION and marker != _ADOBE)
        if not is_told:
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, jpeg[at:]])


def _png_chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each chunk, as far as they are whole."""
    at = _PNG_START
    while at + 8 <= len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def bind(sheets: Sequence[Sheet]) -> bytes:
    """One PDF of all sheets: no clock, no random id."""
    kids = " ".join(f"{_page_number(i)} 0 R" for i in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(sheets)} /Kids [{kids}] >>".encode(),
    ]
    for place, sheet in enumerate(sheets):
        objects += _objects(sheet, _page_number(place))
    data = bytearray(_HEADER)
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        data += b"%010d 00000 n \n" % offset
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(data + b"startxref\n%d\n%%%%EOF\n" % start)


def _page_number(place: int) -> int:
    return 3 + 3 * place


def _objects(sheet: Sheet, number: int) -> tuple[bytes, bytes, bytes]:
    """The page, what it draws, and its picture."""
    width, height = sheet.points
    space, bits = _SPACES[sheet.mode]
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] "
        f"/Contents {number + 1} 0 R /Resources << /XObject << /P {number + 2} 0 R >> >> >>"
    )
    drawing = f"{width:.2f} 0 0 {height:.2f} 0 0 cm /P Do".encode()
    packing = f"/Filter /{sheet.packing}"
    if sheet.packing is Packing.PNG:
        rows = f"/Predictor 15 /Colors {_COLORS[space]} /BitsPerComponent {bits} /Columns {sheet.pixels[0]}"
        packing = f"/Filter /{Packing.DEFLATE} /DecodeParms << {rows} >>"
    picture = (
        f"/Type /XObject /Subtype /Image /Width {sheet.pixels[0]} /Height {sheet.pixels[1]} "
        f"/ColorSpace /{space} /BitsPerComponent {bits} {packing}"
    )
    return page.encode(), _stream("", drawing), _stream(picture, sheet.data)


def _stream(entries: str, content: bytes) -> bytes:
    return f"<< {entries} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"
