"""Python's garbage is collected in the window's thread only, in small pieces.

Left to itself, Python collects in whichever thread happens to make the next object: a worker
would take down widgets that nobody holds any more while the window's thread is still using them,
and a full collection over the rows of a large list stops every thread for a tenth of a second.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 400
# As Python's own thresholds: so many new objects, then so many turns of the younger generation.
_YOUNG, _TURNS = 700, 10


class Garbage(QObject):
    """Takes over from Python's collector until ``parent`` is gone."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        parent.destroyed.connect(gc.enable)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def wait(self) -> None:
        """A workspace is being read: all that is made now will stay."""
        self._timer.stop()

    def keep(self) -> None:
        """What there is now stays as long as the workspace is open: it is not looked through again."""
        gc.freeze()
        self._timer.start()

    def clear(self) -> None:
        """A window is gone: look through everything once."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _look(self) -> None:
        young, middle, old = gc.get_count()
        if old > _TURNS:
            gc.collect(2)
        elif middle > _TURNS:
            gc.collect(1)
        elif young > _YOUNG:
            gc.collect(0)
