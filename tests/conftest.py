"""What holds for every test: no screen, no user's own folders, no clock in the verdict."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

# Read by Qt when its application is made, so it has to stand here, before any test imports it.
# Only the test under X asks for another platform, in a process of its own.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("JXDESK_TEST_PLATFORM", "offscreen")
if os.environ["QT_QPA_PLATFORM"] == "offscreen":
    os.environ.pop("DISPLAY", None)
os.environ.pop("WAYLAND_DISPLAY", None)

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run and machine: a failure is about the change at hand.
settings.register_profile(
    "jxdesk",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("jxdesk")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--remake-references``: write the kept pictures anew instead of holding against them."""
    parser.addoption("--remake-references", action="store_true", help="write the kept pictures anew")


@pytest.fixture
def remake(request: pytest.FixtureRequest) -> bool:
    """Whether the kept pictures are to be written anew."""
    return bool(request.config.getoption("--remake-references"))


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder for logs, keys and recent workspaces, so that no test sees the user's or another's."""
    home = tmp_path_factory.mktemp("jxdesk-home")
    monkeypatch.setenv("JXDESK_HOME", str(home))
    return home


@pytest.fixture
def looked_at_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are opened in this process: that a killable one does it is tested with the prober."""

    def run_here(function: Any, calls: Any, *, progress: Any = None, **_: Any) -> list[Any]:
        if progress is not None:
            progress("正在查看文件", 0, len(calls))
        return [function(*call) for call in calls]

    monkeypatch.setattr("jxdesk.base.worker.run_each", run_here)
