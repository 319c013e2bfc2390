from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.package import kit
from tests.package.browser import Browser, Listener


@pytest.fixture(scope="session")
def genuine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A genuine package; not to be written to."""
    folder = tmp_path_factory.mktemp("genuine") / "申报包"
    kit.make(folder)
    return folder


@pytest.fixture
def package(genuine: Path, tmp_path: Path) -> Path:
    """A copy of the genuine package, to be bent."""
    return Path(shutil.copytree(genuine, tmp_path / "申报包"))


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    """Chromium without a screen."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("there is no Chromium here")
    return Browser(program, tmp_path / "browser")


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Hears what a page asks this machine for."""
    made = Listener()
    yield made
    made.close()
