"""A sealed package's disc image as a read-only tree, judged before a byte of it is used.

A reader of our own: what is verified must not be seen through the library that wrote it, and
a hostile image must not be able to hang or crash us. Refused is whatever could make two
computers see two things: a second file system, a tree that disagrees with the other, hidden
or overlapping files. Which *names* may stand in a package is for the package's verifier.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Self

from jxdesk.base.errors import UserError
from jxdesk.base.tree import Entry, EntryKind
from jxdesk.disc.device import SECTOR, Device, open_extent
from jxdesk.disc.directory import Node, Walked, check_extent, differ, walk_joliet, walk_posix
from jxdesk.disc.faults import bent
from jxdesk.disc.path_table import check_path_tables
from jxdesk.disc.volume import Extent, Volume, read_volume, refuse_foreign_standards

# Other programs store one file under two names only once; more than this is a trap for readers.
MAX_SHARING = 4
_IRREGULAR = (EntryKind.LINK, EntryKind.SPECIAL)


class ImageTree:
    """A :class:`jxdesk.base.tree.Tree` over an image file or a drive at ``path``.

    ``volume`` is the disc's name, ``size`` its length in bytes. Raises ``UserError``:
    ``image.foreign`` (exit 2) if it is no ISO 9660 image at all, other ``image.*`` codes
    (exit 1) if it is one but damaged, cut off or outside the profile, ``path.*`` from the disk.
    """

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self._device = Device(path)
        try:
            volume = read_volume(self._device)
            self._nodes = _read_trees(self._device, volume)
        except BaseException:
            self._device.close()
            raise
        self.volume = volume.name
        self.size = volume.sectors * SECTOR

    def entries(self) -> Iterator[Entry]:
        """Folders first, parents before children; then everything else in its order on the disc."""
        folders = [path for path, node in self._nodes.items() if node.kind is EntryKind.FOLDER]
        for path in sorted(folders):
            yield Entry(path, EntryKind.FOLDER, 0)
        others = [item for item in self._nodes.items() if item[1].kind is not EntryKind.FOLDER]
        for path, node in sorted(others, key=lambda item: (item[1].extent.start, item[0])):
            yield Entry(path, node.kind, node.extent.size if node.kind is EntryKind.FILE else 0)

    def open(self, path: str) -> BinaryIO:
        """A file's bytes, seekable; several may be open, in several threads."""
        extent = self.extent(path)
        return open_extent(self._device, extent.start * SECTOR, extent.size)

    def raw(self, start: int, end: int) -> BinaryIO:
        """The image's own bytes from ``start`` to ``end``, whatever they are."""
        return open_extent(self._device, start, end - start)

    def extent(self, path: str) -> Extent:
        """Where a file lies in the image. ``UserError`` if ``path`` is no regular file of it."""
        node = self._nodes.get(path)
        if node is None:
            raise UserError("path.missing", f"“{self.label}”中没有“{path}”。", "请检查这份申报包。")
        if node.kind is not EntryKind.FILE:
            raise UserError("tree.not-file", f"“{path}”不是普通文件。", "请检查这份申报包。")
        return node.extent

    def close(self) -> None:
        """Let go of the image."""
        self._device.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _read_trees(device: Device, volume: Volume) -> dict[str, Node]:
    joliet = walk_joliet(device, volume)
    posix = walk_posix(device, volume, joliet)
    used = joliet.directories + posix.directories
    used += check_path_tables(device, volume, volume.joliet, joliet)
    used += check_path_tables(device, volume, volume.primary, posix)
    nodes = _agree(device, joliet, posix)
    files = [node.extent for node in nodes.values() if node.kind is EntryKind.FILE and node.extent.size]
    if sum(extent.size for extent in files) > MAX_SHARING * volume.sectors * SECTOR:
        raise bent("overlap", device.label, "有过多的文件共用同一处内容")
    used += set(files)
    _refuse_overlaps(device, volume, used)
    refuse_foreign_standards(device, volume.first_free, min(extent.start for extent in used))
    return nodes


def _agree(device: Device, joliet: Walked, posix: Walked) -> dict[str, Node]:
    """The nodes that both trees show. Links and devices, which only Rock Ridge knows, stay visible."""
    nodes = dict(joliet.nodes)
    for path, node in posix.nodes.items():
        if node.kind in _IRREGULAR:
            there = nodes.get(path)
            if there is not None and there.kind is EntryKind.FOLDER:
                raise differ(device, path)
            nodes[path] = node
        elif not _same(nodes.get(path), node):
            raise differ(device, path)
    if nodes.keys() != posix.nodes.keys():
        raise differ(device, min(nodes.keys() - posix.nodes.keys()))
    return nodes


def _same(one: Node | None, other: Node) -> bool:
    if one is None or one.kind is not other.kind:
        return False
    if one.kind is EntryKind.FOLDER:
        return True
    return one.extent.size == other.extent.size and (not one.extent.size or one.extent == other.extent)


def _refuse_overlaps(device: Device, volume: Volume, used: list[Extent]) -> None:
    """Nothing lies partly on something else; two names for one and the same file are let pass."""
    for extent in used:
        check_extent(device, volume, extent)
    for one, other in pairwise(sorted(used, key=lambda extent: extent.start)):
        if other.start < one.end:
            raise bent("overlap", device.label, "有的文件互相重叠")
