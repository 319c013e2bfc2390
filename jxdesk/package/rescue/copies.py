"""The copies that are left: folders, images and drives, as far as they can still be looked through.

Nothing is refused here for being damaged. All images are taken to be of one making (the same package
gives the same image), so that each tells of the others where files lie; sums tell whether it is true.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.tree import MAX_DEPTH, MAX_ENTRIES, FolderTree
from jxdesk.disc.device import SECTOR, Device, is_folder, open_extent
from jxdesk.disc.salvage import MAX_PLACES, find_files
from jxdesk.disc.volume import Extent
from jxdesk.package.parity.making import ENDING
from jxdesk.package.rescue.reading import Source

MAX_COPIES = 16
_MOST_PARITY_FILES = 64


@dataclass(slots=True)
class Copy:
    """One copy: ``label`` as it was named, and the ``sources`` of each path below its root.

    ``parity`` are its recovery files; ``name`` is its folder's own name, ``""`` for an image.
    """

    label: str
    name: str
    sources: dict[str, list[Source]] = field(default_factory=dict)
    parity: list[Source] = field(default_factory=list)
    device: Device | None = None

    def take(self, path: str, source: Source) -> None:
        """Note where ``path`` may lie."""
        held = self.sources.setdefault(path, [])
        if len(held) < MAX_PLACES:
            held.append(source)
        if path.endswith(ENDING) and len(self.parity) < _MOST_PARITY_FILES:
            self.parity.append(source)

    def close(self) -> None:
        """Let go of every file."""
        for sources in (*self.sources.values(), self.parity):
            for source in sources:
                source.close()
        if self.device is not None:
            self.device.close()


def open_copies(paths: Sequence[Path], pulse: Callable[[], None]) -> list[Copy]:
    """Look through the copies at ``paths``. Raises ``UserError`` for one that is not there at all.

    ``pulse`` is called again and again while that takes its time, and may raise to stop it.
    """
    if len(paths) > MAX_COPIES:
        raise UserError(
            "rescue.too-many", f"一次最多用 {MAX_COPIES} 份副本抢救。", "请减少选择的光盘、映像或文件夹。"
        )
    copies: list[Copy] = []
    try:
        for number, path in enumerate(paths):
            with os_errors(path):
                folder = is_folder(path)
            copies.append(
                _folder(number, path, pulse) if folder else Copy(str(path), "", device=Device(path))
            )
        _look_through_images(copies, pulse)
    except BaseException:
        close_all(copies)
        raise
    return copies


def close_all(copies: Sequence[Copy]) -> None:
    """Let go of all copies."""
    for copy in copies:
        copy.close()


def _folder(number: int, path: Path, pulse: Callable[[], None]) -> Copy:
    copy = Copy(str(path), path.resolve().name)
    tree = FolderTree(path)
    for name, size in _files_below(path, pulse).items():
        copy.take(name, Source(number, size, partial(tree.open, name), pulse))
    beside = path.resolve().with_name(copy.name + ENDING) if copy.name else path
    if beside != path and beside.is_dir():
        parity = FolderTree(beside)
        for name, size in _files_below(beside, pulse).items():
            if name.endswith(ENDING) and len(copy.parity) < _MOST_PARITY_FILES:
                copy.parity.append(Source(number, size, partial(parity.open, name), pulse))
    return copy


def _files_below(root: Path, pulse: Callable[[], None]) -> Mapping[str, int]:
    """Path and size of the regular files below ``root``; what cannot be looked at is passed over."""
    found: dict[str, int] = {}
    waiting, looked_at = [(root, "", 1)], 0
    while waiting and len(found) < MAX_ENTRIES and looked_at < MAX_ENTRIES:
        pulse()
        folder, prefix, depth = waiting.pop()
        looked_at += 1
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        if depth < MAX_DEPTH:
                            waiting.append((Path(entry.path), f"{prefix}{entry.name}/", depth + 1))
                    elif entry.is_file(follow_symlinks=False):
                        found[prefix + entry.name] = entry.stat(follow_symlinks=False).st_size
    return found


def _look_through_images(copies: Sequence[Copy], pulse: Callable[[], None]) -> None:
    devices = [(number, copy.device) for number, copy in enumerate(copies) if copy.device is not None]
    sectors = max((device.size // SECTOR for _, device in devices), default=0)
    everywhere: dict[str, dict[Extent, None]] = {}
    own: dict[int, Mapping[str, tuple[Extent, ...]]] = {}
    for number, device in devices:
        others = [other for _, other in devices if other is not device]
        own[number] = find_files(partial(_sector, [device, *others], pulse), sectors)
        for path, extents in own[number].items():
            everywhere.setdefault(path, {}).update(dict.fromkeys(extents))
    for number, device in devices:
        for path, all_extents in everywhere.items():
            for extent in dict.fromkeys((*own[number].get(path, ()), *all_extents)):
                opening = partial(open_extent, device, extent.start * SECTOR, extent.size)
                copies[number].take(path, Source(number, extent.size, opening, pulse))


def _sector(devices: Sequence[Device], pulse: Callable[[], None], number: int) -> bytes | None:
    """A sector of the first image that has it and more than zeroes in it."""
    found = None
    pulse()
    for device in devices:
        if not 0 <= number < device.size // SECTOR:
            continue
        with suppress(UserError):
            data = device.read(number * SECTOR, SECTOR)
            if any(data):
                return data
            found = data
    return found
