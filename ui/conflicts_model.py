"""Places that two people filled otherwise, and whose version was chosen for each."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from jxdesk.app.import_report import CellConflict, ImportReport, RowVerdict
from jxdesk.app.merge_report import MergeReport, Touch
from jxdesk.domain.merging import Side
from ui import icons
from ui.rows import Index
from ui.theme import Look

HEADINGS = ("用哪一个", "哪一处", "现有的", "对方的")
_EMPTY = "（空）"
_WORDS = {Side.MINE: "用现有的", Side.THEIRS: "用对方的", None: "还没有决定"}
_WORDS_CLEARED = {Side.MINE: "保留", Side.THEIRS: "清空"}
_SHAPES = {Side.MINE: "saved", Side.THEIRS: "saved", None: "warning"}
_COLOURS = {Side.MINE: "good", Side.THEIRS: "good", None: "warning"}
_ICON = 15


@dataclass(frozen=True, slots=True)
class Clash:
    """One such place: what it held before, on each side now, and in words who wrote that and when.

    ``cleared``: only the other side changed it, but to nothing; ``preset`` is what stands if nobody chooses.
    """

    key: str
    title: str
    before: str
    mine: str
    theirs: str
    mine_by: str = ""
    theirs_by: str = ""
    cleared: bool = False
    preset: Side | None = None


def of_merge(report: MergeReport) -> tuple[Clash, ...]:
    """The conflicts with another copy of the workspace."""
    return tuple(
        Clash(
            item.key,
            item.title,
            item.before,
            item.mine,
            item.theirs,
            _by(item.my_touch),
            _by(item.their_touch),
        )
        for item in report.conflicts
    )


def of_import(report: ImportReport) -> tuple[Clash, ...]:
    """The conflicts with a workbook that was handed out and came back, then what it came back without."""
    to = report.handed.to if report.handed is not None else ""
    conflicts = [_of_cell(to, row, clash) for row in report.rows for clash in row.conflicts]
    cleared = [
        dataclasses.replace(
            _of_cell(to, row, cell), cleared=True, preset=Side.MINE if cell in row.kept else Side.THEIRS
        )
        for row in report.rows
        for cell in row.cleared
    ]
    return (*conflicts, *cleared)


def _of_cell(to: str, row: RowVerdict, clash: CellConflict) -> Clash:
    return Clash(
        clash.key,
        f"{row.name} · {clash.label}",
        clash.before or _EMPTY,
        clash.mine or _EMPTY,
        clash.theirs or _EMPTY,
        theirs_by=f"{to}交回，{clash.address}" if clash.field else f"{to}交回",
    )


def _by(touch: Touch | None) -> str:
    return "" if touch is None else f"{touch.who}，{touch.when.astimezone():%m-%d %H:%M}"


class ConflictsModel(QAbstractTableModel):
    """The places in their order, each with whose version was chosen."""

    def __init__(self, clashes: Sequence[Clash], look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.clashes = clashes
        self.choices: dict[str, Side] = {each.key: each.preset for each in clashes if each.preset}
        # What is emptied is chosen place by place, unless nothing else is to be decided.
        self._by_all = [each for each in clashes if not each.cleared] or list(clashes)

    @property
    def cleared(self) -> int:
        """How many places only came back empty."""
        return sum(clash.cleared for clash in self.clashes)

    @property
    def undecided(self) -> int:
        """How many places wait to be decided."""
        return len(self.clashes) - len(self.choices)

    def choose(self, row: int, side: Side) -> None:
        """Take one side's version for one place."""
        self.choices[self.clashes[row].key] = side
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADINGS) - 1))

    def choose_all(self, side: Side) -> None:
        """Take one side's version everywhere, but for cells that came back empty beside real conflicts."""
        self.choices |= {clash.key: side for clash in self._by_all}
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.clashes) - 1, len(HEADINGS) - 1))

    def next_undecided(self, row: int) -> int:
        """The next place after ``row`` that waits to be decided, ``row`` itself when there is none."""
        after = [*range(row + 1, len(self.clashes)), *range(row)]
        return next((number for number in after if self.clashes[number].key not in self.choices), row)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.clashes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return HEADINGS[section] if shown and 0 <= section < len(HEADINGS) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.clashes):
            return None
        clash = self.clashes[index.row()]
        side = self.choices.get(clash.key)
        if role == Qt.ItemDataRole.DisplayRole:
            word = _WORDS_CLEARED[side] if clash.cleared and side else _WORDS[side]
            texts = (word, clash.title, clash.mine, clash.theirs)
            return texts[index.column()].replace("\n", " ")
        if role == Qt.ItemDataRole.FontRole and index.column() > 1 and side is not None:
            return self._look.font(bold=index.column() == (2 if side is Side.MINE else 3))
        if index.column() != 0:
            return None
        colour = self._look.colour(_COLOURS[side])
        if role == Qt.ItemDataRole.DecorationRole:
            return icons.icon(_SHAPES[side], colour, _ICON)
        return colour if role == Qt.ItemDataRole.ForegroundRole else None
