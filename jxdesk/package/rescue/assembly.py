"""Write the files of a package from whatever the copies have, each block by its CRC-32."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BufferedRandom
from pathlib import Path

from zlib_ng.zlib_ng import crc32

from jxdesk.base.errors import os_errors
from jxdesk.base.progress import Progress
from jxdesk.package.layout import BLOCK
from jxdesk.package.rescue.groups import Group
from jxdesk.package.rescue.lists import Lists
from jxdesk.package.rescue.mending import Budget, IsTrue, combine, guess
from jxdesk.package.rescue.outcome import Lost, joined
from jxdesk.package.rescue.reading import Reading, Source

LABEL = "正在逐块拼合"
CHUNK = 32 * BLOCK


@dataclass(slots=True)
class Assembled:
    """``blocks`` and bytes (``sizes``) by the number of the copy they are from; what is mixed, what lost.

    ``unchecked`` files are told of by no list: nothing says whether they are true.
    """

    blocks: Counter[int] = field(default_factory=Counter)
    sizes: Counter[int] = field(default_factory=Counter)
    mixed: int = 0
    unchecked: int = 0
    lost: list[Lost] = field(default_factory=list)


def assemble(group: Group, lists: Lists, folder: Path, budget: Budget, progress: Progress) -> Assembled:
    """Write the package of ``lists`` into the empty ``folder``; gaps hold the best guess at them.

    ``progress`` counts bytes. Raises ``UserError`` for the disk that is written to, never for a copy.
    """
    made = Assembled()
    for name, data in (*lists.tags.items(), *lists.lost.items()):
        if name in lists.tags or data:
            with os_errors(folder / name):
                (folder / name).write_bytes(data)
    made.lost += [Lost(name, len(data)) for name, data in lists.lost.items()]
    done, total = 0, sum(lists.sizes.values())
    for path in lists.sizes:
        sources = [source for source in group.sources(path) if source.size]
        one = _File(path, lists, sources, budget, made)
        target = folder / path
        try:
            with os_errors(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("x+b") as out:
                    for count in one.write(out):
                        done += count
                        progress(LABEL, done, total)
                    one.settle(out)
        finally:
            for source in sources:
                source.close()
    return made


def checksum(data: bytes) -> str:
    """The CRC-32 of a block as the block list writes it."""
    return f"{crc32(data):08x}"


def sha256_of(file: BufferedRandom) -> str:
    """Of the whole of an open file, lower-case hex."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


class _File:
    """One file on its way from its sources to the disk."""

    def __init__(
        self, path: str, lists: Lists, sources: Sequence[Source], budget: Budget, made: Assembled
    ) -> None:
        self._path, self._size = path, lists.sizes[path]
        self._crcs = lists.blocks[path].crcs if path in lists.blocks else None
        self._is_sure = lists.is_sure and self._crcs is not None
        self._digest = lists.digests.get(path)
        self._sources = list(sources)
        self._budget, self._made = budget, made
        self._lost: list[tuple[int, int]] = []

    def write(self, out: BufferedRandom) -> Iterator[int]:
        """Write the file chunk by chunk, with the number of bytes of each."""
        for offset in range(0, self._size, CHUNK):
            length = min(CHUNK, self._size - offset)
            first = self._sources[0].attempt(offset, length) if self._sources else None
            for start in range(0, length, BLOCK):
                end = min(start + BLOCK, length)
                out.write(self._block(offset + start, end - start, first and first[start:end]))
            yield length

    def settle(self, out: BufferedRandom) -> None:
        """What is lost of it: by its blocks where they are sure, else by the sum of the whole."""
        if self._crcs is None and self._digest is None:
            self._made.unchecked += 1
        if not self._is_sure and self._digest is not None:
            if self._is_true_as_it_is(out) or self._is_true_from_another(out):
                return
            if self._crcs is None or not self._lost:
                self._made.lost.append(Lost(self._path, self._size))
                return
        if self._lost:
            self._made.lost.append(Lost(self._path, self._size, joined(self._lost)))

    def _is_true_as_it_is(self, out: BufferedRandom) -> bool:
        return sha256_of(out) == self._digest

    def _is_true_from_another(self, out: BufferedRandom) -> bool:
        """Without sure blocks the first source is believed; another may be the true one."""
        if self._crcs is not None:
            return False
        for _ in self._sources[1:]:
            self._sources.append(self._sources.pop(0))
            self._lost.clear()
            out.seek(0)
            for _ in self.write(out):
                pass
            if self._is_true_as_it_is(out):
                return True
        return False

    def _block(self, offset: int, length: int, first: bytes | None) -> bytes:
        """The true bytes of a block, else the best guess, and the block is lost.

        Before a scratched copy is gone over sector by sector, the others are asked.
        """
        is_true = self._truth(offset)
        at_once: dict[int, bytes] = {}
        for number, source in enumerate(self._sources):
            data = first if number == 0 and first else source.attempt(offset, length)
            if data is not None and is_true(data):
                self._count(frozenset({number}), length)
                return data
            if data is not None:
                at_once[number] = data
        readings = [
            Reading(at_once[number]) if number in at_once else source.read(offset, length)
            for number, source in enumerate(self._sources)
        ]
        mended = combine(readings, is_true, self._budget)
        if mended is None:
            self._lost.append((offset, offset + length))
            return guess(readings, length)
        self._count(mended.origins, length)
        return mended.data

    def _truth(self, offset: int) -> IsTrue:
        if self._crcs is None:
            return lambda _: True
        place = offset // BLOCK * 8
        wanted = self._crcs[place : place + 8]
        return lambda data: checksum(data) == wanted

    def _count(self, origins: frozenset[int], length: int) -> None:
        copies = {self._sources[number].copy for number in origins}
        if len(copies) == 1:
            (copy,) = copies
            self._made.blocks[copy] += 1
            self._made.sizes[copy] += length
        else:
            self._made.mixed += 1
