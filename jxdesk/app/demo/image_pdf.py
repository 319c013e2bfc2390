"""The smallest PDF that shows JPEG pictures one to a page, as scanners write it (ISO 32000-1).

reportlab would write each picture as text (ASCII85), a quarter bigger and many times slower.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: an RGB picture as JPEG bytes, its ``pixels``, and the sheet's ``points``."""

    jpeg: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]


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
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] "
        f"/Contents {number + 1} 0 R /Resources << /XObject << /P {number + 2} 0 R >> >> >>"
    )
    drawing = f"{width:.2f} 0 0 {height:.2f} 0 0 cm /P Do".encode()
    picture = (
        f"/Type /XObject /Subtype /Image /Width {sheet.pixels[0]} /Height {sheet.pixels[1]} "
        "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
    )
    return page.encode(), _stream("", drawing), _stream(picture, sheet.jpeg)


def _stream(entries: str, content: bytes) -> bytes:
    return f"<< {entries} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"
