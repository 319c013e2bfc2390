"""What stands in a package's folder: kinds, names, and what has no business there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jxdesk.base import names
from jxdesk.base.tree import Entry, EntryKind, Tree
from jxdesk.package import layout
from jxdesk.package.report import Fault, fault

_OTHER_MANIFEST = re.compile(r"(?:tag)?manifest-.*\.txt", re.IGNORECASE)
_PREFIX = layout.PAYLOAD + "/"


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every entry by path; ``files`` are the regular ones with their size in bytes."""

    kinds: Mapping[str, EntryKind]
    files: Mapping[str, int]

    def payload(self) -> frozenset[str]:
        """The paths of the regular files below ``data/``, gathered anew at each call."""
        return frozenset(path for path in self.files if path.startswith(_PREFIX))


def take(tree: Tree) -> Inventory:
    """Look at everything in ``tree``. Raises ``UserError`` when it cannot be walked."""
    entries: list[Entry] = list(tree.entries())
    return Inventory(
        {entry.path: entry.kind for entry in entries},
        {entry.path: entry.size for entry in entries if entry.kind is EntryKind.FILE},
    )


def faults(found: Inventory) -> Iterator[Fault]:
    """What is wrong with the entries, whatever the lists say."""
    for path, kind in found.kinds.items():
        if kind is EntryKind.LINK:
            yield fault("entry.link", path, "普通文件或文件夹", "链接")
        elif kind is EntryKind.SPECIAL:
            yield fault("entry.special", path, "普通文件或文件夹", "管道、设备等")
    yield from _strangers(found)
    yield from _empty_folders(found)
    yield from _name_faults(found.kinds)
    for code, path, other in names.collisions(found.kinds):
        yield fault(code, path, names.EXPECTED[code], other)


def _name_faults(paths: Iterable[str]) -> Iterator[Fault]:
    """Bad names; what a folder's name breaks is not said again of everything in it."""
    for path in paths:
        above = path.rpartition("/")[0]
        inherited = names.name_faults(above) if above else ()
        for code in names.name_faults(path):
            if code not in inherited:
                yield fault(code, path, names.EXPECTED[code], path)


def _strangers(found: Inventory) -> Iterator[Fault]:
    for path, kind in found.kinds.items():
        if path == layout.PAYLOAD or path.startswith(_PREFIX):
            if path == layout.PAYLOAD and kind is EntryKind.FILE:
                yield fault("entry.kind", path, "文件夹", "文件")
        elif kind is EntryKind.FOLDER:
            if path in layout.ROOT_FILES:
                yield fault("entry.kind", path, "文件", "文件夹")
            else:
                yield fault("extra.folder", path, "没有这个文件夹", "文件夹")
        elif kind is EntryKind.FILE and path not in layout.ROOT_FILES:
            yield fault(_stranger_code(path), path, "没有这个文件", f"{found.files[path]} 字节")


def _stranger_code(path: str) -> str:
    if path.casefold() == "fetch.txt":
        return "extra.fetch"
    return "extra.manifest" if _OTHER_MANIFEST.fullmatch(path) else "extra.file"


def _empty_folders(found: Inventory) -> Iterator[Fault]:
    parents = {path.rpartition("/")[0] for path in found.kinds}
    for path, kind in found.kinds.items():
        if kind is EntryKind.FOLDER and path not in parents:
            yield fault("entry.empty-folder", path, "没有空文件夹", "空文件夹")
