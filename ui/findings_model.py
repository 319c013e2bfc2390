"""What was found, weightiest first, as a thin model over the check's report."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from jxdesk.app.checking import Judged
from jxdesk.domain.finding import Level
from ui import icons
from ui.picture import Picture
from ui.rows import Index, RowDelegate, paragraph, splice
from ui.theme import Look

JUDGED = Qt.ItemDataRole.UserRole + 1
WHERE = Qt.ItemDataRole.UserRole + 2
SHAPES = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "hint"}


class FindingsModel(QAbstractListModel):
    """The findings of the levels that are shown, by level and then by the order of the form."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[Judged] = []
        self._all: tuple[Judged, ...] = ()
        self._levels = set(Level)
        self._titles: dict[str, str] = {}
        self._shown: tuple[tuple[Judged, ...], frozenset[Level]] = (), frozenset()

    def show_picture(self, picture: Picture) -> None:
        """Take over the findings of ``picture``."""
        self._titles = {part.id: part.title for part in picture.parts}
        self._all = picture.report.judged
        self._refresh()

    def show_level(self, level: Level, *, shown: bool) -> None:
        """Show or leave out the findings of a level."""
        if shown:
            self._levels.add(level)
        else:
            self._levels.discard(level)
        self._refresh()

    def _refresh(self) -> None:
        shown = self._all, frozenset(self._levels)
        if shown[0] is self._shown[0] and shown[1] == self._shown[1]:
            return
        self._shown = shown
        wanted = sorted((i for i in self._all if i.finding.level in self._levels), key=_level)
        start, removed, inserted = splice(self.items, wanted)
        if removed:
            self.beginRemoveRows(QModelIndex(), start, start + removed - 1)
            del self.items[start : start + removed]
            self.endRemoveRows()
        if inserted:
            self.beginInsertRows(QModelIndex(), start, start + inserted - 1)
            self.items[start:start] = wanted[start : start + inserted]
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.items):
            return None
        item = self.items[index.row()]
        finding = item.finding
        if role == JUDGED:
            return item
        if role == WHERE:
            return self._titles.get(finding.place.part, "")
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        if role == Qt.ItemDataRole.AccessibleTextRole:
            reason = f"，已写明理由（{item.reason.mark}）" if item.reason else ""
            return (
                f"{finding.level.word}{reason}，{self._titles.get(finding.place.part, '')}：{finding.message}"
            )
        return None


def _level(item: Judged) -> Level:
    return item.finding.level


class FindingDelegate(RowDelegate):
    """The level's shape, the whole sentence on as many lines as it needs, and where it is."""

    _LEFT, _RIGHT, _TOP = 25, 20, 9
    _SHAPE = 15

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        # The list asks for every row whenever any of them has changed.
        self._known: dict[str, QSize] = {}
        self._known_for: tuple[int, float] = 0, 0.0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 280
        if self._known_for != (width, self.look.scale):
            self._known_for = width, self.look.scale
            self._known.clear()
        text = index.data()
        size = self._known.get(text)
        if size is None:
            size = self._known[text] = self._size(text, width)
        return size

    def _size(self, text: str, width: int) -> QSize:
        _, height = paragraph(text, self.look.font(), width - self._side - self._LEFT - self._RIGHT)
        small = QFontMetricsF(self.look.font(0.88)).height()
        return QSize(120, math.ceil(height + small) + 2 * self._TOP + 9)

    @property
    def _side(self) -> int:
        return self.look.pixels(self._SHAPE)

    def content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        item: Judged = index.data(JUDGED)
        name = SHAPES[item.finding.level]
        shape = QRectF(rect.left() + 11, rect.top() + self._TOP + 1, self._side, self._side)
        icons.paint(painter, name, shape, self.look.colour(name))
        small = self.look.font(0.88)
        under = QFontMetricsF(small).height() + 2
        words = rect.adjusted(self._side + self._LEFT - 6, self._TOP - 1, 6 - self._RIGHT, -self._TOP - under)
        layout, _ = paragraph(index.data(), self.look.font(), words.width())
        painter.setPen(self.look.colour("text"))
        layout.draw(painter, words.topLeft())
        where = f"{index.data(WHERE)} · {item.finding.clause}"
        if item.reason is not None:
            where = f"已写明理由（{item.reason.mark}） · {where}"
        below = QRectF(words.left(), rect.bottom() - self._TOP - under + 2, words.width(), under)
        self.words(painter, below, where, small, "muted")
