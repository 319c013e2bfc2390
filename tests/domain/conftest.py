"""The pack, its catalogue, and a small application to bend."""

from __future__ import annotations

import pytest

from jxdesk.domain.catalogue import Catalogue
from jxdesk.notice import Notice
from tests.strategies import notice


@pytest.fixture
def pack() -> Notice:
    return notice()


@pytest.fixture
def catalogue(pack: Notice) -> Catalogue:
    return Catalogue(pack)
