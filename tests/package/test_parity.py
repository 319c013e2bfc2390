"""Recovery data: the same bytes each time, there whole or not at all, and only for its own package."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import sys
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxdesk.base import names
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.package.layout import BLOCK
from jxdesk.package.parity import making, packets, program, repairing
from tests.package import damage

SIZES = st.lists(st.integers(0, 5_000_000_000), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with more than a few blocks; not to be written to."""
    return damage.make_large(tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module")
def parity(package: Path) -> Path:
    """Its recovery data; not to be written to."""
    out = package.with_name(making.folder_name(package.name))
    assert making.make(package, out, silent)
    return out


def catalogue(*folders: Path) -> packets.Catalogue:
    found = packets.Catalogue()
    for path in (path for folder in folders for path in sorted(folder.iterdir())):
        data = path.read_bytes()
        found.add(partial(_slice, data), len(data))
    return found


def _slice(data: bytes, offset: int, length: int) -> bytes:
    return data[offset : offset + length]


@given(SIZES)
def test_slices_are_whole_blocks_within_the_limit_of_the_format(sizes: list[int]) -> None:
    planned = making.plan(sizes)
    assert planned.slice_size % BLOCK == 0
    assert planned.slices == sum(-(-size // planned.slice_size) for size in sizes) <= making.MAX_SLICES
    assert planned.recovery <= planned.slices <= 20 * max(planned.recovery, 1)
    if sum(-(-size // BLOCK) for size in sizes) <= making.MAX_SLICES:
        assert planned.slice_size == BLOCK


@given(st.text("申报包é𠮷 .", min_size=1, max_size=70))
def test_its_folder_fits_on_a_disc(name: str) -> None:
    folder = making.folder_name(name)
    assert folder.endswith(".par2")
    assert names.utf16_units(folder) <= names.MAX_SEGMENT


def test_the_same_package_gives_the_same_recovery_data(package: Path, parity: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(package, tmp_path / "别处"))
    assert making.make(moved, tmp_path / "x.par2", silent) == sum(
        path.stat().st_size for path in parity.iterdir()
    )
    assert damage.contents(tmp_path / "x.par2") == damage.contents(parity)


def test_lost_blocks_and_a_lost_file_are_worked_out(package: Path, parity: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    damage.overwrite(copy / damage.LARGE, BLOCK, bytes(2 * BLOCK))
    (copy / "bagit.txt").unlink()
    found, tool = catalogue(parity), program.find()
    assert tool is not None
    found.write(found.sets()[0], tmp_path / "one.par2")
    repaired = repairing.repair(tool, copy, tmp_path / "one.par2", silent)
    assert repaired == repairing.Repaired(is_whole=True, used=3)
    assert damage.contents(copy) == damage.contents(package)


def test_beyond_its_means_nothing_is_changed(package: Path, parity: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    damage.overwrite(copy / damage.LARGE, 0, bytes(9 * BLOCK))
    before = damage.contents(copy)
    found, tool = catalogue(parity), program.find()
    assert tool is not None
    found.write(found.sets()[0], tmp_path / "one.par2")
    repaired = repairing.repair(tool, copy, tmp_path / "one.par2", silent)
    assert repaired == repairing.Repaired(is_whole=False, lacking=1)
    assert damage.contents(copy) == before


def test_two_damaged_recovery_files_make_up_for_each_other(parity: Path, tmp_path: Path) -> None:
    (whole,) = catalogue(parity).sets()
    halves = [Path(shutil.copytree(parity, tmp_path / name)) for name in ("一", "二")]
    for half, place in zip(halves, (0, 1), strict=True):
        volume = max(half.iterdir(), key=lambda path: path.stat().st_size)
        size = volume.stat().st_size // 3
        damage.overwrite(volume, 2 * place * size, b"\xff" * size)
    alone = [catalogue(half).sets()[0].recovery for half in halves]
    assert max(alone) < whole.recovery
    assert catalogue(*halves).sets() == [whole]


@settings(max_examples=60)
@given(
    st.lists(st.one_of(st.binary(max_size=40), st.sampled_from([b"PAR2\0PKT", bytes(8), b"\x40" + bytes(7)])))
)
def test_what_only_looks_like_packets_is_passed_over(pieces: list[bytes]) -> None:
    data, found = b"".join(pieces), packets.Catalogue()
    found.add(partial(_slice, data), len(data))
    assert found.sets() == []


def test_stopping_leaves_nothing(package: Path, tmp_path: Path) -> None:
    def stop(label: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        making.make(package, tmp_path / "x.par2", stop)
    assert list(tmp_path.iterdir()) == []


def test_without_the_program_nothing_is_made(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "find", lambda: None)
    assert making.make(package, tmp_path / "x.par2", silent) is None
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_is_said_before_anything_is_written(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(UserError) as refused:
        making.make(package, tmp_path / "x.par2", silent)
    assert refused.value.code == "disk.full"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script with a first line")
@pytest.mark.parametrize(
    ("does", "free", "code"),
    [
        ("sys.exit(3)", 1 << 40, "parity.failed"),
        ("sys.exit(6)", 1 << 40, "parity.failed"),
        ("sys.exit(6)", 1 << 20, "disk.full"),
        ("os.kill(os.getpid(), 9)", 1 << 40, "parity.failed"),
        ("open(sys.argv[-2], 'wb').write(b'half')", 1 << 40, "parity.read-back"),
    ],
)
def test_a_program_that_fails_leaves_nothing_and_is_said(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, free: int, code: str
) -> None:
    stand_in = tmp_path / "par2"
    stand_in.write_text(
        f"#!{sys.executable}\nimport os, sys\nprint('no such luck')\n{does}\n", encoding="utf-8"
    )
    stand_in.chmod(0o755)
    monkeypatch.setattr(program, "find", lambda: stand_in)
    monkeypatch.setattr(making, "_check_room", lambda *_: None)
    left = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: left)
    with pytest.raises(UserError) as refused:
        making.make(package, tmp_path / "out/x.par2", silent)
    assert refused.value.code == code
    assert not any((tmp_path / "out").iterdir())


def _packet(set_id: bytes, kind: bytes, body: bytes) -> bytes:
    rest = set_id + kind + body + bytes(-len(body) % 4)
    return b"PAR2\0PKT" + struct.pack("<Q", 32 + len(rest)) + hashlib.md5(rest).digest() + rest


@pytest.mark.parametrize("is_first", [True, False])
def test_a_second_description_of_a_file_does_not_reach_the_program(parity: Path, is_first: bool) -> None:
    data = b"".join(path.read_bytes() for path in sorted(parity.iterdir()))
    start = data.index(b"PAR 2.0\0FileDesc") - 48
    length = int.from_bytes(data[start + 8 : start + 16], "little")
    one = data[start : start + length]
    other = _packet(one[32:48], one[48:64], one[64:120] + b"../other")
    both = other + data if is_first else data + other
    found = packets.Catalogue()
    found.add(partial(_slice, both), len(both))
    out = parity.with_name(f"both-{is_first}.par2")
    for chosen in found.sets():
        found.write(chosen, out)
        written = out.read_bytes()
        told = {file.name for file in chosen.files}
        assert (b"../other" in written) is ("../other" in told)
        assert (one in written) is not ("../other" in told)


def test_a_set_that_tells_of_files_it_does_not_protect_is_not_used(parity: Path) -> None:
    data = b"".join(path.read_bytes() for path in sorted(parity.iterdir()))
    start = data.index(b"PAR 2.0\0Main") - 48
    length = int.from_bytes(data[start + 8 : start + 16], "little")
    main = data[start : start + length]
    other = bytes(56) + b"../other"
    bent = _packet(main[32:48], main[48:64], main[64:] + bytes(16))
    whole = bent + _packet(main[32:48], b"PAR 2.0\0FileDesc", other) + data
    found = packets.Catalogue()
    found.add(partial(_slice, whole), len(whole))
    assert found.sets() == []
