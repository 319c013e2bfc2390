"""XMP packets (ISO 16684-1): who wrote it, as PDF, JPEG, PNG and TIFF files carry it along."""

from __future__ import annotations

from io import BytesIO

from jxdesk.files.bounds import Damaged
from jxdesk.files.reading.authors import is_somebody
from jxdesk.files.reading.xml_walk import Attributes, Ignore, feed
from jxdesk.files.screening import Record

MAX_PACKET = 8 * 1024 * 1024
_PEOPLE = {
    "creator": "作者",
    "Author": "作者",
    "Artist": "作者",
    "CameraOwnerName": "相机所有者",
    "OwnerName": "相机所有者",
    "AuthorsPosition": "作者职务",
    "CaptionWriter": "说明撰写者",
    "LastModifiedBy": "最后修改者",
}
_PLACE = frozenset({"GPSLatitude", "GPSLongitude"})
_WORDS = frozenset({"title", "description", "subject", "Keywords", "rights", "Headline", "City", "Location"})


def read(packet: bytes, record: Record) -> None:
    """Screen a packet; one that is no XML says nothing. Raises ``Enough``."""
    reader = _Packet()
    try:
        if len(packet) <= MAX_PACKET:
            feed(BytesIO(packet.rstrip(b"\0 \r\n")), reader)
    except Damaged:
        record.partial = True
    for name, value in reader.found:
        if name in _PEOPLE and is_somebody(value):
            record.note(f"文件属性：{_PEOPLE[name]}", value)
        elif name in _PLACE:
            record.note("照片拍摄位置", "带有经纬度")
        elif name in _WORDS:
            record.text("文件属性：说明", value)


class _Packet(Ignore):
    """Properties with their texts, written as elements (lists among them) or as attributes."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._open: list[str] = []
        self._pieces: list[str] = []

    def start(self, name: str, attributes: Attributes, /) -> None:
        self.found += [(key, value) for key, value in attributes.items() if value.strip()]
        self._open.append(name)
        self._pieces.clear()

    def end(self, name: str, /) -> None:
        value = "".join(self._pieces).strip()
        self._pieces.clear()
        self._open.pop()
        if value:
            named = name if name not in ("li", "value") else self._property()
            self.found.append((named, value))

    def text(self, text: str, /) -> None:
        self._pieces.append(text)

    def _property(self) -> str:
        lists = {"li", "Seq", "Bag", "Alt", "Description"}
        return next((name for name in reversed(self._open) if name not in lists), "")
