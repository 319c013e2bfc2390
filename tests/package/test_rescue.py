"""What comes out of a rescue is the package as it was sealed, or exactly what is missing is said."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.disc.image import make_image
from jxdesk.package import layout
from jxdesk.package.parity import making, program
from jxdesk.package.rescue import whole
from jxdesk.package.rescue.groups import SAVED
from jxdesk.package.rescue.outcome import Lost, Rescued
from jxdesk.package.rescue.whole import LIST_OF_LOSSES, rescue
from jxdesk.package.seal import Item
from tests.package import damage, kit
from tests.package.damage import BLOCK, LARGE, NAME, SECTOR, SIZE, Unreadable, contents, overwrite


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it was sealed; not to be written to."""
    return damage.make_large(tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="module")
def parity(sealed: Path) -> Path:
    """Its recovery data, beside it; not to be written to."""
    out = sealed.with_name(making.folder_name(NAME))
    making.make(sealed, out, silent)
    return out


@pytest.fixture(scope="module")
def image(sealed: Path, parity: Path) -> Path:
    """Both on an image; not to be written to."""
    out = sealed.with_name("盘.iso")
    make_image([sealed], out, volume="X", when=kit.MOMENT, progress=silent, extras=[parity])
    return out


def copy_of(sealed: Path, place: Path) -> Path:
    return Path(shutil.copytree(sealed, place / NAME))


def one_rescued(copies: Sequence[Path], out: Path) -> Rescued:
    (found,) = rescue(copies, out, kit.TODAY, silent)
    return found


def assert_whole(found: Rescued, sealed: Path) -> None:
    assert found.is_whole
    assert found.bottom_line.startswith("救出来了")
    assert (found.path.name, found.lost) == (NAME, ())
    assert contents(found.path) == contents(sealed)
    assert [path.name for path in found.path.parent.iterdir()] == [NAME]


def assert_true_to_its_word(found: Rescued, sealed: Path) -> None:
    """Whole and equal; or every byte outside of what is said to be lost is as it was."""
    if found.is_whole:
        assert_whole(found, sealed)
        return
    assert found.path.name == f"{NAME}-未救全"
    told = (found.path / LIST_OF_LOSSES).read_text(encoding="utf-8")
    assert found.bottom_line in told
    lost = {one.path: one for one in found.lost}
    saved = contents(found.path / SAVED)
    for path, data in contents(sealed).items():
        one = lost.get(path)
        if one is None:
            assert saved[path] == data
            continue
        assert path in told
        if one.ranges:
            masked = bytearray(data), bytearray(saved[path])
            for start, end in one.ranges:
                for each in masked:
                    each[start:end] = bytes(end - start)
            assert masked[0] == masked[1]


def test_one_sound_copy_is_enough(sealed: Path, tmp_path: Path) -> None:
    found = one_rescued([sealed], tmp_path / "out")
    assert_whole(found, sealed)
    assert (found.mixed, found.parity) == (0, 0)
    assert kit.judge(found.path).verdict == "sound"


def test_each_copy_gives_what_the_other_lost(sealed: Path, tmp_path: Path) -> None:
    one, other = copy_of(sealed, tmp_path / "一"), copy_of(sealed, tmp_path / "二")
    overwrite(one / LARGE, BLOCK, b"\xee" * (2 * BLOCK))
    (one / kit.PROOF).unlink()
    (one / layout.SIGNATURE).write_bytes(b"")
    (one / layout.MANIFEST).unlink()
    whole_length = (other / LARGE).read_bytes()
    (other / LARGE).write_bytes(whole_length[: 5 * BLOCK])
    overwrite(other / layout.TAG_MANIFEST, 10, b"x")
    overwrite(other / layout.BLOCKS, 100, b"zzz")
    found = one_rescued([one, other], tmp_path / "out")
    assert_whole(found, sealed)
    assert [share.blocks > 0 for share in found.shares] == [True, True]


def test_a_block_is_put_together_from_sectors_of_both(sealed: Path, tmp_path: Path) -> None:
    one, other = copy_of(sealed, tmp_path / "一"), copy_of(sealed, tmp_path / "二")
    for sector in (0, 3, 9):
        overwrite(one / LARGE, sector * SECTOR, bytes(SECTOR))
    overwrite(other / LARGE, 5 * SECTOR, b"\x01" * SECTOR)
    overwrite(one / LARGE, BLOCK, b"\xaa" * (7 * SECTOR))
    overwrite(other / LARGE, BLOCK + 7 * SECTOR, b"\xbb" * (9 * SECTOR))
    found = one_rescued([one, other], tmp_path / "out")
    assert_whole(found, sealed)
    assert found.mixed == 2


def test_sectors_that_cannot_be_read_are_taken_from_the_other(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = copy_of(sealed, tmp_path / "一"), copy_of(sealed, tmp_path / "二")
    scratched = Unreadable(monkeypatch)
    scratched.lose(one / LARGE, *range(0, 150, 3))
    scratched.lose(other / LARGE, *range(1, 150, 3))
    scratched.lose(one / layout.SIGNATURE, 0)
    scratched.lose(other / layout.BLOCKS, 0)
    assert_whole(one_rescued([one, other], tmp_path / "out"), sealed)


def test_what_no_copy_has_is_named_to_the_block(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = copy_of(sealed, tmp_path / "一"), copy_of(sealed, tmp_path / "二")
    scratched = Unreadable(monkeypatch)
    for copy in (one, other):
        scratched.lose(copy / LARGE, 20, 130)
        (copy / kit.PROOF).unlink()
    found = one_rescued([one, other], tmp_path / "out")
    assert not found.is_whole
    assert set(found.lost) == {
        Lost(LARGE, SIZE, ((BLOCK, 2 * BLOCK), (8 * BLOCK, 9 * BLOCK))),
        Lost(kit.PROOF, len(kit.PROOFS["证明 一.pdf"]), ((0, len(kit.PROOFS["证明 一.pdf"])),)),
    }
    assert_true_to_its_word(found, sealed)
    # Outside of the two sectors even the lost blocks hold what could be read.
    saved, true = (found.path / SAVED / LARGE).read_bytes(), (sealed / LARGE).read_bytes()
    assert [
        n for n in range(-(-SIZE // SECTOR)) if saved[n * SECTOR :][:SECTOR] != true[n * SECTOR :][:SECTOR]
    ] == [
        20,
        130,
    ]
    assert "没有可用的恢复数据" in found.parity_note
    assert not (tmp_path / "out" / NAME).exists()


def test_recovery_data_gives_what_no_copy_has(
    sealed: Path, parity: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = [copy_of(sealed, tmp_path / name) for name in ("一", "二")]
    for copy in copies:
        overwrite(copy / LARGE, 3 * BLOCK, bytes(BLOCK))
        for name in (layout.TAG_MANIFEST, layout.SIGNATURE, layout.MANIFEST, layout.BLOCKS, kit.PROOF):
            (copy / name).unlink()
        (copy / "data/可编辑版/空.txt").unlink()
    spoilt = Path(shutil.copytree(parity, tmp_path / "二" / parity.name))
    overwrite(max(spoilt.iterdir(), key=lambda path: path.stat().st_size), 5000, b"\0" * 40)
    found = one_rescued(copies, tmp_path / "out")
    assert_whole(found, sealed)
    assert found.parity == 6
    monkeypatch.setattr(program, "find", lambda: None)
    found = one_rescued(copies, tmp_path / "ohne")
    assert not found.is_whole
    assert "没有 par2 程序" in found.parity_note
    assert found.unchecked == len([path for path in contents(sealed) if path.startswith("data/")]) - 2
    assert any("无从核对" in line for line in found.details)


def test_recovery_data_that_speaks_of_other_files_is_not_used(sealed: Path, tmp_path: Path) -> None:
    copy = copy_of(sealed, tmp_path / "一")
    foreign = copy_of(sealed, tmp_path / "别的")
    (foreign / "autorun.inf").write_bytes(b"[autorun]")
    making.make(foreign, tmp_path / "一" / making.folder_name(NAME), silent)
    overwrite(copy / LARGE, 0, bytes(BLOCK))
    found = one_rescued([copy], tmp_path / "out")
    assert not found.is_whole
    assert not (found.path / SAVED / "autorun.inf").exists()
    assert [one.path for one in found.lost] == [LARGE]


def test_with_one_drive_one_disc_after_the_other(
    sealed: Path, image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first disc gave is a copy beside the second; its recovery data goes along."""
    first, second = (Path(shutil.copyfile(image, tmp_path / name)) for name in ("一.iso", "二.iso"))
    place = image.read_bytes().index((sealed / LARGE).read_bytes()[:SECTOR]) // SECTOR
    scratched = Unreadable(monkeypatch)
    scratched.lose(first, *range(place, place + 9 * 16))
    begun = one_rescued([first], tmp_path / "先")
    assert not begun.is_whole
    assert_true_to_its_word(begun, sealed)
    second.write_bytes(image.read_bytes()[: (place + 7 * 16) * SECTOR])
    found = one_rescued([begun.path, second], tmp_path / "后")
    assert_whole(found, sealed)
    assert found.parity == 2


def test_images_help_each_other_to_their_directories(sealed: Path, image: Path, tmp_path: Path) -> None:
    """All that lies before the files is lost in one image, the other is cut off in the middle."""
    data = image.read_bytes()
    first_file = data.index(layout.BAGIT_TEXT) if layout.BAGIT_TEXT in data else 0
    start = min(first_file, data.index(b"PAR2\0PKT")) // SECTOR * SECTOR
    (tmp_path / "一.iso").write_bytes(bytes(start) + data[start:])
    (tmp_path / "二.iso").write_bytes(data[: len(data) // 2])
    assert_whole(one_rescued([tmp_path / "一.iso", tmp_path / "二.iso"], tmp_path / "out"), sealed)


def test_directories_damaged_in_every_copy_are_pieced_together(
    sealed: Path, image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = image.read_bytes()
    end = data.index(b"PAR2\0PKT") // SECTOR
    copies = [Path(shutil.copyfile(image, tmp_path / name)) for name in ("一.iso", "二.iso")]
    scratched = Unreadable(monkeypatch)
    scratched.lose(copies[0], *range(16, end, 2))
    scratched.lose(copies[1], *range(17, end, 2))
    assert_whole(one_rescued(copies, tmp_path / "out"), sealed)


def test_a_folder_and_an_image_are_copies_of_one_package(sealed: Path, image: Path, tmp_path: Path) -> None:
    copy = copy_of(sealed, tmp_path / "一")
    overwrite(copy / LARGE, 0, b"\x05" * (5 * BLOCK))
    cut = tmp_path / "二.iso"
    cut.write_bytes(
        image.read_bytes().replace((sealed / LARGE).read_bytes()[5 * BLOCK :], bytes(SIZE - 5 * BLOCK))
    )
    assert_whole(one_rescued([tmp_path / "一", cut], tmp_path / "out"), sealed)


def test_another_version_is_not_mixed_in(sealed: Path, tmp_path: Path) -> None:
    other = tmp_path / "二" / NAME
    kit.make(other, info=replace(kit.INFO, version=2), items=(*kit.ITEMS, Item("附加/大.bin", bytes(SIZE))))
    copy = copy_of(sealed, tmp_path / "一")
    overwrite(copy / LARGE, 0, bytes(BLOCK))
    found = rescue([copy, other], tmp_path / "out", kit.TODAY, silent)
    assert [(one.name, one.is_whole) for one in found] == [(NAME, False), (f"{NAME}（2）", True)]
    assert contents(found[1].path) == contents(other)
    assert_true_to_its_word(found[0], sealed)


def test_recovery_data_of_another_version_is_not_used(sealed: Path, tmp_path: Path) -> None:
    """It could turn the one into the other, signature and all."""
    other = tmp_path / "二" / NAME
    kit.make(
        other,
        info=replace(kit.INFO, version=2),
        items=(*kit.ITEMS, Item("附加/大.bin", random.Random(7).randbytes(SIZE - 1) + b"!")),
    )
    copy = copy_of(sealed, tmp_path / "一")
    making.make(other, tmp_path / "一" / making.folder_name(NAME), silent)
    damage.overwrite(copy / LARGE, 0, bytes(BLOCK))
    found = one_rescued([copy], tmp_path / "out")
    assert not found.is_whole
    assert "没有可用的恢复数据" in found.parity_note
    assert_true_to_its_word(found, sealed)


def test_a_block_that_only_its_checksum_likes_is_replaced(sealed: Path, tmp_path: Path) -> None:
    copies = [copy_of(sealed, tmp_path / name) for name in ("一", "二")]
    block = (sealed / LARGE).read_bytes()[:BLOCK]
    forged = with_crc_of(block, b"\x77" * (BLOCK - 4))
    overwrite(copies[0] / LARGE, 0, forged)
    assert_whole(one_rescued(copies, tmp_path / "out"), sealed)
    alone = one_rescued(copies[:1], tmp_path / "allein")
    assert [(one.path, one.ranges) for one in alone.lost] == [(LARGE, ())]
    assert_true_to_its_word(alone, sealed)


def with_crc_of(block: bytes, prefix: bytes) -> bytes:
    """``prefix`` and four bytes more that have the CRC-32 of ``block``: the sum is linear."""
    import zlib

    wanted = zlib.crc32(block)
    base = zlib.crc32(prefix + bytes(4))
    columns = [zlib.crc32(prefix + (1 << bit).to_bytes(4, "little")) ^ base for bit in range(32)]
    left, found = wanted ^ base, 0
    rows = [(column, 1 << bit) for bit, column in enumerate(columns)]
    for bit in reversed(range(32)):
        pivot = next(row for row in rows if row[0] >> bit == 1)
        rows = [
            (row[0] ^ pivot[0], row[1] ^ pivot[1]) if row[0] >> bit & 1 else row
            for row in rows
            if row is not pivot
        ]
        if left >> bit & 1:
            left, found = left ^ pivot[0], found ^ pivot[1]
    return prefix + found.to_bytes(4, "little")


@st.composite
def losses(draw: st.DrawFn) -> list[tuple[int, float, int, str]]:
    """Which file (by number), where in it, how many sectors, and how."""
    one = st.tuples(
        st.integers(0, 30),
        st.floats(0, 1, exclude_max=True),
        st.integers(1, 40),
        st.sampled_from(["zeroes", "noise", "unreadable", "cut", "gone"]),
    )
    return draw(st.lists(one, max_size=12))


def harm(copy: Path, what: list[tuple[int, float, int, str]], scratched: Unreadable) -> None:
    for number, where, sectors, how in what:
        paths = sorted(path for path in copy.rglob("*") if path.is_file())
        path = paths[number % len(paths)] if number < 20 else copy / LARGE
        if not path.exists():
            continue
        size = path.stat().st_size
        start = int(where * size) // SECTOR * SECTOR
        if how == "unreadable":
            scratched.lose(path, *range(start // SECTOR, start // SECTOR + sectors))
        elif how == "cut":
            os.truncate(path, start)
        elif how == "gone":
            path.unlink()
        else:
            count = sectors * SECTOR
            overwrite(path, start, bytes(count) if how == "zeroes" else random.Random(where).randbytes(count))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(losses(), min_size=1, max_size=3), st.booleans())
def test_whatever_is_lost_the_result_is_true_to_its_word(
    sealed: Path,
    parity: Path,
    tmp_path_factory: pytest.TempPathFactory,
    harms: list[list[tuple[int, float, int, str]]],
    has_parity: bool,
) -> None:
    place = tmp_path_factory.mktemp("harm")
    with pytest.MonkeyPatch.context() as patch:
        scratched = Unreadable(patch)
        copies = []
        for number, what in enumerate(harms):
            copy = copy_of(sealed, place / str(number))
            harm(copy, what, scratched)
            copies.append(copy)
        if has_parity:
            shutil.copytree(parity, place / "0" / parity.name)
        try:
            (found,) = rescue(copies, place / "out", kit.TODAY, silent)
        except UserError:
            assert all(not (copy / name).exists() for copy in copies for name in layout.ROOT_FILES)
            return
    # Of what no list tells any more nothing can be said.
    if not {layout.BLOCKS, layout.MANIFEST} <= {one.path for one in found.lost}:
        assert found.unchecked == 0
        assert_true_to_its_word(found, sealed)
    assert not found.is_whole or contents(found.path) == contents(sealed)
    shutil.rmtree(place)


def test_nothing_of_a_package_is_said(tmp_path: Path) -> None:
    (tmp_path / "照片").mkdir()
    (tmp_path / "照片/一.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "noise.iso").write_bytes(random.Random(3).randbytes(100 * SECTOR))
    with pytest.raises(UserError) as refused:
        rescue([tmp_path / "照片", tmp_path / "noise.iso"], tmp_path / "out", kit.TODAY, silent)
    assert (refused.value.code, refused.value.exit_code) == ("rescue.none", 2)
    with pytest.raises(UserError) as refused:
        rescue([tmp_path / "没有"], tmp_path / "out", kit.TODAY, silent)
    assert refused.value.code == "path.missing"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("taken", [NAME, f"{NAME}-未救全"])
def test_what_is_there_already_is_not_touched(sealed: Path, tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).mkdir()
    with pytest.raises(UserError) as refused:
        rescue([sealed], tmp_path, kit.TODAY, silent)
    assert refused.value.code == "path.exists"
    assert list(tmp_path.iterdir()) == [tmp_path / taken]


@pytest.mark.parametrize("stage", [whole.LOOKING, "正在逐块拼合", "核对文件摘要", "正在核对要修补的文件"])
def test_stopping_leaves_nothing(sealed: Path, parity: Path, tmp_path: Path, stage: str) -> None:
    copy = copy_of(sealed, tmp_path / "一")
    overwrite(copy / LARGE, 0, bytes(BLOCK))
    shutil.copytree(parity, tmp_path / "一" / parity.name)

    def stop(label: str, done: int, total: int) -> None:
        if label == stage:
            raise Cancelled

    with pytest.raises(Cancelled):
        rescue([copy], tmp_path / "out", kit.TODAY, stop)
    assert not (tmp_path / "out").exists()


def test_a_scratched_disc_is_left_as_soon_as_one_wants(
    image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sector that is tried again takes seconds there: stopping does not wait for a megabyte of them."""
    disc = Path(shutil.copyfile(image, tmp_path / "一.iso"))
    scratched = Unreadable(monkeypatch)
    place = image.read_bytes().index(random.Random(7).randbytes(SECTOR)) // SECTOR
    scratched.lose(disc, *range(place, place + 9 * 16))
    pouring = False

    def stop(label: str, done: int, total: int) -> None:
        nonlocal pouring
        if label == "正在逐块拼合" and pouring:
            raise Cancelled
        pouring = label == "正在逐块拼合"
        scratched.reads = 0

    with pytest.raises(Cancelled):
        rescue([disc], tmp_path / "out", kit.TODAY, stop)
    assert scratched.reads < 30


def test_the_other_copy_is_asked_before_sectors_are_tried_one_by_one(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = copy_of(sealed, tmp_path / "一"), copy_of(sealed, tmp_path / "二")
    scratched = Unreadable(monkeypatch)
    scratched.lose(one / LARGE, *range(150))
    assert_whole(one_rescued([one, other], tmp_path / "out"), sealed)
    # The chunk, and each of its ten blocks, once.
    assert scratched.reads == 11


def test_a_disk_that_fills_up_is_said_and_left_as_it_was(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(UserError) as refused:
            rescue([sealed], tmp_path / "out", kit.TODAY, silent)
    assert refused.value.code == "disk.full"
    small = shutil.disk_usage(tmp_path)._replace(free=SIZE)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: small)
    with pytest.raises(UserError) as refused:
        rescue([sealed], tmp_path / "out", kit.TODAY, silent)
    assert refused.value.code == "disk.full"
    assert not (tmp_path / "out").exists()


def test_lists_that_lie_lead_nowhere(tmp_path: Path) -> None:
    """No signature holds; paths that lead out, and sizes beyond all bounds, are passed over or refused."""
    copy = tmp_path / "一" / NAME
    (copy / "data").mkdir(parents=True)
    (copy / "data/x").write_bytes(b"x")
    digest = hashlib.sha256(b"x").hexdigest()
    lines = [
        f"{digest}  ../../evil",
        f"{digest}  data/../../evil",
        f"{digest}  data/x",
        f"{digest}  data/x/y",
    ]
    (copy / layout.MANIFEST).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (copy / layout.BAGIT).write_bytes(layout.BAGIT_TEXT)
    found = one_rescued([copy], tmp_path / "out")
    assert not found.is_whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "一"]
    crcs = "0" * 8 * (10**13 // BLOCK // 10**6)
    (copy / layout.BLOCKS).write_text(f"data/x {10**13} {crcs}\n", encoding="utf-8")
    assert not one_rescued([copy], tmp_path / "noch").is_whole


def test_a_neighbour_without_its_signature_is_not_swallowed(tmp_path: Path) -> None:
    stick = tmp_path / "盘"
    for name in ("甲县", "乙县"):
        kit.make(stick / name, (*kit.ITEMS, Item("名单与清单/说明.txt", name.encode())))
    (stick / "乙县" / layout.SIGNATURE).unlink()
    found = {one.name: one.is_whole for one in rescue([stick], tmp_path / "救出", kit.TODAY, silent)}
    assert found == {"甲县": True, "乙县": False}


def test_of_many_packages_on_one_disc_each_is_rescued(tmp_path: Path) -> None:
    names = [f"县{number:02d}" for number in range(40)]
    for name in names:
        kit.make(tmp_path / "盘" / name, (*kit.ITEMS, Item("名单与清单/说明.txt", name.encode())))
    found = rescue([tmp_path / "盘"], tmp_path / "救出", kit.TODAY, silent)
    assert {one.name for one in found if one.is_whole} == set(names)


def test_of_a_sound_package_nothing_is_called_lost(tmp_path: Path) -> None:
    kit.make(tmp_path / NAME)
    kit.list_again(tmp_path / NAME)  # block sums that are all wrong, and signed
    found = one_rescued([tmp_path / NAME], tmp_path / "救出")
    assert (found.is_whole, found.lost) == (True, ())
