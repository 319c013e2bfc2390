"""The print PDF: everything is on it, its codes are local, the same data gives the same bytes."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.documents import pdf
from jxdesk.documents.fonts import FontSet
from jxdesk.documents.form import build_outline
from jxdesk.documents.linebreak import NOT_AT_END, NOT_AT_START
from jxdesk.documents.outline import (
    Align,
    Cell,
    CellRole,
    Contents,
    FormGrid,
    Heading,
    ListColumn,
    ListTable,
    Outline,
    Paragraph,
    Section,
    TextRole,
    block_texts,
)
from jxdesk.documents.pdf import print_pdf, printed_pages
from jxdesk.documents.pdf.flow import flow_section
from jxdesk.documents.pdf.geometry import CELLS, LANDSCAPE, PORTRAIT
from jxdesk.documents.pdf.setting import BoxOp, TextOp, set_text
from jxdesk.domain.application import Application
from jxdesk.domain.page_code import PageMark, document_code, printed_code, qr_text
from jxdesk.domain.values import Product
from jxdesk.domain.work import Draft, PrintedPage
from jxdesk.notice import Notice
from tests.documents.conftest import Sample
from tests.documents.reading import page_texts, qr_zone_text, shows_qr, squeezed
from tests.documents.sample import empty, sample


def printed(application: Application, notice: Notice, out: Path, fonts: FontSet) -> tuple[PrintedPage, ...]:
    return print_pdf(build_outline(application, notice), application.id, out, fonts, silent).pages


def codes(pages: tuple[PrintedPage, ...]) -> dict[tuple[str, int], str]:
    return {(page.section, page.page): page.code for page in pages}


def test_every_text_of_the_outline_is_on_its_sections_pages(rich: Sample) -> None:
    pages = page_texts(rich.rendered.pdf)
    for section in rich.outline.sections:
        shown = "".join(pages[page.number - 1] for page in rich.rendered.pages if page.section == section.id)
        for block in section.blocks:
            for text in block_texts(block):
                for line in text.split("\n"):
                    assert squeezed(line)[:40] in shown


def test_every_page_has_its_number_code_and_qr_clear_of_text(rich: Sample) -> None:
    total = len(rich.rendered.pages)
    document = document_code(rich.application.id)
    for page, text in zip(rich.rendered.pages, page_texts(rich.rendered.pdf), strict=True):
        assert f"第{page.number}页共{total}页" in text
        assert f"{document}{printed_code(page.code)}" in text
        assert qr_zone_text(rich.rendered.pdf, page.number - 1) == ""
        assert shows_qr(
            rich.rendered.pdf, page.number - 1, qr_text(PageMark(document, page.number, total, page.code))
        )


def test_same_data_same_bytes_and_only_embedded_fonts(
    rich: Sample, notice: Notice, tmp_path: Path, fonts: FontSet
) -> None:
    outline = build_outline(rich.application, notice)
    author = rich.application.applicant_name
    print_pdf(outline, rich.application.id, tmp_path / "again.pdf", fonts, silent, author=author)
    data = rich.rendered.pdf.read_bytes()
    assert (tmp_path / "again.pdf").read_bytes() == data
    assert b"Helvetica" not in data
    assert b"jx-" not in data


def test_metadata_and_bookmarks(rich: Sample) -> None:
    with pypdfium2.PdfDocument(rich.rendered.pdf) as document:
        facts = document.get_metadata_dict()
        toc = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
        sizes = {page.number: document.get_page_size(page.number - 1) for page in rich.rendered.pages}
    assert facts["Title"] == "江西省数字产业集群试点实施方案"
    assert facts["Author"] == rich.application.applicant_name
    firsts = {page.section: page.number - 1 for page in reversed(rich.rendered.pages)}
    marks = [(title, page) for level, title, page in toc if level == 0]
    assert marks == [(section.title, firsts[section.id]) for section in rich.outline.sections]
    below = [(title, page) for level, title, page in toc if level == 1]
    assert [title for title, _ in below] == [
        block.text
        for section in rich.outline.sections
        for block in section.blocks
        if isinstance(block, Heading) and block.level == 2
    ]
    texts = page_texts(rich.rendered.pdf)
    assert all(squeezed(title) in texts[page] for title, page in below)
    for page in rich.rendered.pages:
        width, height = sizes[page.number]
        assert (width > height) == (page.section in ("projects", "register"))


def test_the_contents_tell_the_pages_on_which_the_headings_stand(rich: Sample) -> None:
    (contents,) = (
        block for section in rich.outline.sections for block in section.blocks if isinstance(block, Contents)
    )
    texts = page_texts(rich.rendered.pdf)
    place = next(page.number for page in rich.rendered.pages if page.section == "contents")
    starts = {page.section: page.number for page in reversed(rich.rendered.pages)}
    with pypdfium2.PdfDocument(rich.rendered.pdf) as document:
        shown = document[place - 1].get_textpage().get_text_range()
    told = re.findall(r"(.+?) (\d+)\r?\n", shown)
    assert len(contents.entries) == len(told) > 12
    for entry, (text, number) in zip(contents.entries, told, strict=True):
        assert entry.text == text
        page = int(number)
        assert squeezed(text) in texts[page - 1]
        assert page == starts[entry.section] or entry.level == 2


def test_pages_are_counted_by_section_and_through_the_document(rich: Sample) -> None:
    pages = rich.rendered.pages
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for section in rich.outline.sections:
        own = [page for page in pages if page.section == section.id]
        assert [page.page for page in own] == list(range(1, len(own) + 1))
        assert {page.pages for page in own} == {len(own)}


def test_an_edit_changes_only_the_codes_of_the_pages_it_touches(
    rich: Sample, notice: Notice, tmp_path: Path, fonts: FontSet
) -> None:
    before = codes(rich.rendered.pages)
    enterprises = list(rich.application.enterprises)
    enterprises[1] = dataclasses.replace(enterprises[1], place="演示县塅下镇")
    edited = dataclasses.replace(rich.application, enterprises=tuple(enterprises))
    after = codes(printed(edited, notice, tmp_path / "edited.pdf", fonts))
    assert {key for key in before if before[key] != after[key]} == {("register", 1)}


def test_edits_of_the_new_parts_change_only_their_own_pages(
    rich: Sample, notice: Notice, fonts: FontSet
) -> None:
    def touched(**changes: Any) -> set[str]:
        outline = build_outline(dataclasses.replace(rich.application, **changes), notice)
        after = codes(printed_pages(outline, rich.application.id, fonts, silent))
        return {section for section, page in before if before[section, page] != after[section, page]}

    application, before = rich.application, codes(rich.rendered.pages)
    first, *others = application.enterprises
    share = dataclasses.replace(
        first, products=(Product("数据标注平台", Decimal("12.6")), *first.products[1:])
    )
    assert touched(enterprises=(share, *others)) == {"chain"}
    assert touched(innovation=dataclasses.replace(application.innovation, patents=125)) == {"innovation"}
    assert touched(funds=dataclasses.replace(application.funds, amount=Decimal(1400))) == {"targets"}
    project = dataclasses.replace(application.projects[0], funding_use="research")
    assert touched(projects=(project, *application.projects[1:])) == {"targets"}
    platform = dataclasses.replace(application.platforms[3], level="county")
    assert touched(platforms=(*application.platforms[:3], platform)) == {"services"}


def test_a_section_that_grows_leaves_the_codes_of_the_others(
    rich: Sample, notice: Notice, tmp_path: Path, fonts: FontSet
) -> None:
    before = rich.rendered.pages
    basic = dataclasses.replace(rich.application.basic, introduction=rich.application.basic.introduction * 4)
    after = printed(dataclasses.replace(rich.application, basic=basic), notice, tmp_path / "grown.pdf", fonts)
    assert len(after) > len(before)
    touched = ("basic", "contents")
    other = {key: code for key, code in codes(before).items() if key[0] not in touched}
    assert {key: code for key, code in codes(after).items() if key[0] not in touched} == other
    assert codes(after)["contents", 1] != codes(before)["contents", 1], "its page numbers are others"
    assert codes(after)["basic", 1] != codes(before)["basic", 1]


def test_a_draft_never_has_the_codes_of_the_final_sheets(
    rich: Sample, notice: Notice, tmp_path: Path, fonts: FontSet
) -> None:
    outline = build_outline(rich.application, notice, Draft())
    draft = print_pdf(outline, rich.application.id, tmp_path / "draft.pdf", fonts, silent).pages
    assert not {page.code for page in draft} & {page.code for page in rich.rendered.pages}
    assert all("送审稿" in text for text in page_texts(tmp_path / "draft.pdf"))


def test_three_hundred_enterprises_repeat_their_header(
    notice: Notice, tmp_path: Path, fonts: FontSet
) -> None:
    application = sample(notice, enterprises=300)
    pages = printed(application, notice, tmp_path / "big.pdf", fonts)
    texts = page_texts(tmp_path / "big.pdf")
    register = [texts[page.number - 1] for page in pages if page.section == "register"]
    assert len(register) > 5
    assert all("统一社会信用代码" in text for text in register)
    for number in range(300):
        assert sum(f"91360000MA{number:08d}" in text for text in register) == 1


def test_an_empty_application_prints(notice: Notice, tmp_path: Path, fonts: FontSet) -> None:
    pages = printed(empty(notice), notice, tmp_path / "empty.pdf", fonts)
    assert [page.section for page in pages][:5] == ["cover", "pledge", "contents", "basic", "scale"]
    assert "members" not in {page.section for page in pages}
    assert "另附企业名单" in page_texts(tmp_path / "empty.pdf")[3]


def test_no_ink_leaves_the_text_area(rich: Sample, fonts: FontSet) -> None:
    for section in rich.outline.sections:
        for page in flow_section(section, fonts):
            sheet = page.sheet
            assert sheet is (LANDSCAPE if section.landscape else PORTRAIT)
            right, bottom = sheet.x + sheet.text_width, sheet.y + sheet.text_height
            for op in page.ops:
                if isinstance(op, BoxOp):
                    assert op.x >= sheet.x - 0.01
                    assert op.x + op.width <= right + 0.01
                    assert sheet.y - 0.01 <= op.y
                    assert op.y + op.height <= bottom + 0.01
                elif isinstance(op, TextOp):
                    width = sum(
                        fonts.advance(op.style.role, char) * op.style.size + op.spacing for char in op.text
                    )
                    assert op.x + width - op.spacing <= right + 0.5
                    assert sheet.y <= op.y <= bottom


def test_body_lines_keep_the_chinese_rules(rich: Sample, fonts: FontSet) -> None:
    style = CELLS[CellRole.PROSE]
    text = rich.application.basic.introduction
    for width in range(120, 460, 7):
        lines = set_text(fonts, text, style, float(width), Align.LEFT).lines
        starts = {0, *(at + 1 for at, char in enumerate(text) if char == "\n")}
        for line in lines:
            assert line.start in starts or line.text[0] not in NOT_AT_START
            assert line.text[-1] not in NOT_AT_END


def test_a_cell_longer_than_a_page_goes_on_and_loses_nothing(fonts: FontSet) -> None:
    text = "".join(f"第{number}条内容。" for number in range(1500))
    grid = FormGrid((1, 4), ((Cell("简介", CellRole.LABEL), Cell(text, CellRole.PROSE, align=Align.LEFT)),))
    pages = flow_section(Section("a", "甲", (grid,)), fonts)
    assert len(pages) > 3
    assert "".join(atom for page in pages for _, atom in page.atoms if atom != "简介") == text
    assert sum(("t", "简介") in page.atoms for page in pages) == 1


def test_rows_tied_together_and_taller_than_a_page_are_untied(fonts: FontSet) -> None:
    rows = tuple(
        (
            (Cell("联系人", CellRole.LABEL, row_span=3), Cell("甲" * 900))
            if number == 0
            else (Cell("乙" * 900),)
        )
        for number in range(3)
    )
    pages = flow_section(Section("a", "甲", (FormGrid((1, 2), rows),)), fonts)
    shown = "".join(atom for page in pages for _, atom in page.atoms)
    assert (shown.count("联系人"), shown.count("甲"), shown.count("乙")) == (1, 900, 1800)


def test_a_firms_lines_stay_together_and_its_name_is_drawn_once(fonts: FontSet) -> None:
    columns = (ListColumn("企业", 1), ListColumn("产品", 1, Align.LEFT))
    rows = tuple(
        (f"企业{number}" if line == 0 else None, f"产品{number}之{line}")
        for number in range(40)
        for line in range(3)
    )
    pages = flow_section(Section("a", "甲", (ListTable(columns, rows),)), fonts)
    assert len(pages) > 2
    for number in range(40):
        on = [
            {index for index, page in enumerate(pages) for _, text in page.atoms if text == wanted}
            for wanted in (f"企业{number}", *(f"产品{number}之{line}" for line in range(3)))
        ]
        assert len(on[0]) == 1
        assert on == [on[0]] * 4


def test_a_long_text_begins_right_under_its_table(fonts: FontSet) -> None:
    table = ListTable((ListColumn("企业", 1),), tuple((f"企业{number}",) for number in range(20)))
    overview = FormGrid((1,), ((Cell("长文" * 600, CellRole.PROSE, align=Align.LEFT),),), joined=True)
    pages = flow_section(Section("a", "甲", (table, overview)), fonts)
    assert any(text.startswith("长文") for _, text in pages[0].atoms)


def test_a_short_table_in_running_text_is_not_broken(fonts: FontSet) -> None:
    table = ListTable((ListColumn("指标", 1),), tuple((f"指标{number}",) for number in range(9)))
    for lines in range(10, 26):
        body = Paragraph("\n".join(["段落。"] * lines))
        pages = flow_section(Section("a", "甲", (body, table)), fonts)
        on = {index for index, page in enumerate(pages) for _, text in page.atoms if "指标" in text}
        assert len(on) == 1


def test_a_caption_is_never_last_on_its_page(fonts: FontSet) -> None:
    table = ListTable((ListColumn("企业", 1),), (("一",),))
    for lines in range(14, 26):
        body = Paragraph("\n".join(["段落。"] * lines))
        caption = Paragraph("表格标题", TextRole.CAPTION)
        pages = flow_section(Section("a", "甲", (body, caption, table)), fonts)
        page = next(page for page in pages if ("t", "表格标题") in page.atoms)
        assert page.atoms[-1] == ("t", "一")


def test_a_list_row_that_does_not_fit_moves_whole(fonts: FontSet) -> None:
    columns = (ListColumn("序号", 1), ListColumn("内容", 6, Align.LEFT))
    rows = tuple((str(number), "内容" * 300) for number in range(12))
    pages = flow_section(Section("a", "甲", (ListTable(columns, rows),)), fonts)
    assert len(pages) > 2
    assert sum(("t", "内容" * 300) in page.atoms for page in pages) == len(pages)
    assert sum(page.atoms.count(("t", "内容" * 300)) for page in pages) == 12


def test_a_character_that_cannot_be_printed_is_refused_and_nothing_written(
    notice: Notice, tmp_path: Path, fonts: FontSet
) -> None:
    basic = dataclasses.replace(sample(notice).basic, contact_address="演示县\u1200镇")
    with pytest.raises(UserError) as caught:
        printed(sample(notice, basic=basic), notice, tmp_path / "no.pdf", fonts)
    assert caught.value.code == "font.missing-character"
    assert "一、集群基本信息" in caught.value.message
    assert list(tmp_path.iterdir()) == []


def test_too_many_pages_are_refused(
    rich: Sample, tmp_path: Path, fonts: FontSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 5)
    with pytest.raises(UserError) as caught:
        print_pdf(rich.outline, rich.application.id, tmp_path / "no.pdf", fonts, silent)
    assert caught.value.code == "documents.too-many-pages"


def test_printing_can_be_cancelled_and_leaves_nothing(rich: Sample, tmp_path: Path, fonts: FontSet) -> None:
    def stop(label: str, done: int, total: int) -> None:
        if label == "正在生成打印版" and done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        print_pdf(rich.outline, rich.application.id, tmp_path / "no.pdf", fonts, stop)
    assert list(tmp_path.iterdir()) == []


def test_tick_boxes_are_drawn(tmp_path: Path, fonts: FontSet) -> None:
    def ink(text: str) -> int:
        outline = Outline("题", (Section("a", "甲", (Paragraph(text),)),))
        print_pdf(outline, "demo", tmp_path / "tick.pdf", fonts, silent)
        with pypdfium2.PdfDocument(tmp_path / "tick.pdf") as document:
            picture = document[0].render(scale=2).to_pil().convert("L")
        body = picture.crop((0, 210, picture.width, 280))
        return sum(count for value, count in enumerate(body.histogram()) if value < 128)

    assert 0 < ink("☐") < ink("☑")
