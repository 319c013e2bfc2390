"""Small pictures of scan pages: made a few at a time in a process, the latest kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap, QTransform

from jxdesk.app.scan_sheets import Place
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.files.pictures import PagePicture, page_pictures
from ui.jobs import Worker

WIDTH = 200
"""Pixels: sharp on a tile of 100 at double scaling."""

_AT_ONCE = 8
_KEPT = 240
Wanted = tuple[Place, int]


class Thumbs(QObject):
    """``came`` is emitted when further pictures are there."""

    came = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._paths: Mapping[str, Path] = {}
        self._kept: OrderedDict[Place, QImage | None] = OrderedDict()
        self._turned: OrderedDict[Wanted, QPixmap] = OrderedDict()
        self._asked: frozenset[Place] = frozenset()
        self._worker = Worker(self)
        self.destroyed.connect(lambda _=None, worker=self._worker: worker.leave())

    def use(self, paths: Mapping[str, Path]) -> None:
        """Say where the scan files lie, by SHA-256 (hex)."""
        self._paths = paths
        self.came.emit()

    def forget(self) -> None:
        """Let go of all pictures: the files are others now."""
        self._kept.clear()
        self._turned.clear()

    def get(self, place: Place, turn: int) -> QPixmap | None:
        """The picture of a page, turned so many degrees clockwise; ``None`` while there is none."""
        wanted = (place, turn)
        if wanted in self._turned:
            self._turned.move_to_end(wanted)
            return self._turned[wanted]
        image = self._kept.get(place)
        if image is None:
            return None
        self._turned[wanted] = QPixmap.fromImage(image.transformed(QTransform().rotate(turn)))
        while len(self._turned) > _KEPT:
            self._turned.popitem(last=False)
        return self._turned[wanted]

    def want(self, wanted: Sequence[Wanted]) -> None:
        """Have those pictures made that are not there yet; what was wanted before and not begun is left."""
        if self._asked:
            return
        lacking = [place for place, _ in wanted if place not in self._kept and place[0] in self._paths]
        if not lacking:
            return
        sha256 = lacking[0][0]
        numbers = tuple(dict.fromkeys(page for file, page in lacking if file == sha256))[:_AT_ONCE]
        self._asked = frozenset((sha256, number) for number in numbers)
        path = self._paths[sha256]

        def work(progress: Progress) -> tuple[PagePicture | None, ...]:
            return page_pictures(path, numbers, width=WIDTH, progress=progress, upright=False)

        def done(came: tuple[PagePicture | None, ...]) -> None:
            self._take(sha256, numbers, came)

        def failed(_: UserError) -> None:
            done((None,) * len(numbers))

        self._worker.submit(work, done, failed)

    def _take(self, sha256: str, numbers: tuple[int, ...], came: tuple[PagePicture | None, ...]) -> None:
        for number, picture in zip(numbers, came, strict=True):
            image = QImage.fromData(picture.png) if picture is not None else QImage()
            self._kept[sha256, number] = None if image.isNull() else image
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self._asked = frozenset()
        self.came.emit()
