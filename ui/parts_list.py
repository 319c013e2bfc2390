"""The parts of the form in order, each with how complete it is and what was found in it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from jxdesk.app.overview import PartView
from ui import icons
from ui.rows import Index, RowDelegate
from ui.theme import Look

PART = Qt.ItemDataRole.UserRole + 1


def said_of(part: PartView) -> str:
    """How far a part is, in words."""
    if not part.wanted:
        filled = "没有必填内容"
    elif part.filled == part.wanted:
        filled = "已填齐"
    else:
        filled = f"已填 {part.filled} / {part.wanted}"
    return f"{filled} · {part.rows} 行" if part.rows else filled


class PartsModel(QAbstractListModel):
    """The parts as :class:`PartView` under the role ``PART``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parts: tuple[PartView, ...] = ()

    def show_parts(self, parts: tuple[PartView, ...]) -> None:
        """Take over the parts; their ids and order never change while a workspace is open."""
        if [p.id for p in parts] != [p.id for p in self.parts]:
            self.beginResetModel()
            self.parts = parts
            self.endResetModel()
            return
        changed = [i for i, (old, new) in enumerate(zip(self.parts, parts, strict=True)) if old != new]
        self.parts = parts
        for row in changed:
            self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, part: str) -> int:
        """The row of the part with this id, −1 for none."""
        return next((i for i, p in enumerate(self.parts) if p.id == part), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.parts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.parts):
            return None
        part = self.parts[index.row()]
        if role == PART:
            return part
        if role == Qt.ItemDataRole.DisplayRole:
            return part.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            found = [
                f"{number} 处{word}"
                for number, word in ((part.errors, "错误"), (part.warnings, "提醒"), (part.hints, "提示"))
                if number
            ]
            return "，".join([part.title, said_of(part), *found])
        return None


class PartDelegate(RowDelegate):
    """A ring that closes as the part fills, the title, and the counts of what was found."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = QFontMetricsF(self.look.font()).height() + QFontMetricsF(self.look.font(0.88)).height()
        return QSize(180, round(height) + 24)

    def content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        part: PartView = index.data(PART)
        rect = rect.adjusted(12, 0, -10, 0)
        side = self.look.pixels(18)
        mark = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
        if part.complete and part.wanted:
            icons.paint(painter, "done", mark, self.look.colour("good"))
        else:
            share = part.filled / part.wanted if part.wanted else 1.0
            icons.ring(painter, mark, share, self.look.colour("line_strong"), self.look.colour("accent"))
        words = rect.adjusted(side + 10, 0, 0, 0)
        title, small = self.look.font(), self.look.font(0.88)
        line, under = QFontMetricsF(title).height(), QFontMetricsF(small).height()
        top = words.center().y() - (line + under + 2) / 2
        self.words(painter, QRectF(words.left(), top, words.width(), line), part.title, title, "text")
        below = QRectF(words.left(), top + line + 2, words.width(), under)
        left = self._counts(painter, below, part)
        self.words(painter, below.adjusted(0, 0, left - below.right() - 6, 0), said_of(part), small, "muted")

    def _counts(self, painter: QPainter, rect: QRectF, part: PartView) -> float:
        """Draw shapes with numbers from the right; where they begin."""
        font = self.look.font(0.88)
        right = rect.right()
        for name, number in (("hint", part.hints), ("warning", part.warnings), ("error", part.errors)):
            if not number:
                continue
            width = QFontMetricsF(font).horizontalAdvance(str(number)) + 1
            box = QRectF(right - width, rect.top(), width, rect.height())
            self.words(painter, box, str(number), font, name)
            side = self.look.pixels(13)
            shape = QRectF(box.left() - side - 3, rect.center().y() - side / 2, side, side)
            icons.paint(painter, name, shape, self.look.colour(name))
            right = shape.left() - 7
        return right


class PartsList(QListView):
    """``chosen`` carries the id of the part that was chosen."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parts")
        self.setAccessibleName("申报书各部分")
        self.parts = PartsModel(self)
        self.setModel(self.parts)
        self.setItemDelegate(PartDelegate(look, self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        # The current row changes also when the keyboard comes to a list where nothing is chosen.
        self.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def choose(self, part: str) -> None:
        """Choose a part by its id."""
        row = self.parts.row_of(part)
        if row >= 0:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.parts.index(row), flag)

    def choose_none(self) -> None:
        """Something else than a part is shown: let go of the choice."""
        self.selectionModel().clear()

    def step(self, by: int) -> None:
        """Go ``by`` parts on (or back)."""
        row = min(max(self.currentIndex().row() + by, 0), len(self.parts.parts) - 1)
        self.choose(self.parts.parts[row].id)

    def _chosen(self) -> None:
        for index in self.selectionModel().selectedIndexes():
            self.chosen.emit(index.data(PART).id)
