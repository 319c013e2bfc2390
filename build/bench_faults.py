"""Faults at random moments: what is lost, and what half-made thing passes for a result. Both must be none.

``kill -9`` of a process that seals, makes an image, burns or copies; a disk that runs full at a random byte;
a stick that is pulled out (a file system whose device loses its end). The last two need Linux and the rights
of its administrator, and are left out elsewhere. After the last kill the same deed is done once more
undisturbed, and must leave nothing behind but its result.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import fault_tasks
from bench_rows import Row
from fault_tasks import DEEDS, Deed, Stage

NAME = "faults"
KILLS, FULL, PULLED = 75, 10, 10
"""Faults of each kind for each deed."""
_SEED = 20
_STICK = 128 << 20
_Fault = Callable[[int, Path], None]


def run(folder: Path) -> list[Row]:
    """Inject in ``folder`` (empty; needs 1 GB)."""
    stage = fault_tasks.set_the_stage(folder)
    rows = [row for deed in DEEDS for row in _killed(deed, stage, folder)]
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("mkfs.ext4"):
        for deed in DEEDS:
            rows += _on_a_medium(f"{deed.what}：磁盘写满", deed, stage, folder, FULL, _full_disk)
            rows += _on_a_medium(f"{deed.what}：U 盘拔出", deed, stage, folder, PULLED, _pulled_out)
    return rows


def _killed(deed: Deed, stage: Stage, folder: Path) -> Iterator[Row]:
    typical = statistics.median(_undisturbed(deed, stage, folder) for _ in range(3))
    generator = random.Random(_SEED)
    wrong: list[str] = []
    caught = 0
    place = _fresh(deed, stage, folder)
    for _ in range(KILLS):
        place = _fresh(deed, stage, folder)
        child = _begun(deed, stage, place)
        time.sleep(generator.uniform(0, 1.05 * typical))
        os.kill(child, signal.SIGKILL)
        caught += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        if fault := deed.check(stage, place):
            wrong.append(fault)
    wrong += _once_more(deed, stage, place)
    yield _row(f"{deed.what}：kill -9 {KILLS} 次（{caught} 次正在进行）", wrong)


def _on_a_medium(
    what: str,
    deed: Deed,
    stage: Stage,
    folder: Path,
    times: int,
    medium: Callable[[Deed, Stage, Path, random.Random], Iterator[Path]],
) -> Iterator[Row]:
    generator = random.Random(_SEED)
    wrong = []
    for _ in range(times):
        with contextmanager(medium)(deed, stage, folder, generator) as place:
            if fault := deed.check(stage, place):
                wrong.append(fault)
    yield _row(f"{what} {times} 次", wrong)


def _full_disk(deed: Deed, stage: Stage, folder: Path, generator: random.Random) -> Iterator[Path]:
    """The deed on a file system that has less room than it needs, or just enough."""
    place = folder / "medium"
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", place], check=True)
    try:
        deed.prepare(stage, place)
        used = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
        room = generator.randrange(1 << 16, 48 << 20)
        subprocess.run(["mount", "-o", f"remount,size={max(used, 1 << 20) + room}", place], check=True)
        os.waitpid(_begun(deed, stage, place), 0)
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def _pulled_out(deed: Deed, stage: Stage, folder: Path, generator: random.Random) -> Iterator[Path]:
    """The deed on a file system whose device ends early from a random moment on, then put in again whole."""
    place, device = folder / "medium", folder / "stick.img"
    place.mkdir(exist_ok=True)
    with device.open("wb") as stick:
        stick.truncate(_STICK)
    subprocess.run(["mkfs.ext4", "-q", "-F", device], check=True)
    subprocess.run(["mount", "-o", "loop,data=ordered", device, place], check=True)
    try:
        deed.prepare(stage, place)
        os.sync()
        child = _begun(deed, stage, place)
        time.sleep(generator.uniform(0.05, 2.0))
        kept = _still(device)
        os.truncate(device, 1 << 20)
        os.waitpid(child, 0)
    finally:
        subprocess.run(["umount", "-l", place], check=True)
    device.write_bytes(kept)
    subprocess.run(["mount", "-o", "loop", device, place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)
        device.unlink()


def _still(device: Path) -> bytes:
    """What stands on the device between two writes: read in the middle of one, it would be what never was."""
    before = device.read_bytes()
    while (now := device.read_bytes()) != before:
        before = now
    return now


def _undisturbed(deed: Deed, stage: Stage, folder: Path) -> float:
    """Seconds that the deed takes."""
    place = _fresh(deed, stage, folder)
    begin = time.perf_counter()
    if os.waitpid(_begun(deed, stage, place), 0)[1]:
        raise RuntimeError(f"{deed.what}: the deed itself fails")
    return time.perf_counter() - begin


def _once_more(deed: Deed, stage: Stage, place: Path) -> Iterator[str]:
    """What is wrong when the deed is done again where it was killed."""
    os.waitpid(_begun(deed, stage, place), 0)
    if fault := deed.check(stage, place):
        yield fault
    if left := fault_tasks.leftovers(place):
        yield f"left behind: {left}"


def _begun(deed: Deed, stage: Stage, place: Path) -> int:
    """The process that does the deed."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        deed.do(stage, place)
        code = 0
    finally:
        os._exit(code)


def _fresh(deed: Deed, stage: Stage, folder: Path) -> Path:
    place = folder / "place"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    deed.prepare(stage, place)
    return place


def _row(what: str, wrong: list[str]) -> Row:
    for fault in wrong:
        print(f"{what}: {fault}", file=sys.stderr)
    return Row(f"{what}：丢失或半成品", float(len(wrong)), "次", goal="0", met=not wrong)
