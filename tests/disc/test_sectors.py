"""A drive that gives whole sectors only is read like any file."""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.disc import device, sectors
from jxdesk.disc.device import Device, is_folder
from jxdesk.disc.sectors import SectorFile, drive_name, from_windows

BYTES = bytes(index * 7 % 251 for index in range(9 * 2048 + 700_000 // 2048 * 2048))


class StrictDrive:
    """Refuses whatever Windows would: places, lengths and buffers that are no whole sectors."""

    def __init__(self, data: bytes = BYTES) -> None:
        self.data = data
        self.size = len(data)
        self.is_open = True
        self.lost: OSError | None = None

    def read(self, place: int, target: memoryview) -> int:
        assert place % 2048 == 0
        assert len(target) % 2048 == 0
        assert len(target) > 0
        assert self.is_open
        if self.lost is not None:
            raise self.lost
        part = self.data[place : place + len(target)]
        target[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self.is_open = False


@given(st.integers(0, len(BYTES) + 3000), st.integers(0, 600_000))
def test_any_place_and_length_is_read(place: int, length: int) -> None:
    with SectorFile(StrictDrive()) as handle:
        handle.seek(place)
        buffered = io.BufferedReader(handle)
        assert buffered.read(length) == BYTES[place : place + length]


def test_one_read_gives_no_more_than_was_asked_and_moves_on() -> None:
    with SectorFile(StrictDrive()) as handle:
        assert handle.seek(-5, io.SEEK_END) == len(BYTES) - 5
        assert handle.read(100) == BYTES[-5:]
        assert handle.read(100) == b""
        handle.seek(2047)
        assert handle.read(2) == BYTES[2047:2049]
        assert handle.tell() == 2049
        with pytest.raises(ValueError, match="negative"):
            handle.seek(-1)


def test_a_short_answer_is_passed_on_as_short() -> None:
    drive = StrictDrive()
    drive.data = BYTES[:3000]
    with SectorFile(drive) as handle:
        handle.seek(2000)
        assert handle.read(5000) == BYTES[2000:3000]
        assert handle.read(5000) == b""


def test_the_drive_is_let_go_once() -> None:
    drive = StrictDrive()
    handle = SectorFile(drive)
    handle.close()
    handle.close()
    assert not drive.is_open


def test_the_device_reads_a_drive_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    drive = StrictDrive()
    asked: list[str] = []

    def opened(name: str) -> StrictDrive:
        asked.append(name)
        return drive

    monkeypatch.setattr(sectors, "_opened", opened)
    monkeypatch.setattr(device, "drive_name", lambda path: drive_name(path, "win32"))
    found = Device(Path("\\\\.\\E:"))
    assert asked == ["\\\\.\\E:"]
    assert found.is_drive
    assert found.size == len(BYTES)
    assert found.read(2049, 300_000) == BYTES[2049:302_049]
    drive.lost = from_windows(21, "\\\\.\\E:")
    with pytest.raises(UserError) as caught:
        found.read(0, 1)
    assert caught.value.code == "path.io"
    found.close()
    assert not drive.is_open


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("\\\\.\\E:", "\\\\.\\E:"),
        ("\\\\.\\e:\\", "\\\\.\\e:"),
        ("\\\\?\\Volume{11111111-2222-3333-4444-555555555555}\\", None),
        ("\\\\.\\CdRom0", "\\\\.\\CdRom0"),
        ("\\\\.\\PhysicalDrive0", None),
        ("E:\\", None),
        ("\\\\server\\share\\a.iso", None),
        ("C:\\申报包.iso", None),
    ],
)
def test_names_of_drives(text: str, name: str | None) -> None:
    if "Volume" in text:
        name = text.rstrip("\\")
    assert drive_name(text, "win32") == name
    assert drive_name(text, "linux") is None


def test_what_windows_says_of_a_lost_disc_is_told_from_a_bad_sector() -> None:
    not_ready, no_media, unplugged, crc = (from_windows(code, "E:").errno for code in (21, 1112, 1167, 23))
    assert not_ready == no_media == unplugged == errno.ENODEV
    assert crc == errno.EIO
    assert isinstance(from_windows(5, "E:"), PermissionError)
    assert isinstance(from_windows(2, "E:"), FileNotFoundError)


def test_a_drive_itself_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_folder(tmp_path)
    assert not is_folder(tmp_path / "missing")
    monkeypatch.setattr(device, "drive_name", lambda path: "\\\\.\\E:")
    assert not is_folder(tmp_path)
