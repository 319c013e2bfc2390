"""The two places where pycdlib must be told otherwise, and nowhere else in the program.

*Time.* pycdlib stamps every record with the present moment in local time. All its dates are
made in ``pycdlib.dates`` from the ``time`` module, so that name is given a stand-in there and
in ``pycdlib.utils`` (the offset from UTC). It answers with the moment of the context variable
below: another thread, or code outside :func:`frozen`, sees the real functions.

*Joliet names.* Joliet allows 64 UCS-2 characters; pycdlib 1.22 counts UTF-8 bytes and so
refuses a Chinese name of 22 characters.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from pycdlib import PyCdlib, dates, dr, utils
from pycdlib.pycdlibexception import PyCdlibInvalidInput

MAX_JOLIET_UNITS = 64

_moment: ContextVar[float | None] = ContextVar("moment", default=None)


class _Clock:
    """Stands for the ``time`` module inside pycdlib; only the two conversions differ."""

    def localtime(self, seconds: float | None = None) -> time.struct_time:
        moment = _moment.get()
        return time.localtime(seconds) if moment is None else time.gmtime(moment)

    def gmtime(self, seconds: float | None = None) -> time.struct_time:
        moment = _moment.get()
        return time.gmtime(seconds if moment is None else moment)

    def __getattr__(self, name: str) -> object:
        return getattr(time, name)


for _module in (dates, utils):
    vars(_module)["time"] = _Clock()


@contextmanager
def frozen(when: datetime) -> Iterator[None]:
    """Within the block every date that pycdlib makes on this thread is ``when``, in UTC.

    ``when`` must be aware (``ValueError`` otherwise) and in the years 1970 to 2155, which is
    what a directory record can hold.
    """
    if when.tzinfo is None:
        raise ValueError("an image needs an aware datetime")
    token = _moment.set(when.timestamp())
    try:
        yield
    finally:
        _moment.reset(token)


class Mastering(PyCdlib):
    """pycdlib with Joliet names counted in UTF-16 units (Joliet Specification, “Level of names”)."""

    def _joliet_name_and_parent_from_path(self, joliet_path: bytes) -> tuple[bytes, dr.DirectoryRecord]:
        segments: list[bytes] = utils.split_path(joliet_path)
        name = segments.pop().decode("utf-8").encode("utf-16_be")
        if len(name) > 2 * MAX_JOLIET_UNITS:
            raise PyCdlibInvalidInput("Joliet names can be a maximum of 64 characters")
        return name, self._find_joliet_record(b"/" + b"/".join(segments))
