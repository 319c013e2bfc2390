"""Recovery data and rescue: 1 GB in 500 files, on two disc images with losses at random.

Measured as the issue wants it: two copies that each lost 5 % of their 32 KB blocks (what a DVD
loses at once), and each 1 % of their single 2 KB sectors; the losses of the two are independent, fall
on directories and recovery data as well, and read as zeroes, as copying programs leave them. The
rescued package is held against the sealed one byte for byte. Each run is a process of its own;
CPU time and peak memory of the ``par2`` program are counted with it.
"""

from __future__ import annotations

import datetime as dt
import filecmp
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import package_tasks
from bench_rows import Row

NAME = "rescue"
BLOCK, SECTOR = 32 * 1024, 2048
_FILES, _FILE_BYTES = 500, 2_000_000
_ROOT = Path(__file__).resolve().parent.parent
_LOSSES = (("各丢 5% 的 32 KB 块", BLOCK, 0.05), ("各丢 1% 的 2 KB 扇区", SECTOR, 0.01))


@dataclass(frozen=True, slots=True)
class _Run:
    seconds: float
    cpu_seconds: float
    megabytes: float
    worked_out: int


def run(folder: Path) -> list[Row]:
    """Measure in ``folder`` (empty; needs 6 GB)."""
    package, parity = folder / "某县-第1版", folder / "某县-第1版.par2"
    copies = folder / "一.iso", folder / "二.iso"
    _seal(folder / "source", package)
    made = _measure("make", package, parity)
    size = sum(path.stat().st_size for path in parity.iterdir())
    _measure("image", copies[0], package, parity)
    shutil.rmtree(parity)
    shutil.copyfile(*copies)
    rows = [
        Row("生成 5% 恢复数据（1 GB，500 个文件）", made.seconds, "s"),
        Row("同上，处理器时间", made.cpu_seconds, "s"),
        Row("恢复数据的大小", size / 1e6, "MB"),
    ]
    peak = made.megabytes
    for what, unit, share in _LOSSES:
        with _damaged(copies[0], unit, share, 1), _damaged(copies[1], unit, share, 2):
            out = folder / "救出"
            found = _measure("rescue", out, *copies)
            whole = _same(package, out / package.name)
            shutil.rmtree(out)
        rows += [
            Row(f"抢救（两份{what}）", found.seconds, "s", goal="与封装时逐字节相同", met=whole),
            Row("同上，处理器时间", found.cpu_seconds, "s"),
            Row("其中两份都丢、由恢复数据算出的块", found.worked_out, "块"),
        ]
        peak = max(peak, found.megabytes)
    return [*rows, Row("内存峰值（本程序或 par2）", peak, "MB", goal="< 300", met=peak < 300)]


def _seal(source: Path, package: Path) -> None:
    package_tasks.make_source(source, _FILES, _FILE_BYTES)
    subprocess.run(
        [sys.executable, package_tasks.__file__, "seal", str(source), str(package)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(source)


@contextmanager
def _damaged(image: Path, unit: int, share: float, seed: int) -> Iterator[None]:
    """Within the block ``share`` of the image's units of ``unit`` bytes are zeroes."""
    chance, kept = random.Random(seed), dict[int, bytes]()
    with image.open("r+b") as handle:
        for offset in range(0, image.stat().st_size, unit):
            if chance.random() < share:
                handle.seek(offset)
                kept[offset] = data = handle.read(unit)
                handle.seek(offset)
                handle.write(bytes(len(data)))
    try:
        yield
    finally:
        with image.open("r+b") as handle:
            for offset, data in kept.items():
                handle.seek(offset)
                handle.write(data)


def _same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same, byte for byte."""
    names = [sorted(str(path.relative_to(root)) for path in root.rglob("*")) for root in (one, other)]
    files = [name for name in names[0] if (one / name).is_file()]
    return names[0] == names[1] and not any(filecmp.cmpfiles(one, other, files, shallow=False)[1:])


def _measure(task: str, *paths: Path) -> _Run:
    command = [sys.executable, str(Path(__file__).resolve()), task, *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, cpu_seconds, megabytes, worked_out = done.stdout.split()
    return _Run(float(seconds), float(cpu_seconds), float(megabytes), int(worked_out))


def _child(task: str, *paths: Path) -> None:
    sys.path.insert(0, str(_ROOT))
    from jxdesk.base.progress import silent
    from jxdesk.disc.image import make_image
    from jxdesk.package.parity import making
    from jxdesk.package.rescue.whole import rescue

    today, worked_out = dt.datetime(2025, 1, 1, tzinfo=dt.UTC), 0
    start = time.perf_counter()
    if task == "make":
        making.make(paths[0], paths[1], silent)
    elif task == "image":
        make_image([paths[1]], paths[0], volume="BENCH", when=today, progress=silent, extras=[paths[2]])
    else:
        worked_out = sum(one.parity for one in rescue(paths[1:], paths[0], today.date(), silent))
    seconds = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu_seconds = sum(one.ru_utime + one.ru_stime for one in used)
    print(seconds, cpu_seconds, max(one.ru_maxrss for one in used) / 1024, worked_out)


if __name__ == "__main__":
    _child(sys.argv[1], *map(Path, sys.argv[2:]))
