"""Killed while typing, the program loses at most the field that was being typed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain.show import edit_text
from tests.ui.walk_checks import is_sound

KILLS = 22
SEED = 2025
_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def typist() -> Iterator[subprocess.Popen[str]]:
    """The program that opens a window wherever it is told to."""
    child = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("typing_child.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=dict(os.environ, PYTHONPATH=str(_ROOT)),
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    yield child
    # With it the copy that may be typing still.
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def lines(typist: subprocess.Popen[str]) -> Iterator[list[str]]:
    """What the typing window tells, until it has ended."""
    assert typist.stdout is not None
    while (line := typist.stdout.readline().rstrip("\n")) != "ended":
        assert line, "the typing program has died"
        yield line.split("\t")


class Told:
    """What one window told before it was killed."""

    def __init__(self) -> None:
        self.saved: dict[str, str] = {}
        self.typing = ("", "")
        self.fields = 0


def type_until_killed(typist: subprocess.Popen[str], path: Path, number: int, random_: random.Random) -> Told:
    """Let a window type into ``path`` and kill it while it types into one of the first fields."""
    told, pid, fields = Told(), 0, random_.randint(2, 4)
    assert typist.stdin is not None
    typist.stdin.write(f"{path}\t{number}\n")
    typist.stdin.flush()
    for word, *rest in lines(typist):
        assert word != "refused", rest
        if word == "pid":
            pid = int(rest[0])
        elif word == "opened":
            must_be_locked(path, pid)
        elif word == "typing":
            told.typing = (rest[0], rest[1])
            fields -= 1
            if not fields:
                threading.Timer(random_.uniform(0.0, 0.06), os.kill, (pid, signal.SIGKILL)).start()
        elif word == "saved":
            assert rest[2].startswith("已保存")
            told.saved[rest[0]] = rest[1]
            told.fields += 1
    return told


def must_be_locked(path: Path, pid: int) -> None:
    """While the window is open nobody else may change the workspace, and its holder is named."""
    with pytest.raises(UserError) as caught:
        Session.open(path)
    assert caught.value.code == "store.locked"
    assert f"进程 {pid}" in caught.value.message


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the typing program makes copies of itself")
def test_a_killed_window_loses_at_most_what_was_being_typed(
    typist: subprocess.Popen[str], county: Path
) -> None:
    random_ = random.Random(SEED)
    saved: dict[str, str] = {}
    written = 0
    for number in range(KILLS):
        told = type_until_killed(typist, county, number, random_)
        saved |= told.saved
        written += told.fields
        with Session.open(county) as session:
            for field, text in saved.items():
                stored = edit_text(session.catalogue.field(field), session.value(field), session.notice)
                if told.typing[0] == field:
                    assert stored in (text, told.typing[1]), field
                    saved[field] = stored
                else:
                    assert stored == text, field
            unfinished = told.typing[0]
            if unfinished and unfinished not in saved:
                value = session.value(unfinished)
                saved[unfinished] = edit_text(session.catalogue.field(unfinished), value, session.notice)
        is_sound(county)
    assert written >= KILLS
    with Session.open(county) as session:
        steps = 0
        while session.workspace.undo() is not None:
            steps += 1
        assert steps >= KILLS
        assert session.application.basic.cluster_name == ""
    is_sound(county)
