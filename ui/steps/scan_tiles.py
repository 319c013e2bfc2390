"""How the items of the scan are drawn: a tile with a small picture for a page, a line for the rest."""

from __future__ import annotations

import math

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QWidget

from jxdesk.app.scan_sheets import LeftView, SheetView
from ui import icons
from ui.rows import Index, RowDelegate, paragraph
from ui.steps.scan_list import ITEM, SEEN, SEEN_WORD, FileView, Heading, Item, ScanItems, picture_of, shape_of
from ui.steps.thumbs import Thumbs
from ui.theme import Look

_TILE = 106
_A4 = 297 / 210
_PAD, _SIDE = 8, 3
_INSET = 12
_SHAPE = 15
_SETTLE_MS = 60


class ItemDelegate(RowDelegate):
    """Tiles for printed pages, lines as wide as the view for the rest."""

    def __init__(self, look: Look, thumbs: Thumbs, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._thumbs = thumbs
        self._sizes: dict[tuple[str, str, int], QSize] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item: Item = index.data(ITEM)
        width = self._width()
        if isinstance(item, SheetView | Heading):
            kind, words = type(item).__name__, ""
        else:
            kind, words = "", _line_words(item)
        # Every layout asks for all of them; to lay out words takes its time.
        found = self._sizes.get((kind, words, width))
        if found is None:
            found = self._sizes[kind, words, width] = self._size(item, width)
        return found

    def restyle(self) -> None:
        """Another size of text makes other sizes."""
        self._sizes.clear()

    def _size(self, item: Item, width: int) -> QSize:
        line = QFontMetricsF(self.look.font()).height()
        if isinstance(item, SheetView):
            return QSize(self.tile_width, round(self._picture_height() + 3 * line + 2 * _PAD + 4))
        if isinstance(item, Heading):
            return QSize(width, round(line + 18))
        _, height = paragraph(_line_words(item), self.look.font(), width - self._left(item) - 30)
        least = 40 * _A4 if isinstance(item, LeftView) else 0
        return QSize(width, math.ceil(max(height, least)) + 2 * _PAD)

    @property
    def tile_width(self) -> int:
        """How wide a tile is; it grows with the text."""
        return round(_TILE * max(1.0, self.look.scale))

    def content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        item: Item = index.data(ITEM)
        if isinstance(item, SheetView):
            self._tile(painter, rect, item, seen=bool(index.data(SEEN)))
        elif isinstance(item, Heading):
            self.words(painter, rect.adjusted(4, 6, 0, 0), item.text, self.look.font(bold=True), "text")
        else:
            self._line(painter, rect, item)

    def _width(self) -> int:
        view = self.parent()
        return view.viewport().width() - 2 if isinstance(view, QListView) else 300

    def _picture_height(self) -> float:
        return (self.tile_width - _INSET - 2 * _SIDE) * _A4

    def _left(self, item: Item) -> float:
        return 62.0 if isinstance(item, LeftView) else 34.0

    def _tile(self, painter: QPainter, rect: QRectF, item: SheetView, *, seen: bool) -> None:
        sheet = QRectF(
            rect.left() + _SIDE, rect.top() + _PAD, rect.width() - 2 * _SIDE, self._picture_height()
        )
        self._picture(painter, sheet, item)
        name, colour = ("saved", "hint") if seen else shape_of(item)
        word, others = (SEEN_WORD, "") if seen else _marks(item)
        line = QFontMetricsF(self.look.font()).height()
        below = QRectF(rect.left() + 6, sheet.bottom() + 4, rect.width() - 12, line)
        icons.paint(
            painter,
            name,
            QRectF(below.left(), below.center().y() - _SHAPE / 2, _SHAPE, _SHAPE),
            self.look.colour(colour),
        )
        number = below.adjusted(_SHAPE + 6, 0, 0, 0)
        self.words(painter, number, f"第 {item.number} 页", self.look.font(bold=True), "text")
        self.words(painter, below.translated(0, line), word, self.look.font(0.9), colour)
        self.words(painter, below.translated(0, 1.9 * line), others, self.look.font(0.85), "muted")

    def _picture(self, painter: QPainter, rect: QRectF, item: SheetView) -> None:
        found = picture_of(item)
        pixmap = self._thumbs.get(*found) if found is not None else None
        if pixmap is not None:
            size = pixmap.deviceIndependentSize().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
            placed = QRectF(0, 0, size.width(), size.height())
            placed.moveCenter(rect.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(placed, pixmap, QRectF(pixmap.rect()))
            rect = placed
        else:
            blank = QRectF(0, 0, rect.height() / _A4, rect.height())
            blank.moveCenter(rect.center())
            rect = blank
            painter.fillRect(rect, self.look.colour("sunken"))
        style = Qt.PenStyle.SolidLine if item.scan is not None else Qt.PenStyle.DashLine
        painter.setPen(QPen(self.look.colour("line_strong"), 1, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)

    def _line(self, painter: QPainter, rect: QRectF, item: LeftView | FileView) -> None:
        left = self._left(item)
        if isinstance(item, LeftView):
            self._small_picture(painter, QRectF(rect.left() + 22, rect.top() + _PAD - 2, 34, 34 * _A4), item)
        name, colour = shape_of(item) if isinstance(item, LeftView) else ("folder", "muted")
        shape = QRectF(rect.left() + 4, rect.top() + _PAD, _SHAPE, _SHAPE)
        icons.paint(painter, name, shape, self.look.colour(colour))
        words = rect.adjusted(left, _PAD - 2, -6, -_PAD)
        layout, _ = paragraph(_line_words(item), self.look.font(), words.width())
        painter.setPen(self.look.colour("text"))
        layout.draw(painter, words.topLeft())

    def _small_picture(self, painter: QPainter, rect: QRectF, item: LeftView) -> None:
        found = picture_of(item)
        pixmap = self._thumbs.get(*found) if found is not None else None
        if pixmap is None:
            painter.fillRect(rect, self.look.colour("sunken"))
        else:
            size = pixmap.deviceIndependentSize().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
            rect = QRectF(rect.left(), rect.top(), size.width(), size.height())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()))
        painter.setPen(QPen(self.look.colour("line_strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)


class ScanView(QListView):
    """The items; ``chosen`` carries the one that the keyboard or a click went to."""

    chosen = Signal(object)

    def __init__(self, look: Look, model: ScanItems, thumbs: Thumbs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tiles")
        self._look, self._thumbs = look, thumbs
        self.setModel(model)
        self.delegate = ItemDelegate(look, thumbs, self)
        self.setItemDelegate(self.delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAccessibleName("扫描核对的各页")
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._want)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._settle.start())
        model.rowsInserted.connect(lambda *_: self._settle.start())
        model.rowsRemoved.connect(lambda *_: self._settle.start())
        thumbs.came.connect(self._came)
        look.changed.connect(self._restyle)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.data(ITEM) if current.isValid() else None)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        found = super().moveCursor(action, modifiers)
        if found.isValid() and isinstance(found.data(ITEM), Heading):
            # The first item of all is a heading, which nobody can be at.
            return found.sibling(found.row() + 1, 0)
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Lines are as wide as the view.
        self.delegate.restyle()
        self.scheduleDelayedItemsLayout()
        self._settle.start()

    def in_sight(self) -> list[Item]:
        """The items that can be seen, wholly or in part."""
        shown = self.viewport().rect()
        found: list[Item] = []
        for row in range(self.model().rowCount()):
            index = self.model().index(row, 0)
            place = self.visualRect(index)
            if place.top() > shown.bottom():
                break
            if place.intersects(shown):
                found.append(index.data(ITEM))
        return found

    def _want(self) -> None:
        if self.isVisible():
            found = (picture_of(item) for item in self.in_sight())
            self._thumbs.want([each for each in found if each is not None])

    def _came(self) -> None:
        self.viewport().update()
        self._settle.start()

    def _restyle(self) -> None:
        self.delegate.restyle()
        self.scheduleDelayedItemsLayout()
        self._settle.start()


def _marks(item: SheetView) -> tuple[str, str]:
    """The mark that matters most, and the others."""
    first = next(mark for mark in item.marks if mark.care is item.care)
    return first.word, "，".join(mark.word for mark in item.marks if mark is not first)


def _line_words(item: LeftView | FileView) -> str:
    return item.sentence if isinstance(item, LeftView) else item.words
