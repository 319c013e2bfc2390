"""Recovery data of a package: a twentieth of it, in a folder beside it.

Slices are 32 KB like the blocks of ``blocks-crc32.txt``, so that one lost block costs one slice. The
format counts at most 32,768 of them; a larger package has larger ones.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from jxdesk.base import names
from jxdesk.base.atomic import staged_folder
from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress
from jxdesk.base.tree import EntryKind, FolderTree
from jxdesk.package import layout
from jxdesk.package.parity import packets, program

ENDING = ".par2"
MAX_SLICES = 32_768
LEAST_RECOVERY = 8
"""A small package gets at least so many slices: 256 KB."""

_WHAT = "恢复数据"
_ONE_OF = 20
_FILE = "recovery.par2"
_ROOM_FOR_LISTS = 1.3


@dataclass(frozen=True, slots=True)
class Plan:
    """``slice_size`` in bytes, ``slices`` of data, ``recovery`` slices to be made of them."""

    slice_size: int
    slices: int
    recovery: int


def plan(sizes: Iterable[int]) -> Plan:
    """How to cut files of these sizes (bytes). Empty files need no slice."""
    filled = [size for size in sizes if size]
    factor = 1
    while (slices := sum(-(-size // (factor * layout.BLOCK)) for size in filled)) > MAX_SLICES:
        factor += max(1, factor // 8)
    return Plan(factor * layout.BLOCK, slices, min(slices, max(LEAST_RECOVERY, -(-slices // _ONE_OF))))


def folder_name(package: str) -> str:
    """The name of the folder beside the package named ``package``: short enough for a disc."""
    stem = package
    while names.utf16_units(stem + ENDING) > names.MAX_SEGMENT:
        stem = stem[:-1]
    return stem.rstrip(" .") + ENDING


def make(package: Path, out: Path, progress: Progress) -> int | None:
    """Make the recovery data of the folder ``package`` as the new folder ``out``; its size in bytes.

    ``None``, and nothing is made, where the program is missing. The same package and program give the
    same bytes. What was written is read back: every packet carries its own MD5. Raises ``UserError``
    (``parity.failed``, the disk's), and what ``progress`` raises; nothing is left behind then.
    """
    tool = program.find()
    if tool is None:
        return None
    planned = plan(entry.size for entry in FolderTree(package).entries() if entry.kind is EntryKind.FILE)
    with staged_folder(out) as beside:
        _check_room(planned, beside)
        options = ["c", f"-m{program.MEMORY_MB}", "-R", f"-B{package.resolve()}", f"-s{planned.slice_size}"]
        options += [
            f"-c{planned.recovery}",
            "-n1",
            "--",
            str(beside.resolve() / _FILE),
            str(package.resolve()),
        ]
        ran = program.run(tool, options, beside, program.MAKING, progress)
        if program.ran_out_of_room(ran, beside):
            raise program.no_room(beside, _WHAT)
        if ran.code != program.GOOD:
            raise program.failed(ran)
        return _read_back(beside, planned)


def _check_room(planned: Plan, folder: Path) -> None:
    wanted = round(planned.recovery * planned.slice_size * _ROOM_FOR_LISTS)
    if shutil.disk_usage(folder).free < wanted:
        raise program.no_room(folder, _WHAT)


def _read_back(folder: Path, planned: Plan) -> int:
    """The size of what was written, each packet of which has to be whole and on the disk."""
    size, found = 0, packets.Catalogue()
    for path in sorted(folder.iterdir()):
        with os_errors(path), path.open("rb+") as handle:
            os.fsync(handle.fileno())
            if hasattr(os, "posix_fadvise"):
                # What was written is read back from the medium then, not from memory.
                os.posix_fadvise(handle.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            length = handle.seek(0, os.SEEK_END)
            found.add(partial(_read, handle), length)
            size += length
    sets = found.sets()
    if len(sets) != 1 or (sets[0].slice_size, sets[0].recovery) != (planned.slice_size, planned.recovery):
        raise UserError(
            "parity.read-back",
            "恢复数据写入后读回的内容不完整，没有留下。",
            "请检查磁盘或 U 盘是否完好，换一个位置后重试。",
        )
    return size


def _read(handle: BinaryIO, offset: int, length: int) -> bytes:
    handle.seek(offset)
    return handle.read(length)
