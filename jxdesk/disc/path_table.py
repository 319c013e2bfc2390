"""The path tables of an image: a second index of all folders, which Windows finds folders by.

ECMA-119 9.4. They are checked, not used: a table that points elsewhere than the directories
would show another tree to a system that goes by it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from jxdesk.disc.device import SECTOR, Device
from jxdesk.disc.directory import Walked, check_extent
from jxdesk.disc.faults import bent
from jxdesk.disc.volume import Descriptor, Extent, Volume, damaged

MAX_TABLE_BYTES = 16 << 20


def check_path_tables(device: Device, volume: Volume, descriptor: Descriptor, walked: Walked) -> list[Extent]:
    """Compare every path table of ``descriptor`` with the directories. Gives the tables' places.

    Raises ``UserError`` ``image.path-table`` (exit 1) where they name other folders, and as
    :func:`jxdesk.disc.directory.walk` for damage.
    """
    size = descriptor.path_table_size
    if not 0 < size <= MAX_TABLE_BYTES:
        raise damaged(device)
    places = [Extent(start, size) for start, _ in descriptor.path_tables]
    expected = sorted(walked.folders)
    for place, (_, order) in zip(places, descriptor.path_tables, strict=True):
        check_extent(device, volume, place)
        table = device.read(place.start * SECTOR, size)
        if sorted(_folders(device, table, order)) != expected:
            raise bent("path-table", device.label, "两套文件夹索引说法不一，不同电脑可能看到不同内容")
    return places


def _folders(device: Device, table: bytes, order: str) -> Iterator[tuple[int, bytes, int]]:
    sectors: list[int] = []
    place = 0
    while place < len(table):
        if place + 8 > len(table):
            raise damaged(device)
        named, attributes, sector, parent = struct.unpack_from(order + "BBIH", table, place)
        end = place + 8 + named
        if not named or attributes or end > len(table):
            raise damaged(device)
        sectors.append(sector)
        if not 0 < parent <= len(sectors):
            raise damaged(device)
        yield sectors[parent - 1], table[place + 8 : end], sector
        place = end + named % 2
