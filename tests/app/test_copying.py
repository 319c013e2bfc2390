"""A copy of a package is there whole and sound, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jxdesk.app import copying
from jxdesk.app.copying import copy_to
from jxdesk.base import tree_copy
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from tests.package import kit


@pytest.fixture(scope="module")
def genuine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A genuine package; not to be written to."""
    folder = tmp_path_factory.mktemp("genuine") / "某县-第1版"
    kit.make(folder)
    return folder


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "U盘").mkdir()
    return tmp_path / "U盘"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_copy_has_every_byte_and_says_which_package_it_is(genuine: Path, stick: Path) -> None:
    copied = copy_to(genuine, stick, silent)
    assert copied.path == stick / genuine.name
    assert contents(copied.path) == contents(genuine)
    assert (copied.files, copied.size) == (
        len(contents(genuine)),
        sum(len(data) for data in contents(genuine).values()),
    )
    assert copied.digest == copy_to(genuine, stick / "又一份", silent).digest


def test_what_is_there_already_is_not_touched(genuine: Path, stick: Path) -> None:
    copy_to(genuine, stick, silent)
    (stick / genuine.name / "bagit.txt").write_bytes(b"mine")
    with pytest.raises(UserError, match="已经存在"):
        copy_to(genuine, stick, silent)
    assert (stick / genuine.name / "bagit.txt").read_bytes() == b"mine"


def test_a_bent_package_is_not_copied(genuine: Path, stick: Path, tmp_path: Path) -> None:
    bent = Path(shutil.copytree(genuine, tmp_path / "坏了的"))
    (bent / kit.PROOF).write_bytes(b"something else")
    with pytest.raises(UserError) as refused:
        copy_to(bent, stick, silent)
    assert (refused.value.code, refused.value.exit_code) == ("copy.not-sound", 1)
    assert "文件被改动" in refused.value.message
    assert list(stick.iterdir()) == []


def test_a_folder_that_only_holds_packages_is_none_itself(genuine: Path, stick: Path) -> None:
    with pytest.raises(UserError) as refused:
        copy_to(genuine.parent, stick, silent)
    assert refused.value.code == "copy.not-one"


def test_a_package_is_not_copied_into_itself(genuine: Path) -> None:
    with pytest.raises(UserError) as refused:
        copy_to(genuine, genuine / "data", silent)
    assert refused.value.code == "copy.inside"


def test_stopping_midway_leaves_nothing(genuine: Path, stick: Path) -> None:
    def stop(label: str, done: int, total: int) -> None:
        if label == tree_copy.LABEL and done:
            raise Cancelled

    with pytest.raises(Cancelled):
        copy_to(genuine, stick, stop)
    assert list(stick.iterdir()) == []


def test_a_full_stick_is_said_and_left_as_it_was(
    genuine: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError) as refused:
        copy_to(genuine, stick, silent)
    assert refused.value.code == "disk.full"
    assert str(stick / genuine.name) in refused.value.message
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize(
    ("defect", "code"), [("one_bit_falls_over", "copy.not-sound"), ("other_package", "copy.changed")]
)
def test_what_the_stick_did_not_keep_is_found(
    genuine: Path, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, defect: str, code: str
) -> None:
    pour = tree_copy.copy_tree

    def spoilt(source: Any, entries: Any, target: Path, progress: Any) -> int:
        size = pour(source, entries, target, progress)
        if defect == "other_package":
            shutil.rmtree(target)
            kit.make(target, info=replace(kit.INFO, version=2))
        else:
            data = bytearray((target / kit.BIG).read_bytes())
            data[7] ^= 1
            (target / kit.BIG).write_bytes(data)
        return size

    monkeypatch.setattr(copying, "copy_tree", spoilt)
    with pytest.raises(UserError) as refused:
        copy_to(genuine, stick, silent)
    assert refused.value.code == code
    assert list(stick.iterdir()) == []
