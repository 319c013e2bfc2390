"""Presentations (PresentationML, ECMA-376 part 1, 19)."""

from __future__ import annotations

from jxdesk.files.bounds import Damaged
from jxdesk.files.reading import embedded, office_properties
from jxdesk.files.reading.office_package import Parts, is_on
from jxdesk.files.reading.office_text import OfficeText
from jxdesk.files.reading.word import tell_comments
from jxdesk.files.reading.xml_walk import Attributes, Ignore, walk
from jxdesk.files.screening import Record

_BESIDE = {"chart": "图表", "diagramData": "图示"}
_SHARED = {"slideMaster": "母版", "notesMaster": "备注母版", "handoutMaster": "讲义母版"}


def read(parts: Parts, record: Record) -> None:
    """Screen slides, notes and comments. Raises ``Damaged``, ``Enough``."""
    main = parts.main()
    if main is None:
        raise Damaged
    order = _Order()
    walk(parts.container, main, order)
    targets = {relation.id: relation.target for relation in parts.relations(main)}
    slides = [targets[key] for key in order.ids if targets.get(key, "") in parts.container]
    record.pages = len(slides)
    comments = _SlideComments(record, "批注")
    for number, slide in enumerate(slides, 1):
        _read_slide(parts, slide, number, record, comments)
    for relation in parts.relations(main):
        if relation.kind in _SHARED and relation.target in parts.container:
            walk(parts.container, relation.target, _Aside(record, _SHARED[relation.kind]))
        elif relation.kind in ("commentAuthors", "authors") and relation.target in parts.container:
            walk(parts.container, relation.target, comments)
    tell_comments(comments.count, comments.authors, record)
    office_properties.read(parts, record)
    embedded.read_parts(parts, "ppt", record)


def _read_slide(parts: Parts, slide: str, number: int, record: Record, comments: _SlideComments) -> None:
    text = _Slide(record, f"第 {number} 页")
    walk(parts.container, slide, text)
    if not text.shown:
        record.note(f"第 {number} 页", "隐藏的幻灯片")
    if text.pictures:
        record.blank = False
    for part in parts.related(slide, "notesSlide"):
        walk(parts.container, part, _Aside(record, f"第 {number} 页备注"))
    for part in parts.related(slide, "comments"):
        comments.slide = number
        walk(parts.container, part, comments)
    for relation in parts.relations(slide):
        if relation.kind in _BESIDE and relation.target in parts.container:
            walk(parts.container, relation.target, _Aside(record, f"第 {number} 页{_BESIDE[relation.kind]}"))


class _Order(Ignore):
    """The relation ids of the slides, in their order."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name == "sldId":
            self.ids.append(attributes.get("id", ""))


class _Slide(OfficeText):
    def __init__(self, record: Record, where: str) -> None:
        super().__init__(record, where)
        self.shown = True
        self.pictures = 0

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name == "sld":
            self.shown = is_on(attributes.get("show"))
        elif name in ("pic", "graphicFrame"):
            self.pictures += 1
        super().start(name, attributes)


class _Aside(OfficeText):
    """Text that does not make a presentation other than empty: notes, masters."""

    def _emit(self, where: str, text: str) -> None:
        self._record.text(where, text)


class _SlideComments(OfficeText):
    """Comments of all slides, the old kind (``cm`` with ``text``) and the new one, and their authors."""

    def __init__(self, record: Record, where: str) -> None:
        super().__init__(record, where)
        self.count = 0
        self.slide = 0

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name in ("cm", "reply"):
            self.count += 1
            self._where = f"批注（第 {self.slide} 页）"
        elif name in ("cmAuthor", "author"):
            self.authors[attributes.get("name", "")] = None
        elif name == "text":
            self._text_of = "t"
        else:
            super().start(name, attributes)

    def end(self, name: str, /) -> None:
        if name == "text":
            self._text_of = ""
        else:
            super().end(name)
