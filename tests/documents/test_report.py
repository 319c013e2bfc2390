"""The check report in every format: complete, the same bytes each time, and inert whatever is in it."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from html.parser import HTMLParser

import openpyxl
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxdesk.base.cell_text import escaped
from jxdesk.base.errors import Cancelled
from jxdesk.base.progress import silent
from jxdesk.documents.report import FORMATS, as_html, as_pdf, as_xlsx
from jxdesk.documents.report.places import Places
from jxdesk.documents.report.sheet import MAX_SHOWN, Entry, Group, ReportSheet, Why, plain_text, visible
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.finding import Level, Place
from jxdesk.notice import Notice
from tests.documents.reading import squeezed
from tests.documents.sample import sample

ERROR = Entry(
    number=1,
    level=Level.ERROR,
    rule="B08",
    title="两处从业人员数一致",
    place="五、集群服务体系 › 从业人员（万人）",
    message="从业人员在两处填写的不是同一个数。",
    values=(("第一部分", "99 人"), ("第五部分", "9.99 万人")),
    also=("一、集群基本信息 › 从业人员数",),
    clause="模板五：填写服务体系指标和公共服务平台。",
    remedy="改正其中一处。",
)
WARNING = Entry(
    number=2,
    level=Level.WARNING,
    rule="S08",
    title="增速在常见范围内",
    place="企业名单 › 增长率 › 第 3 行 演示传感有限公司",
    message="“演示传感有限公司”的增速 260% 超出常见范围。",
    evidence="审计报告。",
    reason=Why("上年四季度才投产，基数很小。", "给评审"),
)
INSIDE = dataclasses.replace(WARNING, number=3, reason=Why("与统计局口头核对过。", "内部"))
OPEN = dataclasses.replace(WARNING, number=4, reason=None, wants_reason=True)
HINT = Entry(number=5, level=Level.HINT, rule="J02", title="项目代码", place="附2", message="没有填写代码。")
SHEET = ReportSheet(
    title="申报检查报告",
    applicant="演示县人民政府",
    when="2025年10月20日 14:00",
    facts=(("申报单位", "演示县人民政府"), ("检查时间", "2025年10月20日 14:00")),
    bottom_line="还不能封装：有 1 处错误、3 处提醒。另有 1 条提示。",
    groups=(
        Group("五、集群服务体系", (ERROR,)),
        Group("企业名单", (WARNING, INSIDE, OPEN)),
        Group("附2 重点项目清单", (HINT,)),
    ),
)
EMPTY = dataclasses.replace(SHEET, bottom_line="检查通过，没有错误和提醒。", groups=())
LONG = "很长的一句话。" * 1500
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></table><iframe src=https://evil.example>",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "_x0041_",
    "&lt;b&gt;",
    "\x00\x07\x1b[31m红\r\n第二行\t",
    "反\u202e转\u200b零宽\ufeff",
    "代理\ud800半个",
    "非字符\uffff\ufdd0\U0010ffff",
    "没有字形\U0001f600\u0e01\U000e0001",
    "]]>&quot;'",
    LONG,
    "a" * 10_000,
    "首" + "\n" * 60 + "尾",
)
"""Texts that would do something, were they not made text."""


def spoilt(text: str) -> ReportSheet:
    """A report in which every text is ``text``."""
    entry = Entry(
        1, Level.WARNING, text, text, text, text, ((text, text),), (text,), text, text, text, Why(text, text)
    )
    return ReportSheet(text, text, text, ((text, text),), text, (Group(text, (entry,)),))


class Page(HTMLParser):
    """What a browser would make of it: tags with their attributes, and the text."""

    def __init__(self, source: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(source.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return squeezed("".join(self.words))


def pdf_text(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]


def rows(data: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[1].iter_rows(values_only=True))


# --- what stands in it ---------------------------------------------------------------------------


def test_the_outline_as_plain_text() -> None:
    assert plain_text(SHEET).splitlines() == [
        "# 申报检查报告",
        "申报单位\t演示县人民政府",
        "检查时间\t2025年10月20日 14:00",
        "",
        "还不能封装：有 1 处错误、3 处提醒。另有 1 条提示。",
        "错误 1 处，提醒 3 处，提示 1 处",
        "",
        "## 五、集群服务体系（1）",
        "■错误 1. B08 两处从业人员数一致",
        "\t五、集群服务体系 › 从业人员（万人）",
        "\t从业人员在两处填写的不是同一个数。",
        "\t看到\t第一部分 99 人；第五部分 9.99 万人",
        "\t另见\t一、集群基本信息 › 从业人员数",
        "\t依据\t模板五：填写服务体系指标和公共服务平台。",
        "\t怎么改\t改正其中一处。",
        "",
        "## 企业名单（3）",
        "▲提醒 2. S08 增速在常见范围内",
        "\t企业名单 › 增长率 › 第 3 行 演示传感有限公司",
        "\t“演示传感有限公司”的增速 260% 超出常见范围。",
        "\t可用材料\t审计报告。",
        "\t理由\t〔给评审〕上年四季度才投产，基数很小。",
        "▲提醒 3. S08 增速在常见范围内",
        "\t企业名单 › 增长率 › 第 3 行 演示传感有限公司",
        "\t“演示传感有限公司”的增速 260% 超出常见范围。",
        "\t可用材料\t审计报告。",
        "\t理由\t〔内部〕与统计局口头核对过。",
        "▲提醒 4. S08 增速在常见范围内",
        "\t企业名单 › 增长率 › 第 3 行 演示传感有限公司",
        "\t“演示传感有限公司”的增速 260% 超出常见范围。",
        "\t可用材料\t审计报告。",
        "\t理由\t还没有写明；写明后才能封装。",
        "",
        "## 附2 重点项目清单（1）",
        "○提示 5. J02 项目代码",
        "\t附2",
        "\t没有填写代码。",
    ]


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_every_format_says_everything(ending: str) -> None:
    data = FORMATS[ending](SHEET, silent)
    if ending == ".html":
        said = Page(data).text
    elif ending == ".pdf":
        said = "".join(pdf_text(data))
    else:
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = (cell for page in book.worksheets for row in page.iter_rows(values_only=True) for cell in row)
        said = squeezed("".join(str(cell) for cell in cells if cell is not None))
    wanted = [SHEET.title, SHEET.bottom_line, SHEET.counts, *(text for fact in SHEET.facts for text in fact)]
    for entry in SHEET.entries:
        wanted += [entry.message, entry.title, entry.rule, entry.level.word, entry.place]
        wanted += [text.removeprefix("〔给评审〕").removeprefix("〔内部〕") for _, text in entry.lines]
        wanted += [entry.reason.mark] if entry.reason else []
    assert [text for text in wanted if squeezed(text) not in said] == []


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_same_report_same_bytes(ending: str) -> None:
    assert FORMATS[ending](SHEET, silent) == FORMATS[ending](dataclasses.replace(SHEET), silent)


def test_a_report_without_findings_says_so_in_every_format() -> None:
    assert "没有发现问题。" in Page(as_html(EMPTY, silent)).text
    assert "没有发现问题。" in pdf_text(as_pdf(EMPTY, silent))[0]
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(EMPTY, silent)))
    assert "没有发现问题。" in [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert book.worksheets[1].max_row == 1


def test_whoever_listens_can_stop_it() -> None:
    def stop(label: str, done: int, total: int) -> None:
        raise Cancelled

    for write in FORMATS.values():
        with pytest.raises(Cancelled):
            write(SHEET, stop)


# --- HTML ----------------------------------------------------------------------------------------


def test_the_page_needs_nothing_but_itself() -> None:
    source = as_html(SHEET, silent)
    page = Page(source)
    assert not {"script", "img", "iframe", "link", "object", "embed", "form", "base"} & set(page.tags)
    assert {name for name, _ in page.attributes} <= {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "href",
        "id",
    }
    assert all(str(value).startswith("#") for name, value in page.attributes if name == "href")
    assert b"default-src 'none'" in source
    assert b"url(" not in source
    assert b"@import" not in source


def test_the_links_lead_to_their_parts() -> None:
    attributes = Page(as_html(SHEET, silent)).attributes
    links = [value for name, value in attributes if name == "href"]
    assert links == [f"#{value}" for name, value in attributes if name == "id"]
    assert len(links) == len(SHEET.groups)


def test_the_level_is_told_by_word_and_mark() -> None:
    page = Page(as_html(SHEET, silent)).text
    pdf = "".join(pdf_text(as_pdf(SHEET, silent)))
    for said in ("■错误", "▲提醒", "○提示"):
        assert said in page
        assert said in pdf


# --- PDF -----------------------------------------------------------------------------------------


def test_every_page_says_whose_it_is_and_which_of_how_many() -> None:
    many = tuple(dataclasses.replace(WARNING, number=number) for number in range(1, 60))
    texts = pdf_text(as_pdf(dataclasses.replace(SHEET, groups=(Group("企业名单", many),)), silent))
    assert len(texts) > 5
    for number, text in enumerate(texts, 1):
        assert text.startswith("申报检查报告演示县人民政府2025年10月20日14:00")
        assert f"第{number}页共{len(texts)}页" in text
        assert number == 1 or "企业名单（续）" in text
    assert sum(text.count("超出常见范围") for text in texts) == 59


def test_a_finding_is_not_torn_if_it_fits_on_a_page() -> None:
    many = tuple(dataclasses.replace(WARNING, number=number) for number in range(100, 140))
    texts = pdf_text(as_pdf(dataclasses.replace(SHEET, groups=(Group("企业名单", many),)), silent))
    for number in range(100, 140):
        (page,) = [text for text in texts if f"{number}.S08" in text]
        assert re.search(rf"{number}\.S08.*?〔给评审〕上年四季度才投产，基数很小。", page)


def test_a_text_taller_than_a_page_goes_on_on_the_next() -> None:
    tall = dataclasses.replace(ERROR, message="第一句。" + "又一句。" * 900 + "末一句。")
    texts = pdf_text(as_pdf(dataclasses.replace(SHEET, groups=(Group("一", (tall,)),)), silent))
    assert len(texts) > 1
    assert "第一句。" in texts[0]
    assert "末一句。" in texts[-1]
    assert sum(text.count("又") for text in texts) == 900


def test_a_character_without_glyph_is_written_out() -> None:
    odd = dataclasses.replace(ERROR, message="名称里有\U0001f600")
    (text, *_) = pdf_text(as_pdf(dataclasses.replace(SHEET, groups=(Group("一", (odd,)),)), silent))
    assert "名称里有〔U+1F600〕" in text


def test_the_fonts_are_embedded() -> None:
    fonts = set(re.findall(rb"/BaseFont /([^ /\r\n]+)", as_pdf(SHEET, silent)))
    assert fonts
    assert all(b"+" in name for name in fonts)


# --- XLSX ----------------------------------------------------------------------------------------


def test_the_list_can_be_filtered_and_its_heading_stays() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(SHEET, silent)))
    assert book.sheetnames == ["概要", "检查结果"]
    page = book.worksheets[1]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:N6"
    assert page.print_title_rows == "$1:$1"
    assert all(cell.alignment.wrap_text for row in page.iter_rows() for cell in row if cell.data_type == "s")
    assert all(page.column_dimensions[letter].width >= 7 for letter in "ABCDEFGHIJKLMN")


def test_the_columns_of_a_row() -> None:
    header, first, second, inside, still_open, _ = rows(as_xlsx(SHEET, silent))
    error = dict(zip(header, first, strict=True))
    assert (error["序号"], error["级别"], error["规则"]) == (1, "■ 错误", "B08")
    assert error["看到的内容"] == "第一部分 99 人；第五部分 9.99 万人"
    assert error["理由"] is None
    told = [dict(zip(header, row, strict=True)) for row in (second, inside, still_open)]
    assert [row["理由给谁看"] for row in told] == ["给评审", "内部", None]
    assert told[2]["理由"] == "还没有写明；写明后才能封装。"


def test_the_summary_counts_by_part_and_level() -> None:
    page = openpyxl.load_workbook(io.BytesIO(as_xlsx(SHEET, silent))).worksheets[0]
    table = [row[:4] for row in page.iter_rows(values_only=True)]
    assert ("五、集群服务体系", 1, 0, 0) in table
    assert ("企业名单", 0, 3, 0) in table
    assert table[-1] == ("合计", *(SHEET.count(level) for level in Level))


# --- hostile texts -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_text_in_the_page(text: str) -> None:
    plain, spoiled = Page(as_html(spoilt("x"), silent)), Page(as_html(spoilt(text), silent))
    assert spoiled.tags == plain.tags
    assert [name for name, _ in spoiled.attributes] == [name for name, _ in plain.attributes]
    assert squeezed(visible(text)) in spoiled.text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_text_in_the_workbook(text: str) -> None:
    data = as_xlsx(spoilt(text), silent)
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert squeezed(escaped(visible(text))) in [squeezed(str(cell.value)) for cell in cells]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert not [name for name in packed.namelist() if "external" in name.lower() or "vba" in name.lower()]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_come_out_on_paper(text: str) -> None:
    told = dataclasses.replace(ERROR, message=text)
    whole = dataclasses.replace(SHEET, groups=(Group("一", (told,)),))
    data = as_pdf(spoilt(text) if len(text) < 1000 else whole, silent)
    assert not re.search(rb"/(JavaScript|JS|OpenAction|Launch|URI|SubmitForm|EmbeddedFile)\b", data)
    pages = pdf_text(data)
    assert all(f"第{number}页共{len(pages)}页" in page for number, page in enumerate(pages, 1))


@given(st.text(alphabet=st.characters(), max_size=80))
@settings(max_examples=15)
def test_any_text_comes_out_of_the_page_and_the_workbook_as_it_is_shown(text: str) -> None:
    assert squeezed(visible(text)) in Page(as_html(spoilt(text), silent)).text
    assert rows(as_xlsx(spoilt(text), silent))[1][6] == (escaped(visible(text)) or None)


def test_an_overlong_text_is_cut_and_says_so() -> None:
    assert visible(LONG) == f"{LONG[:MAX_SHOWN]}……（共 {len(LONG)} 个字符，其余略）"
    assert visible("正好") == "正好"


# --- where it is ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def places(notice: Notice) -> Places:
    return Places(sample(notice, enterprises=12), Catalogue(notice))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("basic", "basic.employees"), "一、集群基本信息 › 从业人员数"),
        (Place("basic"), "一、集群基本信息"),
        (Place("register", "enterprises.revenue", "gone"), "企业名单 › 营业收入 › 已删除的一行"),
        (Place("mars", "mars.rover", "r1"), "mars › mars.rover › 已删除的一行"),
        (Place("", ""), ""),
    ],
)
def test_a_place_in_words(places: Places, place: Place, words: str) -> None:
    assert places.words(place) == words


def test_rows_are_named_and_numbered(notice: Notice, places: Places) -> None:
    application = sample(notice, enterprises=12)
    third, target = application.enterprises[2], application.indicators[0]
    where = Place("register", "enterprises.name", third.uid)
    assert places.words(where).endswith(f"› 第 3 行 {third.name}")
    given_row = Place("targets", "indicators.first", target.uid)
    assert places.words(given_row).endswith(f"第 1 行 {notice.term_label('indicators', target.given)}")


def test_rows_of_one_field_are_told_together(notice: Notice, places: Places) -> None:
    firms = sample(notice, enterprises=12).enterprises
    found = places.several(
        [Place("register", "enterprises.revenue", firm.uid) for firm in firms]
        + [Place("scale", "scale.growth")]
    )
    assert len(found) == 2
    assert found[0].endswith("等 12 行")
    assert firms[7].name in found[0]
    assert firms[8].name not in found[0]
