from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.package import kit


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
