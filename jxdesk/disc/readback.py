"""Reads a finished image back, compares each file with its source and hashes the whole, in one pass."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from jxdesk.base.errors import EXIT_NO, UserError, os_errors
from jxdesk.base.progress import Progress
from jxdesk.base.tree import EntryKind
from jxdesk.disc.device import SECTOR
from jxdesk.disc.reader import ImageTree
from jxdesk.disc.sources import Source

LABEL = "正在读回核对"
_CHUNK = 1 << 20
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class _Run:
    """Bytes ``start`` to ``end`` of the image; ``source`` where they are a file's."""

    start: int
    end: int
    source: Source | None


def compare(sources: Sequence[Source], image: Path, progress: Progress) -> str:
    """Check that ``image`` holds ``sources``, no more and no less, byte for byte.

    Gives the SHA-256 of the whole image (lower-case hex). Progress counts the image's bytes.
    Raises ``UserError`` ``image.readback`` (exit 1) with what differs.
    """
    with _opened(image) as tree, _Hash() as whole:
        _compare_lists(tree, sources)
        done = 0
        for run in _runs(tree, sources):
            for chunk in _checked_chunks(tree, run):
                whole.feed(chunk)
                done += len(chunk)
                progress(LABEL, done, tree.size)
        return whole.result()


def _opened(image: Path) -> ImageTree:
    try:
        return ImageTree(image)
    except UserError as error:
        if not error.code.startswith("image."):
            raise
        # The reader's sentence blames whoever handed the image in; here it is our own disk.
        raise mismatch("目录") from error


def mismatch(path: str) -> UserError:
    """The error for a thing that is not in the image as it lies on disk."""
    return UserError(
        "image.readback",
        f"映像读回核对时，“{path}”与原文件不一致，映像已删除。",
        "请确认制作期间没有人改动原文件，磁盘也完好，然后重新制作。",
        exit_code=EXIT_NO,
    )


def _compare_lists(tree: ImageTree, sources: Sequence[Source]) -> None:
    expected = {source.path: source.size for source in sources}
    found = {
        entry.path: None if entry.kind is EntryKind.FOLDER else entry.size
        for entry in tree.entries()
        if entry.kind in (EntryKind.FILE, EntryKind.FOLDER)
    }
    if found != expected:
        wrong = {path for path, _ in found.items() ^ expected.items()}
        raise mismatch(min(wrong))


def _runs(tree: ImageTree, sources: Sequence[Source]) -> Iterator[_Run]:
    """The whole image in order, cut where files begin and end. Empty files take no room in it."""
    files = [(tree.extent(source.path).start * SECTOR, source) for source in sources if source.size]
    place = 0
    for start, source in sorted(files, key=lambda item: item[0]):
        if place < start:
            yield _Run(place, start, None)
        place = start + (source.size or 0)
        yield _Run(start, place, source)
    if place < tree.size:
        yield _Run(place, tree.size, None)


def _checked_chunks(tree: ImageTree, run: _Run) -> Iterator[bytes]:
    if run.source is None:
        with tree.raw(run.start, run.end) as stored:
            while chunk := stored.read(_CHUNK):
                yield chunk
        return
    with os_errors(run.source.origin):
        original = run.source.origin.open("rb")
    with original, tree.open(run.source.path) as stored:
        while chunk := stored.read(_CHUNK):
            if _read(original, len(chunk), run.source) != chunk:
                raise mismatch(run.source.path)
            yield chunk
        if _read(original, 1, run.source):
            raise mismatch(run.source.path)


def _read(original: BinaryIO, length: int, source: Source) -> bytes:
    with os_errors(source.origin):
        return original.read(length)


class _Hash:
    """SHA-256 on a thread of its own (hashlib frees the interpreter), a few chunks ahead at most."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="image-hash")
        self._pending: deque[Future[None]] = deque()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes; waits while too many are still to be hashed."""
        self._pending.append(self._worker.submit(self._hash.update, chunk))
        if len(self._pending) > _AHEAD:
            self._pending.popleft().result()

    def result(self) -> str:
        """Lower-case hex over everything fed."""
        while self._pending:
            self._pending.popleft().result()
        return self._hash.hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._worker.shutdown(cancel_futures=True)
