"""The requirement files: hashes on every line, no addresses, in step with ``pyproject.toml``."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from environment import LOCKED, REQUIREMENTS

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")


def logical_lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def pins(path: Path) -> dict[str, str]:
    found = {}
    for line in logical_lines(path):
        if match := PIN.match(line):
            found[normal(match["name"])] = match["version"]
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("stem", LOCKED)
def test_every_line_is_pinned_with_a_hash(stem: str) -> None:
    lines = logical_lines(REQUIREMENTS / f"{stem}.txt")
    assert lines
    for line in lines:
        assert PIN.match(line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), line


@pytest.mark.parametrize("stem", LOCKED)
def test_no_addresses_and_no_options(stem: str) -> None:
    for suffix in ("in", "txt"):
        text = (REQUIREMENTS / f"{stem}.{suffix}").read_text(encoding="utf-8")
        assert ":" + "//" not in text
        assert "index-url" not in text
        assert "find-links" not in text
        assert " @ " not in text


@pytest.mark.parametrize("stem", LOCKED)
def test_what_is_asked_for_is_what_is_locked(stem: str) -> None:
    asked, locked = pins(REQUIREMENTS / f"{stem}.in"), pins(REQUIREMENTS / f"{stem}.txt")
    assert asked.items() <= locked.items()


def test_the_developer_runs_what_the_user_runs() -> None:
    assert pins(REQUIREMENTS / "runtime.txt").items() <= pins(REQUIREMENTS / "dev.txt").items()


def test_the_wheel_asks_for_what_the_lock_has() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = set()
    for requirement in table["project"]["dependencies"]:
        match = re.match(r"[A-Za-z0-9._-]+", requirement)
        assert match
        asked.add(normal(match.group()))
    assert asked == set(pins(REQUIREMENTS / "runtime.in"))


def test_one_qt_for_every_platform_and_no_addons() -> None:
    locked = pins(REQUIREMENTS / "runtime.txt")
    assert locked["pyside6-essentials"] == locked["shiboken6"]
    assert "pyside6-addons" not in locked
