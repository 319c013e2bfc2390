"""A sound pack, and a copy of its files to bend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jxdesk.base.paths import resources
from jxdesk.notice import Notice
from tests.strategies import NOTICE_ID, notice


@pytest.fixture
def pack() -> Notice:
    return notice()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The pack's files in a folder that may be changed."""
    place = tmp_path / "pack"
    shutil.copytree(resources() / "notices" / NOTICE_ID, place)
    return place
