"""Open whatever holds packages: a folder, a drive, a disc image; and find the packages in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.tree import Entry, EntryKind, FolderTree, Tree
from jxdesk.disc.device import is_folder
from jxdesk.disc.reader import ImageTree
from jxdesk.package import layout
from jxdesk.package.report import Fault, fault

_OWN = frozenset(
    name.casefold() for name in (*(layout.ROOT_FILES - {layout.READING_PAGE}), layout.APPLICATION)
)
_SHARED = frozenset({layout.READING_PAGE, layout.PAYLOAD})
_PAR2 = ".par2"


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
        folder = is_folder(path)
    return FolderTree(path) if folder else ImageTree(path)


@dataclass(frozen=True, slots=True)
class Found:
    """The packages in a tree as (folder name, tree), sorted, and what else stands at its root.

    The name is ``""`` where the root is a package itself; nothing is a stranger there, for the
    package is judged with all that lies in it.
    """

    packages: tuple[tuple[str, Tree], ...]
    strangers: tuple[str, ...]


def look(tree: Tree) -> Found:
    """Find the packages in ``tree``.

    The root is a package when it holds ``bagit.txt`` or the tag manifest. Else every folder at
    the root counts as one that holds something only packages have, or both a reading page and
    ``data``, so that nothing passes for one without being judged. (A page or a ``data`` folder
    alone is common on sticks: that is a stranger.) No strangers are ``index.html`` and folders of
    nothing but par2 files. Raises ``UserError`` ``package.none`` (exit 2) when there is none.
    """
    roots: dict[str, EntryKind] = {}
    below: dict[str, list[Entry]] = {}
    for entry in tree.entries():
        if entry.path in layout.MARKS and entry.kind is not EntryKind.FOLDER:
            return Found((("", tree),), ())
        name, separator, rest = entry.path.partition("/")
        if not separator:
            roots[name] = entry.kind
        else:
            below.setdefault(name, []).append(Entry(rest, entry.kind, entry.size))
    packages = sorted(name for name, inside in below.items() if _looks_like_one(inside))
    if not packages:
        raise UserError(
            "package.none",
            f"“{tree.label}”中没有申报包。",
            "请选择封装后得到的文件夹，或存放它的光盘、U盘、.iso 映像。",
        )
    strangers = (
        name
        for name, kind in roots.items()
        if name not in packages
        and not (name == layout.READING_PAGE and kind is EntryKind.FILE)
        and not (name in below and all(map(_is_par2, below[name])))
    )
    return Found(tuple((name, SubTree(tree, name)) for name in packages), tuple(sorted(strangers)))


def packages_in(tree: Tree) -> tuple[tuple[str, Tree], ...]:
    """The packages that :func:`look` finds. Raises as it does."""
    return look(tree).packages


def root_faults(tree: Tree, found: Found) -> tuple[Fault, ...]:
    """What must not stand at the root of a disc image.

    A folder or drive may hold other things.
    """
    if not isinstance(tree, ImageTree):
        return ()
    wanted = f"根目录只有申报包、{layout.READING_PAGE} 和 par2 文件夹"
    return tuple(fault("root.stranger", name, wanted, "别的内容") for name in found.strangers)


def _looks_like_one(inside: list[Entry]) -> bool:
    """A folder with these entries is meant for a package, or to be taken for one."""
    names = {entry.path.casefold() for entry in inside}
    return not names.isdisjoint(_OWN) or names >= _SHARED


def _is_par2(entry: Entry) -> bool:
    return entry.kind is EntryKind.FILE and "/" not in entry.path and entry.path.endswith(_PAR2)
