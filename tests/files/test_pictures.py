"""Pages to look at: the right ones, within bounds, and nothing that a bad file does ends more than itself."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from jxdesk.domain.facts import FileProblem
from jxdesk.files.pictures import PagePicture, page_pictures
from jxdesk.files.probe import probe_many

RED, BLUE = (200, 0, 0), (0, 0, 200)


def pdf_of(path: Path, pages: int) -> Path:
    canvas = Canvas(str(path), pagesize=(200, 300))
    for number in range(pages):
        canvas.setFillColorRGB(*((1, 0, 0) if number % 2 == 0 else (0, 0, 1)))
        canvas.rect(0, 0, 200, 300, fill=1, stroke=0)
        canvas.showPage()
    canvas.save()
    return path


def seen(picture: PagePicture | None) -> Image.Image:
    assert picture is not None
    return Image.open(BytesIO(picture.png))


def test_pages_of_a_pdf_come_in_the_order_asked_for_and_as_wide(tmp_path: Path) -> None:
    second, first = page_pictures(pdf_of(tmp_path / "a.pdf", 3), (2, 1), width=100)
    assert (second.number, second.pages) == (2, 3) if second else False
    assert seen(second).size == (100, 150)
    assert seen(second).getpixel((50, 75)) == (0, 0, 255)
    assert seen(first).getpixel((50, 75)) == (255, 0, 0)


def test_a_photo_lying_on_its_side_is_shown_upright(tmp_path: Path) -> None:
    photo = Image.new("RGB", (400, 200), RED)
    exif = photo.getexif()
    exif[0x0112] = 6
    photo.save(tmp_path / "p.jpg", exif=exif)
    (shown,) = page_pictures(tmp_path / "p.jpg", (1,), width=100)
    assert seen(shown).size == (100, 200)
    (raw,) = page_pictures(tmp_path / "p.jpg", (1,), width=100, upright=False)
    assert seen(raw).size == (100, 50)


def test_each_page_of_a_tiff_can_be_seen(tmp_path: Path) -> None:
    first, second = (Image.new("RGB", (60, 90), colour) for colour in (RED, BLUE))
    first.save(tmp_path / "s.tif", save_all=True, append_images=[second])
    one, two, three = page_pictures(tmp_path / "s.tif", (1, 2, 3), width=60)
    assert seen(one).getpixel((5, 5)) == RED
    assert seen(two).getpixel((5, 5)) == BLUE
    assert three is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("truncated.pdf", b"%PDF-1.7\n1 0 obj\n<<"),
        ("no-picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
        ("other-kind.docx", b"PK\x03\x04" + b"\0" * 40),
        ("empty.jpg", b""),
    ],
)
def test_what_cannot_be_shown_is_none(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert page_pictures(tmp_path / name, (1, 2), width=80) == (None, None)


def test_no_page_asked_for_starts_nothing(tmp_path: Path) -> None:
    assert page_pictures(tmp_path / "missing.pdf", (), width=80) == ()


@pytest.mark.parametrize("kind", ["jpg", "png", "tif", "gif", "bmp", "webp"])
def test_every_kind_of_picture_is_known_to_a_process_that_sees_it_first(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"照片.{kind}"
    Image.new("RGB", (40, 60), RED).save(path)
    (facts,) = probe_many([(path, path.name)])
    assert facts.problem is FileProblem.NONE
    assert facts.image_only
    assert page_pictures(path, (1,), width=40)[0] is not None
