"""The pages of the print run as tiles, then the scan pages without a place and the scan files as lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from jxdesk.app.scan_sheets import Care, LeftView, Mark, Place, SheetView, left_views, place_of, sheet_views
from jxdesk.app.scanning import ScanState
from jxdesk.domain.page_code import parse_qr
from jxdesk.domain.scan import MATCH_MEANS, ScanPage
from jxdesk.notice import Notice
from jxdesk.store.entries import ScanFile
from ui.rows import Index, splice

ITEM = Qt.ItemDataRole.UserRole + 1
SEEN = Qt.ItemDataRole.UserRole + 2
SEEN_WORD = "已看到"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the items below it are, and how many."""

    text: str


@dataclass(frozen=True, slots=True)
class FileView:
    """A scan file, and how many of its pages have a place."""

    file: ScanFile
    taken: int

    @property
    def words(self) -> str:
        """Its name and its pages."""
        return f"“{self.file.name}”：{len(self.file.pages)} 页，取用 {self.taken} 页"


Item = Heading | SheetView | LeftView | FileView
Key = tuple[str, object]


class ScanItems(QAbstractListModel):
    """All there is to see of the scan. ``needs_care`` leaves out what needs none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[Item] = []
        self._all: tuple[Item, ...] = ()
        self._only_care = False
        self._numbers: Mapping[str, int] = {}
        self._seen: set[int] = set()

    def show_state(self, now: ScanState | None, notice: Notice) -> None:
        """Take over the scan as it stands."""
        self._all = _items(now, notice) if now is not None else ()
        self._numbers = {page.code: page.number for page in now.run.pages} if now is not None else {}
        self._seen.clear()
        self._refresh()

    def show_only_care(self, only: bool) -> None:
        """Show all items, or those only that somebody should look at."""
        self._only_care = only
        self._refresh()

    def show_seen(self, page: ScanPage) -> None:
        """A scan page was read just now: the printed page that has its code is there."""
        mark = parse_qr(page.mark)
        number = self._numbers.get(mark.code) if mark is not None else None
        if number is None:
            return
        self._seen.add(number)
        for row, item in enumerate(self.items):
            if isinstance(item, SheetView) and item.number == number:
                self.dataChanged.emit(self.index(row), self.index(row))

    def forget_seen(self) -> None:
        """What was read just now came to nothing."""
        self._seen.clear()
        if self.items:
            self.dataChanged.emit(self.index(0), self.index(len(self.items) - 1))

    @property
    def seen(self) -> frozenset[int]:
        """The printed pages seen in the reading under way."""
        return frozenset(self._seen)

    @property
    def caring(self) -> int:
        """How many items somebody should look at."""
        return sum(1 for item in self._all if care_of(item) is not Care.NONE)

    def row_of(self, key: Key) -> int:
        """Where an item is, −1 where it is not shown."""
        return next((row for row, item in enumerate(self.items) if key_of(item) == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.items[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.items):
            return None
        item = self.items[index.row()]
        if role == ITEM:
            return item
        if role == SEEN:
            return isinstance(item, SheetView) and item.number in self._seen
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _words(item)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(item, SheetView):
            return "\n".join((*item.sentences, MATCH_MEANS))
        return None

    def _refresh(self) -> None:
        wanted = [item for item in self._all if not self._only_care or care_of(item) is not Care.NONE]
        start, removed, inserted = splice(self.items, wanted)
        if removed:
            self.beginRemoveRows(QModelIndex(), start, start + removed - 1)
            del self.items[start : start + removed]
            self.endRemoveRows()
        if inserted:
            self.beginInsertRows(QModelIndex(), start, start + inserted - 1)
            self.items[start:start] = wanted[start : start + inserted]
            self.endInsertRows()


def key_of(item: Item) -> Key:
    """What stays the same of an item while what is said of it changes."""
    if isinstance(item, SheetView):
        return "sheet", item.number
    if isinstance(item, LeftView):
        return "page", place_of(item.left.scan)
    if isinstance(item, FileView):
        return "file", item.file.file.sha256
    return "heading", item.text


def care_of(item: Item) -> Care:
    """How much care an item needs."""
    return item.care if isinstance(item, SheetView | LeftView) else Care.NONE


def picture_of(item: Item) -> tuple[Place, int] | None:
    """The scan page of which an item has a small picture, and how it is turned."""
    if isinstance(item, SheetView) and item.scan is not None:
        return place_of(item.scan.page), item.sheet.turn
    if isinstance(item, LeftView):
        return place_of(item.left.scan), item.left.scan.turn
    return None


def _items(now: ScanState, notice: Notice) -> tuple[Item, ...]:
    sheets = sheet_views(now, notice)
    left = left_views(now)
    files = _files(now, sheets)
    kinds: tuple[tuple[str, Sequence[Item]], ...] = (
        ("打印版各页", sheets),
        ("没有对上的扫描页", left),
        ("导入的扫描件", files),
    )
    return tuple(
        item for title, items in kinds if items for item in (Heading(f"{title}（{len(items)}）"), *items)
    )


def _files(now: ScanState, sheets: Sequence[SheetView]) -> tuple[FileView, ...]:
    # By digest: to hash a file's record is to hash all its pages.
    files = {each.file.file.sha256: each.file for each in now.pages}
    taken = Counter(view.scan.page.sha256 for view in sheets if view.scan is not None)
    return tuple(FileView(file, taken[sha256]) for sha256, file in files.items())


def _words(item: Item) -> str:
    if isinstance(item, Heading):
        return item.text
    if isinstance(item, SheetView):
        marks = "，".join(mark.word for mark in item.marks)
        return f"第 {item.number} 页，{marks}"
    if isinstance(item, LeftView):
        return item.sentence
    return item.words


MARK_SHAPES = {Mark.MISSING: "error", Mark.TYPED: "typed", Mark.BY_EYE: "eye"}
"""Shapes of main marks other than the tick; what is worth a look has a triangle."""


def shape_of(item: SheetView | LeftView) -> tuple[str, str]:
    """The shape that stands for an item's standing, and its colour's name."""
    if isinstance(item, LeftView):
        return ("hint", "hint") if item.care is Care.NONE else ("warning", "warning")
    if item.marks[0] is Mark.MISSING:
        return "error", "error"
    if item.care is Care.WORTH:
        return "warning", "warning"
    return MARK_SHAPES.get(item.marks[0], "done"), "good"
