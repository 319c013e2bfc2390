"""Small images for the tests, and the means to bend them at a known place."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path

from jxdesk.base.progress import silent
from jxdesk.disc.writer import write_image

SECTOR = 2048
WHEN = datetime(2025, 10, 20, 8, 30, tzinfo=UTC)
GOOD, EVIL = b"good " * 700, b"evil " * 700
EXTENT, SIZE, FLAGS, UNIT_SIZE, SEQUENCE = 2, 10, 25, 26, 28


def make_package(root: Path, name: str = "演示县_申报包") -> Path:
    """A folder with two look-alike files, an empty one, and three levels."""
    package = root / name
    (package / "data/佐证材料").mkdir(parents=True)
    (package / "data/good.bin").write_bytes(GOOD)
    (package / "data/evil.bin").write_bytes(EVIL)
    (package / "data/空.txt").write_bytes(b"")
    (package / "data/佐证材料" / ("证" * 56 + ".pdf")).write_bytes(b"%PDF" * 1000)
    (package / "bagit.txt").write_text("BagIt-Version: 1.0\n", encoding="utf-8")
    return package


def good_image(root: Path) -> Path:
    """A sound image of :func:`make_package`."""
    out = root / "good.iso"
    write_image([make_package(root)], out, volume="JX_DEMO", when=WHEN, progress=silent)
    return out


class Bent:
    """An image as bytes that can be changed: ``record`` finds a file's or folder's directory record."""

    def __init__(self, image: Path) -> None:
        self.path = image
        self.data = bytearray(image.read_bytes())

    def joliet(self, name: str) -> int:
        """Where the directory record of ``name`` in the Joliet tree begins."""
        return self._record(name.encode("utf-16-be"))

    def posix(self, short: str) -> int:
        """Where the directory record with the ISO 9660 identifier ``short`` begins."""
        return self._record(short.encode("ascii"))

    def _record(self, identifier: bytes) -> int:
        wanted = bytes([len(identifier)]) + identifier
        place = self.data.find(wanted)
        while place >= 0:
            start = place - 32
            if self.number(start + SEQUENCE, "H") == 1 and self.data[start] >= 33 + len(identifier):
                return start
            place = self.data.find(wanted, place + 1)
        raise AssertionError(identifier)

    def number(self, place: int, kind: str = "I") -> int:
        """The number at ``place``, ``-1`` if its two byte orders differ."""
        little: int = struct.unpack_from("<" + kind, self.data, place)[0]
        big: int = struct.unpack_from(">" + kind, self.data, place + struct.calcsize(kind))[0]
        return little if little == big else -1

    def put(self, place: int, value: int, kind: str = "I") -> None:
        """Store a number in both byte orders."""
        struct.pack_into("<" + kind, self.data, place, value)
        struct.pack_into(">" + kind, self.data, place + struct.calcsize(kind), value)

    def save(self) -> Path:
        """Write the bent image in place of the sound one."""
        self.path.write_bytes(self.data)
        return self.path
