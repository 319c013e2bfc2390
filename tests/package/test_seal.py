"""Sealing: same bytes, nothing half-made, sources that change, names and facts that cannot be."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import html
import os
import zlib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.package import layout
from jxdesk.package import seal as seal_room
from jxdesk.package.bag_info import BagInfo
from jxdesk.package.manifest import decode_blocks
from jxdesk.package.reading_page import Reading
from jxdesk.package.seal import Item, Sealed, seal
from tests.package import kit


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_same_items_give_the_same_bytes(tmp_path: Path) -> None:
    kit.make(tmp_path / "one")
    kit.make(tmp_path / "two", tuple(reversed(kit.ITEMS)))
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_files_are_copied_whole_with_their_block_checksums(tmp_path: Path) -> None:
    source = tmp_path / "source.bin"
    source.write_bytes(os.urandom(2 * 1024 * 1024 + 17))
    kit.make(tmp_path / "out", (*kit.ITEMS, Item("佐证材料/大.bin", source)))
    copied = tmp_path / "out/data/佐证材料/大.bin"
    data = source.read_bytes()
    assert copied.read_bytes() == data
    blocks = decode_blocks((tmp_path / "out" / layout.BLOCKS).read_bytes()).entries["data/佐证材料/大.bin"]
    expected = [zlib.crc32(data[i : i + layout.BLOCK]) for i in range(0, len(data), layout.BLOCK)]
    assert [int(blocks.crcs[i : i + 8], 16) for i in range(0, len(blocks.crcs), 8)] == expected
    assert kit.judge(tmp_path / "out").verdict == "sound"


def test_source_that_changes_while_it_is_copied_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source.bin"
    source.write_bytes(b"x" * 3_000_000)

    def touch(label: str, done: int, total: int) -> None:
        with source.open("ab") as handle:
            handle.write(b"more")

    with pytest.raises(UserError) as caught:
        seal((*kit.ITEMS, Item("a.bin", source)), kit.INFO, kit.rsa_signer(), tmp_path / "out", touch)
    assert caught.value.code == "seal.source-changed"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["source.bin"]


def test_file_that_is_not_what_is_on_record_is_refused_by_name(tmp_path: Path) -> None:
    source = tmp_path / "source.bin"
    source.write_bytes(b"proof")
    good = hashlib.sha256(b"proof").hexdigest()
    kit.make(tmp_path / "good", (*kit.ITEMS, Item("佐证材料/真.bin", source, good)))
    source.write_bytes(b"prooF")
    rotten = [Item(f"佐证材料/{number}.bin", source, good) for number in range(5)]
    for count, named in ((1, "0.bin”已经损坏"), (5, "2.bin”等 5 个文件已经损坏")):
        with pytest.raises(UserError) as caught:
            kit.make(tmp_path / "bad", (*kit.ITEMS, *rotten[:count]))
        assert caught.value.code == "seal.damaged"
        assert named in caught.value.message
    assert sorted(p.name for p in tmp_path.iterdir()) == ["good", "source.bin"]


def test_package_that_its_judge_refuses_takes_no_place(tmp_path: Path) -> None:
    seen: list[Sealed] = []

    def judge(made: Sealed) -> None:
        assert not (tmp_path / "out").exists()
        assert kit.judge(made.path).digest == made.digest
        seen.append(made)
        if len(seen) == 1:
            raise KeyboardInterrupt

    def work() -> Sealed:
        return seal(kit.ITEMS, kit.INFO, kit.rsa_signer(), tmp_path / "out", judge=judge)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert list(tmp_path.iterdir()) == []
    assert work() == dataclasses.replace(seen[1], path=tmp_path / "out")


def test_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: object, view: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(seal_room, "_write_all", full)
    with pytest.raises(UserError) as caught:
        kit.make(tmp_path / "out")
    assert caught.value.code == "disk.full"
    assert list(tmp_path.iterdir()) == []


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    def cancel(label: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        seal(kit.ITEMS, kit.INFO, kit.rsa_signer(), tmp_path / "out", cancel)
    assert list(tmp_path.iterdir()) == []


def test_missing_source_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        kit.make(tmp_path / "out", (*kit.ITEMS, Item("a", tmp_path / "gone")))
    assert caught.value.code == "path.missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_pipe_as_source_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError) as caught:
        kit.make(tmp_path / "out", (*kit.ITEMS, Item("a", tmp_path / "pipe")))
    assert caught.value.code == "tree.not-file"


def test_existing_package_is_never_overwritten(genuine: Path) -> None:
    before = files(genuine)
    with pytest.raises(UserError) as caught:
        kit.make(genuine)
    assert caught.value.code == "path.exists"
    assert files(genuine) == before


@pytest.mark.parametrize(
    "path", ["../x", "/x", "a//b", "CON", "a:b", "a%b", "a.", "长" * 61, "a\u200bb", "e\u0301", "a\\b"]
)
def test_bad_name_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(UserError) as caught:
        kit.make(tmp_path / "out", (*kit.ITEMS, Item(path, b"")))
    assert caught.value.code == "seal.name"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["Report.json", "report.json", "佐证材料/证明 一.PDF"])
def test_names_that_collide_are_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(UserError) as caught:
        kit.make(tmp_path / "out", (*kit.ITEMS, Item(path, b"")))
    assert caught.value.code == "seal.name"


def test_path_must_still_fit_when_the_package_lies_on_a_disc(tmp_path: Path) -> None:
    path = "/".join(["段" * 45] * 4)
    kit.make(tmp_path / "短", (*kit.ITEMS, Item(path, b"")))
    with pytest.raises(UserError) as caught:
        kit.make(tmp_path / ("长" * 30), (*kit.ITEMS, Item(path, b"")))
    assert caught.value.code == "seal.name"


@pytest.mark.parametrize(
    "info",
    [
        dataclasses.replace(kit.INFO, organisation=""),
        dataclasses.replace(kit.INFO, organisation="a\nPackage-Version: 9"),
        dataclasses.replace(kit.INFO, applicant=""),
        dataclasses.replace(kit.INFO, version=0),
        dataclasses.replace(kit.INFO, notice_digest="x"),
        dataclasses.replace(kit.INFO, previous_digest="x"),
    ],
    ids=["no organisation", "line break", "no applicant", "version 0", "notice", "previous"],
)
def test_facts_that_cannot_be_are_refused(tmp_path: Path, info: BagInfo) -> None:
    with pytest.raises(UserError) as caught:
        kit.make(tmp_path / "out", info=info)
    assert caught.value.code == "seal.info"
    assert list(tmp_path.iterdir()) == []


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.anchors |= {value or "" for name, value in attrs if name == "id"}
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


def test_reading_page_links_every_file_and_nothing_outside(package: Path) -> None:
    page = Links()
    page.feed((package / layout.READING_PAGE).read_text(encoding="utf-8"))
    targets = [unquote(link) for link in page.found if not link.startswith("#")]
    assert {link[1:] for link in page.found if link.startswith("#")} <= page.anchors
    assert all((package / target).is_file() for target in targets)
    payload = {f"data/{item.path}" for item in kit.ITEMS}
    assert set(targets) == payload | {layout.HOW_TO_VERIFY}
    assert page.tags.isdisjoint({"script", "img", "link", "iframe", "form"})


def test_reading_page_escapes_what_it_is_given(tmp_path: Path) -> None:
    nasty = '<script>alert("x")</script>&'
    info = dataclasses.replace(kit.INFO, organisation=nasty, cluster_name=nasty)
    sealed = seal(
        (*kit.ITEMS, Item("a & 'b'.txt", b"")),
        info,
        kit.rsa_signer(),
        tmp_path / "out",
        reading=Reading((("申请资金", nasty),)),
    )
    page = (sealed.path / layout.READING_PAGE).read_text(encoding="utf-8")
    assert "<script" not in page
    assert html.escape(nasty) in page
    assert sealed.fingerprint in page
    assert sealed.digest not in page


def test_guide_is_readable_in_the_oldest_editor(package: Path) -> None:
    data = (package / layout.HOW_TO_VERIFY).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    text = data.decode("utf-8-sig")
    for word in ("certutil -hashfile", "Get-FileHash", "SignedCms", "openssl cms -verify", "sha256sum -c"):
        assert word in text
