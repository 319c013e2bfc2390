"""The line between our code and libraries that read strangers' bytes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from jxdesk.base.errors import UserError
from jxdesk.files.bounds import Damaged, Enough, Locked, TooLarge


@contextmanager
def guarded() -> Iterator[None]:
    """Run a library: what it makes of bent bytes, whatever it raises, leaves as ``Damaged``.

    Its warnings are nobody's concern: the file is judged by what can be read of it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except (Damaged, Locked, TooLarge, Enough, UserError, MemoryError):
            raise
        except Exception as error:
            raise Damaged from error
