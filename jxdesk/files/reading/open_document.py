"""OpenDocument texts, sheets and presentations (ISO/IEC 26300), as LibreOffice and others write them."""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.base.zipped import Container
from jxdesk.files.bounds import Damaged, Locked
from jxdesk.files.reading.authors import is_somebody, people
from jxdesk.files.reading.xml_walk import Attributes, Ignore, walk
from jxdesk.files.screening import APART, BESIDE, Record

_PEOPLE = {"initial-creator": "作者", "creator": "最后修改者", "printed-by": "打印者"}
_WORDS = {
    "title": "标题",
    "subject": "主题",
    "keyword": "关键词",
    "description": "备注",
    "user-defined": "自定义",
}
_BREAKS = {"tab": "\t", "line-break": "\n", "s": " "}
_PARAGRAPHS = frozenset({"p", "h"})
_LONG = 8
_REMOVED = "修订（已删除的文字）"
_CELLS = frozenset({"table-cell", "covered-table-cell"})


def read(container: Container, record: Record) -> None:
    """Screen the text, comments and properties. Raises ``Damaged``, ``Locked``, ``TooLarge``, ``Enough``."""
    if "META-INF/manifest.xml" in container:
        manifest = _Manifest()
        walk(container, "META-INF/manifest.xml", manifest)
        if manifest.encrypted:
            raise Locked
    if "content.xml" not in container:
        raise Damaged
    content = _Content(record)
    walk(container, "content.xml", content)
    if "styles.xml" in container:
        walk(container, "styles.xml", _Styles(record))
    record.pages = content.pages
    record.blank &= not any(name.startswith(("Pictures/", "Object ")) for name in container.names)
    content.tell()
    if "meta.xml" in container:
        _read_meta(container, record)


def _read_meta(container: Container, record: Record) -> None:
    meta = _Meta()
    walk(container, "meta.xml", meta)
    for name, value in meta.found:
        if name in _PEOPLE and is_somebody(value):
            record.note(f"文件属性：{_PEOPLE[name]}", value)
        elif name in _WORDS:
            record.text(f"文件属性：{_WORDS[name]}", value)


class _Manifest(Ignore):
    def __init__(self) -> None:
        self.encrypted = False

    def start(self, name: str, _attributes: Attributes, /) -> None:
        self.encrypted |= name == "encryption-data"


@dataclass(slots=True)
class _Grid:
    """Where in a table the reading is: rows and columns from 1, repeated ones counted."""

    name: str = ""
    row: int = 0
    column: int = 0
    rows: int = 1
    columns: int = 1

    def next_row(self, repeated: int) -> None:
        self.row, self.rows = self.row + self.rows, repeated
        self.column, self.columns = 0, 1

    def next_cell(self, repeated: int) -> None:
        self.column, self.columns = self.column + self.columns, repeated


class _Content(Ignore):
    """Paragraphs with their number, cells with their sheet; comments and removed texts with theirs."""

    def __init__(self, record: Record) -> None:
        self.pages: int | None = None
        self._record = record
        self._paragraphs: list[list[str]] = []
        self._places: list[str] = []
        self._sheets = False
        self._grids: list[_Grid] = []
        self._number = 0
        self._comments = self._changes = 0
        self._commenting: list[str] = []
        self._changing: list[str] = []
        self._creator: list[str] | None = None

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name in _PARAGRAPHS:
            self._paragraphs.append([])
        elif name in _BREAKS:
            self.text(_BREAKS[name])
        elif name == "table":
            self._grids.append(_Grid(attributes.get("name", "")[:40]))
            self._count_page(is_page=self._sheets)
        elif name == "table-row" and self._grids:
            self._grids[-1].next_row(_times(attributes.get("number-rows-repeated")))
        elif name in _CELLS and self._grids:
            self._grids[-1].next_cell(_times(attributes.get("number-columns-repeated")))
        elif name == "annotation":
            self._comments += 1
            self._places.append(f"批注（第 {self._comments} 条）")
        elif name == "changed-region":
            self._changes += 1
            self._places.append(_REMOVED)
        elif name == "creator":
            self._creator = []
        elif name in ("spreadsheet", "presentation"):
            self.pages, self._sheets = 0, name == "spreadsheet"
        else:
            self._count_page(is_page=name == "page")

    def end(self, name: str, /) -> None:
        if name in _PARAGRAPHS and self._paragraphs:
            self._end_paragraph("".join(self._paragraphs.pop()))
        elif name in ("annotation", "changed-region") and self._places:
            self._places.pop()
        elif name == "table" and self._grids:
            self._grids.pop()
        elif name == "creator" and self._creator is not None:
            by = self._changing if self._places[-1:] == [_REMOVED] else self._commenting
            by.append("".join(self._creator))
            self._creator = None

    def _count_page(self, *, is_page: bool) -> None:
        if is_page and self.pages is not None:
            self.pages += 1

    def text(self, text: str, /) -> None:
        if self._creator is not None:
            self._creator.append(text)
        elif self._paragraphs:
            self._paragraphs[-1].append(text)

    def tell(self) -> None:
        """Note comments and tracked changes."""
        if self._comments:
            self._record.note("批注", f"共 {self._comments} 条{_by(self._commenting)}")
        if self._changes:
            self._record.note("修订", f"共 {self._changes} 处修订未接受{_by(self._changing)}")

    def _end_paragraph(self, text: str) -> None:
        if self._places:
            self._record.text(self._places[-1], text)
        elif self._grids:
            grid = self._grids[-1]
            table = f"工作表“{grid.name}”" if self._sheets else "表格"
            where = f"{table}第 {grid.row} 行第 {grid.column} 列"
            self._record.content(where, text, BESIDE if grid.column > 1 else APART)
        else:
            self._number += 1
            self._record.content(f"正文第 {self._number} 段", text)


class _Styles(_Content):
    """Headers and footers lie among the styles."""

    def _end_paragraph(self, text: str) -> None:
        self._record.text("页眉页脚", text)


def _by(authors: list[str]) -> str:
    who = people(authors)
    return f"，作者：{who}" if who else ""


def _times(repeated: str | None) -> int:
    return int(repeated) if repeated and repeated.isdecimal() and len(repeated) < _LONG else 1


class _Meta(Ignore):
    """Name and text of each property."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._pieces: list[str] = []

    def start(self, _name: str, _attributes: Attributes, /) -> None:
        self._pieces.clear()

    def end(self, name: str, /) -> None:
        if value := "".join(self._pieces).strip():
            self.found.append((name, value))
        self._pieces.clear()

    def text(self, text: str, /) -> None:
        self._pieces.append(text)
