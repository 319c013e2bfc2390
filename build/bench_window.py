"""The window: how soon it is there, how it stands still while work is done, and the memory it takes.

Each measurement is a process of its own, on a platform of Qt's that needs no screen. Its modules are
compiled, as those of an installed program are: everything is done once before it counts. A workspace is
opened once the start page has stood for two seconds (whoever wants to open one has to read and click),
by then the program has loaded what it will need; and once the moment the page is there.

Standing still is what a timer of five milliseconds sees: the time from one of its ticks to the next, while
a spreadsheet of 2,000 enterprises is imported, 5,000 are checked, and the demo county is sealed and read
back; of several runs the middle one counts, for any program's turn on the machine looks the same.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import window_tasks
from bench_rows import Row, compiled_once, median
from window_tasks import IMPORTED

NAME = "window"
ROUNDS = 7
OPENINGS = 5
WORKINGS = 3
GOAL_START = 1.8
GOAL_OPEN_SECONDS = 1.0
GOAL_USUAL_MILLISECONDS, GOAL_LONGEST_MILLISECONDS = 50, 120
# From a start page that has stood for a while, and from one that has just appeared.
_OPENINGS = ("open", "open-at-once")
_WORKS = {"import": f"导入 {IMPORTED} 家企业", "check": "全部检查 5000 家企业", "seal": "封装演示县并读回"}


def run(folder: Path) -> list[Row]:
    """Measure in ``folder`` (empty)."""
    places = {name: folder / f"{name}.jxdesk" for name in ("demo", "large", "empty")}
    _child(folder, "make-demo", places["demo"])
    _child(folder, "make-large", places["large"])
    _child(folder, "make-empty", places["empty"], places["large"])
    for task in ("bare", "start"):
        _child(folder, task)
    bare, start = _taken_in_turns(folder)
    rows = [
        Row(
            "起始页出现（冷启动）",
            median([run["shown"] for run in start]),
            "s",
            "空白 PySide6 窗口",
            median([run["shown"] for run in bare]),
            f"≤ {GOAL_START:g} 倍",
            median([run["shown"] for run in start]) <= GOAL_START * median([run["shown"] for run in bare]),
        ),
        Row(
            "　其中处理器时间",
            median([run["busy"] for run in start]),
            "s",
            "空白 PySide6 窗口",
            median([run["busy"] for run in bare]),
        ),
        Row("　内存峰值", median([run["memory"] for run in start]), "MB"),
    ]
    for name, words, goal in (("demo", "打开演示县", GOAL_OPEN_SECONDS), ("large", "打开 5000 家企业", None)):
        stood, at_once = ([_child(folder, task, places[name]) for _ in range(OPENINGS)] for task in _OPENINGS)
        rows += _opening(words, stood, at_once, goal)
    for work, words in _WORKS.items():
        runs = [_working(folder, work, places) for _ in range(WORKINGS)]
        rows += _standing(words, {name: median([run[name] for run in runs]) for name in runs[0]})
    return rows


def _working(folder: Path, work: str, places: dict[str, Path]) -> dict[str, float]:
    """Do a work on copies of the workspaces, so that it finds them as the time before."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        copies = [shutil.copytree(place, Path(scratch) / place.name) for place in places.values()]
        return _child(folder, work, *copies)


def _taken_in_turns(folder: Path) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """The bare window and ours, one after the other."""
    turns = [(_child(folder, "bare"), _child(folder, "start")) for _ in range(ROUNDS)]
    return [bare for bare, _ in turns], [start for _, start in turns]


def _opening(
    words: str, runs: list[dict[str, float]], at_once: list[dict[str, float]], goal: float | None
) -> list[Row]:
    shown = median([run["shown"] for run in runs])
    return [
        Row(f"{words}，到窗口出现", shown, "s")
        if goal is None
        else Row(f"{words}，到窗口出现", shown, "s", goal=f"≤ {goal:g} s", met=shown <= goal),
        Row("　到检查结果出现", median([run["checked"] for run in runs]), "s"),
        Row("　起始页刚出现就打开，到窗口出现", median([run["shown"] for run in at_once]), "s"),
        Row("　窗口线程的处理器时间", median([run["busy"] for run in runs]), "s"),
        Row("　期间最长停顿", median([run["longest"] for run in runs]), "ms"),
        Row("　内存峰值", median([run["memory"] for run in runs]), "MB"),
    ]


def _standing(words: str, run: dict[str, float]) -> list[Row]:
    usual, longest = run["usual"], run["longest"]
    return [
        Row(
            f"{words}：95 % 的停顿不超过",
            usual,
            "ms",
            goal=f"≤ {GOAL_USUAL_MILLISECONDS} ms",
            met=usual <= GOAL_USUAL_MILLISECONDS,
        ),
        Row(
            "　最长的停顿",
            longest,
            "ms",
            goal=f"≤ {GOAL_LONGEST_MILLISECONDS} ms",
            met=longest <= GOAL_LONGEST_MILLISECONDS,
        ),
        Row("　共用", run["seconds"], "s"),
    ]


def _child(folder: Path, task: str, *places: Path) -> dict[str, float]:
    """Run a task in a process of its own; what it says, as figures by name."""
    variables = compiled_once(folder) | {"QT_QPA_PLATFORM": "offscreen", "JXDESK_HOME": str(folder / "home")}
    began = time.monotonic()
    command = [sys.executable, window_tasks.__file__, task, str(began), *map(str, places)]
    done = subprocess.run(command, env=variables, check=False, capture_output=True, text=True, cwd=folder)
    if done.returncode:
        raise RuntimeError(f"{task}: {done.stderr[-2000:]}")
    pairs = (line.split() for line in done.stdout.splitlines())
    return {name: float(value) for name, value in pairs}
