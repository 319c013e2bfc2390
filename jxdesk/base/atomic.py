"""Files and folders are written beside their place and renamed, so that none is half-made.

What takes long is marked as being made, and what a killed program left is taken away by the next one that
makes something in the same folder (:mod:`jxdesk.base.leftovers`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from jxdesk.base import leftovers
from jxdesk.base.errors import UserError, os_errors


def write_bytes(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data`` in one step. Raises ``UserError`` (disk, rights)."""
    with staged_file(path) as beside:
        beside.write_bytes(data)


@contextmanager
def staged_file(path: Path, *, replace: bool = True, slow: bool = False) -> Iterator[Path]:
    """Give a path beside ``path`` to write to; it takes its place when the block succeeds.

    On any exception the staged file is removed and what stood at ``path`` stays. With
    ``replace=False`` an existing ``path`` is refused (``UserError`` ``path.exists``). ``slow``: it takes long
    to write, so that what a kill leaves of it is worth being found and taken away.
    """
    with os_errors(path):
        if not replace:
            _must_be_free(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = _beside(path)
        if slow:
            leftovers.sweep(path.parent)
        with leftovers.held(beside) if slow else nullcontext():
            try:
                yield beside
                _flush_file(beside)
                os.replace(beside, path)
            except OSError as error:
                _name_final(error, beside, path)
                raise
            finally:
                beside.unlink(missing_ok=True)
        _flush_folder(path.parent)


@contextmanager
def staged_folder(path: Path, *, flush: bool = True) -> Iterator[Path]:
    """Give a new folder beside ``path`` to fill; it is renamed to ``path`` at the end.

    ``path`` must not exist yet. On any exception the staged folder is removed. Without ``flush`` the new name
    waits for the disk no more than its files do.
    """
    with os_errors(path):
        _must_be_free(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        leftovers.sweep(path.parent)
        beside = _beside(path)
        with leftovers.held(beside):
            try:
                beside.mkdir()
                yield beside
                _must_be_free(path)
                os.rename(beside, path)
            except OSError as error:
                _name_final(error, beside, path)
                raise
            finally:
                if beside.exists():
                    shutil.rmtree(beside, ignore_errors=True)
        if flush:
            _flush_folder(path.parent)


@contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """Give an empty folder inside ``parent`` (made if need be) that is gone afterwards.

    For things made aside on the same disk. A ``parent`` that was made for it goes with it if
    it stays empty. Raises ``UserError`` (disk, rights).
    """
    with os_errors(parent):
        was_there = parent.is_dir()
        parent.mkdir(parents=True, exist_ok=True)
        leftovers.sweep(parent)
        folder = parent / f".{os.urandom(4).hex()}{leftovers.SUFFIX}"
        try:
            with leftovers.held(folder):
                try:
                    folder.mkdir()
                    yield folder
                finally:
                    shutil.rmtree(folder, ignore_errors=True)
        finally:
            if not was_there and not any(parent.iterdir()):
                parent.rmdir()


def _must_be_free(path: Path) -> None:
    if os.path.lexists(path):
        raise UserError("path.exists", f"“{path}”已经存在。", "请换一个名称或位置。")


def _name_final(error: OSError, beside: Path, path: Path) -> None:
    """Let the error name the place that the user knows, not the staged one."""
    if isinstance(error.filename, str):
        error.filename = error.filename.replace(str(beside), str(path), 1)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name[:60]}.{os.urandom(4).hex()}{leftovers.SUFFIX}")


def _flush_file(path: Path) -> None:
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def _flush_folder(path: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
