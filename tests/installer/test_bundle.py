"""The bundle starts on its own and proves itself, with nothing of this environment to lean on."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import bundle

SELF_TEST_SECONDS = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle.build(tmp_path_factory.mktemp("bundle"))


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
def test_the_bundle_proves_itself(folder: Path, tmp_path: Path) -> None:
    done = run(folder, tmp_path / "home", "self-test")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_bundle_carries_licences_and_no_tools(folder: Path) -> None:
    names = {path.name for path in folder.rglob("*")}
    assert "LICENSE" in names
    assert any(path.name.startswith("pyside6") for path in (folder / "licences").iterdir())
    assert "NotoSerifSC-OFL.txt" in names
    for unwanted in ("pytest", "fontTools", "mypy", "hypothesis", "QtWebEngineCore.abi3.so"):
        assert unwanted not in names
