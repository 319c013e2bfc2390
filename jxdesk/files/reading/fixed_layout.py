"""OFD, the national format for fixed pages (GB/T 33190): text of the pages, document information."""

from __future__ import annotations

from posixpath import dirname, join, normpath

from jxdesk.base.zipped import Container
from jxdesk.files.bounds import MAX_PAGES, Damaged
from jxdesk.files.reading.authors import is_somebody
from jxdesk.files.reading.xml_walk import Attributes, Ignore, walk
from jxdesk.files.screening import Record

_WORDS = {"Title": "标题", "Subject": "主题", "Abstract": "摘要", "Keyword": "关键词"}
_PICTURES = frozenset({"ImageObject", "PathObject"})


def read(container: Container, record: Record) -> None:
    """Screen every page. Raises ``Damaged``, ``TooLarge``, ``Enough``."""
    head = _Head()
    walk(container, "OFD.xml", head)
    for name, value in head.found:
        if name == "Author" and is_somebody(value):
            record.note("文件属性：作者", value)
        else:
            record.text(f"文件属性：{_WORDS.get(name, '其他')}", value)
    pages = 0
    for root in head.roots:
        pages = _read_document(container, _beside("OFD.xml", root), pages, record)
    record.pages = pages


def _read_document(container: Container, part: str, pages: int, record: Record) -> int:
    if part not in container:
        raise Damaged
    document = _Document()
    walk(container, part, document)
    base = _beside(part, "")
    for target in document.pages[:MAX_PAGES]:
        page = _beside(part, target)
        if page not in container:
            raise Damaged
        pages += 1
        text = _Page(record, f"第 {pages} 页")
        walk(container, page, text)
        record.image_only |= text.pictures > 0 and not text.said
        record.blank &= not text.pictures
    record.partial |= len(document.pages) > MAX_PAGES
    for annotation in document.annotations:
        _read_annotations(container, normpath(join(base, annotation)), record)
    if any(name.startswith(f"{base}/Attachs/") for name in container.names):
        record.note("附件", "文件中夹带附件")
        record.partial = True
    return pages


def _read_annotations(container: Container, part: str, record: Record) -> None:
    if part not in container:
        return
    listed = _Document()
    walk(container, part, listed)
    for target in listed.files:
        page = _beside(part, target)
        if page in container:
            walk(container, page, _Page(record, "注释"))


def _beside(part: str, target: str) -> str:
    """A part's name as it is written in another part: relative to it, or to the root with ``/``."""
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))


class _Head(Ignore):
    """``OFD.xml``: the documents' roots and the information about them."""

    def __init__(self) -> None:
        self.roots: list[str] = []
        self.found: list[tuple[str, str]] = []
        self._pieces: list[str] = []

    def start(self, _name: str, _attributes: Attributes, /) -> None:
        self._pieces.clear()

    def end(self, name: str, /) -> None:
        value = "".join(self._pieces).strip()
        self._pieces.clear()
        if name == "DocRoot" and value:
            self.roots.append(value)
        elif value and (name in _WORDS or name in ("Author", "CustomData")):
            self.found.append((name, value))

    def text(self, text: str, /) -> None:
        self._pieces.append(text)


class _Document(Ignore):
    """``Document.xml``: its pages in their order; and lists of annotations."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.annotations: list[str] = []
        self.files: list[str] = []
        self._open = ""

    def start(self, name: str, attributes: Attributes, /) -> None:
        self._open = name
        if name == "Page" and "BaseLoc" in attributes:
            self.pages.append(attributes["BaseLoc"])

    def end(self, _name: str, /) -> None:
        self._open = ""

    def text(self, text: str, /) -> None:
        if self._open == "Annotations":
            self.annotations.append(text.strip())
        elif self._open == "FileLoc":
            self.files.append(text.strip())


class _Page(Ignore):
    """A page's text objects, one line each."""

    def __init__(self, record: Record, where: str) -> None:
        self.pictures = 0
        self.said = False
        self._record = record
        self._where = where
        self._pieces: list[str] = []
        self._in_text = False

    def start(self, name: str, _attributes: Attributes, /) -> None:
        if name == "TextCode":
            self._in_text = True
        elif name in _PICTURES:
            self.pictures += 1

    def end(self, name: str, /) -> None:
        if name == "TextCode":
            self._in_text = False
        elif name == "TextObject":
            text = "".join(self._pieces)
            self._pieces.clear()
            self.said |= bool(text.strip())
            self._record.content(self._where, text)

    def text(self, text: str, /) -> None:
        if self._in_text:
            self._pieces.append(text)
