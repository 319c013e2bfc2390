"""The evidence book: every file in it, turned and numbered, and bent files that spoil nothing."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.documents.papers import evidence_book as room
from jxdesk.documents.papers.book_pages import BookItem
from jxdesk.documents.papers.book_sheets import FOOT, sheets_of
from jxdesk.documents.papers.evidence_book import Made, evidence_book
from jxdesk.documents.pdf.geometry import A4, MM
from jxdesk.documents.pdf.pen import Properties
from tests import papers
from tests.documents.reading import squeezed


def pdf_of(size: tuple[float, float], *, pages: int = 1, turn: int = 0) -> bytes:
    """Pages that are black all over."""
    document = pdfium.PdfDocument.new()
    picture = Image.new("L", (20, 20), 0)
    packed = io.BytesIO()
    picture.save(packed, "JPEG")
    for _ in range(pages):
        page = document.new_page(*size)
        image = pdfium.PdfImage.new(document)
        image.load_jpeg(io.BytesIO(packed.getvalue()), inline=True)
        image.set_matrix(pdfium.PdfMatrix(size[0], 0, 0, size[1], 0, 0))
        page.insert_obj(image)
        page.gen_content()
        page.set_rotation(turn)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def picture_of(kind: str, size: tuple[int, int], mode: str = "RGB") -> bytes:
    held = io.BytesIO()
    black = (0, 0, 0, 255) if mode == "RGBA" else 0
    Image.new(mode, size, black).save(held, kind)
    return held.getvalue()


def item(folder: Path, number: int, name: str, data: bytes) -> BookItem:
    path = folder / f"file-{number}"
    path.write_bytes(data)
    return BookItem(number, name, "主导产业营业收入", path, f"{number:03d}-{name}")


def make(folder: Path, files: dict[str, bytes], name: str = "book.pdf") -> tuple[Made, Path]:
    items = [item(folder, number, each, data) for number, (each, data) in enumerate(files.items(), 1)]
    aside = folder / f"aside-{name}"
    aside.mkdir()
    properties = Properties("佐证材料汇编", "清溪县人民政府")
    return evidence_book(items, folder / name, properties, aside, silent), folder / name


def texts(path: Path) -> list[str]:
    with pdfium.PdfDocument(path) as pages:
        return [squeezed(page.get_textpage().get_text_range()) for page in pages]


def ink(path: Path, page: int) -> tuple[float, float, float, float]:
    """Where the black lies on a page above the strip: left, top, right, bottom as shares of the sheet."""
    with pdfium.PdfDocument(path) as pages:
        shown = pages[page].render(scale=1).to_pil().convert("L")
    above = shown.crop((0, 0, shown.width, round(shown.height - FOOT)))
    box = above.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    return (box[0] / A4[0], box[1] / A4[1], box[2] / A4[0], box[3] / A4[1])


FILES = {
    "审计报告.pdf": papers.pdf("audit report"),
    "名单.docx": papers.docx("list"),
    "横表.pdf": pdf_of((842, 595), pages=2),
    "证书.jpg": picture_of("JPEG", (300, 400)),
    "照片.png": picture_of("PNG", (800, 300), "RGBA"),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Path]:
    return make(tmp_path_factory.mktemp("book"), FILES)


def test_every_file_has_its_divider_and_its_pages_numbered_through(book: tuple[Made, Path]) -> None:
    made, path = book
    shown = texts(path)
    assert made == Made(11, ("名单.docx",))
    assert [f"第{number}页共11页" in text for number, text in enumerate(shown, 1)] == [True] * 11
    assert "auditreport" in shown[2]
    assert [("材料3" in text, "横表.pdf（2/2）" in text) for text in shown[4:7]] == [
        (True, False),
        (True, False),
        (True, True),
    ]
    assert "另见单个文件“002-名单.docx”" in shown[3]
    assert "另见文件4" in shown[0]


def test_bookmarks_lead_to_the_dividers(book: tuple[Made, Path]) -> None:
    with pdfium.PdfDocument(book[1]) as pages:
        marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in pages.get_toc()]
    titles = [f"{number}　{name}" for number, name in enumerate(FILES, 1)]
    assert marks == list(zip(["目录", *titles], [0, 1, 3, 4, 7, 9], strict=True))


def test_all_sheets_are_a4_upright_and_keep_clear_of_the_strip(book: tuple[Made, Path]) -> None:
    with pdfium.PdfDocument(book[1]) as pages:
        sizes = {(round(page.get_width()), round(page.get_height()), page.get_rotation()) for page in pages}
    assert sizes == {(595, 842, 0)}
    for page in (5, 8, 10):
        left, top, right, bottom = ink(book[1], page)
        assert left * A4[0] > 17 * MM
        assert right * A4[0] < A4[0] - 7 * MM
        assert bottom * A4[1] < A4[1] - FOOT + 1
        # Wide pages and pictures were turned: what is seen is higher than wide.
        assert (bottom - top) * A4[1] > (right - left) * A4[0]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(595, 842), (842, 595)], ids=["upright", "wide"])
def test_a_page_turned_in_any_way_lies_within_its_space(
    size: tuple[int, int], turn: int, tmp_path: Path
) -> None:
    source, out = tmp_path / "source", tmp_path / "out.pdf"
    source.write_bytes(pdf_of(size, turn=turn))
    assert sheets_of(source, out) == 1
    left, top, right, bottom = ink(out, 0)
    shape = (right - left) * A4[0] / ((bottom - top) * A4[1])
    assert shape == pytest.approx(595 / 842, abs=0.02)
    assert left * A4[0] > 17 * MM
    assert bottom * A4[1] < A4[1] - FOOT + 1


def test_the_head_of_a_wide_page_lies_at_the_binding(tmp_path: Path) -> None:
    held = io.BytesIO()
    picture = Image.new("L", (1600, 1000), 255)
    picture.paste(0, (0, 0, 1600, 200))
    picture.save(held, "PNG")
    (tmp_path / "wide").write_bytes(held.getvalue())
    assert sheets_of(tmp_path / "wide", tmp_path / "out.pdf") == 1
    left, _, right, _ = ink(tmp_path / "out.pdf", 0)
    assert right < 0.5
    assert left * A4[0] == pytest.approx(18 * MM, abs=40)


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    few = {name: FILES[name] for name in ("审计报告.pdf", "证书.jpg")}
    first, second = make(tmp_path, few, "1.pdf")[1], make(tmp_path, few, "2.pdf")[1]
    assert first.read_bytes() == second.read_bytes()


BENT = {
    "zero bytes": b"",
    "pdf that breaks off": papers.pdf("x")[:200],
    "pdf in name only": b"%PDF-1.7 and nothing more",
    "picture that breaks off": picture_of("JPEG", (600, 600))[:700],
    "picture of a thousand million pixels": picture_of("PNG", (8, 8)).replace(
        b"\x00\x00\x00\x08\x00\x00\x00\x08", b"\x00\x00\x7f\xff\x00\x00\x7f\xff", 1
    ),
    "something else": b"PK\x03\x04" + bytes(100),
}


@pytest.mark.parametrize("name", BENT)
def test_a_bent_file_gives_no_sheets(name: str, tmp_path: Path) -> None:
    (tmp_path / "bent").write_bytes(BENT[name])
    assert sheets_of(tmp_path / "bent", tmp_path / "out.pdf") == 0
    assert not (tmp_path / "out.pdf").exists()


def test_a_page_of_two_hundred_metres_is_made_to_fit(tmp_path: Path) -> None:
    (tmp_path / "huge").write_bytes(pdf_of((14_400, 14_400)))
    assert sheets_of(tmp_path / "huge", tmp_path / "out.pdf") == 1
    left, top, right, bottom = ink(tmp_path / "out.pdf", 0)
    assert (right - left) * A4[0] == pytest.approx((bottom - top) * A4[1], abs=2)


def test_too_many_pages_are_refused_with_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MAX_PAGES", 2)
    with pytest.raises(UserError, match="共 3 页"):
        make(tmp_path, {"横表.pdf": FILES["横表.pdf"]})
    assert not (tmp_path / "book.pdf").exists()


def test_it_can_be_stopped(tmp_path: Path) -> None:
    def stop(label: str, done: int, total: int) -> None:
        raise Cancelled

    items = [item(tmp_path, 1, "a.pdf", FILES["审计报告.pdf"])]
    with pytest.raises(Cancelled):
        evidence_book(items, tmp_path / "book.pdf", Properties("x", ""), tmp_path, stop)


def ends_at_a_bent_file(path: Path, out: Path) -> int:
    """As a library does that falls over a file and takes its process along."""
    if path.read_bytes() == b"bent":
        os._exit(3)
    return sheets_of(path, out)


def test_a_file_that_ends_its_process_is_only_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "sheets_of", ends_at_a_bent_file)
    made, path = make(tmp_path, {"坏的.pdf": b"bent", "审计报告.pdf": FILES["审计报告.pdf"]})
    assert made == Made(4, ("坏的.pdf",))
    assert "auditreport" in texts(path)[3]
