"""The simulated scan: pictures of every page, marked and sealed, the same for a seed."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from jxdesk.app.demo import simulated_scan
from jxdesk.base.errors import Cancelled
from jxdesk.base.progress import silent
from jxdesk.documents.fonts import Role, load_fonts

A4 = (595.0, 842.0)
LANDSCAPE = (842.0, 595.0)


@pytest.fixture(scope="module")
def printed() -> bytes:
    """Cover and pledge ask for a seal, the third (landscape) page does not."""
    buffer = BytesIO()
    face = load_fonts().face(Role.SONG, "章").fontName
    canvas = Canvas(buffer, invariant=1, initialFontName=face)
    for size, text in ((A4, "申报单位（盖章）："), (A4, "(申报单位盖章)"), (LANDSCAPE, "清单")):
        canvas.setPageSize(size)
        canvas.setFont(face, 16)
        canvas.drawString(250, 300, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.fixture(scope="module")
def scan(printed: bytes) -> bytes:
    return simulated_scan(printed, load_fonts(), 3, silent)


def test_same_seed_same_bytes(printed: bytes, scan: bytes) -> None:
    assert simulated_scan(printed, load_fonts(), 3, silent) == scan
    assert simulated_scan(printed, load_fonts(), 4, silent) != scan


def test_pages_keep_their_size_and_hold_one_picture_and_no_text(scan: bytes) -> None:
    document = pypdfium2.PdfDocument(scan)
    assert [page.get_size() for page in document] == [A4, A4, LANDSCAPE]
    for page in document:
        assert [item.type for item in page.get_objects()] == [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        assert page.get_textpage().get_text_bounded() == ""


def test_paper_is_off_white_and_every_page_is_marked(scan: bytes) -> None:
    for page in _pages(scan):
        corner = page.getpixel((page.width - 8, page.height - 8))
        assert isinstance(corner, tuple)
        assert 235 <= corner[2] < 250
        top_left = page.crop((0, 0, page.width // 2, page.height // 8))
        assert _red(top_left) > 200


def test_the_seal_stands_where_it_is_asked_for_and_nowhere_else(scan: bytes) -> None:
    cover, pledge, listed = _pages(scan)
    for page in (cover, pledge):
        assert _red(page.crop((250, 400, 520, 700))) > 1500
    assert _red(listed.crop((0, 120, listed.width, listed.height))) == 0


def test_progress_can_stop_it(printed: bytes) -> None:
    seen: list[tuple[int, int]] = []

    def stop(label: str, done: int, total: int) -> None:
        seen.append((done, total))
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        simulated_scan(printed, load_fonts(), 3, stop)
    assert seen == [(0, 3), (1, 3)]


def _pages(scan: bytes) -> list[Image.Image]:
    return [page.render(scale=1.0).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(scan)]


def _red(picture: Image.Image) -> int:
    """How many pixels are clearly red."""
    data = picture.tobytes()
    return sum(data[i] > 150 and data[i] - data[i + 1] > 70 for i in range(0, len(data), 3))
