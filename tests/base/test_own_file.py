"""Small files of the user's own: what is damaged is set aside and stops nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jxdesk.base import own_file
from jxdesk.base.errors import UserError

NONE: list[str] = []


def names(plain: Any) -> list[str]:
    return [str(item["name"]) for item in plain]


def test_what_was_saved_is_loaded(own_home: Path) -> None:
    own_file.save("tries", [{"name": "甲"}])
    assert own_file.load("tries", names, NONE) == ["甲"]
    assert (own_home / "tries.json").is_file()


def test_there_may_be_none_yet() -> None:
    assert own_file.load("tries", names, ["无"]) == ["无"]


DAMAGED = (b"", b"{", b"3", b'[{"nam": 1}]', b"[" * 100_000, b'["a"', b"\xff", b"[" + b" " * 500_000 + b"]")


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_set_aside(content: bytes, own_home: Path) -> None:
    (own_home / "tries.json").write_bytes(content)
    assert own_file.load("tries", names, NONE) == []
    assert not (own_home / "tries.json").exists()
    assert (own_home / "tries.damaged.json").read_bytes() == content


def test_a_folder_in_its_place_stops_nothing_but_a_save_that_matters(own_home: Path) -> None:
    (own_home / "tries.json").mkdir()
    assert own_file.load("tries", names, NONE) == []
    own_file.keep("tries", [])
    with pytest.raises(UserError):
        own_file.save("tries", [])
