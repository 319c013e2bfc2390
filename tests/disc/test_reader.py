"""Reading: what is sound is read, what is bent is refused with its own code, and nothing crashes."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.base.tree import EntryKind
from jxdesk.disc.mastering import Mastering
from jxdesk.disc.reader import ImageTree
from tests.disc.images import (
    EVIL,
    EXTENT,
    FLAGS,
    GOOD,
    SECTOR,
    SIZE,
    UNIT_SIZE,
    Bent,
    good_image,
)

GOOD_SHORT, EVIL_SHORT, FOLDER_SHORT = "GOOD.BIN;1", "EVIL.BIN;1", "N"
PACKAGE = "演示县_申报包"


def refusal(path: Path) -> tuple[str, int]:
    with pytest.raises(UserError) as caught:
        ImageTree(path).close()
    return caught.value.code, caught.value.exit_code


def test_order_and_kinds(tmp_path: Path) -> None:
    with ImageTree(good_image(tmp_path)) as tree:
        entries = list(tree.entries())
        kinds = [entry.kind for entry in entries]
        assert kinds == sorted(kinds, key=lambda kind: kind is not EntryKind.FOLDER)
        files = [entry for entry in entries if entry.kind is EntryKind.FILE]
        places = [tree.extent(entry.path).start for entry in files if entry.size]
        assert places == sorted(places)
        assert [entry.path for entry in entries[:3]] == [
            PACKAGE,
            f"{PACKAGE}/data",
            f"{PACKAGE}/data/佐证材料",
        ]
        assert tree.label == str(tmp_path / "good.iso")


def test_a_file_is_bounded_and_seekable(tmp_path: Path) -> None:
    with ImageTree(good_image(tmp_path)) as tree, tree.open(f"{PACKAGE}/data/good.bin") as handle:
        assert handle.read() == GOOD
        assert handle.read(1) == b""
        assert handle.seek(-5, io.SEEK_END) == len(GOOD) - 5
        assert handle.read(100) == b"good "
        assert handle.seek(10_000_000) == 10_000_000
        assert handle.read(1) == b""
        handle.seek(3)
        handle.seek(2, io.SEEK_CUR)
        assert (handle.tell(), handle.read(4)) == (5, b"good")
        with pytest.raises(ValueError, match="negative"):
            handle.seek(-1)


def test_threads_read_at_once(tmp_path: Path) -> None:
    names = {"good": GOOD, "evil": EVIL}
    with ImageTree(good_image(tmp_path)) as tree, ThreadPoolExecutor(4) as pool:

        def read(name: str) -> bool:
            return tree.open(f"{PACKAGE}/data/{name}.bin").read() == names[name]

        assert all(pool.map(read, ["good", "evil"] * 20))


def test_only_files_are_opened(tmp_path: Path) -> None:
    with ImageTree(good_image(tmp_path)) as tree:
        for path, code in {f"{PACKAGE}/data": "tree.not-file", "no": "path.missing"}.items():
            with pytest.raises(UserError) as caught:
                tree.open(path)
            assert caught.value.code == code


# --- what is no image ------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\0" * 40_000])
def test_no_image_at_all(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.iso").write_bytes(data)
    assert refusal(tmp_path / "x.iso") == ("image.foreign", 2)


def test_missing_folder_and_pipe(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.iso") == ("path.missing", 2)
    if os.name != "nt":
        assert refusal(tmp_path) == ("image.foreign", 2)
        os.mkfifo(tmp_path / "pipe.iso")
        assert refusal(tmp_path / "pipe.iso") == ("image.foreign", 2)


# --- images of other making ------------------------------------------------------------------


def other_image(root: Path, change: Callable[[Mastering], object], **options: Any) -> Path:
    profile: dict[str, Any] = {"interchange_level": 3, "joliet": 3, "rock_ridge": "1.09", **options}
    image = Mastering()
    image.new(**profile)
    places: dict[str, Any] = {"iso_path": "/A.;1"}
    if profile["joliet"]:
        places["joliet_path"] = "/a"
    if profile["rock_ridge"]:
        places["rr_name"] = "a"
    image.add_fp(io.BytesIO(GOOD), len(GOOD), **places)
    change(image)
    out = root / "other.iso"
    image.write(str(out))
    image.close()
    return out


def nothing(_: Mastering) -> None:
    """Leave the image as it is."""


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"udf": "2.60"}, "image.udf"),
        ({"joliet": None}, "image.no-joliet"),
        ({"rock_ridge": None}, "image.no-rock-ridge"),
        ({"interchange_level": 4}, "image.descriptor"),
    ],
    ids=["udf-bridge", "no-joliet", "no-rock-ridge", "enhanced-descriptor"],
)
def test_other_file_systems(tmp_path: Path, options: dict[str, object], code: str) -> None:
    assert refusal(other_image(tmp_path, nothing, **options)) == (code, 1)


def test_boot_record(tmp_path: Path) -> None:
    def boot(image: Mastering) -> None:
        image.add_eltorito("/A.;1", bootcatfile="/B.;1", rr_bootcatname="b", joliet_bootcatfile="/b")

    assert refusal(other_image(tmp_path, boot)) == ("image.boot", 1)


def test_second_primary_descriptor(tmp_path: Path) -> None:
    assert refusal(other_image(tmp_path, Mastering.duplicate_pvd)) == ("image.descriptor", 1)


def test_relocated_folders(tmp_path: Path) -> None:
    def deep(image: Mastering) -> None:
        for depth in range(1, 9):
            iso = "".join(f"/D{level}" for level in range(1, depth + 1))
            image.add_directory(iso, f"d{depth}", iso.lower())

    assert refusal(other_image(tmp_path, deep)) == ("image.extension", 1)


def test_symbolic_link_is_shown_as_one(tmp_path: Path) -> None:
    def link(image: Mastering) -> None:
        image.add_symlink("/L.;1", "link", "../../etc/passwd")

    with ImageTree(other_image(tmp_path, link)) as tree:
        kinds = {entry.path: entry.kind for entry in tree.entries()}
    assert kinds == {"a": EntryKind.FILE, "link": EntryKind.LINK}


@pytest.mark.parametrize(
    ("mode", "kind"),
    [(0o010644, EntryKind.SPECIAL), (0o020644, EntryKind.SPECIAL), (0o120644, EntryKind.LINK)],
    ids=["fifo", "device", "link"],
)
def test_special_files_are_shown_as_such(tmp_path: Path, mode: int, kind: EntryKind) -> None:
    def special(image: Mastering) -> None:
        image.add_fp(io.BytesIO(b"x"), 1, "/P.;1", "p", "/p", mode)

    with ImageTree(other_image(tmp_path, special)) as tree:
        kinds = {entry.path: entry.kind for entry in tree.entries()}
        with pytest.raises(UserError):
            tree.open("p")
    assert kinds["p"] is kind


def test_file_in_one_tree_only(tmp_path: Path) -> None:
    def iso_only(image: Mastering) -> None:
        image.add_fp(io.BytesIO(b"x"), 1, iso_path="/P.;1", rr_name="p")

    assert refusal(other_image(tmp_path, iso_only)) == ("image.trees-differ", 1)

    def joliet_only(image: Mastering) -> None:
        image.add_fp(io.BytesIO(b"x"), 1, joliet_path="/p")

    assert refusal(other_image(tmp_path, joliet_only)) == ("image.trees-differ", 1)


def test_two_names_for_one_file(tmp_path: Path) -> None:
    def share(image: Mastering) -> None:
        image.add_hard_link(iso_old_path="/A.;1", iso_new_path="/B.;1", rr_name="b")
        image.add_hard_link(joliet_old_path="/a", joliet_new_path="/b")

    with ImageTree(other_image(tmp_path, share)) as tree:
        assert tree.open("b").read() == tree.open("a").read() == GOOD

    def bomb(image: Mastering) -> None:
        for number in range(200):
            image.add_hard_link(iso_old_path="/A.;1", iso_new_path=f"/B{number}.;1", rr_name=f"b{number}")
            image.add_hard_link(joliet_old_path="/a", joliet_new_path=f"/b{number}")

    assert refusal(other_image(tmp_path, bomb)) == ("image.overlap", 1)


# --- bent images -----------------------------------------------------------------------------


def joliet_evil_twin(bent: Bent) -> None:
    bent.put(bent.joliet("good.bin") + EXTENT, bent.number(bent.joliet("evil.bin") + EXTENT))


def posix_evil_twin(bent: Bent) -> None:
    bent.put(bent.posix(GOOD_SHORT) + EXTENT, bent.number(bent.posix(EVIL_SHORT) + EXTENT))


def longer_in_joliet(bent: Bent) -> None:
    bent.put(bent.joliet("good.bin") + SIZE, len(GOOD) + 1)


def other_name_in_rock_ridge(bent: Bent) -> None:
    place = bent.data.index(b"good.bin", bent.posix(GOOD_SHORT))
    bent.data[place : place + 8] = b"g00d.bin"


def beyond_the_end(bent: Bent) -> None:
    for record in (bent.joliet("good.bin"), bent.posix(GOOD_SHORT)):
        bent.put(record + EXTENT, len(bent.data) // SECTOR)


def into_the_descriptors(bent: Bent) -> None:
    for record in (bent.joliet("good.bin"), bent.posix(GOOD_SHORT)):
        bent.put(record + EXTENT, 16)


def overlapping_files(bent: Bent) -> None:
    for record in (bent.joliet("good.bin"), bent.posix(GOOD_SHORT)):
        bent.put(record + EXTENT, bent.number(record + EXTENT) - 1)


def in_several_extents(bent: Bent) -> None:
    bent.data[bent.joliet("good.bin") + FLAGS] |= 0x80


def interleaved(bent: Bent) -> None:
    bent.data[bent.joliet("good.bin") + UNIT_SIZE] = 1


def with_extended_attributes(bent: Bent) -> None:
    bent.data[bent.joliet("good.bin") + 1] = 1


def hidden(bent: Bent) -> None:
    bent.data[bent.joliet("good.bin") + FLAGS] |= 1


def byte_orders_that_differ(bent: Bent) -> None:
    bent.data[bent.joliet("good.bin") + SIZE] ^= 1


def folder_loop(bent: Bent) -> None:
    bent.put(bent.joliet("data") + EXTENT, bent.number(16 * SECTOR + SECTOR + 158))


def name_leading_out(bent: Bent) -> None:
    place = bent.joliet("good.bin") + 33
    bent.data[place : place + 16] = "../x.bin".encode("utf-16-be")


def lone_surrogate(bent: Bent) -> None:
    place = bent.joliet("good.bin") + 33
    bent.data[place : place + 2] = b"\xd8\x00"


def twice_in_a_folder(bent: Bent) -> None:
    place = bent.joliet("good.bin") + 33
    bent.data[place : place + 16] = "evil.bin".encode("utf-16-be")


def path_table_elsewhere(bent: Bent) -> None:
    table = int.from_bytes(bent.data[17 * SECTOR + 140 : 17 * SECTOR + 144], "little") * SECTOR
    bent.data[table + 10 + 2] ^= 1


def continuation_loop(bent: Bent) -> None:
    field = bent.data.index(b"CE\x1c\x01")
    sector, offset = bent.number(field + 4), bent.number(field + 12)
    bent.put(field + 20, 28)
    bent.data[sector * SECTOR + offset : sector * SECTOR + offset + 28] = bent.data[field : field + 28]


def continuation_outside(bent: Bent) -> None:
    bent.put(bent.data.index(b"CE\x1c\x01") + 4, 0xFFFFFF)


def unknown_extension(bent: Bent) -> None:
    place = bent.data.index(b"PX", bent.posix(GOOD_SHORT))
    bent.data[place : place + 2] = b"ZF"


def partition_table(bent: Bent) -> None:
    bent.data[510:512] = b"\x55\xaa"


def unknown_descriptor(bent: Bent) -> None:
    bent.data[17 * SECTOR] = 3


def no_terminator(bent: Bent) -> None:
    bent.data[18 * SECTOR : 19 * SECTOR] = bytes(SECTOR)


def udf_after_the_terminator(bent: Bent) -> None:
    bent.data[19 * SECTOR : 19 * SECTOR + 7] = b"\0NSR02\x01"


def udf_anchor(bent: Bent) -> None:
    last = len(bent.data) // SECTOR - 1
    tag = bytearray(16)
    tag[0], tag[12:16] = 2, last.to_bytes(4, "little")
    tag[4] = sum(tag) & 0xFF
    bent.data[last * SECTOR : last * SECTOR + 16] = tag


def something_behind(bent: Bent) -> None:
    bent.data += b"PK\x03\x04"


def much_behind(bent: Bent) -> None:
    bent.data += bytes(2 << 20)


def cut_off(bent: Bent) -> None:
    del bent.data[-SECTOR:]


def cut_in_the_directories(bent: Bent) -> None:
    del bent.data[22 * SECTOR :]


DEFECTS = {
    joliet_evil_twin: "trees-differ",
    posix_evil_twin: "trees-differ",
    longer_in_joliet: "trees-differ",
    other_name_in_rock_ridge: "trees-differ",
    beyond_the_end: "outside",
    into_the_descriptors: "outside",
    overlapping_files: "overlap",
    in_several_extents: "shape",
    interleaved: "shape",
    with_extended_attributes: "shape",
    hidden: "damaged",
    byte_orders_that_differ: "damaged",
    folder_loop: "loop",
    name_leading_out: "name",
    lone_surrogate: "name",
    twice_in_a_folder: "duplicate",
    path_table_elsewhere: "path-table",
    continuation_loop: "damaged",
    continuation_outside: "damaged",
    unknown_extension: "extension",
    partition_table: "system-area",
    unknown_descriptor: "descriptor",
    no_terminator: "descriptor",
    udf_after_the_terminator: "udf",
    udf_anchor: "udf",
    something_behind: "trailing",
    much_behind: "trailing",
    cut_off: "truncated",
    cut_in_the_directories: "truncated",
}


@pytest.mark.parametrize(("defect", "code"), DEFECTS.items(), ids=lambda item: getattr(item, "__name__", ""))
def test_bent_images_are_not_sound(tmp_path: Path, defect: Callable[[Bent], None], code: str) -> None:
    bent = Bent(good_image(tmp_path))
    defect(bent)
    assert refusal(bent.save()) == (f"image.{code}", 1)


def test_some_run_out_sectors_are_let_pass(tmp_path: Path) -> None:
    bent = Bent(good_image(tmp_path))
    bent.data += bytes(150 * SECTOR)
    with ImageTree(bent.save()) as tree:
        assert tree.open(f"{PACKAGE}/data/good.bin").read() == GOOD


def test_an_image_cut_while_open(tmp_path: Path) -> None:
    path = good_image(tmp_path)
    with ImageTree(path) as tree:
        start = tree.extent(f"{PACKAGE}/data/good.bin").start
        os.truncate(path, start * SECTOR + 100)
        with pytest.raises(UserError) as caught:
            tree.open(f"{PACKAGE}/data/good.bin").read()
        assert caught.value.code == "image.truncated"


# --- damage of every kind --------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, range]:
    """Where to write, a sound image, and where its descriptors and directories lie."""
    path = good_image(tmp_path_factory.mktemp("bend"))
    with ImageTree(path) as tree:
        starts = [tree.extent(entry.path).start for entry in tree.entries() if entry.size]
    return path, path.read_bytes(), range(16 * SECTOR, min(starts) * SECTOR)


@pytest.fixture(scope="module")
def telling(sound: tuple[Path, bytes, range]) -> list[int]:
    """Where the descriptors and directories hold something."""
    return [place for place in sound[2] if sound[1][place]]


def read_all(path: Path) -> dict[str, tuple[EntryKind, int]] | None:
    """What the image shows, ``None`` if it is refused. Anything but ``UserError`` fails the test."""
    try:
        with ImageTree(path) as tree:
            entries = list(tree.entries())
            for entry in entries:
                if entry.kind is EntryKind.FILE:
                    assert len(tree.open(entry.path).read()) == entry.size
            return {entry.path: (entry.kind, entry.size) for entry in entries}
    except UserError as error:
        if not error.code.startswith("image."):
            raise
        return None


@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_flipped_bits_never_crash(sound: tuple[Path, bytes, range], data: st.DataObject) -> None:
    path, image, places = sound
    bent = bytearray(image)
    for _ in range(data.draw(st.integers(1, 4))):
        bent[data.draw(st.sampled_from(places))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bent)
    read_all(path)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_flipped_bits_where_it_counts(
    sound: tuple[Path, bytes, range], telling: list[int], data: st.DataObject
) -> None:
    path, image, _ = sound
    bent = bytearray(image)
    for place in data.draw(st.lists(st.sampled_from(telling), min_size=1, max_size=4)):
        bent[place] = data.draw(st.integers(0, 255))
    path.write_bytes(bent)
    read_all(path)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_cut_images_are_refused(sound: tuple[Path, bytes, range], data: st.DataObject) -> None:
    path, image, _ = sound
    path.write_bytes(image[: data.draw(st.integers(0, len(image) - 1))])
    assert read_all(path) is None
