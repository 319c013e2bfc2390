"""What the document tests share: the pack, the fonts, and one rendering of the sample."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from jxdesk.base.progress import silent
from jxdesk.documents.bundle import Rendered, render
from jxdesk.documents.fonts import FontSet, load_fonts
from jxdesk.documents.form import build_outline
from jxdesk.documents.outline import Outline
from jxdesk.domain.application import Application
from jxdesk.notice import Notice, load_installed
from tests.documents.sample import sample


@dataclass(frozen=True)
class Sample:
    """The sample application with its outline and what was rendered from it."""

    application: Application
    outline: Outline
    rendered: Rendered


@pytest.fixture(scope="session")
def notice() -> Notice:
    return load_installed("jx-2025")


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    return load_fonts()


@pytest.fixture(scope="session")
def rich(notice: Notice, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    application = sample(notice, enterprises=40)
    rendered = render(application, notice, tmp_path_factory.mktemp("rich"), silent)
    return Sample(application, build_outline(application, notice), rendered)
