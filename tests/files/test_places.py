"""Where on a page something stands: over the right letters, also on pages that are turned or cropped."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import RectangleObject
from reportlab.pdfgen.canvas import Canvas

from jxdesk.domain.facts import SensitiveKind
from jxdesk.files.pictures import PagePicture, first_pages, page_pictures
from jxdesk.files.places import Box
from tests.files import pdfs

IDENTITY = "36990019900307441X"
pytestmark = pytest.mark.usefixtures("looked_at_here")


def shown(path: Path, number: int = 1) -> PagePicture:
    (found,) = page_pictures(path, (number,), width=800, marked=True)
    assert found is not None
    return found


def of_the_number(page: PagePicture) -> Box:
    (box,) = [box for box in page.boxes if box.kind is SensitiveKind.IDENTITY]
    return box


def dark_within(page: PagePicture, box: Box) -> tuple[int, int]:
    """How many dark points lie within a box, and how many on the page beside it."""
    picture = Image.open(BytesIO(page.png)).convert("L").point(lambda value: 255 if value < 128 else 0)
    wide, high = picture.size
    part = (round(box.left * wide) - 1, round(box.top * high) - 1)
    other = (round(box.right * wide) + 1, round(box.bottom * high) + 1)
    within = picture.crop((*part, *other)).histogram()[255]
    return within, picture.histogram()[255] - within


def numbered(path: Path, turn: int = 0, crop: tuple[int, int, int, int] | None = None) -> Path:
    """A page with nothing on it but a number that names itself by its check digit."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 300), invariant=True)
    canvas.setFont("Courier", 14)
    canvas.drawString(120, 180, IDENTITY)
    canvas.showPage()
    canvas.save()
    buffer.seek(0)
    writer = PdfWriter(clone_from=buffer)
    page = writer.pages[0]
    if turn:
        page.rotate(turn)
    if crop is not None:
        page.cropbox = RectangleObject(crop)
    writer.write(path)
    return path


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (100, 150, 400, 300)])
def test_a_box_holds_the_letters_and_nothing_beside_it(
    turn: int, crop: tuple[int, int, int, int] | None, tmp_path: Path
) -> None:
    page = shown(numbered(tmp_path / "n.pdf", turn, crop))
    box = of_the_number(page)
    within, beside = dark_within(page, box)
    assert within > 100
    assert beside == 0
    assert (box.right - box.left) * (box.bottom - box.top) < 0.12
    assert IDENTITY not in repr(page.boxes)
    assert box.masked == "369***********441X"


def test_each_page_has_its_own_boxes_and_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdfs.pdf("没有什么", f"甲的身份证号{IDENTITY}，手机13800009999", "机密★五年"))
    assert shown(path, 1).boxes == ()
    assert [box.kind for box in shown(path, 2).boxes] == [SensitiveKind.IDENTITY, SensitiveKind.MOBILE]
    assert [box.kind for box in shown(path, 3).boxes] == [SensitiveKind.SECRECY]
    (plain,) = page_pictures(path, (2,), width=100)
    assert plain is not None
    assert plain.boxes == ()


def test_a_word_that_runs_over_two_lines_has_a_box_on_each(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdfs.pdf(f"身份证号{IDENTITY[:10]}\n{IDENTITY[10:]}"))
    boxes = [box for box in shown(path).boxes if box.kind is SensitiveKind.IDENTITY]
    upper, lower = boxes
    assert upper.bottom <= lower.top + 0.02
    assert upper.left > lower.left


def test_the_first_pages_of_several_files_and_none_for_what_has_no_pages(tmp_path: Path) -> None:
    good, bad = numbered(tmp_path / "a.pdf"), tmp_path / "b.docx"
    bad.write_bytes(b"PK\x03\x04 not a picture")
    Image.new("RGB", (300, 600)).save(tmp_path / "c.png")
    first, none, picture = first_pages([good, bad, tmp_path / "c.png"], width=60)
    assert first is not None
    assert picture is not None
    assert none is None
    assert Image.open(BytesIO(picture.png)).size == (60, 120)
    assert first_pages([], width=60) == ()
