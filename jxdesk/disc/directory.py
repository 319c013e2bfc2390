"""One directory tree of an image, walked without recursion and without trust.

ECMA-119 chapter 9.1 (directory records) and 6.8 (hierarchy). Each directory's extent is
visited once, so that a tree cannot run in circles; entries, depth and bytes are capped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from jxdesk.base.errors import UserError
from jxdesk.base.tree import MAX_DEPTH, MAX_ENTRIES, EntryKind
from jxdesk.disc.device import SECTOR, Device
from jxdesk.disc.faults import bent
from jxdesk.disc.rock_ridge import SystemUse, bad_name, check_segment, no_rock_ridge
from jxdesk.disc.volume import Extent, Volume, both_orders, damaged

MAX_DIRECTORY_BYTES = 16 << 20
MAX_TREE_BYTES = 128 << 20
# A package's own cap is lower; this one keeps the names of many nested folders out of memory.
MAX_PATH = 1024
MAX_IRREGULAR = 1000
_SELF, _PARENT = b"\0", b"\x01"
_IRREGULAR = (EntryKind.LINK, EntryKind.SPECIAL)
_FOLDER_FLAG, _SHAPE_FLAGS = 2, 0x80 | 0x04 | 0x08


@dataclass(frozen=True, slots=True)
class Record:
    """One directory record as stored."""

    extent: Extent
    is_folder: bool
    identifier: bytes
    system_use: bytes


@dataclass(frozen=True, slots=True)
class Node:
    """What a name in a tree stands for."""

    kind: EntryKind
    extent: Extent


@dataclass(slots=True)
class Walked:
    """A whole tree. ``folders`` are (parent's sector, stored identifier, own sector), root first.

    ``most`` is how many files and folders it may hold beside its ``irregular`` links and devices.
    """

    most: int
    irregular: int = 0
    nodes: dict[str, Node] = field(default_factory=dict)
    folders: list[tuple[int, bytes, int]] = field(default_factory=list)
    directories: list[Extent] = field(default_factory=list)


Naming = Callable[[Record], tuple[str, EntryKind]]


def joliet_naming(device: Device) -> Naming:
    """Names of the Joliet tree: UCS-2 big-endian, an ISO version ``;1`` cut off."""

    def name(record: Record) -> tuple[str, EntryKind]:
        kind = EntryKind.FOLDER if record.is_folder else EntryKind.FILE
        try:
            text = record.identifier.decode("utf-16-be")
        except UnicodeDecodeError:
            raise bad_name(device) from None
        return (text if record.is_folder else text.removesuffix(";1")), kind

    return name


def posix_naming(device: Device, system_use: SystemUse) -> Naming:
    """Names and kinds of the ISO 9660 tree through its Rock Ridge fields."""

    def name(record: Record) -> tuple[str, EntryKind]:
        posix = system_use.read(record.system_use)
        if posix.name is None:
            raise no_rock_ridge(device)
        if (posix.kind is EntryKind.FOLDER) != record.is_folder:
            raise damaged(device)
        return posix.name, posix.kind

    return name


def walk_joliet(device: Device, volume: Volume) -> Walked:
    """The tree that Windows sees. Raises as :func:`walk_posix`."""
    return _walk(device, volume, volume.joliet.root, None, MAX_ENTRIES)


def walk_posix(device: Device, volume: Volume, joliet: Walked) -> Walked:
    """The tree that others see, through Rock Ridge; given up once it holds more than ``joliet``.

    Links and devices, which only Rock Ridge knows, are counted apart.
    Raises ``UserError`` ``image.*`` (exit 1) for whatever is damaged, out of bounds, circular,
    repeated, too much, or of a kind that the profile does not know.
    """
    return _walk(device, volume, volume.primary.root, SystemUse(device, volume.sectors), len(joliet.nodes))


def _walk(
    device: Device,
    volume: Volume,
    root: Extent,
    system_use: SystemUse | None,
    most: int,
) -> Walked:
    naming = posix_naming(device, system_use) if system_use else joliet_naming(device)
    walked = Walked(most)
    seen: set[int] = set()
    waiting = [("", b"\0", root, root, 1)]
    total = 0
    while waiting:
        prefix, identifier, extent, parent, depth = waiting.pop()
        total += extent.size
        if extent.start in seen or depth > MAX_DEPTH or total > MAX_TREE_BYTES:
            raise bent("loop", device.label, "文件夹互相嵌套成环，或层数、数量超出限度")
        seen.add(extent.start)
        walked.folders.append((parent.start, identifier, extent.start))
        walked.directories.append(extent)
        records = _read_directory(device, volume, extent)
        _check_links(device, records, extent, parent)
        if system_use and not prefix:
            system_use.start(records[0].system_use)
        for record in records[2:]:
            name, kind = naming(record)
            path = prefix + check_segment(device, name)
            _add(device, volume, walked, path, Node(kind, record.extent))
            if kind is EntryKind.FOLDER:
                waiting.append((path + "/", record.identifier, record.extent, extent, depth + 1))
    return walked


def differ(device: Device, path: str) -> UserError:
    """The error for two trees that do not say the same of ``path``."""
    return bent("trees-differ", device.label, f"两套目录对“{path}”说法不一，不同电脑会看到不同内容")


def _add(device: Device, volume: Volume, walked: Walked, path: str, node: Node) -> None:
    if path in walked.nodes:
        raise bent("duplicate", device.label, f"同一文件夹中有两个“{path}”")
    if len(path) > MAX_PATH:
        raise bad_name(device)
    walked.irregular += node.kind in _IRREGULAR
    for held, most in ((len(walked.nodes) + 1, MAX_ENTRIES), (walked.irregular, MAX_IRREGULAR)):
        if held > most:
            raise bent("too-many", device.label, f"其中的文件超过 {most} 个")
    if len(walked.nodes) + 1 - walked.irregular > walked.most:
        raise differ(device, path)
    if node.kind is EntryKind.FILE and node.extent.size:
        check_extent(device, volume, node.extent)
    walked.nodes[path] = node


def check_extent(device: Device, volume: Volume, extent: Extent) -> None:
    """Refuse an extent that is not wholly between the descriptors and the end of the image."""
    if extent.start < volume.first_free or extent.end > volume.sectors:
        raise bent("outside", device.label, "有的文件指向映像之外")


def _read_directory(device: Device, volume: Volume, extent: Extent) -> list[Record]:
    if not extent.size or extent.size % SECTOR or extent.size > MAX_DIRECTORY_BYTES:
        raise damaged(device)
    check_extent(device, volume, extent)
    return list(_records(device, device.read(extent.start * SECTOR, extent.size)))


def _check_links(device: Device, records: list[Record], extent: Extent, parent: Extent) -> None:
    """The first two records are the directory itself and its parent (ECMA-119 6.8.2.2).

    libisofs (xorriso) writes a directory's own place as its parent's in the Joliet tree; nobody
    walks upwards by it, so that is let pass.
    """
    if len(records) < 2 or not all(record.is_folder for record in records[:2]):
        raise damaged(device)
    itself, above = records[:2]
    starts = (parent.start, extent.start)
    if itself.identifier != _SELF or itself.extent != extent:
        raise damaged(device)
    if above.identifier != _PARENT or above.extent.start not in starts:
        raise damaged(device)


def _records(device: Device, data: bytes) -> Iterator[Record]:
    place = 0
    while place < len(data):
        length = data[place]
        if not length:
            place = (place // SECTOR + 1) * SECTOR
            continue
        if place % SECTOR + length > SECTOR:
            raise damaged(device)
        yield _record(device, data[place : place + length])
        place += length


def _record(device: Device, data: bytes) -> Record:
    named = data[32] if len(data) >= 34 else 0
    use = 33 + named + (1 - named % 2)
    if not named or 33 + named > len(data):
        raise damaged(device)
    flags = data[25]
    if flags & _SHAPE_FLAGS or any(data[26:28]) or data[1]:
        raise _shape(device)
    start, size = both_orders(data, 2, "I"), both_orders(data, 10, "I")
    if start is None or size is None or flags & ~_FOLDER_FLAG or both_orders(data, 28, "H") != 1:
        raise damaged(device)
    return Record(Extent(start, size), bool(flags & _FOLDER_FLAG), data[33 : 33 + named], data[use:])


def _shape(device: Device) -> UserError:
    """Files in several extents, interleaved, with extended attributes: none is in the profile."""
    return bent("shape", device.label, "有的文件以分段、交错等规定以外的方式存放")
