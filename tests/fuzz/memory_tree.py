"""A tree of files in memory: a package of which a byte can be bent a thousand times a second."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from jxdesk.base.errors import UserError
from jxdesk.base.tree import Entry, EntryKind


class MemoryTree:
    """A :class:`jxdesk.base.tree.Tree` over ``files`` (path → bytes) and the folders above them."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.label = "memory"
        self._files = files

    def entries(self) -> Iterator[Entry]:
        folders = {"/".join(parts[:end]) for parts in self._parts() for end in range(1, len(parts))}
        for folder in sorted(folders):
            yield Entry(folder, EntryKind.FOLDER, 0)
        for path, data in sorted(self._files.items()):
            yield Entry(path, EntryKind.FILE, len(data))

    def open(self, path: str) -> BinaryIO:
        if path not in self._files:
            raise UserError("path.missing", path, path)
        return io.BytesIO(self._files[path])

    def close(self) -> None:
        """Nothing is held."""

    def _parts(self) -> Iterator[list[str]]:
        return (path.split("/") for path in self._files)


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
