"""Where every block has its CRC-32 and the whole file still not its SHA-256: another copy's block.

A CRC-32 agrees by chance once in four thousand million blocks, and anybody can make one agree.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from jxdesk.base.errors import os_errors
from jxdesk.package.layout import BLOCK
from jxdesk.package.rescue.assembly import checksum, sha256_of
from jxdesk.package.rescue.reading import Source

MAX_WAYS = 64
MAX_HASHED_BYTES = 2 << 30


def choose_again(file: Path, crcs: str, digest: str, sources: Sequence[Source]) -> bool:
    """Put other blocks with the same CRC-32 into ``file`` until its SHA-256 is ``digest`` (hex).

    ``crcs`` as in the block list. Bounded; ``False``, with the file as it was, when none fits.
    """
    with os_errors(file), file.open("r+b") as out:
        size = file.stat().st_size
        choices = _choices(size, crcs, sources)
        ways = math.prod(len(contents) for contents in choices.values())
        if not 1 < ways <= MAX_WAYS or ways * size > MAX_HASHED_BYTES:
            return False
        before = {offset: contents[0] for offset, contents in choices.items()}
        for picked in itertools.product(*choices.values()):
            _put(out, dict(zip(choices, picked, strict=True)))
            if sha256_of(out) == digest:
                return True
        _put(out, before)
        return False


def _put(out: BinaryIO, blocks: Mapping[int, bytes]) -> None:
    for offset, data in blocks.items():
        out.seek(offset)
        out.write(data)


def _choices(size: int, crcs: str, sources: Sequence[Source]) -> dict[int, list[bytes]]:
    """The blocks of which copies have different contents with the right CRC-32, by their offset."""
    found: dict[int, list[bytes]] = {}
    for offset in range(0, size, BLOCK):
        wanted = crcs[offset // BLOCK * 8 : offset // BLOCK * 8 + 8]
        readings = [source.read(offset, min(BLOCK, size - offset)) for source in sources]
        contents = {one.data: None for one in readings if not one.lost and checksum(one.data) == wanted}
        if len(contents) > 1:
            found[offset] = list(contents)
        if math.prod(map(len, found.values())) > MAX_WAYS:
            return {}
    return found
