"""Thin models of the history: the steps, newest first, and what one of them changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from jxdesk.app.history import Detail, Difference, Piece, Step, Way
from ui.rows import Index, RowDelegate

STEP = Qt.ItemDataRole.UserRole + 1
DIFFERENCE = Qt.ItemDataRole.UserRole + 2

_HEADINGS = ("位置", "改前", "改后")
_NOTHING = "（空）"
_UNDONE = "已撤销"


def said_of(step: Step) -> str:
    """When, by whom and how much, in one line."""
    places = f"{step.places} 处" if step.places else "内容已清除"
    return f"{step.when.astimezone():%Y-%m-%d %H:%M}　{step.who}　{places}"


def where_of(difference: Difference) -> str:
    """The way to what was changed: part, row, field."""
    mark = "" if difference.way is Way.SET else f"（{difference.way.value}）"
    return " › ".join(filter(None, (difference.part, difference.row, difference.field))) + mark


def shown(text: str) -> str:
    """A value; one that is empty is said to be so."""
    return text or _NOTHING


class StepsModel(QAbstractListModel):
    """The steps read so far under the role ``STEP``. ``more_wanted``: the end has come into sight."""

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[Step] = []
        self.older: int | None = None

    def begin(self) -> None:
        """Forget what was read."""
        self.beginResetModel()
        self.items, self.older = [], None
        self.endResetModel()

    def add(self, piece: Piece) -> None:
        """Take over the next older steps."""
        self.older = piece.older
        if piece.steps:
            end = len(self.items)
            self.beginInsertRows(QModelIndex(), end, end + len(piece.steps) - 1)
            self.items.extend(piece.steps)
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self.older is not None

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self.more_wanted.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.items):
            return None
        step = self.items[index.row()]
        if role == STEP:
            return step
        if role == Qt.ItemDataRole.DisplayRole:
            return step.label
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return "，".join(filter(None, (_UNDONE if step.undone else "", step.label, said_of(step))))
        return None


class StepDelegate(RowDelegate):
    """What was done, and below it when, by whom and how much."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = QFontMetricsF(self.look.font()).height() + QFontMetricsF(self.look.font(0.88)).height()
        return QSize(180, round(height) + 20)

    def content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        step: Step = index.data(STEP)
        rect = rect.adjusted(12, 0, -10, 0)
        title, small = self.look.font(), self.look.font(0.88)
        line, under = QFontMetricsF(title).height(), QFontMetricsF(small).height()
        top = QRectF(rect.left(), rect.center().y() - (line + under + 2) / 2, rect.width(), line)
        if step.undone:
            width = QFontMetricsF(small).horizontalAdvance(_UNDONE) + 4
            self.words(painter, top, _UNDONE, small, "warning", right=True)
            top = top.adjusted(0, 0, -width - 8, 0)
            title.setStrikeOut(True)
        self.words(painter, top, step.label, title, "muted" if step.undone else "text")
        below = QRectF(rect.left(), top.bottom() + 2, rect.width(), under)
        self.words(painter, below, said_of(step), small, "muted")


class DifferencesModel(QAbstractTableModel):
    """Place, before and after of each field, under the role ``DIFFERENCE`` the thing itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[Difference, ...] = ()

    def show_detail(self, detail: Detail) -> None:
        """Show what another step changed."""
        self.beginResetModel()
        self.items = detail.differences
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section] if 0 <= section < len(_HEADINGS) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.items):
            return None
        difference = self.items[index.row()]
        if role == DIFFERENCE:
            return difference
        if role == Qt.ItemDataRole.DisplayRole:
            texts = (where_of(difference), shown(difference.before), shown(difference.after))
            # A cell is one line; the whole text stands below the table.
            return texts[index.column()].replace("\n", " ")
        return None
