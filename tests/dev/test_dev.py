"""The pure parts of ``dev.py``: stamps, package names, the screen; and that it is plain enough to start."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev
import environment
import system_packages

BUILD = Path(__file__).parents[2] / "build"


def test_a_stamp_comes_back_as_it_was_written(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp.json"
    environment.write_stamp(stamp, {"packages": "a", "here": "/数字"})
    assert environment.read_stamp(stamp) == {"packages": "a", "here": "/数字"}
    assert [path.name for path in tmp_path.iterdir()] == ["stamp.json"]


@pytest.mark.parametrize("content", [None, b"", b"{", b"[1]", b"\xff\xfe"])
def test_an_absent_or_damaged_stamp_means_nothing_was_done(content: bytes | None, tmp_path: Path) -> None:
    stamp = tmp_path / "stamp.json"
    if content is not None:
        stamp.write_bytes(content)
    assert environment.read_stamp(stamp) == {}


def test_the_digest_sees_content_order_and_borders(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"ab")
    two.write_bytes(b"c")
    before = environment.digest_of([one, two])
    assert before != environment.digest_of([two, one])
    one.write_bytes(b"a")
    two.write_bytes(b"bc")
    assert before != environment.digest_of([one, two])


def test_a_step_that_fails_is_named() -> None:
    with pytest.raises(environment.SetupFailed, match="某一步"):
        environment.run("某一步", [sys.executable, "-c", "raise SystemExit(3)"])


def test_packages_are_missing_only_if_no_alternative_is_there() -> None:
    wanted = (("libglib2.0-0t64", "libglib2.0-0"), ("libgl1",))
    assert system_packages.missing_of(wanted, {"libglib2.0-0"}) == (("libgl1",),)
    assert system_packages.missing_of(wanted, {"libglib2.0-0t64", "libgl1"}) == ()


def test_the_name_that_apt_knows_is_chosen() -> None:
    missing = (("libglib2.0-0t64", "libglib2.0-0"),)
    assert system_packages.chosen(missing, {"libglib2.0-0t64"}) == ("libglib2.0-0t64",)
    assert system_packages.chosen(missing, {"libglib2.0-0"}) == ("libglib2.0-0",)
    assert system_packages.chosen(missing, set()) == ("libglib2.0-0",)


def test_without_root_the_one_command_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(system_packages, "installed", lambda _: frozenset())
    monkeypatch.setattr(system_packages, "known_to_apt", lambda _: frozenset({"libgl1"}))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(system_packages.SystemIncomplete, match=r"sudo apt-get install -y .*libgl1"):
        system_packages.ensure()


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    system_packages.ensure()


def test_a_second_demo_leaves_the_first_alone(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert dev.unused(folder) == folder
    folder.mkdir()
    (tmp_path / "demo-2").mkdir()
    assert dev.unused(folder) == tmp_path / "demo-3"


@pytest.mark.skipif(os.name == "nt", reason="Windows always has a screen")
def test_a_window_needs_a_screen() -> None:
    assert not dev.has_screen({})
    assert not dev.has_screen({"DISPLAY": ""})
    assert dev.has_screen({"DISPLAY": ":0"})
    assert dev.has_screen({"WAYLAND_DISPLAY": "wayland-0"})


@pytest.mark.parametrize("module", ["dev", "environment", "system_packages", "fonts", "font_sources"])
def test_setup_starts_with_the_standard_library_alone(module: str) -> None:
    own = {path.stem for path in BUILD.glob("*.py")}
    tree = ast.parse((BUILD / f"{module}.py").read_text(encoding="utf-8"))
    at_the_top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {
        name.split(".")[0]
        for node in at_the_top
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    assert named <= set(sys.stdlib_module_names) | own


def test_it_starts_without_any_package() -> None:
    command = [sys.executable, "-I", "-S", str(BUILD / "dev.py"), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    for name in ("setup", "demo", "test", "check", "bench", "lock"):
        assert name in done.stdout
