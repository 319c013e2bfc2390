"""The pages of a document as a strip of small pictures: where one is, and where one wants to go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from ui.rows import Index, RowDelegate
from ui.steps.thumbs import Thumbs
from ui.theme import Look

_WIDTH = 112
_PICTURE = 68
_A4 = 297 / 210
_PAD = 7
_SETTLE_MS = 60
# All pages are of one document; the pictures are kept by its name here.
_DOCUMENT = "document"


class _Numbers(QAbstractListModel):
    """Page numbers from 1."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._count = 0

    def use(self, count: int) -> None:
        self.beginResetModel()
        self._count = count
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        is_text = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return f"第 {index.row() + 1} 页" if index.isValid() and is_text else None


class _PageDelegate(RowDelegate):
    """A page's picture with its number below."""

    def __init__(self, look: Look, thumbs: Thumbs, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._thumbs = thumbs

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = QFontMetricsF(self.look.font(0.88)).height()
        return QSize(_PICTURE + 24, round(_PICTURE * _A4 + line + 3 * _PAD))

    def content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        room = QRectF(
            rect.center().x() - _PICTURE * _A4 / 2, rect.top() + _PAD, _PICTURE * _A4, _PICTURE * _A4
        )
        sheet = QRectF(0, 0, _PICTURE, _PICTURE * _A4)
        pixmap = self._thumbs.get((_DOCUMENT, index.row() + 1), 0)
        if pixmap is not None:
            size = pixmap.deviceIndependentSize().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            sheet.setSize(size)
        sheet.moveCenter(room.center())
        if pixmap is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(sheet, pixmap, QRectF(pixmap.rect()))
        else:
            painter.fillRect(sheet, self.look.colour("sunken"))
        painter.setPen(self.look.colour("line_strong"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet)
        small = self.look.font(0.88)
        below = QRectF(rect.left(), room.bottom() + 2, rect.width(), QFontMetricsF(small).height() + 2)
        painter.setFont(small)
        painter.setPen(self.look.colour("muted"))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), str(index.row() + 1))


class PageStrip(QListView):
    """``chosen`` carries the number (from 1) of the page that was gone to here."""

    chosen = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("各页缩略图")
        self.setFixedWidth(_WIDTH)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._thumbs = Thumbs(self)
        self._numbers = _Numbers(self)
        self._follows = False
        self.setModel(self._numbers)
        self.setItemDelegate(_PageDelegate(look, self._thumbs, self))
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._want)
        self._thumbs.came.connect(self._came)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._settle.start())
        self.selectionModel().currentChanged.connect(self._moved)
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def show_pages(self, path: Path | None, count: int) -> None:
        """Show the pages of another file."""
        self._thumbs.forget()
        self._thumbs.use({_DOCUMENT: path} if path is not None else {})
        self._numbers.use(count)
        self.follow(1)
        self._settle.start()

    def follow(self, number: int) -> None:
        """Mark the page that is in sight elsewhere, without asking for it."""
        index = self._numbers.index(number - 1)
        if index.isValid() and index != self.currentIndex():
            self._follows = True
            self.setCurrentIndex(index)
            self._follows = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid() and not self._follows:
            self.chosen.emit(index.row() + 1)

    def _came(self) -> None:
        self.viewport().update()
        self._settle.start()

    def _want(self) -> None:
        """Have the pictures made of the pages in sight."""
        first = self.indexAt(self.viewport().rect().topLeft())
        if not first.isValid():
            return
        height = max(self.sizeHintForIndex(first).height(), 1)
        last = min(first.row() + self.viewport().height() // height + 1, self._numbers.rowCount() - 1)
        self._thumbs.want([((_DOCUMENT, row + 1), 0) for row in range(first.row(), last + 1)])
