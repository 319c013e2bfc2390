"""What a killed program left half-made: told from what another one is making now, and taken away.

Whoever makes something that takes long holds a lock beside it, which the system lets go of when
the process ends, however it ends. A half-made thing whose lock can be had is nobody's any more.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import FileLock

SUFFIX = ".part"
_LOCK = ".lock"
_OURS = re.compile(r"\.(?:.+\.)?[0-9a-f]{8}\.part\.lock")


@contextmanager
def held(part: Path) -> Iterator[None]:
    """Whatever is made at ``part`` is somebody's as long as the block runs. Raises ``OSError``."""
    lock = _lock(part)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
        _lock_path(part).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Take away what killed programs left half-made in ``folder``; what cannot be taken away stays."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _OURS.fullmatch(path.name):
                _take_away(path.with_name(path.name.removesuffix(_LOCK)))


def _take_away(part: Path) -> None:
    lock = _lock(part)
    # Also when somebody holds it: that is a TimeoutError.
    with suppress(OSError), lock:
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)
        _lock_path(part).unlink(missing_ok=True)


def _lock(part: Path) -> FileLock:
    # The start page is up before this is loaded.
    from filelock import FileLock

    return FileLock(_lock_path(part), timeout=0, thread_local=False)


def _lock_path(part: Path) -> Path:
    return part.with_name(part.name + _LOCK)
