"""The list of recent workspaces on the start page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from jxdesk.base.progress import Progress
from ui import icons
from ui.jobs import Work
from ui.recent import Recent
from ui.rows import Index, RowDelegate

ITEM = Qt.ItemDataRole.UserRole + 1
MISSING = Qt.ItemDataRole.UserRole + 2


def looking(items: tuple[Recent, ...]) -> Work[frozenset[str]]:
    """Find out which workspaces are not where they were; a drive that sleeps can take a while."""

    def work(_: Progress) -> frozenset[str]:
        return frozenset(item.path for item in items if not Path(item.path).is_dir())

    return work


class RecentModel(QAbstractListModel):
    """The recent workspaces, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[Recent, ...] = ()
        self._missing: frozenset[str] = frozenset()

    def show_items(self, items: tuple[Recent, ...]) -> None:
        """Show another list."""
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def show_missing(self, missing: frozenset[str]) -> None:
        """Mark the workspaces that are no longer there."""
        self._missing = missing
        if self.items:
            self.dataChanged.emit(self.index(0), self.index(len(self.items) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.items):
            return None
        item = self.items[index.row()]
        missing = item.path in self._missing
        standing = "不在原来的位置" if missing else item.standing
        answers: dict[int, Any] = {
            Qt.ItemDataRole.DisplayRole: item.title,
            Qt.ItemDataRole.ToolTipRole: item.path,
            Qt.ItemDataRole.AccessibleTextRole: f"{item.title}，{standing}，{item.when}，{item.path}",
            ITEM: item,
            MISSING: missing,
        }
        return answers.get(role)


class RecentDelegate(RowDelegate):
    """Three lines: name and day, where it stands, where it lies."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = QFontMetricsF(self.look.font()).height() + 2 * QFontMetricsF(self.look.font(0.9)).height()
        return QSize(200, round(height) + 28)

    def content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        item: Recent = index.data(ITEM)
        missing: bool = index.data(MISSING)
        rect = rect.adjusted(14, 8, -14, -8)
        small, day = self.look.font(0.9), item.when[:10]
        line = QFontMetricsF(self.look.font(1.0, bold=True)).height() + 2
        width = QFontMetricsF(small).horizontalAdvance(day) + 4
        top = QRectF(rect.left(), rect.top(), rect.width(), line)
        self.words(painter, top.adjusted(0, 0, -width - 12, 0), item.title, self.look.font(bold=True), "text")
        self.words(painter, top, day, small, "muted", right=True)
        under = QRectF(rect.left(), top.bottom(), rect.width(), QFontMetricsF(small).height() + 3)
        if missing:
            side = self.look.pixels(14)
            shape = QRectF(under.left(), under.center().y() - side / 2, side, side)
            icons.paint(painter, "warning", shape, self.look.colour("warning"))
            said = "不在原来的位置，可能被移动、改名，或所在的盘没有接上"
            self.words(painter, under.adjusted(side + 5, 0, 0, 0), said, small, "warning")
        else:
            mark = "演示 · " if item.demo else ""
            self.words(painter, under, mark + item.standing, small, "text")
        where = QRectF(rect.left(), under.bottom(), rect.width(), under.height())
        self.words(painter, where, item.path, small, "muted")
