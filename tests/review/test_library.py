"""The library folder: what is remembered, and what is refused as none."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.review import received
from jxdesk.review.library import MARK, RECORD, Library
from tests.review.test_chain import ONE, THREE, TWO


def take(library: Library, record: received.Received, folder: str) -> None:
    with library.taking(record, folder) as place:
        (place / "x.txt").write_text("x", encoding="utf-8")


def refusal(path: Path, *, make: bool = False) -> str:
    with pytest.raises(UserError) as refused:
        Library.make(path) if make else Library(path)
    return refused.value.code


def test_what_was_taken_is_remembered(tmp_path: Path) -> None:
    library = Library.make(tmp_path / "收件库")
    take(library, TWO, "b")
    take(library, ONE, "a")
    held = Library(tmp_path / "收件库").held()
    assert held.records == {"a": ONE, "b": TWO}
    assert (held.find(TWO.key), held.find(THREE.key)) == ("b", None)
    assert held.days()[ONE.key] == dt.date(2025, 10, 20)
    assert (tmp_path / "收件库/a/x.txt").is_file()


def test_what_fails_midway_leaves_nothing(tmp_path: Path) -> None:
    library = Library.make(tmp_path / "收件库")

    def fail() -> None:
        with library.taking(ONE, "a") as place:
            (place / "x.txt").write_text("x", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [path.name for path in library.path.iterdir()] == [MARK]
    assert library.held().records == {}


def test_nothing_is_written_over(tmp_path: Path) -> None:
    library = Library.make(tmp_path / "收件库")
    take(library, ONE, "a")
    with pytest.raises(UserError) as refused:
        take(library, TWO, "a")
    assert refused.value.code == "path.exists"
    assert library.held().records == {"a": ONE}


def test_only_a_new_or_empty_folder_becomes_a_library(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none") == "library.none"
    assert refusal(tmp_path) == "library.none"
    (tmp_path / "other.txt").write_text("x", encoding="utf-8")
    assert refusal(tmp_path, make=True) == "library.not-empty"
    (tmp_path / "empty").mkdir()
    assert Library.make(tmp_path / "empty").held().records == {}
    assert Library.make(tmp_path / "empty", demo=True).demo is False


def test_a_newer_or_foreign_mark_is_said_so(tmp_path: Path) -> None:
    Library.make(tmp_path / "l")
    mark = tmp_path / "l" / MARK
    newer = mark.read_text(encoding="utf-8").replace('"version": 1', '"version": 2')
    mark.write_text(newer, encoding="utf-8")
    assert refusal(tmp_path / "l") == "library.newer"
    for text in ("", "[]", '{"format": "other", "version": 1}', " " * 5000, '{"x":' + "[" * 4000):
        mark.write_text(text, encoding="utf-8")
        assert refusal(tmp_path / "l") == "library.none"


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{}",
        "[]",
        "[" * 60_000,
        "\x00",
        '{"format": 2, "received": {}}',
        " " * (received.MAX_RECORD + 1),
        received.encode(ONE).decode().replace("2025-10-20T04:00:00Z", "9999-12-31T23:59:59Z"),
        received.encode(ONE).decode().replace("2025-10-20T04:00:00Z", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_a_record_that_cannot_be_read_hides_no_other(tmp_path: Path, damage: str) -> None:
    library = Library.make(tmp_path / "l")
    take(library, ONE, "a")
    take(library, TWO, "b")
    (tmp_path / "l/b" / RECORD).write_text(damage, encoding="utf-8")
    (tmp_path / "l/c").mkdir()
    held = library.held()
    assert held.records == {"a": ONE}
    assert held.unreadable == ("b", "c")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version": 1\n', '"version": 0\n'),
        (ONE.digest, ONE.digest.upper()),
        (ONE.digest, "0" * 63),
        ('"received_at": "2025-10-20T04:00:00Z"', '"received_at": "2025-10-20T04:00:00"'),
        ('"application": "a1"', '"application": "a1", "more": 1'),
    ],
)
def test_a_record_is_read_strictly(old: str, new: str) -> None:
    data = received.encode(ONE).decode()
    assert received.decode(data.encode()) == ONE
    assert data.count(old) == 1
    with pytest.raises(ValueError, match=r"Expected|unknown field"):
        received.decode(data.replace(old, new).encode())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of POSIX")
def test_a_pipe_in_place_of_a_record_is_not_waited_for(tmp_path: Path) -> None:
    library = Library.make(tmp_path / "l")
    (tmp_path / "l/a").mkdir()
    os.mkfifo(tmp_path / "l/a" / RECORD)
    assert library.held().unreadable == ("a",)
