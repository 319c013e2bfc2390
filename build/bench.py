"""Run the benchmark sections and print one table: medians, with the peers of the same run.

``python build/bench.py [--folder DIR] [section…]``. A section is a module ``bench_<name>.py`` here
(see ``bench_rows``). Exit code 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from bench_rows import Row

_HERE = Path(__file__).resolve().parent
_NOT_SECTIONS = {"rows"}
_HEADINGS = ("测量", "本程序", "对照", "倍数", "对照工具", "目标", "达到")


class Section(Protocol):
    """What a ``bench_<name>`` module offers."""

    NAME: str

    def run(self, folder: Path) -> list[Row]:
        """Measure in the empty ``folder``."""


def sections() -> list[str]:
    """The names of all sections, sorted."""
    names = {path.stem.removeprefix("bench_") for path in _HERE.glob("bench_*.py")}
    return sorted(names - _NOT_SECTIONS)


def measure(name: str, folder: Path | None) -> list[Row]:
    """Run one section in a scratch folder (below ``folder``), which is removed whatever happens."""
    section: Section = importlib.import_module(f"bench_{name}")
    scratch = Path(tempfile.mkdtemp(prefix="jxdesk-bench-", dir=folder))
    try:
        return section.run(scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text; Chinese characters take two columns."""
    lines = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    has_peer = row.peer is not None and row.ours > 0
    return (
        row.what,
        f"{row.ours:.2f} {row.unit}",
        f"{row.peer:.2f} {row.unit}" if row.peer is not None else "",
        f"{row.peer / row.ours:.2f}" if has_peer and row.peer is not None else "",
        row.peer_name,
        row.goal,
        "" if row.met is None else ("是" if row.met else "否"),
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def main(arguments: Sequence[str]) -> int:
    """Run the chosen sections, all of them without a choice."""
    parser = argparse.ArgumentParser(description="测速：与同类工具在同一次运行中轮流测量，取中位数。")
    parser.add_argument("sections", nargs="*", metavar="部分", help=f"可选：{'、'.join(sections())}")
    parser.add_argument("--folder", type=Path, help="放临时文件的文件夹（约需 6 GB）")
    known = parser.parse_args(arguments)
    unknown = sorted(set(known.sections) - set(sections()))
    if unknown:
        parser.error(f"没有这一部分：{'、'.join(unknown)}")
    chosen = known.sections or sections()
    load = f"，开始时系统负荷 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{platform.system()}，Python {platform.python_version()}，{os.cpu_count()} 核{load}")
    missed = False
    for name in chosen:
        rows = measure(name, known.folder)
        print(f"\n〔{name}〕\n{table(rows)}", flush=True)
        missed = missed or any(row.met is False for row in rows)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
