"""Small pictures of first pages, made in a process of their own, only of files in sight."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.files.pictures import PagePicture, first_pages
from ui.jobs import Worker

WIDTH = 120
"""Pixels of the pictures that are kept; they are painted smaller, so that they stay sharp on any screen."""
_AT_ONCE = 6
_KEPT = 200
_SETTLE_MS = 60


class Thumbs(QObject):
    """``arrived`` is emitted when pictures have come that were asked for."""

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._wanted: dict[str, Path] = {}
        self._busy = False
        self._worker = Worker(self)
        self.destroyed.connect(lambda _=None, worker=self._worker: worker.leave())
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._ask)

    @property
    def kept(self) -> int:
        """How many pictures are held in memory."""
        return len(self._kept)

    def of(self, sha256: str, path: Path) -> QImage | None:
        """The picture of a file; ``None`` as long as it is being made, a null image where there is none."""
        found = self._kept.get(sha256)
        if found is not None:
            self._kept.move_to_end(sha256)
            return found
        self._wanted.pop(sha256, None)
        self._wanted[sha256] = path
        if not self._busy:
            self._settle.start()
        return None

    def _ask(self) -> None:
        """Have those made that were asked for last: they are the ones still in sight."""
        if self._busy or not self._wanted:
            return
        chosen = list(self._wanted.items())[-_AT_ONCE:]
        # Whoever is still in sight asks again when it is painted.
        self._wanted.clear()
        self._busy = True
        paths = [path for _, path in chosen]
        digests = [sha256 for sha256, _ in chosen]

        def work(progress: Progress) -> tuple[PagePicture | None, ...]:
            return first_pages(paths, width=WIDTH, progress=progress)

        def failed(_: UserError) -> None:
            self._take(digests, (None,) * len(digests))

        self._worker.submit(work, lambda came: self._take(digests, came), failed)

    def _take(self, digests: list[str], came: tuple[PagePicture | None, ...]) -> None:
        self._busy = False
        for sha256, picture in zip(digests, came, strict=True):
            self._kept[sha256] = QImage() if picture is None else QImage.fromData(picture.png)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()
        if self._wanted:
            self._settle.start()
