"""A read-only tree of files, wherever it lies: a folder on disk, or inside a disc image.

Verification and copying work on this, so that a package is judged by the same code whether
it comes from a folder, an ``.iso`` or a drive.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from jxdesk.base.errors import UserError, os_errors

MAX_ENTRIES = 100_000
MAX_DEPTH = 16


class EntryKind(Enum):
    """What stands at a path; everything that is neither file nor folder is refused."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a tree: ``path`` relative with ``/``, ``size`` in bytes (0 for non-files)."""

    path: str
    kind: EntryKind
    size: int


class Tree(Protocol):
    """Read access to a tree of files. ``label`` names it in messages to the user."""

    label: str

    def entries(self) -> Iterator[Entry]:
        """Every entry below the root, folders before their content, links never followed.

        Bounded: raises ``UserError`` beyond ``MAX_ENTRIES`` or ``MAX_DEPTH``.
        """

    def open(self, path: str) -> BinaryIO:
        """A regular file's bytes; ``read(n)`` is short only at the end.

        Raises ``UserError`` if it is missing, not a file, or behind a link; ``ValueError`` for a
        path that no tree can hold (absolute, ``..``).
        """

    def close(self) -> None: ...


class FolderTree:
    """A :class:`Tree` over a folder on disk. Follows no link below ``root`` and opens no device.

    ``root`` itself is what the user pointed at and may be a link. Raises ``UserError``
    ``tree.missing`` when it is no folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.label = str(root)
        if not root.is_dir():
            raise UserError("tree.missing", f"“{root}”不是文件夹。", "请选择存放申报包的文件夹。")

    def entries(self) -> Iterator[Entry]:
        count = 0
        with os_errors(self.root):
            for entry in self._walk(self.root, "", 1):
                count += 1
                if count > MAX_ENTRIES:
                    raise UserError(
                        "tree.too-many",
                        f"“{self.label}”中的文件超过 {MAX_ENTRIES} 个。",
                        "这不是一份申报包，请检查选择的位置。",
                    )
                yield entry

    def _walk(self, folder: Path, prefix: str, depth: int) -> Iterator[Entry]:
        if depth > MAX_DEPTH:
            raise UserError(
                "tree.too-deep",
                f"“{self.label}”的文件夹层数超过 {MAX_DEPTH} 层。",
                "这不是一份申报包，请检查选择的位置。",
            )
        with os.scandir(folder) as found:
            items = sorted(islice(found, MAX_ENTRIES + 1), key=lambda item: item.name)
        for item in items:
            path = prefix + item.name
            facts = item.stat(follow_symlinks=False)
            mode = facts.st_mode
            if stat.S_ISLNK(mode) or _is_junction(facts):
                yield Entry(path, EntryKind.LINK, 0)
            elif stat.S_ISDIR(mode):
                yield Entry(path, EntryKind.FOLDER, 0)
                yield from self._walk(folder / item.name, path + "/", depth + 1)
            elif stat.S_ISREG(mode):
                yield Entry(path, EntryKind.FILE, facts.st_size)
            else:
                yield Entry(path, EntryKind.SPECIAL, 0)

    def open(self, path: str) -> BinaryIO:
        segments = path.split("/")
        if any(not _is_plain(segment) for segment in segments):
            raise ValueError(f"not a path inside a tree: {path!r}")
        return _open_below(self.root, segments)

    def close(self) -> None:
        """Nothing is held open."""


def open_regular_file(path: Path) -> BinaryIO:
    """A regular file's bytes, never those of a link, pipe or device in its place.

    Raises ``UserError`` (missing, rights, ``tree.not-file``).
    """
    return _open_below(path.parent, [path.name])


def _open_below(root: Path, segments: list[str]) -> BinaryIO:
    full = root.joinpath(*segments)
    with os_errors(full):
        try:
            descriptor = _descend(root, segments) if _BY_FOLDER else _open_checked(root, segments)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENXIO):
                raise _not_file(full) from error
            raise
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise _not_file(full)
        return os.fdopen(descriptor, "rb")


_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_BY_FOLDER = os.open in os.supports_dir_fd


def _descend(root: Path, segments: list[str]) -> int:
    """Open folder by folder from an open one, so that no link can be slipped in between."""
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for segment in segments[:-1]:
            below = os.open(segment, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = below
        return os.open(segments[-1], _READ | os.O_NOFOLLOW, dir_fd=folder)
    finally:
        os.close(folder)


def _open_checked(root: Path, segments: list[str]) -> int:
    """Where the system cannot do that (Windows): look at each step, then open."""
    step = root
    for segment in segments:
        step = step / segment
        facts = step.lstat()
        if stat.S_ISLNK(facts.st_mode) or _is_junction(facts):
            raise _not_file(step)
    return os.open(step, _READ)


def _is_plain(segment: str) -> bool:
    if segment in ("", ".", "..") or "\0" in segment:
        return False
    return os.name != "nt" or not set(segment) & {"\\", ":"}


def _not_file(path: Path) -> UserError:
    return UserError("tree.not-file", f"“{path}”不是普通文件。", "请检查这份申报包。")


def _is_junction(facts: os.stat_result) -> bool:
    """A Windows reparse point: a second way to point outside the tree."""
    attributes: int = getattr(facts, "st_file_attributes", 0)
    return bool(attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT)
