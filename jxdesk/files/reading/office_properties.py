"""The property parts of an Office file: core, extended and custom (ECMA-376 part 2, 11; part 1, 22)."""

from __future__ import annotations

from jxdesk.domain.sensitive import find
from jxdesk.files.reading.authors import is_somebody
from jxdesk.files.reading.office_package import Parts
from jxdesk.files.reading.xml_walk import Attributes, Ignore, walk
from jxdesk.files.screening import Record

PEOPLE = {"creator": "作者", "lastModifiedBy": "最后修改者", "Manager": "主管"}
"""Properties that name a person, by their local name."""

CUSTOM_PEOPLE = {"_AuthorEmail": "作者邮箱", "_AuthorEmailDisplayName": "作者"}

_SCREENED = {
    "title": "标题",
    "subject": "主题",
    "keywords": "关键词",
    "description": "备注",
    "category": "类别",
    "contentStatus": "状态",
    "Company": "单位",
    "HyperlinkBase": "超链接基础",
}
PROPERTY_PARTS = ("core-properties", "extended-properties", "custom-properties")


def read(parts: Parts, record: Record) -> None:
    """Screen the properties; who is named there is noted. Raises ``Damaged``, ``Enough``."""
    for kind in PROPERTY_PARTS:
        for part in parts.related("", kind):
            reader = _Properties(custom=kind == "custom-properties")
            walk(parts.container, part, reader)
            for name, value in reader.found:
                _tell(record, name, value, custom=reader.custom)


def is_telling(name: str, value: str, *, custom: bool) -> bool:
    """Whether a property names a person, or holds what screening finds."""
    if is_somebody(value) and name in (CUSTOM_PEOPLE if custom else PEOPLE):
        return True
    return (custom or name in _SCREENED) and bool(find(value))


def _tell(record: Record, name: str, value: str, *, custom: bool) -> None:
    who = (CUSTOM_PEOPLE if custom else PEOPLE).get(name)
    if who is not None and is_somebody(value):
        record.note(f"文件属性：{who}", value)
    elif custom:
        record.text(f"文件属性：{name[:40]}", value)
    elif name in _SCREENED:
        record.text(f"文件属性：{_SCREENED[name]}", value)


class _Properties(Ignore):
    """Name and text of each property, whatever lies between in the tree."""

    def __init__(self, *, custom: bool) -> None:
        self.custom = custom
        self.found: list[tuple[str, str]] = []
        self._name = ""
        self._pieces: list[str] = []
        self._depth = 0

    def start(self, name: str, attributes: Attributes, /) -> None:
        self._depth += 1
        if self._depth == 2:
            self._name = attributes.get("name", "") if self.custom else name
            self._pieces.clear()

    def end(self, _name: str, /) -> None:
        if self._depth == 2 and (value := " ".join("".join(self._pieces).split())):
            self.found.append((self._name, value))
        self._depth -= 1

    def text(self, text: str, /) -> None:
        if self._depth >= 2:
            self._pieces.append(text)
