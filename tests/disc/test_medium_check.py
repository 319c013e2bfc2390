"""Reading a burned disc back: sectors that cannot be read, and a disc that goes away."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.base.progress import silent
from jxdesk.disc import device, medium_check
from jxdesk.disc.image import make_image
from jxdesk.disc.reader import ImageTree
from tests.package.kit import MOMENT

SECTOR = 2048
Fails = Callable[[int, int], int]


class BadDisc(io.FileIO):
    """A disc whose reads fail where ``fails(start, end)`` gives an error number."""

    def __init__(self, path: Path, fails: Fails) -> None:
        super().__init__(path, "rb")
        self._fails = fails

    def read(self, size: int | None = -1, /) -> bytes:
        start = self.tell()
        number = self._fails(start, start + (size or 0))
        if number:
            raise OSError(number, os.strerror(number))
        return super().read(size)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    source = folder / "某县"
    source.mkdir()
    for name in ("甲.bin", "乙.bin"):
        (source / name).write_bytes(os.urandom(40 * SECTOR + 7))
    (source / "空.txt").write_bytes(b"")
    return make_image([source], folder / "image.iso", volume="V", when=MOMENT, progress=silent).path


@pytest.fixture
def disc(image: Path, tmp_path: Path) -> Path:
    path = tmp_path / "disc"
    path.write_bytes(image.read_bytes())
    return path


@pytest.fixture
def failing(disc: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Fails], None]:
    """Makes the disc fail in this way."""

    def make(fails: Fails) -> None:
        def open_it(path: Path) -> io.RawIOBase:
            return BadDisc(path, fails) if path == disc else device.open_bytes(path)

        monkeypatch.setattr(medium_check, "open_bytes", open_it)

    return make


def sectors_of(image: Path, name: str) -> range:
    with ImageTree(image) as tree:
        extent = tree.extent(f"某县/{name}")
    return range(extent.start, extent.end)


def test_a_true_copy_has_no_damage(image: Path, disc: Path) -> None:
    found = medium_check.compare(image, disc, silent)
    assert (found.damage, found.whole) == ((), True)


def test_unreadable_sectors_are_told_by_file_and_the_rest_is_still_compared(
    image: Path, disc: Path, failing: Callable[[Fails], None]
) -> None:
    bad = set(sectors_of(image, "乙.bin")[3:6])
    failing(lambda start, end: errno.EIO if bad & set(range(start // SECTOR, -(-end // SECTOR))) else 0)
    wrong = sectors_of(image, "甲.bin")[-1]
    with disc.open("r+b") as handle:
        handle.seek(wrong * SECTOR + 3)
        handle.write(b"wrong")
    found = medium_check.compare(image, disc, silent)
    assert found.whole
    assert {(one.path, one.first, one.sectors, one.unreadable) for one in found.damage} == {
        ("某县/乙.bin", min(bad) * SECTOR, 3, True),
        ("某县/甲.bin", wrong * SECTOR, 1, False),
    }


def test_padding_after_the_last_byte_of_a_file_is_compared_too(image: Path, disc: Path) -> None:
    last = sectors_of(image, "甲.bin")[-1]
    with disc.open("r+b") as handle:
        handle.seek(last * SECTOR + SECTOR - 1)
        handle.write(b"x")
    assert [one.path for one in medium_check.compare(image, disc, silent).damage] == ["某县/甲.bin"]


@pytest.mark.parametrize("number", [errno.ENXIO, errno.ENODEV])
def test_a_disc_that_goes_away_is_told_as_that(
    image: Path, disc: Path, failing: Callable[[Fails], None], number: int
) -> None:
    failing(lambda start, end: number)
    with pytest.raises(UserError) as caught:
        medium_check.compare(image, disc, silent)
    assert caught.value.code == "burn.gone"


def test_a_disc_that_cannot_be_opened_any_more_is_gone_too(
    image: Path, disc: Path, failing: Callable[[Fails], None]
) -> None:
    def pulled_out(start: int, end: int) -> int:
        disc.unlink(missing_ok=True)
        return errno.EIO

    failing(pulled_out)
    with pytest.raises(UserError) as caught:
        medium_check.compare(image, disc, silent)
    assert caught.value.code == "burn.gone"


def test_reading_gives_up_after_many_unreadable_sectors(
    image: Path, disc: Path, failing: Callable[[Fails], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(medium_check, "_CHUNK", 8 * SECTOR)
    asked: list[int] = []

    def fails(start: int, end: int) -> int:
        asked.append(start)
        return errno.EIO

    failing(fails)
    found = medium_check.compare(image, disc, silent)
    assert not found.whole
    assert len(asked) < 2 * (medium_check.MAX_UNREADABLE + 8)


def test_progress_counts_the_bytes_of_the_image(image: Path, disc: Path) -> None:
    heard: list[tuple[int, int]] = []
    medium_check.compare(image, disc, lambda label, done, total: heard.append((done, total)))
    size = image.stat().st_size
    assert heard[0] == (0, size)
    assert heard[-1] == (size, size)
