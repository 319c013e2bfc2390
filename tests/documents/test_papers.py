"""The papers around the form: what stands on them, that they fit, and that they come out the same."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import zxingcpp
from docx import Document

from jxdesk.base.errors import UserError
from jxdesk.base.progress import silent
from jxdesk.documents.fonts import FontSet, word_fonts
from jxdesk.documents.papers.burn_form import BurnFormFacts, burn_form
from jxdesk.documents.papers.disc_label import disc_label
from jxdesk.documents.papers.hand_over import hand_over_sheet
from jxdesk.documents.papers.letter import letter
from jxdesk.documents.papers.package_facts import Content, PackageFacts, groups, in_lines, size_words
from jxdesk.documents.papers.plain import LETTER, plain_pdf
from jxdesk.documents.papers.recovery_sheet import RecoveryFacts, recovery_sheet
from jxdesk.documents.pdf.geometry import MM
from jxdesk.documents.pdf.pen import Properties
from jxdesk.documents.word import write_docx
from jxdesk.notice import Notice
from tests.documents.reading import squeezed

DIGEST = hashlib.sha256(b"package").hexdigest()
IMAGE = hashlib.sha256(b"image").hexdigest()
FINGERPRINT = hashlib.sha256(b"certificate").hexdigest()


def facts(**changes: object) -> PackageFacts:
    given: dict[str, object] = {
        "folder": "清溪县人民政府-第2版",
        "cluster": "清溪县智能传感器数字产业集群",
        "applicant": "清溪县人民政府",
        "notice": "数字产业集群培育试点",
        "document_number": "某财建〔2025〕1号",
        "version": 2,
        "sealed": "2025年10月20日",
        "digest": DIGEST,
        "signer": "清溪县人民政府",
        "fingerprint": FINGERPRINT,
        "contents": (
            Content("打印版", 1, 2_000_000),
            Content("佐证材料", 12, 30_000),
            Content("数据", 3, 10),
        ),
    }
    return PackageFacts(**(given | changes))  # type: ignore[arg-type]


def form_facts(*packages: PackageFacts, image: str = "清溪县-第2版.iso") -> BurnFormFacts:
    return BurnFormFacts(
        image=image,
        size=1_234_567_890,
        sha256=IMAGE,
        packages=packages or (facts(),),
        disc="DVD-R（4.7 GB）",
        may_be_larger=True,
    )


def texts(pdf: bytes) -> list[str]:
    with pdfium.PdfDocument(pdf) as pages:
        return [squeezed(page.get_textpage().get_text_range()) for page in pages]


def test_the_hand_over_sheet_is_one_page_with_all_that_binds_it_to_the_package(fonts: FontSet) -> None:
    (text,) = texts(hand_over_sheet(facts(), fonts, 2))
    for told in (
        "清溪县智能传感器数字产业集群",
        groups(DIGEST),
        groups(FINGERPRINT),
        "第2版",
        "移交单位（盖章）",
    ):
        assert squeezed(told) in text
    assert "光盘或U盘2份" in text
    assert "合计16" in text
    (blank,) = texts(hand_over_sheet(facts(), fonts))
    assert "光盘或U盘＿＿＿份" in blank


def test_the_codes_on_the_sheet_are_the_fingerprint_and_right_of_it_the_digest(fonts: FontSet) -> None:
    with pdfium.PdfDocument(hand_over_sheet(facts(demo=True), fonts)) as pages:
        picture = pages[0].render(scale=150 / 72).to_pil()
    read = sorted(zxingcpp.read_barcodes(picture), key=lambda code: code.position.top_left.x)
    assert [code.text for code in read] == [FINGERPRINT.upper(), DIGEST.upper()]


def test_the_recovery_sheet_is_one_page_with_the_code_and_where_to_keep_it(fonts: FontSet) -> None:
    code = "-".join(f"{number}ABC{number}" for number in range(1, 8))
    told = RecoveryFacts(
        organisation="清溪县" * 20,
        name="张" * 30,
        file=f"{'清溪县' * 15}.jxkey",
        fingerprint=FINGERPRINT,
        sheet="3FA21C",
        made="2026年11月22日",
        code=code,
    )
    pdf = recovery_sheet(told, fonts)
    (text,) = texts(pdf)
    for group in code.split("-"):
        assert text.count(group) == 1
    for words in (groups(FINGERPRINT), "3FA21C", "保险柜", "不要与密钥文件放在一起", "立即删除", "忘记口令"):
        assert squeezed(words) in text
    assert recovery_sheet(told, fonts) == pdf


def test_the_burn_form_is_one_page_with_what_to_burn_how_and_room_to_note_it(fonts: FontSet) -> None:
    (text,) = texts(burn_form(form_facts(), fonts, 2))
    for told in (
        "清溪县-第2版.iso",
        "1,234,567,890 字节",
        groups(IMAGE),
        "清溪县人民政府",
        "清溪县智能传感器数字产业集群　第2版",
        groups(DIGEST),
        "DVD-R（4.7 GB）或更大的，刻 2 张",
        "刻录光盘映像",
        "刻录后验证",
        "不要把 .iso 当作普通文件复制",
        f"包摘要前16位 {groups(DIGEST, 4)}",
        "“共2张第几张”",
        "委托单位用申报程序逐张核验",
        "刻录人（签名）",
        "电脑和刻录机",
    ):
        assert squeezed(told) in text
    assert ("第1张" in text, "第2张" in text, "第3张" in text) == (True, True, False)


@pytest.mark.parametrize(("packages", "copies", "lines"), [(1, None, 4), (1, 5, 5), (2, 2, 2)])
def test_the_burn_form_stays_on_one_page(
    packages: int, copies: int | None, lines: int, fonts: FontSet
) -> None:
    several = tuple(facts(digest=str(number) * 64) for number in range(packages))
    (text,) = texts(burn_form(form_facts(*several), fonts, copies))
    assert text.count("□内容完好") == lines
    assert all(squeezed(groups(each.digest)) in text for each in several)
    assert ("刻＿＿张" in text) == (copies is None)


def test_a_burn_form_of_many_packages_goes_on_and_names_the_image_on_the_disc(fonts: FontSet) -> None:
    several = tuple(facts(digest=f"{number:064x}") for number in range(1, 13))
    pages = texts(burn_form(form_facts(*several, image="云岭市.iso"), fonts, 50))
    text = "".join(pages)
    assert len(pages) > 1
    assert text.count("□内容完好") == 50
    assert all(squeezed(groups(each.digest)) in text for each in several)
    assert squeezed(f"“云岭市.iso”、映像摘要前16位 {groups(IMAGE, 4)}") in text


def test_the_code_on_the_burn_form_is_the_digest_of_the_image(fonts: FontSet) -> None:
    with pdfium.PdfDocument(burn_form(form_facts(facts(demo=True)), fonts)) as pages:
        picture = pages[0].render(scale=150 / 72).to_pil()
        assert "演示" in squeezed(pages[0].get_textpage().get_text_range())
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == IMAGE.upper()


def test_nothing_is_printed_where_the_drive_clamps_the_disc_nor_beyond_its_edge(fonts: FontSet) -> None:
    long = facts(cluster="清溪县" * 12 + "数字产业集群", applicant="清溪县人民政府、" * 5)
    with pdfium.PdfDocument(disc_label(long, fonts, 1, 2)) as pages:
        page = pages[0]
        text = page.get_textpage()
        high = page.get_height()
        for number in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(number)
            if right - left < 0.1 or high - top > 165 * MM:
                continue  # spaces, and the note below the disc
            corners = [
                (x - page.get_width() / 2, (high - y) - 100 * MM)
                for x in (left, right)
                for y in (bottom, top)
            ]
            assert min(math.hypot(*corner) for corner in corners) > 11 * MM
            assert max(math.hypot(*corner) for corner in corners) < 59 * MM


def test_label_and_sleeve_tell_the_version_and_the_digest(fonts: FontSet) -> None:
    disc, sleeve = texts(disc_label(facts(demo=True), fonts))
    assert "演示第2版2025年10月20日" in disc
    assert squeezed(groups(DIGEST, 4)) in disc
    assert squeezed(groups(DIGEST, 5)) not in disc
    assert squeezed(groups(DIGEST)) in sleeve
    assert "共＿＿张第＿＿张" in disc
    assert "共2张第1张" in texts(disc_label(facts(), fonts, 1, 2))[0]


def test_the_letter_is_one_page_and_says_the_same_in_both_kinds(
    fonts: FontSet, notice: Notice, tmp_path: Path
) -> None:
    second = facts(cluster="南山县数据产业集群", digest=FINGERPRINT)
    outline = letter(notice, (facts(), second), "云岭市")
    (text,) = texts(plain_pdf(outline.sections, fonts, Properties(outline.title, ""), sheet=LETTER))
    write_docx(outline, tmp_path / "推荐函.docx", word_fonts(), silent)
    document = Document(str(tmp_path / "推荐函.docx"))
    body = document.element.body
    written = squeezed("".join(each.text or "" for each in body.iter() if each.tag.endswith("}t")))
    for told in (
        notice.head.title,
        "、".join(notice.head.issuers) + "：",
        notice.head.document_number,
        "现推荐以下2个集群",
        "南山县数据产业集群",
        groups(FINGERPRINT, 4),
        "云岭市发展和改革委员会",
        "云岭市财政局",
    ):
        assert squeezed(told) in text
        assert squeezed(told) in written
    assert "演示" not in text
    assert letter(notice, (facts(demo=True),), "").watermark == "演示"


@pytest.mark.parametrize("paper", [hand_over_sheet, disc_label], ids=["hand-over", "label"])
def test_the_same_facts_give_the_same_bytes(paper: object, fonts: FontSet) -> None:
    assert callable(paper)
    assert paper(facts(), fonts) == paper(facts(), fonts)


def test_the_same_burn_form_has_the_same_bytes(fonts: FontSet) -> None:
    assert burn_form(form_facts(), fonts, 2) == burn_form(form_facts(), fonts, 2)


def test_a_character_without_a_glyph_is_named(fonts: FontSet) -> None:
    with pytest.raises(UserError, match="U\\+1F600"):
        hand_over_sheet(facts(cluster="清溪\U0001f600集群"), fonts)


def test_digests_are_shown_in_groups_that_lose_nothing() -> None:
    assert groups(DIGEST).replace(" ", "").lower() == DIGEST
    assert in_lines(DIGEST).replace("\n", " ") == groups(DIGEST)
    assert [len(line.split()) for line in in_lines(DIGEST).split("\n")] == [8, 8]
    assert [size_words(size) for size in (0, 1, 1_024, 1_025, 3 * 1024 * 1024)] == [
        "0 KB",
        "1 KB",
        "1 KB",
        "2 KB",
        "3.0 MB",
    ]
