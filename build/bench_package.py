"""Seal and verify, 1 GB in 500 files and 4 GB in 60: ours beside bagit-python, ``sha256sum`` and the hash.

Sealing copies the sources and hashes them, so the peer is ``copytree`` + ``make_bag``; verifying
is held against ``Bag.validate`` and ``sha256sum -c``. Ours also checksums every block, signs, and looks at
far more; none of them waits for the disk. Ours and the peers take turns.

The hash's own limit is the same number of bytes hashed in memory by a thread on each core. Where a
core hashes a gigabyte a second, reading the files costs a sixth of that and writing them half of it again:
so reading and hashing them, and copying and hashing them, in the same plain threads stand beside it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import package_tasks
from bench_rows import Row, compiled_once, median

NAME = "package"
PEER = "bagit-python"
_VERIFY_GOAL, _SEAL_GOAL = 1.15, 1.3
_MEMORY_GOAL = 200


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is sealed: so many ``files`` of ``each`` bytes; measured ``rounds`` times."""

    what: str
    files: int
    each: int
    rounds: int


_SHAPES = (
    _Shape("1 GB，500 个文件", 500, 2_000_000, 5),
    _Shape("4 GB，60 个文件", 60, 66_666_667, 2),
)
_FOLDERS = {"seal": "ours", "verify": "ours", "read": "ours", "sha256sum": "ours", "copy": "plain"}


@dataclass(frozen=True, slots=True)
class _Run:
    seconds: float
    megabytes: float


def run(folder: Path) -> list[Row]:
    """Measure in ``folder`` (empty; needs 17 GB). What was made is removed between rounds."""
    return [row for shape in _SHAPES for row in _rows(shape, _measured(shape, folder))]


def _measured(shape: _Shape, folder: Path) -> dict[str, list[_Run]]:
    source = folder / "source"
    package_tasks.make_source(source, shape.files, shape.each)
    runs: dict[str, list[_Run]] = {task: [] for task in package_tasks.TASKS}
    for _ in range(shape.rounds):
        for task, found in runs.items():
            found.append(_measure(task, source, folder / _FOLDERS.get(task, "theirs")))
        for made in ("ours", "theirs", "plain"):
            shutil.rmtree(folder / made)
    shutil.rmtree(source)
    return runs


def _measure(task: str, source: Path, target: Path) -> _Run:
    os.sync()  # what the run before left to be written must not be paid by this one
    command = [sys.executable, package_tasks.__file__, task, str(source), str(target)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=compiled_once(source.parent)
    )
    seconds, megabytes = (float(value) for value in done.stdout.split())
    return _Run(seconds, megabytes)


def _rows(shape: _Shape, runs: dict[str, list[_Run]]) -> Iterator[Row]:
    took = {task: median([one.seconds for one in found]) for task, found in runs.items()}
    memory = {task: max(one.megabytes for one in found) for task, found in runs.items()}
    seal, verify = took["seal"], took["verify"]
    ours, theirs = seal + verify, took["make_bag"] + took["validate"]
    peak = max(memory["seal"], memory["verify"])
    peer_peak = max(memory["make_bag"], memory["validate"])
    yield Row(f"封装（{shape.what}）", seal, "s", PEER, took["make_bag"])
    yield Row("核验", verify, "s", PEER, took["validate"])
    yield Row("封装 + 核验", ours, "s", PEER, theirs, "快一倍以上", theirs >= 2 * ours)
    yield Row("核验", verify, "s", "sha256sum -c", took["sha256sum"])
    yield _limited("核验", verify, "只在内存里算摘要", took["hash"], _VERIFY_GOAL)
    yield _limited("核验", verify, "读文件并算摘要", took["read"], _VERIFY_GOAL)
    yield _limited("封装", seal, "只在内存里算摘要", took["hash"], _SEAL_GOAL)
    yield _limited("封装", seal, "复制文件并算摘要", took["copy"], _SEAL_GOAL)
    yield Row("内存峰值", peak, "MB", PEER, peer_peak, f"< {_MEMORY_GOAL}", peak < _MEMORY_GOAL)


def _limited(what: str, seconds: float, limit_name: str, limit: float, goal: float) -> Row:
    return Row(what, seconds, "s", limit_name, limit, f"不超过 {goal} 倍", seconds <= goal * limit)
