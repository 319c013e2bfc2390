"""Where files lie is found from whatever records are left."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxdesk.base.tree import EntryKind
from jxdesk.disc import salvage
from jxdesk.disc.reader import ImageTree
from jxdesk.disc.salvage import MAX_PLACES, find_files
from jxdesk.disc.volume import Extent
from tests.disc.images import SECTOR, Bent, good_image


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound image; not to be written to."""
    return good_image(tmp_path_factory.mktemp("salvage"))


@pytest.fixture(scope="module")
def true(image: Path) -> dict[str, tuple[Extent, ...]]:
    """Where its files lie, by the strict reader."""
    with ImageTree(image) as tree:
        return {one.path: (tree.extent(one.path),) for one in tree.entries() if one.kind is EntryKind.FILE}


def reading(data: bytes, lost: frozenset[int] = frozenset()) -> Callable[[int], bytes | None]:
    def read(sector: int) -> bytes | None:
        if sector in lost or not 0 <= sector < len(data) // SECTOR:
            return None
        return data[sector * SECTOR : (sector + 1) * SECTOR]

    return read


def first_file(true: dict[str, tuple[Extent, ...]]) -> int:
    return min(place.start for (place,) in true.values() if place.size)


def test_a_sound_image_is_read_as_the_strict_reader_reads_it(
    image: Path, true: dict[str, tuple[Extent, ...]]
) -> None:
    data = image.read_bytes()
    assert find_files(reading(data), len(data) // SECTOR) == true


def test_no_single_sector_hides_a_file(image: Path, true: dict[str, tuple[Extent, ...]]) -> None:
    data = image.read_bytes()
    for sector in range(first_file(true)):
        found = find_files(reading(data, frozenset({sector})), len(data) // SECTOR)
        assert found == true, sector


def test_without_descriptors_the_roots_are_found(image: Path, true: dict[str, tuple[Extent, ...]]) -> None:
    data = image.read_bytes()
    found = find_files(reading(data, frozenset(range(16, 19))), len(data) // SECTOR)
    assert found == true


def test_records_that_disagree_are_all_kept(image: Path, tmp_path: Path) -> None:
    (tmp_path / "bent.iso").write_bytes(image.read_bytes())
    bent = Bent(tmp_path / "bent.iso")
    bent.put(bent.joliet("good.bin") + 2, 40)
    found = find_files(reading(bytes(bent.data)), len(bent.data) // SECTOR)
    (path,) = (path for path in found if path.endswith("good.bin"))
    assert {place.start for place in found[path]} >= {40}
    assert len(found[path]) == 2 <= MAX_PLACES


def test_a_directory_in_itself_ends(image: Path, tmp_path: Path) -> None:
    (tmp_path / "loop.iso").write_bytes(image.read_bytes())
    bent = Bent(tmp_path / "loop.iso")
    record = bent.joliet("data")
    root = struct.unpack_from("<I", bent.data, 17 * SECTOR + 158)[0]
    bent.put(record + 2, root)
    found = find_files(reading(bytes(bent.data)), len(bent.data) // SECTOR)
    assert any(path.endswith("bagit.txt") for path in found)


@settings(max_examples=40)
@given(st.data())
def test_whatever_stands_in_the_directories_it_ends_quietly(image: Path, data: st.DataObject) -> None:
    whole = bytearray(image.read_bytes())
    for _ in range(data.draw(st.integers(1, 30))):
        place = data.draw(st.integers(16 * SECTOR, 38 * SECTOR))
        noise = data.draw(st.binary(min_size=1, max_size=60))
        whole[place : place + len(noise)] = noise
    for path, places in find_files(reading(bytes(whole)), len(whole) // SECTOR).items():
        assert ".." not in path.split("/")
        assert 1 <= len(places) <= MAX_PLACES


def test_directories_that_fan_out_into_each_other_end_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(salvage, "MAX_RECORDS", 2_000)
    bent = bytearray(SECTOR)
    place = 0
    while place + 40 <= SECTOR:
        number = place // 36
        record = bytearray(36)
        record[0], record[25], record[32] = 36, 2, 2
        record[2:10] = struct.pack("<I", 18 + number) + struct.pack(">I", 18 + number)
        record[10:18] = struct.pack("<I", 60 * SECTOR) + struct.pack(">I", 60 * SECTOR)
        record[33:35] = chr(0x4E00 + number).encode("utf-16-be")
        bent[place : place + 36] = record
        place += 36
    root = bytearray(SECTOR)
    root[0] = 1
    root[1:6] = b"CD001"
    root[156:190] = bent[:34]
    root[156] = 34
    root[188:190] = b"\x01\0"
    asked = 0

    def read(number: int) -> bytes:
        nonlocal asked
        asked += 1
        return bytes(root if number < 18 else bent)

    assert find_files(read, 1000) == {}
    assert asked < 200
