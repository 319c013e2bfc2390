"""The read-only tree over a folder: links, pipes and ways out are seen and never followed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jxdesk.base import tree as tree_room
from jxdesk.base.errors import UserError
from jxdesk.base.tree import Entry, EntryKind, FolderTree, open_regular_file

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs links and pipes that Windows lacks")


def code(path: str, root: Path) -> str:
    with pytest.raises(UserError) as caught:
        FolderTree(root).open(path)
    return caught.value.code


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    (folder / "data/deep").mkdir(parents=True)
    (folder / "data/deep/a.txt").write_bytes(b"hello")
    (folder / "z.txt").write_bytes(b"")
    return folder


def test_entries_come_folders_first_and_sorted(root: Path) -> None:
    assert list(FolderTree(root).entries()) == [
        Entry("data", EntryKind.FOLDER, 0),
        Entry("data/deep", EntryKind.FOLDER, 0),
        Entry("data/deep/a.txt", EntryKind.FILE, 5),
        Entry("z.txt", EntryKind.FILE, 0),
    ]


def test_files_are_read(root: Path) -> None:
    with FolderTree(root).open("data/deep/a.txt") as handle:
        assert handle.read() == b"hello"
    with open_regular_file(root / "z.txt") as handle:
        assert handle.read() == b""


@POSIX
def test_links_and_pipes_are_listed_as_what_they_are(root: Path) -> None:
    (root / "link").symlink_to(root / "z.txt")
    (root / "folder-link").symlink_to(root / "data")
    os.mkfifo(root / "pipe")
    kinds = {entry.path: entry.kind for entry in FolderTree(root).entries()}
    assert kinds["link"] is kinds["folder-link"] is EntryKind.LINK
    assert kinds["pipe"] is EntryKind.SPECIAL
    assert "folder-link/deep" not in kinds


@POSIX
def test_links_pipes_and_folders_are_not_opened(root: Path) -> None:
    (root / "link").symlink_to(root / "z.txt")
    (root / "folder-link").symlink_to(root / "data")
    (root / "circle").symlink_to(root / "circle")
    os.mkfifo(root / "pipe")
    for path in ("link", "folder-link/deep/a.txt", "circle", "pipe", "data", "z.txt/below"):
        assert code(path, root) == "tree.not-file"
    assert code("gone", root) == "path.missing"


@POSIX
def test_without_folder_handles_links_are_still_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way Windows goes."""
    monkeypatch.setattr(tree_room, "_BY_FOLDER", False)
    (root / "folder-link").symlink_to(root / "data")
    (root / "link").symlink_to(root / "z.txt")
    assert code("folder-link/deep/a.txt", root) == "tree.not-file"
    assert code("link", root) == "tree.not-file"
    with FolderTree(root).open("data/deep/a.txt") as handle:
        assert handle.read() == b"hello"


@POSIX
def test_the_root_itself_may_be_a_link(root: Path) -> None:
    (root.parent / "drive").symlink_to(root)
    tree = FolderTree(root.parent / "drive")
    assert [entry.path for entry in tree.entries()][-1] == "z.txt"
    with tree.open("data/deep/a.txt") as handle:
        assert handle.read() == b"hello"


@pytest.mark.parametrize(
    "path", ["../root/z.txt", "/etc/hostname", "data/../z.txt", "", "data//deep", "a\0b", "."]
)
def test_no_path_leads_out(root: Path, path: str) -> None:
    with pytest.raises(ValueError, match="inside a tree"):
        FolderTree(root).open(path)


def test_what_is_no_folder_is_said_so(root: Path) -> None:
    for place in (root / "z.txt", root / "gone"):
        with pytest.raises(UserError) as caught:
            FolderTree(place)
        assert caught.value.code == "tree.missing"


def test_too_many_entries_and_too_deep_are_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_room, "MAX_ENTRIES", 3)
    with pytest.raises(UserError) as caught:
        list(FolderTree(root).entries())
    assert caught.value.code == "tree.too-many"
    monkeypatch.setattr(tree_room, "MAX_DEPTH", 2)
    with pytest.raises(UserError) as caught:
        list(FolderTree(root).entries())
    assert caught.value.code == "tree.too-deep"
