"""Packages are found in a folder, on a drive and in an image, and judged by the same code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.base.progress import silent
from jxdesk.disc.image import make_image
from jxdesk.package import layout
from jxdesk.package.open import look, open_tree, packages_in, root_faults
from jxdesk.package.verify import verify
from tests.package import kit


def names(path: Path) -> list[str]:
    tree = open_tree(path)
    try:
        return [name for name, _ in packages_in(tree)]
    finally:
        tree.close()


def verdicts(path: Path) -> dict[str, list[tuple[str, str]]]:
    tree = open_tree(path)
    try:
        return {
            name: kit.codes(verify(each, trust=kit.pinned(), received_on=kit.TODAY, is_claimed=bool(name)))
            for name, each in packages_in(tree)
        }
    finally:
        tree.close()


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("image")
    kit.make(folder / "甲县申报包")
    kit.make(folder / "乙县申报包")
    out = folder / "disc.iso"
    packages = [folder / "甲县申报包", folder / "乙县申报包"]
    make_image(packages, out, volume="JXDESK_TEST", when=kit.MOMENT, progress=silent)
    return out


def test_package_folder_itself(genuine: Path) -> None:
    assert names(genuine) == [""]


def test_drive_with_packages_and_other_things(genuine: Path) -> None:
    (genuine.parent / "其他").mkdir(exist_ok=True)
    assert names(genuine.parent) == [genuine.name]


def test_each_package_of_an_image_is_verified(image: Path) -> None:
    assert verdicts(image) == {"乙县申报包": [], "甲县申报包": []}


def test_bit_flip_inside_an_image_is_named(image: Path, tmp_path: Path) -> None:
    data = bytearray(image.read_bytes())
    where = data.rindex(b"%PDF-1.7 proof one\n" * 40)
    data[where + 30] ^= 0x10
    bent = tmp_path / "bent.iso"
    bent.write_bytes(bytes(data))
    faults = verdicts(bent)
    assert sorted(fault for found in faults.values() for fault in found) == [("payload.changed", kit.PROOF)]


@pytest.mark.parametrize("kept", [0, 1000, 40_000, -2048])
def test_truncated_image_is_refused_in_a_sentence(image: Path, tmp_path: Path, kept: int) -> None:
    cut = tmp_path / "cut.iso"
    cut.write_bytes(image.read_bytes()[:kept])
    with pytest.raises(UserError) as caught:
        verdicts(cut)
    assert caught.value.code.startswith("image.")


def test_place_without_packages_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        names(tmp_path)
    assert (caught.value.code, caught.value.exit_code) == ("package.none", 2)


def test_missing_place_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        open_tree(tmp_path / "gone")
    assert caught.value.exit_code == 2


@pytest.fixture
def stick(genuine: Path, tmp_path: Path) -> Path:
    """A place with one genuine package, to put other things beside it."""
    shutil.copytree(genuine, tmp_path / "stick/申报包")
    return tmp_path / "stick"


def put(place: Path, data: bytes = b"x") -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return place


@pytest.mark.parametrize(
    "look_alike", [("Manifest-SHA256.txt",), ("data/application.json",), ("index.html", "Data/x")]
)
def test_folder_that_could_pass_for_a_package_without_its_marks_is_judged(
    stick: Path, look_alike: tuple[str, ...]
) -> None:
    for name in look_alike:
        put(stick / "申报包-更正" / name)
    found = verdicts(stick)
    assert found["申报包"] == []
    assert {("tag.missing", mark) for mark in layout.MARKS} <= set(found["申报包-更正"])


def at_the_root(place: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """Strangers, and which of them are faults."""
    tree = open_tree(place)
    try:
        found = look(tree)
        return list(found.strangers), [(fault.code, fault.path) for fault in root_faults(tree, found)]
    finally:
        tree.close()


def test_strangers_on_a_stick_are_seen_and_are_no_faults(stick: Path) -> None:
    put(stick / "autorun.inf")
    put(stick / "新/申报包/bagit.txt")
    put(stick / "修复/申报包.par2")
    put(stick / "index.html")
    put(stick / "网页/index.html")
    put(stick / "程序/data/x")
    assert at_the_root(stick) == (["autorun.inf", "新", "程序", "网页"], [])


def image_of(stick: Path) -> Path:
    beside = [place for place in stick.iterdir() if place.name != "申报包"]
    out = stick.parent / "disc.iso"
    packages = [stick / "申报包"]
    make_image(packages, out, volume="JXDESK_TEST", when=kit.MOMENT, progress=silent, extras=beside)
    return out


def test_an_image_may_hold_its_page_and_par2_folders(stick: Path) -> None:
    put(stick / "index.html")
    put(stick / "修复/申报包.vol0+1.par2")
    assert at_the_root(image_of(stick)) == ([], [])


@pytest.mark.parametrize("stranger", ["x.exe", "资料/说明.txt", "修复/x.exe", "修复/里/a.par2", "list.html"])
def test_stranger_at_the_root_of_an_image_is_a_fault(stick: Path, stranger: str) -> None:
    put(stick / "修复/申报包.par2")
    put(stick / stranger)
    name = stranger.split("/", maxsplit=1)[0]
    assert at_the_root(image_of(stick)) == ([name], [("root.stranger", name)])


def test_package_below_another_name_is_a_tree_of_its_own(genuine: Path) -> None:
    ((_, tree),) = packages_in(open_tree(genuine.parent))
    assert layout.BAGIT in {entry.path for entry in tree.entries()}
    with tree.open(layout.BAGIT) as handle:
        assert handle.read() == layout.BAGIT_TEXT
