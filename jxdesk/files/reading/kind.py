"""What a file is, by its content: what it is called proves nothing."""

from __future__ import annotations

import re
from typing import BinaryIO

from jxdesk.base.zipped import Container, Refused, opened
from jxdesk.files.bounds import OFFICE
from jxdesk.files.reading.encodings import decoded

ENDINGS: dict[str, frozenset[str]] = {
    "pdf": frozenset({"pdf"}),
    "docx": frozenset({"docx", "dotx"}),
    "docm": frozenset({"docm", "dotm"}),
    "xlsx": frozenset({"xlsx", "xltx"}),
    "xlsm": frozenset({"xlsm", "xltm"}),
    "xlsb": frozenset({"xlsb"}),
    "pptx": frozenset({"pptx", "ppsx", "potx"}),
    "pptm": frozenset({"pptm", "ppsm", "potm"}),
    "doc": frozenset({"doc", "dot", "wps", "wpt"}),
    "xls": frozenset({"xls", "xlt", "et", "ett"}),
    "ppt": frozenset({"ppt", "pps", "dps", "dpt"}),
    "odt": frozenset({"odt", "ott"}),
    "ods": frozenset({"ods", "ots"}),
    "odp": frozenset({"odp", "otp"}),
    "ofd": frozenset({"ofd"}),
    "jpg": frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    "png": frozenset({"png"}),
    "tif": frozenset({"tif", "tiff"}),
    "gif": frozenset({"gif"}),
    "bmp": frozenset({"bmp", "dib"}),
    "webp": frozenset({"webp"}),
    "rtf": frozenset({"rtf"}),
    "zip": frozenset({"zip"}),
    "rar": frozenset({"rar"}),
    "7z": frozenset({"7z"}),
    "exe": frozenset({"exe", "dll", "scr", "com"}),
    "txt": frozenset({"txt", "csv", "tsv", "log", "md"}),
}
"""The endings under which files of each kind go about."""

_KNOWN = frozenset().union(*ENDINGS.values())
_HEAD = 4096
_PDF_WITHIN = 1024
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"II+\0", "tif"),
    (b"MM\0+", "tif"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
_OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_MAIN_TYPES = (
    ("wordprocessingml", "docx"),
    ("spreadsheetml", "xlsx"),
    ("presentationml", "pptx"),
    ("ms-word", "docm"),
    ("ms-excel.sheet.binary", "xlsb"),
    ("ms-excel", "xlsm"),
    ("ms-powerpoint", "pptm"),
)
_MAIN = re.compile(rb"ContentType\s*=\s*[\"']application/vnd\.([\w.-]{1,80})\.main\+xml[\"']")
_BINARY_MAIN = re.compile(
    rb"ContentType\s*=\s*[\"']application/vnd\.(ms-excel\.sheet\.binary[\w.]{1,60})[\"']"
)
_MAX_TYPES = 4 * 1024 * 1024


def fits(kind: str, ending: str) -> bool:
    """Whether files of ``kind`` go by ``ending``; an ending that names no kind we know fits all."""
    return ending not in _KNOWN or ending in ENDINGS.get(kind, ())


def kind_of(stream: BinaryIO) -> str:
    """The kind of a file: a key of ``ENDINGS``, ``"ole"`` (its streams tell more), ``""`` if unknown."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if kind == "zip":
        return _zip_kind(stream)
    if kind == "bmp" and decoded(head, whole=False) is not None:
        return "txt"
    if kind is not None:
        return kind
    return "txt" if decoded(head, whole=len(head) < _HEAD) is not None else ""


def _zip_kind(stream: BinaryIO) -> str:
    try:
        with opened(stream, OFFICE) as container:
            return _container_kind(container)
    except Refused:
        return "zip"


def _container_kind(container: Container) -> str:
    if "mimetype" in container and container.size("mimetype") < _HEAD:
        family = container.read("mimetype").decode("ascii", "replace").strip().rpartition(".")[2]
        return _OPEN_DOCUMENT.get(family.removesuffix("-template"), "zip")
    if "OFD.xml" in container:
        return "ofd"
    if "[Content_Types].xml" in container and container.size("[Content_Types].xml") < _MAX_TYPES:
        types = container.read("[Content_Types].xml")
        if main := _MAIN.search(types) or _BINARY_MAIN.search(types):
            named = main[1].decode("ascii").lower()
            return next((kind for word, kind in _MAIN_TYPES if word in named), "zip")
    return "zip"
