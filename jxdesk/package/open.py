"""Open whatever holds packages: a folder, a drive, a disc image; and find the packages in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.tree import Entry, EntryKind, FolderTree, Tree
from jxdesk.disc.reader import ImageTree
from jxdesk.package import layout

_MARKS = (layout.BAGIT, layout.TAG_MANIFEST)


class SubTree:
    """The folder ``name`` of another tree, as a tree. Closing it leaves the other one open."""

    def __init__(self, tree: Tree, name: str) -> None:
        self.label = f"{tree.label}/{name}"
        self._tree = tree
        self._prefix = name + "/"

    def entries(self) -> Iterator[Entry]:
        for entry in self._tree.entries():
            if entry.path.startswith(self._prefix):
                yield Entry(entry.path.removeprefix(self._prefix), entry.kind, entry.size)

    def open(self, path: str) -> BinaryIO:
        return self._tree.open(self._prefix + path)

    def close(self) -> None:
        """The other tree is closed by who opened it."""


def open_tree(path: Path) -> Tree:
    """A folder or mounted drive as it is, anything else as a disc image.

    Raises ``UserError`` when it is missing, cannot be read or is neither.
    """
    with os_errors(path):
        is_folder = path.is_dir()
    return FolderTree(path) if is_folder else ImageTree(path)


def packages_in(tree: Tree) -> tuple[tuple[str, Tree], ...]:
    """The packages in ``tree`` as (folder name, tree), sorted; ``""`` when the root is one itself.

    A package is what holds ``bagit.txt`` or the tag manifest at its root. Raises ``UserError``
    ``package.none`` (exit 2) when there is none.
    """
    names: set[str] = set()
    for entry in tree.entries():
        name, _, below = entry.path.partition("/")
        if entry.path in _MARKS and entry.kind is not EntryKind.FOLDER:
            return (("", tree),)
        if below in _MARKS:
            names.add(name)
    if not names:
        raise UserError(
            "package.none",
            f"“{tree.label}”中没有申报包。",
            "请选择封装后得到的文件夹，或存放它的光盘、U盘、.iso 映像。",
        )
    return tuple((name, SubTree(tree, name)) for name in sorted(names))
