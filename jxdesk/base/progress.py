"""Progress of long work, without Qt and without threads.

Long functions take a :class:`Progress` and call it between steps. Whoever listens draws a
bar or raises :class:`~jxdesk.base.errors.Cancelled` to stop the work at that point.
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with a short Chinese ``label``, and ``done`` of ``total`` in bytes or items.

    ``total`` is 0 while it is not known. May raise ``Cancelled``.
    """

    def __call__(self, label: str, done: int, total: int) -> None: ...


def silent(label: str, done: int, total: int) -> None:
    """A listener that shows nothing."""
