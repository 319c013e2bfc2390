"""Workbooks (SpreadsheetML, ECMA-376 part 1, 18), hidden sheets, rows and columns included."""

from __future__ import annotations

from jxdesk.files.bounds import MAX_SHARED_TEXT, Damaged, TooLarge
from jxdesk.files.reading import embedded, office_properties
from jxdesk.files.reading.authors import OWN_NAME
from jxdesk.files.reading.office_package import Parts
from jxdesk.files.reading.office_paths import user_of
from jxdesk.files.reading.office_text import OfficeText
from jxdesk.files.reading.word import tell_comments
from jxdesk.files.reading.worksheet import Worksheet
from jxdesk.files.reading.xml_walk import Attributes, Ignore, walk
from jxdesk.files.screening import Record

_THREAD = "tc="
"""Author of the copy of a threaded comment that is kept for older programs."""


def read(parts: Parts, record: Record) -> None:
    """Screen all sheets and what lies around them. Raises ``Damaged``, ``TooLarge``, ``Enough``."""
    main = parts.main()
    if main is None:
        raise Damaged
    book = _Book()
    walk(parts.container, main, book)
    texts = _SharedTexts()
    for part in parts.related(main, "sharedStrings"):
        walk(parts.container, part, texts)
    targets = {relation.id: relation.target for relation in parts.relations(main)}
    record.pages = len(book.sheets)
    comments = _Comments(record, "批注")
    for name, state, relation in book.sheets:
        _read_sheet(parts, targets.get(relation, ""), name, state, texts.found, record, comments)
    for part in parts.related(main, "person"):
        walk(parts.container, part, comments)
    tell_comments(comments.count, comments.authors, record)
    for name, formula in book.names:
        record.text(f"名称“{name[:40]}”", formula)
    if parts.related(main, "revisionHeaders"):
        record.note("修订", "保存了共享工作簿的修订记录")
    if book.user:
        record.note("文件属性：保存位置", f"用户名 {book.user}")
    office_properties.read(parts, record)
    embedded.read_parts(parts, "xl", record)


def _read_sheet(
    parts: Parts,
    part: str,
    name: str,
    state: str,
    texts: list[str],
    record: Record,
    comments: _Comments,
) -> None:
    where = f"工作表“{name[:40]}”"
    if state != "visible":
        record.note(where, "隐藏的工作表")
    if part not in parts.container:
        return
    sheet = Worksheet(record, where, texts)
    walk(parts.container, part, sheet)
    if sheet.hidden:
        record.note(where, f"有隐藏的{'和'.join(sorted(sheet.hidden))}")
    comments.sheet = where
    for kind in ("comments", "threadedComment"):
        for comment in parts.related(part, kind):
            walk(parts.container, comment, comments)
    for drawing in parts.related(part, "drawing"):
        walk(parts.container, drawing, OfficeText(record, f"{where}的文本框"))
        for chart in parts.related(drawing, "chart"):
            walk(parts.container, chart, OfficeText(record, f"{where}的图表"))


class _Book(Ignore):
    """The sheets (name, state, relation id) and defined names of a workbook."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.names: list[tuple[str, str]] = []
        self.user = ""
        self._name = ""

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name == "sheet":
            state = attributes.get("state", "visible")
            self.sheets.append((attributes.get("name", ""), state, attributes.get("id", "")))
        elif name == "definedName":
            self._name = attributes.get("name", "")
        elif name == "absPath":
            self.user = user_of(attributes.get("url", ""))

    def end(self, name: str, /) -> None:
        if name == "definedName":
            self._name = ""

    def text(self, text: str, /) -> None:
        if self._name:
            self.names.append((self._name, text))


class _SharedTexts(Ignore):
    """The table of shared texts; the readings of characters (``rPh``) are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._phonetic = 0
        self._length = 0

    def start(self, name: str, _attributes: Attributes, /) -> None:
        if name == "t":
            self._in_text = not self._phonetic
        elif name == "rPh":
            self._phonetic += 1

    def end(self, name: str, /) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "si":
            self.found.append("".join(self._pieces))
            self._pieces.clear()

    def text(self, text: str, /) -> None:
        if self._in_text:
            self._length += len(text)
            if self._length > MAX_SHARED_TEXT:
                raise TooLarge
            self._pieces.append(text)


class _Comments(Ignore):
    """Comments of all sheets, notes and threads, and their authors."""

    def __init__(self, record: Record, where: str) -> None:
        self.count = 0
        self.authors: dict[str, None] = {}
        self.sheet = ""
        self._record = record
        self._where = where
        self._names: list[str] = []
        self._place = ""
        self._pieces: list[str] = []
        self._author = False
        self._in_text = False

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name == "authors":
            self._names = []
        elif name == "author":
            self._author = True
            self._pieces.clear()
        elif name == "person":
            self.authors[attributes.get("displayName", "")] = None
        elif name in ("comment", "threadedComment"):
            self._start_comment(attributes)
        elif name in ("t", "text"):
            self._in_text = True

    def _start_comment(self, attributes: Attributes) -> None:
        self._pieces.clear()
        self._place = f"{self.sheet}{attributes.get('ref', '')}的{self._where}"
        number = attributes.get("authorId", "")
        author = self._names[int(number)] if number.isdecimal() and int(number) < len(self._names) else ""
        if author == OWN_NAME or author.startswith(_THREAD):
            return
        self.count += 1
        self.authors[author] = None

    def end(self, name: str, /) -> None:
        if name == "author":
            self._names.append("".join(self._pieces))
            self._author = False
        elif name in ("comment", "threadedComment"):
            self._record.text(self._place, "".join(self._pieces), only_new=True)
        elif name in ("t", "text"):
            self._in_text = False

    def text(self, text: str, /) -> None:
        if self._author or self._in_text:
            self._pieces.append(text)
