"""xorriso as a process: asked a question, or watched while it burns and stopped when need be."""

from __future__ import annotations

import os
import re
import selectors
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from jxdesk.base.errors import UserError

PROGRAM = "xorriso"
# A drive may spin up, load its tray and calibrate before it answers.
ANSWER_SECONDS = 150
# While it burns xorriso reports every second, also while it closes the disc.
SILENT_SECONDS = 600
# Stopping waits for the drive to end its current write; then the process is ended for good.
STOP_SECONDS = 90
_POLL_SECONDS = 0.2
_KEPT_LINES = 200
_LINE_END = re.compile(rb"[\r\n]+")
_MAX_LINE = 4096
_LIBRARIES = "LD_LIBRARY_PATH"


@dataclass(frozen=True, slots=True)
class Said:
    """What a run came to: exit ``code`` (negative: ended by a signal) and the last lines printed."""

    code: int
    text: str


def find(program: str) -> Path:
    """Where the program lies. Raises ``UserError`` ``burn.no-program`` when it is not installed."""
    found = shutil.which(program)
    if found is None:
        raise UserError(
            "burn.no-program",
            "本机没有安装刻录程序 xorriso，不能直接刻盘。",
            "请让管理员安装软件包 xorriso 后重试；或者把 .iso 映像拿到有刻录机的电脑上刻，"
            "刻好后拿回本机核验。",
        )
    return Path(found)


def ask(program: Path, arguments: Sequence[str], *, seconds: float = ANSWER_SECONDS) -> Said | None:
    """Run xorriso to its end. ``None`` when it did not come to one in ``seconds``."""
    try:
        done = subprocess.run(
            _command(program, arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return Said(done.returncode, done.stdout.decode("utf-8", "replace"))


def watch(
    program: Path,
    arguments: Sequence[str],
    heard: Callable[[str], None],
    *,
    silent_seconds: float = SILENT_SECONDS,
    stop_seconds: float = STOP_SECONDS,
) -> Said | None:
    """Run xorriso and give ``heard`` each line as it comes, and ``""`` several times a second.

    What ``heard`` raises stops xorriso first: it is asked to, then ended after ``stop_seconds``.
    ``None`` when it printed nothing for ``silent_seconds``; it is stopped then too.
    """
    # A session of its own: Ctrl-C on the terminal is for us, and we stop it in our own way.
    process = subprocess.Popen(
        _command(program, arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(),
        bufsize=0,
        start_new_session=True,
    )
    kept: deque[str] = deque(maxlen=_KEPT_LINES)
    is_ended = False
    try:
        if _listen(process, kept, heard, silent_seconds):
            with suppress(subprocess.TimeoutExpired):
                process.wait(stop_seconds)
                is_ended = True
    finally:
        _stop(process, stop_seconds)
    return Said(process.returncode, "\n".join(kept)) if is_ended else None


def _listen(
    process: subprocess.Popen[bytes],
    kept: deque[str],
    heard: Callable[[str], None],
    silent_seconds: float,
) -> bool:
    """Read to the end; ``False`` when nothing came for too long."""
    stream = _output(process)
    rest = b""
    quiet = 0.0
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while quiet < silent_seconds:
            heard("")
            if not selector.select(_POLL_SECONDS):
                quiet += _POLL_SECONDS
                continue
            quiet = 0.0
            data = os.read(stream.fileno(), 1 << 16)
            if not data:
                return True
            *lines, rest = _LINE_END.split(rest + data)
            rest = rest[-_MAX_LINE:]
            for line in lines:
                text = line[:_MAX_LINE].decode("utf-8", "replace")
                kept.append(text)
                heard(text)
    return False


def _stop(process: subprocess.Popen[bytes], seconds: float) -> None:
    """See that the process is gone: asked first, so that the drive is left in order, and heard to its end."""
    try:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=seconds)
    finally:
        if process.poll() is None:
            process.kill()
            # A process that waits for a dead drive cannot be ended before the kernel gives up on it.
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=seconds)
        _output(process).close()


def _output(process: subprocess.Popen[bytes]) -> IO[bytes]:
    if process.stdout is None:
        raise ValueError("started without a pipe")
    return process.stdout


def _command(program: Path, arguments: Sequence[str]) -> list[str]:
    """``-no_rc``: what stands in somebody's start-up files must not change what is burned."""
    return [str(program), "-no_rc", *arguments]


def _environment() -> dict[str, str]:
    """Ours, in plain English; a frozen program's own libraries are not for programs of the system."""
    variables = {**os.environ, "LC_ALL": "C"}
    if getattr(sys, "frozen", False):
        # PyInstaller's start keeps what the variable was before under another name.
        before = variables.pop(_LIBRARIES + "_ORIG", None)
        variables.pop(_LIBRARIES, None)
        if before is not None:
            variables[_LIBRARIES] = before
    return variables
