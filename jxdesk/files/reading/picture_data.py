"""What a picture carries along: EXIF (JEITA CP-3451), IPTC, XMP, comments; no pixel is decoded for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from jxdesk.files.reading import xmp
from jxdesk.files.reading.authors import is_somebody
from jxdesk.files.reading.encodings import decoded
from jxdesk.files.reading.guard import guarded
from jxdesk.files.screening import Record

# Pillow knows some of these only once all its formats are loaded, and takes a file for broken while
# it looks for one it does not know. (MPO, several pictures in one JPEG, is opened as JPEG.)
Image.init()
FORMATS = ("JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP")
POSITION = "照片拍摄位置"

PEOPLE = {
    ExifTags.Base.Artist: "作者",
    ExifTags.Base.XPAuthor: "作者",
    ExifTags.Base.CameraOwnerName: "相机所有者",
    ExifTags.Base.Copyright: "版权所有者",
}
_WORDS = (
    ExifTags.Base.ImageDescription,
    ExifTags.Base.UserComment,
    ExifTags.Base.XPTitle,
    ExifTags.Base.XPComment,
    ExifTags.Base.XPSubject,
    ExifTags.Base.XPKeywords,
    ExifTags.Base.DocumentName,
)
_IPTC_PEOPLE = {(2, 80): "作者", (2, 85): "作者职务", (2, 122): "说明撰写者"}
_IPTC_WORDS = ((2, 5), (2, 25), (2, 40), (2, 105), (2, 120))
_PNG_PEOPLE = {"Author": "作者", "Copyright": "版权所有者"}
_BYTE = 256
_CODE = 8
_CHARACTER_CODES = {b"ASCII\0\0\0": "ascii", b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "iso2022_jp"}


def read(stream: BinaryIO, record: Record) -> int:
    """Screen it; the pixels the picture claims to have. Raises ``Damaged``, ``Enough``."""
    with guarded(), Image.open(stream, formats=FORMATS) as picture:
        tell(picture, record)
        return picture.width * picture.height


def orientation(stream: BinaryIO) -> int:
    """How the picture is turned (EXIF 0112: 1 upright to 8), 0 if it does not say. Raises ``Damaged``."""
    with guarded(), Image.open(stream, formats=FORMATS) as picture:
        turned = picture.getexif().get(ExifTags.Base.Orientation, 0)
    return turned if isinstance(turned, int) else 0


def tell(picture: ImageFile.ImageFile, record: Record) -> None:
    """Screen what an opened picture carries along. Raises ``Enough``."""
    tell_exif(picture.getexif(), record)
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp")
    if packet:
        xmp.read(packet if isinstance(packet, bytes) else str(packet).encode(), record)
    _iptc(picture, record)
    for key, value in picture.info.items():
        if isinstance(value, str | bytes) and key in ("comment", "Comment", "Description", "Title"):
            record.text("照片信息：说明", _words(value))
        elif key in _PNG_PEOPLE and is_somebody(_words(value)):
            record.note(f"照片信息：{_PNG_PEOPLE[key]}", _words(value))


def tell_exif(exif: Image.Exif, record: Record) -> None:
    """Screen an EXIF block. Raises ``Enough`` and what Pillow raises."""
    tags: dict[int, Any] = dict(exif) | dict(exif.get_ifd(ExifTags.IFD.Exif))
    for tag, who in PEOPLE.items():
        if is_somebody(name := _words(tags.get(tag))):
            record.note(f"照片信息：{who}", name)
    for tag in _WORDS:
        record.text("照片信息：说明", _words(tags.get(tag)))
    if place := _position(exif.get_ifd(ExifTags.IFD.GPSInfo)):
        record.note(POSITION, place)


def _position(gps: Mapping[int, Any]) -> str:
    """Latitude and longitude to whole minutes (about two kilometres), ``""`` if there are none."""
    parts = []
    for axis, reference, words in (
        (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, {"N": "北纬", "S": "南纬"}),
        (ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, {"E": "东经", "W": "西经"}),
    ):
        value = gps.get(axis)
        if not value or len(value) < 2:
            continue
        direction = words.get(str(gps.get(reference, "")).strip("\0 ").upper(), "")
        parts.append(f"{direction}{int(value[0])}度{int(value[1])}分")
    return "，".join(parts)


def _iptc(picture: ImageFile.ImageFile, record: Record) -> None:
    found = IptcImagePlugin.getiptcinfo(picture) or {}
    for key, who in _IPTC_PEOPLE.items():
        for value in _each(found.get(key)):
            if is_somebody(value):
                record.note(f"照片信息：{who}", value)
    for key in _IPTC_WORDS:
        for value in _each(found.get(key)):
            record.text("照片信息：说明", value)


def _each(value: object) -> list[str]:
    return [_words(each) for each in (value if isinstance(value, list) else [value])]


def _words(value: object) -> str:
    """A tag's text: UTF-16 in the ``XP`` tags, marked by a code, or in an encoding of Chinese offices."""
    if isinstance(value, tuple) and all(isinstance(each, int) and 0 <= each < _BYTE for each in value):
        value = bytes(value)
    if isinstance(value, str) and not value.isascii() and max(value) < chr(_BYTE):
        value = value.encode("latin-1")  # as Pillow takes every text
    if isinstance(value, bytes):
        value = _decoded(value)
    return value.replace("\0", " ").strip() if isinstance(value, str) else ""


def _decoded(data: bytes) -> str:
    encoding = _CHARACTER_CODES.get(data[:_CODE])
    if encoding is not None:
        return data[_CODE:].decode(encoding, "replace")
    plain = data.rstrip(b"\0")
    if b"\0" in plain:
        return data.decode("utf-16-le", "replace")
    return decoded(plain) or ""
