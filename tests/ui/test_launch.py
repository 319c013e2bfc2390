"""The entry: which words open a window, which run a command, and what is loaded when."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ui import launch, screen

ROOT = Path(__file__).parents[2]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was opened or run, instead of doing it."""
    seen: list[object] = []

    def run(workspace: Path | None) -> int:
        seen.append(("window", workspace))
        return 0

    def command(argv: Sequence[str], *, window_probe: Callable[[Path], None]) -> int:
        seen.append(("command", list(argv), window_probe.__name__))
        return 7

    monkeypatch.setattr("ui.program.run", run)
    monkeypatch.setattr("jxdesk.cli.main", command)
    return seen


def test_no_words_open_the_start_page(called: list[object]) -> None:
    assert launch.main([]) == 0
    assert called == [("window", None)]


def test_open_shows_the_window_on_a_workspace(called: list[object]) -> None:
    assert launch.main(["open", "清溪县.jxdesk"]) == 0
    assert called == [("window", Path("清溪县.jxdesk"))]


@pytest.mark.parametrize(
    "words", [["check", "w"], ["open"], ["open", "a", "b"], ["open", "--help"], ["--version"]]
)
def test_everything_else_is_a_command(called: list[object], words: list[str]) -> None:
    assert launch.main(words) == 7
    assert called == [("command", words, "_probe")]


def test_without_a_screen_one_sentence_and_exit_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], called: list[object]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert launch.main([]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "没有图形桌面" in said
    assert not called


def test_a_missing_system_library_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ImportError("libEGL.so.1: cannot open shared object file")
    monkeypatch.setattr("builtins.__import__", _without("ui.program", error))
    assert launch.main([]) == 2
    assert "libEGL.so.1" in capsys.readouterr().err


@pytest.fixture
def under_x(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Linux desktop under X whose Qt plugin is a file that Qt can't load either."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(screen, "x_plugin", lambda: tmp_path / "libqxcb.so")


def _lacking(library: str) -> Callable[[str], object]:
    def load(_: str) -> object:
        raise OSError(f"{library}: cannot open shared object file: No such file or directory")

    return load


@pytest.mark.usefixtures("under_x")
@pytest.mark.parametrize(
    ("installer", "command"), [("apt-get", "libxcb-cursor0"), ("dnf", "xcb-util-cursor")]
)
def test_a_library_that_the_plugin_lacks_is_a_sentence_with_one_command(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    called: list[object],
    installer: str,
    command: str,
) -> None:
    monkeypatch.setattr("ctypes.CDLL", _lacking("libxcb-cursor.so.0"))
    monkeypatch.setattr("shutil.which", lambda name: name if name == installer else None)
    assert launch.main([]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "系统缺少 libxcb-cursor.so.0" in said
    assert f"sudo {installer} install -y " in said
    assert command in said
    assert not called


@pytest.mark.usefixtures("under_x", "called")
@pytest.mark.parametrize(
    ("name", "value"), [("QT_QPA_PLATFORM", "offscreen"), ("WAYLAND_DISPLAY", "wayland-0"), ("DISPLAY", "")]
)
def test_the_plugin_is_only_asked_of_where_it_is_used(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr("ctypes.CDLL", _lacking("libxcb-cursor.so.0"))
    monkeypatch.setenv(name, value)
    assert not screen.uses_x()
    assert screen.complaint() == ""


@pytest.mark.usefixtures("under_x")
def test_a_plugin_that_loads_is_no_complaint(monkeypatch: pytest.MonkeyPatch, called: list[object]) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _: object())
    assert launch.main([]) == 0
    assert called == [("window", None)]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the plugin for X is Linux's")
def test_the_wheel_has_the_plugin_where_it_is_looked_for() -> None:
    plugin = screen.x_plugin()
    assert plugin is not None
    assert plugin.name == "libqxcb.so"


def _without(name: str, error: ImportError) -> Callable[..., object]:
    real = __import__

    def importing(wanted: str, *rest: object, **more: object) -> object:
        if wanted == name:
            raise error
        return real(wanted, *rest, **more)  # type: ignore[arg-type]

    return importing


START = """
import sys
from ui import launch
assert "PySide6" not in sys.modules, "a command must not load Qt"
from PySide6.QtCore import QTimer
from ui.program import Program, new_application
app = new_application(["jxdesk"])
program = Program(app)
program.start(None)
shown = []
def look():
    shown.append(program.start_page.isVisible() and not program.start_page.grab().isNull())
    app.quit()
QTimer.singleShot(50, look)
app.exec()
assert shown == [True]
heavy = set(
    "sqlalchemy alembic reportlab docx openpyxl cryptography pypdfium2 PIL filelock multiprocessing".split()
)
print(sorted(heavy & set(sys.modules)))
"""


def test_start_page_loads_neither_database_nor_renderers(tmp_path: Path) -> None:
    done = _python("-c", START, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_a_window_does_not_wait_for_what_only_its_pages_need(tmp_path: Path) -> None:
    script = (
        "import sys; import ui.main_window, ui.desk;"
        "heavy = 'openpyxl cryptography asn1crypto pypdfium2 PIL lxml docx typst pycdlib alembic';"
        "print([name for name in heavy.split() if name in sys.modules])"
    )
    done = _python("-c", script, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_commands_do_not_load_qt(tmp_path: Path) -> None:
    script = (
        "import sys; from ui import launch; code = launch.main(['rules', '--json']);"
        "print(code, 'PySide6' in sys.modules)"
    )
    done = _python("-c", script, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "0 False"


def _python(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "JXDESK_HOME": str(home), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=environment,
        timeout=60,
        check=False,
    )
