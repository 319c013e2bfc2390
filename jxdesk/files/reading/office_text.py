"""Paragraphs and tables of Word and PowerPoint parts, put together from their runs.

WordprocessingML and DrawingML use the same local names for paragraph, run, text and table
(ECMA-376 part 1, 17.3, 17.4, 21.1.2, 21.1.3): one reader does for both.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from jxdesk.files.reading.office_package import is_on
from jxdesk.files.reading.xml_walk import Attributes, Ignore
from jxdesk.files.screening import APART, BESIDE, Record

_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_TEXTS = frozenset({"t", "delText", "v", "instrText", "delInstrText"})
_REMOVED = frozenset({"del", "moveFrom"})
_ADDED = frozenset({"ins", "moveTo"})
_CHANGED = frozenset(
    {
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblGridChange",
        "trPrChange",
        "tcPrChange",
        "tblPrExChange",
        "numberingChange",
        "cellIns",
        "cellDel",
        "cellMerge",
    }
)
_DESCRIBED = frozenset({"docPr", "cNvPr"})


@dataclass(slots=True)
class _Paragraph:
    """A paragraph in the making: as it reads now, and as it read before the tracked changes."""

    now: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    changed: bool = False


@dataclass(slots=True)
class _Table:
    number: int
    row: int = 0
    cells: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)


class OfficeText(Ignore):
    """Hands the paragraphs and table rows of one part to a record, and notes what is hidden there.

    ``where`` names the part (“正文”); ``counted`` adds the paragraph's number to it.
    """

    def __init__(self, record: Record, where: str, *, counted: bool = False) -> None:
        self.changes = 0
        self.authors: dict[str, None] = {}
        self.before: list[str] = []
        self.fields: list[str] = []
        self.hidden = 0
        self._record = record
        self._where = where
        self._counted = counted
        self._paragraphs: list[_Paragraph] = []
        self._tables: list[_Table] = []
        self._boxes: list[list[_Table]] = []
        self._number = self._table_number = 0
        self._removed = self._added = 0
        self._in_run_properties = self._run_hidden = False
        self._text_of = ""

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name in _TEXTS:
            self._text_of = name
        elif name == "p":
            self._paragraphs.append(_Paragraph())
        elif name in _BREAKS:
            self._put(_BREAKS[name])
        elif name == "r":
            self._run_hidden = False
        elif name == "rPr":
            self._in_run_properties = True
        elif name == "vanish":
            self._run_hidden = self._in_run_properties and is_on(attributes.get("val"))
        elif name == "tbl":
            self._table_number += 1
            self._tables.append(_Table(self._table_number))
        elif name == "tr" and self._tables:
            self._tables[-1].row += 1
        elif name == "txbxContent":
            self._boxes.append(self._tables)
            self._tables = []
        else:
            self._start_rare(name, attributes)

    def _start_rare(self, name: str, attributes: Attributes) -> None:
        if name in _REMOVED or name in _ADDED or name in _CHANGED:
            self.changes += 1
            if author := attributes.get("author"):
                self.authors[author] = None
            self._removed += name in _REMOVED
            self._added += name in _ADDED
        elif name == "textpath":
            self._emit(self.place("艺术字或水印"), attributes.get("string", ""))
        elif name in _DESCRIBED:
            self._record.text(self.place("图片说明"), attributes.get("descr", ""))

    def end(self, name: str, /) -> None:
        if name in _TEXTS:
            self._text_of = ""
            if name == "v":
                self._put("\n")
        elif name == "p" and self._paragraphs:
            self._end_paragraph(self._paragraphs.pop())
        elif name == "rPr":
            self._in_run_properties = False
        elif name == "tc" and self._tables:
            table = self._tables[-1]
            table.cells.append(APART.join(table.cell))
            table.cell.clear()
        elif name == "tr" and self._tables:
            self._end_row(self._tables[-1])
        elif name == "tbl" and self._tables:
            self._tables.pop()
        elif name == "txbxContent" and self._boxes:
            self._tables = self._boxes.pop()
        elif name in _REMOVED:
            self._removed -= 1
        elif name in _ADDED:
            self._added -= 1

    def text(self, text: str, /) -> None:
        if not self._text_of:
            return
        if self._text_of in ("instrText", "delInstrText"):
            self.fields.append(text)
            return
        if self._run_hidden:
            self.hidden += 1
        self._put(text)

    def place(self, what: str) -> str:
        """Where a thing of this part stands."""
        return f"{self._where}的{what}" if self._where else what

    def _put(self, text: str) -> None:
        if not self._paragraphs:
            if text.strip():
                self._emit(self._where, text)
            return
        paragraph = self._paragraphs[-1]
        paragraph.changed |= bool(self._removed or self._added)
        if not self._removed:
            paragraph.now.append(text)
        if not self._added:
            paragraph.before.append(text)

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.now)
        if paragraph.changed:
            self.before.append("".join(paragraph.before))
        if self._tables:
            self._tables[-1].cell.append(text)
            return
        if self._boxes:
            self._emit(self.place("文本框"), text)
            return
        self._number += 1
        self._emit(f"{self._where}第 {self._number} 段" if self._counted else self._where, text)

    def _end_row(self, table: _Table) -> None:
        where = f"{self.place(f'表格 {table.number}')} 第 {table.row} 行"
        self._emit(where, BESIDE.join(table.cells))
        table.cells.clear()

    def _emit(self, where: str, text: str) -> None:
        self._record.content(where, text)
