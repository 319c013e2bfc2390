"""The matched scan: in order, upright, pictures as they came, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from jxdesk.base.errors import UserError
from jxdesk.base.progress import silent
from jxdesk.domain.scan import QUARTER_TURNS
from jxdesk.scan.kinds import Kind
from jxdesk.scan.picture_pdf import bare_jpeg
from jxdesk.scan.reading import Source, look_at
from jxdesk.scan.sorted_pdf import Part, bind_parts, sorted_pdf
from tests.scan.sheets import MARKS, jpeg, laid, pdf, png, sheet, source, tiff


def marks(path: Path) -> list[tuple[str, int, int | None]]:
    """Code, turn and resolution of each page."""
    made = Source(path, path.name, "ab" * 32)
    seen = [look_at(made, Kind.PDF, number) for number in range(1, len(pypdfium2.PdfDocument(path)) + 1)]
    return [(page.mark, page.turn, page.dpi) for page in seen]


def test_pages_of_every_kind_stand_in_order_and_upright(tmp_path: Path) -> None:
    turned = [laid(sheet(mark), turn) for mark, turn in zip(MARKS, QUARTER_TURNS, strict=False)]
    many = source(tmp_path, "扫描.pdf", pdf(*turned))
    two = source(tmp_path, "两页.tif", tiff(sheet(MARKS[4]).convert("1"), laid(sheet(MARKS[5]), 180)))
    one = source(tmp_path, "横.png", png(laid(sheet(MARKS[6], landscape=True), 270)))
    photo = source(tmp_path, "照片.jpg", jpeg(laid(sheet(MARKS[7]), 90)))
    parts = [Part(many, number, turn, 100) for number, turn in enumerate(QUARTER_TURNS, 1)]
    parts += [Part(two, 1, 0, 100), Part(two, 2, 180, 100), Part(one, 1, 270, 100), Part(photo, 1, 90, 100)]
    out = tmp_path / "整理.pdf"
    sorted_pdf(list(reversed(parts)), out, silent)
    assert marks(out) == [(mark, 0, 100) for mark in reversed(MARKS[:8])]
    sizes = [tuple(round(side) for side in page.get_size()) for page in pypdfium2.PdfDocument(out)]
    assert sizes == [(595, 842), (842, 595)] + [(595, 842)] * 6
    again = tmp_path / "又一次.pdf"
    sorted_pdf(list(reversed(parts)), again, silent)
    assert again.read_bytes() == out.read_bytes()


def test_pictures_are_not_packed_again_but_nobody_learns_where_they_were_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Phone of somebody"
    photo = jpeg(sheet(MARKS[0]), exif=exif, comment=b"at home")
    plain = png(sheet(MARKS[1]))
    scanned = jpeg(sheet(MARKS[2]))
    sources = [
        source(tmp_path, name, data)
        for name, data in (("a.jpg", photo), ("b.png", plain), ("c.pdf", pdf(sheet(MARKS[2]))))
    ]
    kinds = (Kind.JPEG, Kind.PNG, Kind.PDF)
    bound = bind_parts([(Part(made, 1, 0, 100), kind) for made, kind in zip(sources, kinds, strict=True)])
    assert bare_jpeg(photo) in bound
    assert scanned in bound
    rows = plain[plain.index(b"IDAT") + 4 :]
    assert rows[:2000] in bound
    assert b"Phone of somebody" in photo
    for told in (b"Phone of somebody", b"at home", b"Exif"):
        assert told not in bound


def test_a_stripped_photograph_keeps_every_pixel() -> None:
    photo = jpeg(sheet(MARKS[0]), comment=b"x" * 200)
    assert len(bare_jpeg(photo)) == len(photo) - 204
    assert bare_jpeg(photo[:100])[:2] == photo[:2]
    for odd in (b"", b"\xff\xd8", b"\xff\xd8\xff\xfe\x00\x00\xff\xfe", photo[:-9]):
        assert len(bare_jpeg(odd)) <= len(odd)


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "CMYK"])
def test_other_pictures_lose_nothing(tmp_path: Path, mode: str) -> None:
    page = sheet(MARKS[0]).convert("L").convert("RGB").convert(mode)
    data, kind = (jpeg(page), Kind.JPEG) if mode == "CMYK" else (png(page), Kind.PNG)
    bound = bind_parts([(Part(source(tmp_path, "页", data), 1, 0, 100), kind)])
    out = tmp_path / "页.pdf"
    out.write_bytes(bound)
    assert marks(out) == [(MARKS[0], 0, 100)]


def test_what_lies_on_a_page_becomes_part_of_it_and_links_go(tmp_path: Path) -> None:
    path = tmp_path / "电子章.pdf"
    canvas = Canvas(str(path))
    canvas.linkURL("elsewhere", (100, 690, 200, 720))
    canvas.acroForm.textfield(name="seal", x=100, y=500, width=100, height=20, value="sealed")
    canvas.showPage()
    canvas.save()
    bound = bind_parts([(Part(Source(path, path.name, ""), 1, 0, None), Kind.PDF)])
    page = pypdfium2.PdfDocument(bound)[0]
    assert pypdfium2.raw.FPDFPage_GetAnnotCount(page) == 0
    field = page.render(scale=1).to_pil().convert("L").crop((100, 322, 200, 342))
    assert min(field.tobytes()) < 100


def test_an_electronic_seal_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "电子章.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawImage(_saved(sheet(MARKS[0]), tmp_path), 0, 0, 595, 842)
    canvas.acroForm.textfield(
        name="seal", x=200, y=200, width=110, height=110, fillColor=colors.red, borderStyle="solid"
    )
    canvas.showPage()
    canvas.save()
    assert look_at(Source(path, path.name, ""), Kind.PDF, 1).ink == "red"


def _saved(page: Image.Image, folder: Path) -> str:
    path = folder / "页.png"
    page.save(path)
    return str(path)


def test_a_source_that_is_gone_or_broken_is_named(tmp_path: Path) -> None:
    broken = source(tmp_path, "坏.pdf", pdf(sheet())[:4000])
    with pytest.raises(UserError, match=r"坏\.pdf"):
        sorted_pdf([Part(broken, 1, 0, 100)], tmp_path / "out.pdf", silent)
    assert not (tmp_path / "out.pdf").exists()
