"""Scan files of every kind, laid on the glass in every way, and files that are no scans at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.domain.scan import QUARTER_TURNS, Ink, ScanPage
from jxdesk.scan.kinds import MAX_PAGES, Kind, kind_of
from jxdesk.scan.picture_pdf import Packing, Sheet, bind
from jxdesk.scan.reading import Source, look_at, look_first, read
from tests.scan import sheets
from tests.scan.sheets import MARKS, jpeg, laid, pdf, png, sheet, source, tiff


def look(made: Source, page: int = 1) -> ScanPage:
    """What is seen of a page, without a process of its own."""
    return look_at(made, kind_of(made.path), page)


def test_several_files_of_every_kind_and_turn_are_read_at_once(tmp_path: Path) -> None:
    turned = [laid(sheet(mark), turn) for mark, turn in zip(MARKS, QUARTER_TURNS, strict=False)]
    made = [
        source(tmp_path, "扫描.pdf", pdf(*turned)),
        source(tmp_path, "五.jpg", jpeg(sheet(MARKS[4]))),
        source(tmp_path, "六.png", png(laid(sheet(MARKS[5], landscape=True), 90))),
        source(tmp_path, "七八.tif", tiff(sheet(MARKS[6]).convert("L"), sheet(MARKS[7]).convert("1"))),
    ]
    steps: list[tuple[int, int]] = []
    found = read(made, lambda _, done, total: steps.append((done, total)))
    assert [(page.mark, page.turn) for pages in found for page in pages] == [
        *zip(MARKS, QUARTER_TURNS, strict=False),
        (MARKS[4], 0),
        (MARKS[5], 90),
        (MARKS[6], 0),
        (MARKS[7], 0),
    ]
    for one, pages in zip(made, found, strict=True):
        assert [(page.sha256, page.page) for page in pages] == [
            (one.sha256, number) for number in range(1, len(pages) + 1)
        ]
        assert {page.dpi for page in pages} == {100}
    assert steps[-1][1] == 8


@pytest.mark.parametrize("at", [(188, 22), (175, 34), (200, 12)])
def test_a_red_seal_on_the_code_does_not_hide_it(tmp_path: Path, at: tuple[float, float]) -> None:
    page = sheet(MARKS[0], dpi=150, seal_at=at)
    assert look(source(tmp_path, "彩.jpg", jpeg(page, quality=50))).mark == MARKS[0]
    gray = source(tmp_path, "灰.jpg", jpeg(page.convert("L"), quality=50))
    assert look(gray).mark == MARKS[0]
    assert look(gray).ink is Ink.UNKNOWN


def test_an_askew_page_is_read_and_stays_upright(tmp_path: Path) -> None:
    page = sheet(MARKS[0]).rotate(4, Image.Resampling.BICUBIC, fillcolor=sheets.PAPER)
    found = look(source(tmp_path, "斜.jpg", jpeg(laid(page, 270))))
    assert (found.mark, found.turn) == (MARKS[0], 270)


def test_two_different_codes_on_a_page_are_none(tmp_path: Path) -> None:
    lower = laid(sheet(MARKS[1]), 180).crop((0, 600, 827, 1169))
    both = sheet(MARKS[0])
    both.paste(lower, (0, 600))
    assert look(source(tmp_path, "叠放.png", png(both))).mark == ""


def test_another_qr_is_no_page_code(tmp_path: Path) -> None:
    found = look(source(tmp_path, "网址.png", png(sheet("HTTPS EXAMPLE"))))
    assert (found.mark, found.blank) == ("", False)


@pytest.mark.parametrize("mode", ["RGB", "L", "1"])
def test_a_blank_page_is_known_as_such(tmp_path: Path, mode: str) -> None:
    empty = sheet(rows=0)
    empty.paste((90, 90, 90), (0, 0, 12, empty.height))  # the shadow at the edge of the glass
    line = sheet(rows=1)
    if mode != "RGB":
        empty, line = (page.convert("L").convert(mode, dither=Image.Dither.NONE) for page in (empty, line))
    assert look(source(tmp_path, "空.png", png(empty))).blank
    assert not look(source(tmp_path, "一行.png", png(line))).blank


def test_a_page_without_code_stands_as_its_file_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert look(source(tmp_path, "相机.jpg", jpeg(laid(sheet(), 90), exif=exif))).turn == 90
    assert look(source(tmp_path, "扫描.jpg", jpeg(laid(sheet(), 90)))).turn == 0


@pytest.mark.parametrize("turn", QUARTER_TURNS)
def test_a_red_seal_is_found_on_an_upright_page(tmp_path: Path, turn: int) -> None:
    page = laid(sheet(MARKS[0], seal_at=(120, 200)), turn)
    assert look(source(tmp_path, "章.jpg", jpeg(page, quality=40))).ink is Ink.RED


def test_a_weak_seal_on_yellowish_paper_is_a_seal(tmp_path: Path) -> None:
    page = sheets.with_seal(sheet(MARKS[0], paper=(244, 232, 205)), (120, 200), 100, (235, 150, 148))
    assert look(source(tmp_path, "淡.jpg", jpeg(page))).ink is Ink.RED


def test_red_that_is_no_seal_is_none(tmp_path: Path) -> None:
    lined = sheet(MARKS[0])
    lined.paste(sheets.RED, (110, 600, 720, 606))
    assert look(source(tmp_path, "红线.jpg", jpeg(lined))).ink is Ink.NONE
    headed = sheet(MARKS[0], seal_at=None)
    for left in range(110, 560, 60):
        headed.paste(sheets.RED, (left, 40, left + 45, 130))
    assert look(source(tmp_path, "红头.jpg", jpeg(headed))).ink is Ink.NONE


def test_a_gray_scan_cannot_tell_even_when_saved_in_colour(tmp_path: Path) -> None:
    page = sheet(MARKS[0], seal_at=(120, 200)).convert("L").convert("RGB")
    assert look(source(tmp_path, "灰.jpg", jpeg(page))).ink is Ink.UNKNOWN


@pytest.mark.parametrize(("declared", "pixels", "dpi"), [(150, 1754, 150), (149, 1743, 149), (72, 1754, 150)])
def test_resolution_is_declared_or_else_that_of_a4(
    tmp_path: Path, declared: int, pixels: int, dpi: int
) -> None:
    page = Image.new("L", (round(pixels / 297 * 210), pixels), 255)
    assert look(source(tmp_path, "页.jpg", jpeg(page, dpi=declared))).dpi == dpi


def test_resolution_in_a_pdf_is_that_of_its_pictures(tmp_path: Path) -> None:
    page = sheet(MARKS[0])
    true = look(source(tmp_path, "真.pdf", pdf(page)))
    wrong = look(source(tmp_path, "错.pdf", pdf(page, points=(827, 1169))))
    assert (true.dpi, wrong.dpi) == (100, 100)


def test_strips_and_a_fine_mask_over_a_coarse_picture(tmp_path: Path) -> None:
    gray = Image.new("L", (10, 10), 128)
    small = Sheet.of_picture(gray, (595, 842))
    data = bind([small])
    drawing = b"595.00 0 0 842.00 0 0 cm /P Do"
    for content, dpi in (
        (b"q 595 0 0 421 0 0 cm /P Do Q q 595 0 0 421 0 421 cm /P Do Q", 1),
        (b"q 595 0 0 842 0 0 cm /P Do Q q 36 0 0 842 0 0 cm /P Do Q q 300 0 0 300 9 9 cm /P Do Q", 2),
        (b"q 36 0 0 842 0 0 cm /P Do Q", None),
    ):
        assert data.count(drawing) == 1
        bent = data.replace(b"/Length %d" % len(drawing), b"/Length %d" % len(content), 1)
        made = source(tmp_path, "条.pdf", bent.replace(drawing, content))
        assert look(made).dpi == dpi


def test_transparent_deep_and_indexed_pictures_are_read(tmp_path: Path) -> None:
    page = sheet(MARKS[0])
    clear = page.convert("L").point(lambda value: 255 - value)
    black = Image.new("RGBA", page.size, "black")
    black.putalpha(clear)
    deep = Image.frombytes("I;16", page.size, b"".join(bytes((0, v)) for v in page.convert("L").tobytes()))
    for name, picture in (("透明.png", black), ("十六位.png", deep), ("索引.png", page.convert("P"))):
        assert look(source(tmp_path, name, png(picture))).mark == MARKS[0], name
    cmyk = source(tmp_path, "印刷.jpg", jpeg(page.convert("CMYK")))
    assert look(cmyk).mark == MARKS[0]


def encrypted(data: bytes, folder: Path) -> bytes:
    plain = folder / "plain.pdf"
    plain.write_bytes(data)
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(folder / "locked.pdf")
    return (folder / "locked.pdf").read_bytes()


def bad_files(folder: Path) -> dict[str, tuple[bytes, str]]:
    """Name → bytes and the code of the refusal."""
    good = pdf(sheet(MARKS[0]))
    tiny = Sheet(b"", Packing.DEFLATE, "L", (1, 1), (10, 10))
    huge = bytearray(tiff(Image.new("1", (8, 8))))
    for tag in (b"\x00\x01\x04\x00\x01\x00\x00\x00", b"\x01\x01\x04\x00\x01\x00\x00\x00"):
        at = huge.index(tag) + len(tag)
        huge[at : at + 4] = (99_999).to_bytes(4, "little")
    return {
        "空.pdf": (b"", "scan.empty"),
        "文字.pdf": ("这不是扫描件".encode(), "scan.kind"),
        "截断.pdf": (good[: len(good) // 3], "scan.unreadable"),
        "没有页.pdf": (bind([]), "scan.unreadable"),
        "加密.pdf": (encrypted(good, folder), "scan.encrypted"),
        "一万页.pdf": (bind([tiny] * (MAX_PAGES + 1)), "scan.too-many-pages"),
        "二百米.pdf": (pdf(sheet(), points=(566_929, 566_929)), "scan.page-size"),
        "截断.jpg": (jpeg(sheet())[:3000], "scan.unreadable"),
        "截断.png": (png(sheet())[:3000], "scan.unreadable"),
        "十亿像素.tif": (bytes(huge), "scan.too-many-pixels"),
        "坏.tif": (b"II*\0" + b"\xff" * 60, "scan.unreadable"),
    }


def test_what_is_no_scan_is_refused_with_its_name(tmp_path: Path) -> None:
    for name, (data, code) in bad_files(tmp_path).items():
        made = source(tmp_path, name, data)
        with pytest.raises(UserError) as refused:
            look_first(made, kind_of(made.path))
        assert (name, refused.value.code) == (name, code)
        assert name in refused.value.message


def test_a_bad_file_among_good_ones_refuses_them_all(tmp_path: Path) -> None:
    good = source(tmp_path, "好.jpg", jpeg(sheet(MARKS[0])))
    bad = source(tmp_path, "坏.jpg", jpeg(sheet(MARKS[1]))[:2000])
    with pytest.raises(UserError, match=r"“坏\.jpg”"):
        read([good, bad], silent)


def test_stopping_ends_the_reading(tmp_path: Path) -> None:
    def stop(label: str, done: int, total: int) -> None:
        if total:
            raise Cancelled

    with pytest.raises(Cancelled):
        read([source(tmp_path, "好.jpg", jpeg(sheet(MARKS[0])))], stop)


def test_a_photograph_with_a_second_picture_in_it_is_one_page(tmp_path: Path) -> None:
    page = sheet(MARKS[0])
    path = tmp_path / "手机.jpg"
    page.save(path, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))])
    assert kind_of(path) is Kind.JPEG
    assert look_first(Source(path, path.name, ""), Kind.JPEG)[0] == 1
