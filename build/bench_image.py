"""Disc images: 1 GB in 500 files, ours beside ``xorriso -as mkisofs``.

Each run is a process of its own, so that its peak memory is its own; ours and the peer take
turns. xorriso reads nothing back, so writing is compared with writing, and what our check of
every byte takes is shown in a line of its own.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_rows import Row, median

NAME = "image"
FILES = 500
FILE_BYTES = 2_000_000
ROUNDS = 5
PEER = "xorriso"
_ROOT = Path(__file__).resolve().parent.parent
# Runs its arguments as a program and prints the seconds and the peak memory (MB) of that program alone.
_METER = """
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


@dataclass(frozen=True, slots=True)
class _Run:
    seconds: float
    megabytes: float


def run(folder: Path) -> list[Row]:
    """Measure in ``folder`` (empty; needs 3 GB). The image is removed between runs."""
    source = folder / "source/package"
    _make_source(source)
    image = folder / "bench.iso"
    this = [sys.executable, str(Path(__file__).resolve())]
    peer = [PEER, "-as", "mkisofs", "-quiet", "-iso-level", "3", "-J", "-joliet-long", "-r", "-V", "BENCH"]
    commands = {
        "write": [*this, "write", str(source), str(image)],
        "make": [*this, "make", str(source), str(image)],
        "peer": [*peer, "-o", str(image), str(source.parent)],
    }
    runs: dict[str, list[_Run]] = {what: [] for what in commands}
    for _ in range(ROUNDS):
        for what, command in commands.items():
            runs[what].append(_measure(command))
            image.unlink()
    return _rows(runs)


def _rows(runs: dict[str, list[_Run]]) -> list[Row]:
    seconds = {what: median([one.seconds for one in found]) for what, found in runs.items()}
    memory = {what: max(one.megabytes for one in found) for what, found in runs.items()}
    no_slower = seconds["write"] <= seconds["peer"]
    return [
        Row(
            "写映像（1 GB，500 个文件）",
            seconds["write"],
            "s",
            PEER,
            seconds["peer"],
            "不慢于 xorriso",
            no_slower,
        ),
        Row("写映像并读回核对每个字节", seconds["make"], "s"),
        Row(
            "写映像并核对的内存峰值",
            memory["make"],
            "MB",
            PEER,
            memory["peer"],
            "< 200",
            memory["make"] < 200,
        ),
    ]


def _make_source(source: Path) -> None:
    """Random bytes, the same every time: nothing on the way can save work on them."""
    generator = random.Random(1)
    for number in range(FILES):
        part = source / f"data/佐证材料/第{number % 10}项"
        part.mkdir(parents=True, exist_ok=True)
        (part / f"文件{number:03}.bin").write_bytes(generator.randbytes(FILE_BYTES))


def _measure(command: Sequence[str]) -> _Run:
    meter = [sys.executable, "-c", _METER, *command]
    done = subprocess.run(meter, check=True, capture_output=True, text=True)
    seconds, megabytes = (float(value) for value in done.stdout.split())
    return _Run(seconds, megabytes)


def _child(task: str, source: Path, image: Path) -> None:
    from datetime import UTC, datetime

    from jxdesk.base.progress import silent
    from jxdesk.disc.image import make_image
    from jxdesk.disc.writer import write_image

    make = write_image if task == "write" else make_image
    make([source], image, volume="BENCH", when=datetime(2025, 1, 1, tzinfo=UTC), progress=silent)


if __name__ == "__main__":
    sys.path.insert(0, str(_ROOT))
    _child(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
