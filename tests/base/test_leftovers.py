"""A killed program leaves nothing for long; a living one is left alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jxdesk.base.atomic import scratch_folder, staged_file, staged_folder
from jxdesk.base.leftovers import sweep

MAKE = """
import sys
from pathlib import Path
from jxdesk.base.atomic import scratch_folder, staged_file, staged_folder
def slow(path):
    return staged_file(path, slow=True)
make = {"scratch": scratch_folder, "staged": staged_folder, "file": slow}[sys.argv[1]]
with make(Path(sys.argv[2])) as made:
    (made / "half.bin" if made.is_dir() else made).write_bytes(b"half" * 1000)
    print("half-made", flush=True)
    sys.stdin.read()
"""


def half_made(kind: str, path: Path) -> subprocess.Popen[str]:
    """A process that is in the middle of making something at ``path``."""
    command = [sys.executable, "-c", MAKE, kind, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "half-made\n"
    return process


def end(process: subprocess.Popen[str], deed: Callable[[], None]) -> None:
    """End the process by ``deed`` and let go of its pipes."""
    deed()
    process.communicate()


def staged(folder: Path) -> None:
    with staged_folder(folder / "申报包") as beside:
        (beside / "x").touch()


def slow_file(folder: Path) -> None:
    with staged_file(folder / "申报包", slow=True) as beside:
        beside.touch()


def scratch(folder: Path) -> None:
    with scratch_folder(folder):
        pass


@pytest.mark.parametrize("kind", ["scratch", "staged", "file"])
@pytest.mark.parametrize("again", [staged, slow_file, scratch, sweep])
def test_what_a_killed_program_left_goes_with_the_next_one(
    tmp_path: Path, kind: str, again: Callable[[Path], None]
) -> None:
    process = half_made(kind, tmp_path if kind == "scratch" else tmp_path / "某县")
    end(process, process.kill)
    assert any(tmp_path.iterdir())
    again(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["申报包"] * (again in (staged, slow_file))


@pytest.mark.parametrize("kind", ["scratch", "staged", "file"])
def test_what_is_being_made_is_left_alone(tmp_path: Path, kind: str) -> None:
    process = half_made(kind, tmp_path if kind == "scratch" else tmp_path / "某县")
    before = {path.name for path in tmp_path.rglob("*")}
    sweep(tmp_path)
    assert {path.name for path in tmp_path.rglob("*")} == before
    end(process, lambda: None)
    assert process.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["某县"] * (kind != "scratch")


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    others = ".x.part", "film.part", ".a.01234567.part", "x.01234567.part.lock", ".012345678.part.lock"
    for name in others:
        (tmp_path / name).touch()
    sweep(tmp_path)
    assert len(list(tmp_path.iterdir())) == 5
    sweep(tmp_path / "missing")
