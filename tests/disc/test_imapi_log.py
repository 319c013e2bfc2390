"""What a drive answers is noted, and can be played back without the drive."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.disc.burner import Drive, Medium
from jxdesk.disc.imapi.backend import ImapiBurner
from jxdesk.disc.imapi.meanings import MediaState, MediaType
from jxdesk.disc.imapi.recording import Log, RecordingCom
from tests.disc.imapi_double import LOST, Bay, Disc, MemoryCom
from tests.disc.imapi_player import PlayedCom

E = Drive("E:", "HL-DT-ST DVDRAM GP65NB60", can_write=True)
Steps = list[tuple[str, int, int]]


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "张三的申报包.iso"
    path.write_bytes(bytes(2048) * 200)
    return path


def session(burner: ImapiBurner, image: Path, *, stop: bool = False) -> dict[str, Any]:
    """What somebody sees who looks, burns, looks again and takes the disc out."""
    steps: Steps = []

    def progress(label: str, done: int, total: int) -> None:
        steps.append((label, done, total))
        if stop and done:
            raise Cancelled

    seen: dict[str, Any] = {"drives": burner.drives(), "before": said(lambda: burner.medium(E))}
    seen["burned"] = said(lambda: burner.burn(image, E, progress))
    seen["last"] = steps[-1:]
    seen["after"] = said(lambda: burner.medium(E))
    seen["reloaded"] = said(lambda: burner.reload(E))
    return seen


def said(work: Callable[[], Medium | None]) -> object:
    try:
        return work()
    except Cancelled:
        return "stopped"
    except UserError as error:
        return error.code, error.message


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


BAYS: dict[str, Callable[[Path], Bay]] = {
    "good": lambda path: Bay(disc=Disc(path)),
    "used": lambda path: Bay(disc=Disc(path, status=MediaState.FINALIZED)),
    "erased first": lambda path: Bay(disc=Disc(path, MediaType.CDRW, MediaState.APPENDABLE)),
    "empty": lambda path: Bay(),
    "taken out": lambda path: Bay(disc=Disc(path), taken_out_at=100),
    "breaks": lambda path: Bay(disc=Disc(path), breaks_at=(50, 0xC0AA0300)),
    "settles": lambda path: Bay(disc=Disc(path), settling=4),
    "laptop": lambda path: Bay(disc=Disc(path), closes=False),
}


@pytest.mark.parametrize("case", sorted(BAYS))
@pytest.mark.parametrize("stop", [False, True], ids=["", "stopped"])
def test_a_log_plays_back_what_was_seen(tmp_path: Path, image: Path, case: str, stop: bool) -> None:
    log = tmp_path / "replies.jsonl"
    real = RecordingCom(MemoryCom([BAYS[case](tmp_path / "disc")]), Log(log))
    seen = session(ImapiBurner(real, pause=lambda _: None), image, stop=stop)
    image.unlink()
    image.write_bytes(bytes(2048) * 200)
    played = session(ImapiBurner(PlayedCom(log), pause=lambda _: None), image, stop=stop)
    # How far it was when somebody stopped it is a matter of two threads, also in the log.
    if stop:
        seen["last"] = played["last"] = []
    assert played == seen


def test_the_log_says_what_when_and_how_long(tmp_path: Path, image: Path) -> None:
    ticks = count()
    log = tmp_path / "logs" / "replies.jsonl"
    real = RecordingCom(
        MemoryCom([BAYS["good"](tmp_path / "disc")]), Log(log, clock=lambda: float(next(ticks)))
    )
    ImapiBurner(real).burn(image, E, lambda *_: None)
    first, *rest = entries(log)
    assert first["log"] == 1
    assert all(entry["took"] >= 0 and entry["at"] >= 0 for entry in rest)
    write = next(entry for entry in rest if entry.get("member") == "Write")
    assert write["object"] == "MsftDiscFormat2Data#2"
    assert write["arguments"] == ["IStream#1"]
    updates = [entry for entry in rest if entry["kind"] == "update"]
    assert updates[0]["reply"]["CurrentAction"] == 0
    assert updates[-1]["reply"]["CurrentAction"] == 6
    assert all(rest.index(update) < rest.index(write) for update in updates)
    status = next(entry for entry in rest if entry.get("member") == "CurrentMediaStatus")
    assert status["reply"] == 2


def test_a_failure_is_noted_with_its_number(tmp_path: Path, image: Path) -> None:
    log = tmp_path / "replies.jsonl"

    def fails(coclass: str, member: str, _: int) -> int | None:
        return LOST if member == "Recorder" else None

    real = RecordingCom(MemoryCom([BAYS["good"](tmp_path / "disc")], fails), Log(log))
    with pytest.raises(UserError):
        ImapiBurner(real).burn(image, E, lambda *_: None)
    put = next(entry for entry in entries(log) if entry.get("member") == "Recorder")
    assert put["hresult"] == "0x80070037"
    assert put["arguments"] == ["MsftDiscRecorder2#2"]


def test_the_log_names_no_file(tmp_path: Path, image: Path) -> None:
    log = tmp_path / "replies.jsonl"
    ImapiBurner(RecordingCom(MemoryCom([BAYS["good"](tmp_path / "disc")]), Log(log))).burn(
        image, E, lambda *_: None
    )
    text = log.read_text("utf-8")
    assert "张三" not in text
    assert str(tmp_path) not in text
    assert next(entry for entry in entries(log) if entry.get("kind") == "stream")["size"] == 200 * 2048


def test_a_log_that_cannot_be_begun_is_refused_and_one_that_is_lost_stops_nothing(
    tmp_path: Path, image: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError):
        Log(tmp_path / "file" / "replies.jsonl")
    path = tmp_path / "logs" / "replies.jsonl"
    log = Log(path)
    path.unlink()
    path.parent.rmdir()
    disc = Disc(tmp_path / "disc")
    ImapiBurner(RecordingCom(MemoryCom([Bay(disc=disc)]), log)).burn(image, E, lambda *_: None)
    assert disc.path.read_bytes() == image.read_bytes()


def test_what_the_log_does_not_know_is_not_made_up(tmp_path: Path) -> None:
    log = tmp_path / "replies.jsonl"
    ImapiBurner(RecordingCom(MemoryCom([Bay()]), Log(log))).drives()
    with pytest.raises(LookupError, match="the log has no"):
        ImapiBurner(PlayedCom(log)).eject(E)
