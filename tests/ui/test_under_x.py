"""A part of the random walk on a real X server, which nobody sees."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ACTIONS = 250
_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def display() -> Iterator[str]:
    """The name of a fresh X server's screen."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("there is no Xvfb on this machine")
    reading, writing = os.pipe()
    command = [server, "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as running:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
        running.terminate()


@pytest.mark.slow
def test_the_walk_goes_as_well_under_x(display: str, tmp_path: Path) -> None:
    variables = dict(os.environ, DISPLAY=display, JXDESK_TEST_PLATFORM="xcb", JXDESK_WALK=str(ACTIONS))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--basetemp",
        str(tmp_path / "x"),
    ]
    done = subprocess.run(
        [*command, "tests/ui/test_random_walk.py"], env=variables, cwd=_ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:]
