"""Copy a tree of files to a folder, for good: what the progress says is on the medium by then."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from jxdesk.base.progress import Progress
from jxdesk.base.tree import Entry, EntryKind, Tree

LABEL = "正在复制"
_CHUNK = 1 << 20
# So much goes to the stick at once: what the bar shows is there, and stopping is quick.
_FLUSH_EVERY = 16 << 20


def copy_tree(tree: Tree, entries: Sequence[Entry], target: Path, progress: Progress) -> int:
    """Copy files and folders into the empty folder ``target``; the number of bytes.

    ``entries`` are all those of ``tree``, whose names were found to be sound. The target's disk raises
    ``OSError``; what reads raises as :meth:`Tree.open`.
    """
    done, total = 0, sum(entry.size for entry in entries)
    for entry in entries:
        progress(LABEL, done, total)
        if entry.kind is EntryKind.FOLDER:
            (target / entry.path).mkdir()
            continue
        with tree.open(entry.path) as handle, (target / entry.path).open("xb") as out:
            for count in _pour(handle, out):
                done += count
                progress(LABEL, done, total)
    return done


def _pour(source: BinaryIO, out: BinaryIO) -> Iterator[int]:
    """Copy one file piece by piece, with the number of bytes of each piece once it is on the medium."""
    waiting = 0
    while chunk := source.read(_CHUNK):
        out.write(chunk)
        waiting += len(chunk)
        if waiting >= _FLUSH_EVERY:
            _flush(out)
            yield waiting
            waiting = 0
    _flush(out)
    yield waiting


def _flush(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())
    if hasattr(os, "posix_fadvise"):
        # What was written is read back from the medium then, not from memory.
        os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
