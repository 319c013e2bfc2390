"""One page of a scan, large, as wide as there is room, and turned upright."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.files.pictures import PagePicture, page_pictures
from ui.jobs import Worker
from ui.pages_view import NOT_SHOWN

_WIDTH = 1_600
_ZOOMS = (1.0, 1.5, 2.0, 3.0)
_MARGIN = 8
_LEAST_HEIGHT = 240
_SETTLE_MS = 40


class TurnedPage(QScrollArea):
    """Shows page ``number`` of a file; :attr:`turn` is how many degrees clockwise it is turned."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._what: tuple[Path, int] | None = None
        self._image = QImage()
        self._zoom = 0
        self.turn = 0
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setAccessibleDescription("按加号、减号放大缩小，方向键移动")
        self._sheet = QLabel()
        self._sheet.setObjectName("sheet")
        self._sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sheet.setAccessibleName(name)
        ground = QWidget()
        ground.setObjectName("sunken")
        column = QVBoxLayout(ground)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._sheet)
        self.setWidget(ground)
        self._worker = Worker(self)
        self.destroyed.connect(lambda _=None, worker=self._worker: worker.leave())
        # Dragging a splitter draws once it rests.
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._draw)

    @property
    def is_shown(self) -> bool:
        """Whether the page's picture is there."""
        return not self._image.isNull()

    def show_page(self, path: Path | None, number: int, turn: int = 0) -> None:
        """Show a page, or nothing."""
        what = (path, number) if path is not None else None
        self.turn = turn
        if what == self._what:
            self._draw()
            return
        self._what, self._image = what, QImage()
        self._sheet.setText(f"第 {number} 页" if what is not None else "")
        self._draw()
        if what is not None:
            self._ask(*what)

    def say(self, words: str) -> None:
        """Show words in place of a page."""
        self._what, self._image = None, QImage()
        self._sheet.setText(words)
        self._draw()

    def turn_by(self, degrees: int) -> None:
        """Turn the page, clockwise."""
        self.turn = (self.turn + degrees) % 360
        self._draw()

    def zoom(self, by: int) -> None:
        """Make the page larger (1) or smaller (−1) by one step."""
        self._zoom = min(max(self._zoom + by, 0), len(_ZOOMS) - 1)
        self._draw()

    def sizeHint(self) -> QSize:
        # It takes what room there is; the page around it is not to grow for it.
        return QSize(300, _LEAST_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, _LEAST_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(-1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def _ask(self, path: Path, number: int) -> None:
        def work(progress: Progress) -> tuple[PagePicture | None, ...]:
            return page_pictures(path, (number,), width=_WIDTH, progress=progress, upright=False)

        def done(came: tuple[PagePicture | None, ...]) -> None:
            if self._what == (path, number):
                self._take(came[0])

        def failed(_: UserError) -> None:
            done((None,))

        self._worker.submit(work, done, failed)

    def _take(self, picture: PagePicture | None) -> None:
        self._image = QImage.fromData(picture.png) if picture is not None else QImage()
        if self._image.isNull():
            self._sheet.setText(NOT_SHOWN)
        self._draw()

    def _draw(self) -> None:
        width = max(80, round((self.viewport().width() - 2 * _MARGIN - 2) * _ZOOMS[self._zoom]))
        if self._image.isNull():
            self._sheet.setFixedSize(width, round(width * 297 / 210))
            return
        ratio = self.devicePixelRatioF()
        turned = self._image.transformed(QTransform().rotate(self.turn))
        pixmap = QPixmap.fromImage(
            turned.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
        )
        pixmap.setDevicePixelRatio(ratio)
        self._sheet.setPixmap(pixmap)
        self._sheet.setFixedSize(pixmap.deviceIndependentSize().toSize())
