"""The editable DOCX, read back with python-docx."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from jxdesk.base.progress import silent
from jxdesk.documents.fonts import load_fonts, word_fonts
from jxdesk.documents.form import build_outline
from jxdesk.documents.outline import Contents, ListTable, block_texts
from jxdesk.documents.pdf import print_pdf
from jxdesk.documents.word import write_docx
from jxdesk.domain.work import Draft
from jxdesk.notice import Notice
from tests.documents.conftest import Sample
from tests.documents.sample import sample


def lines(path: Path) -> list[str]:
    """Every paragraph of the body, those in tables too, in reading order."""
    document = docx.Document(str(path))
    return [
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    ]


def test_it_has_every_text_of_the_outline_in_order(rich: Sample) -> None:
    expected = [
        line
        for section in rich.outline.sections
        for block in section.blocks
        for text in block_texts(block)
        for line in text.split("\n")
        if line
    ]
    shown = [line for line in lines(rich.rendered.docx) if line]
    told = {entry.text for block in _contents(rich) for entry in block.entries}
    assert len(shown) == len(expected)
    for line, text in zip(shown, expected, strict=True):
        assert line == text or (text in told and re.fullmatch(re.escape(text) + r"\d+", line))


def _contents(rich: Sample) -> list[Contents]:
    blocks = (block for section in rich.outline.sections for block in section.blocks)
    return [block for block in blocks if isinstance(block, Contents)]


def test_the_contents_lead_to_the_headings_and_word_can_bring_them_up_to_date(rich: Sample) -> None:
    body = docx.Document(str(rich.rendered.docx)).element.body
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = {
        mark.get(qn("w:name")): "".join(text.text or "" for text in mark.getparent().iter(qn("w:t")))
        for mark in body.iter(qn("w:bookmarkStart"))
    }
    entries = [entry for block in _contents(rich) for entry in block.entries]
    assert list(marks) == links
    for link, entry in zip(links, entries, strict=True):
        assert marks[link].rstrip("。") in entry.text
    ids = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(ids)) == len(ids)
    codes = [code.text.strip() for code in body.iter(qn("w:instrText"))]
    assert codes[0].startswith("TOC ")
    assert [code.split()[1] for code in codes[1:]] == links
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("end") == kinds.count("separate") == len(entries) + 1


def test_list_headers_repeat_and_rows_stay_whole(rich: Sample) -> None:
    body = docx.Document(str(rich.rendered.docx)).element.body
    headers = [
        row
        for row in body.iter(qn("w:tr"))
        if row.find(qn("w:trPr")) is not None and row.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    ]
    lists = [
        block for section in rich.outline.sections for block in section.blocks if isinstance(block, ListTable)
    ]
    assert ["".join(t.text for t in row.iter(qn("w:t"))) for row in headers] == [
        "".join(column.label for column in table.columns) for table in lists
    ]
    assert all(row is row.getparent().find(qn("w:tr")) for row in headers)


def test_each_part_is_a_word_section_and_annex_2_lies_across(rich: Sample) -> None:
    document = docx.Document(str(rich.rendered.docx))
    across = [section.orientation == WD_ORIENT.LANDSCAPE for section in document.sections]
    assert across == [section.landscape for section in rich.outline.sections]
    wide = [(section.page_width or 0) > (section.page_height or 0) for section in document.sections]
    assert wide == across
    for section in document.sections:
        footer = section.footer._element
        assert [code.text.strip() for code in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_styles_name_a_chinese_font(rich: Sample) -> None:
    document = docx.Document(str(rich.rendered.docx))
    used = {
        paragraph.find(qn("w:pPr")).find(qn("w:pStyle")).get(qn("w:val"))
        for paragraph in document.element.body.iter(qn("w:p"))
        if "".join(paragraph.itertext())
    }
    styles = {style.style_id: style for style in document.styles}
    assert len(used) > 10
    for name in used:
        fonts = styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in {font.chinese for font in word_fonts().values()}
        assert fonts.get(qn("w:asciiTheme")) is None


def test_same_data_same_bytes_without_clock(rich: Sample, tmp_path: Path) -> None:
    printed = print_pdf(rich.outline, rich.application.id, tmp_path / "again.pdf", load_fonts(), silent)
    write_docx(rich.outline, tmp_path / "again.docx", word_fonts(), silent, printed.headings)
    assert (tmp_path / "again.docx").read_bytes() == rich.rendered.docx.read_bytes()
    with zipfile.ZipFile(rich.rendered.docx) as packed:
        assert {info.date_time for info in packed.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert packed.namelist()[0] == "[Content_Types].xml"


def test_a_draft_says_so_in_the_header(notice: Notice, tmp_path: Path) -> None:
    outline = build_outline(sample(notice, enterprises=3), notice, Draft())
    write_docx(outline, tmp_path / "draft.docx", word_fonts(), silent)
    document = docx.Document(str(tmp_path / "draft.docx"))
    assert all(section.header.paragraphs[0].text == "送审稿" for section in document.sections)
