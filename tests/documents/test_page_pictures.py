"""How the printed pages look: a page of each kind held against a kept picture."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from jxdesk.base.paths import resources
from jxdesk.documents.fonts import FontSet
from jxdesk.documents.papers.burn_form import burn_form
from tests.documents.conftest import Sample
from tests.documents.test_papers import form_facts
from tests.pictures import hold_against, share_differing

KEPT = Path(__file__).parent / "golden" / "pages"
# The first page of these sections: cover, running text, contents, form, tables, lists that lie across.
SECTIONS = ("cover", "pledge", "contents", "basic", "scale", "targets", "projects", "register", "evidence")
SCALE = 0.8


def drawn(pdf: Path, page: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[page].render(scale=SCALE).to_pil()
    return picture


@pytest.fixture(autouse=True)
def own_fonts() -> None:
    """The pictures are of pages set in the project's own fonts."""
    table = tomllib.loads((resources() / "fonts" / "fonts.toml").read_text(encoding="utf-8"))
    missing = [font["file"] for font in table["font"] if not (resources() / "fonts" / font["file"]).is_file()]
    if missing:
        pytest.skip(f"pages are set in other fonts here: {missing} could not be had")


@pytest.mark.parametrize("section", SECTIONS)
def test_the_page_looks_as_it_did(section: str, rich: Sample, tmp_path: Path, remake: bool) -> None:
    page = next(page for page in rich.rendered.pages if page.section == section)
    hold_against(drawn(rich.rendered.pdf, page.number - 1), KEPT / f"{section}.png", tmp_path, remake=remake)


def test_the_burn_form_looks_as_it_did(fonts: FontSet, tmp_path: Path, remake: bool) -> None:
    form = tmp_path / "form.pdf"
    form.write_bytes(burn_form(form_facts(), fonts, 2))
    hold_against(drawn(form, 0), KEPT / "burn-form.png", tmp_path, remake=remake)


def test_another_page_is_told_apart(rich: Sample) -> None:
    first, second = (drawn(rich.rendered.pdf, page) for page in (1, 3))
    assert share_differing(first, second) > 0.02
    assert share_differing(first, first) == 0
