"""The stamped sheets and the editable file say the same, read back by other programs."""

from __future__ import annotations

import re

import docx
from docx.oxml.ns import qn

from jxdesk.documents.outline import ListTable
from jxdesk.domain.page_code import document_code, printed_code
from tests.documents.conftest import Sample
from tests.documents.reading import page_texts, squeezed


def word_sections(rich: Sample) -> list[list[str]]:
    """The paragraphs of each Word section, those in cells too; white space and empty ones left out."""
    sections: list[list[str]] = [[]]
    for paragraph in docx.Document(str(rich.rendered.docx)).element.body.iter(qn("w:p")):
        text = squeezed("".join(piece.text or "" for piece in paragraph.iter(qn("w:t"))))
        if text:
            sections[-1].append(text)
        if next(paragraph.iter(qn("w:sectPr")), None) is not None:
            sections.append([])
    return sections


def printed_sections(rich: Sample) -> list[str]:
    """The text of each section's pages, without page numbers and page codes."""
    texts: dict[str, str] = {}
    document = document_code(rich.application.id)
    for page, text in zip(rich.rendered.pages, page_texts(rich.rendered.pdf), strict=True):
        number = f"第{page.number}页共{len(rich.rendered.pages)}页"
        code = f"{document}{printed_code(page.code)}"
        for furniture in (number, code, "页面校验码"):
            assert text.count(furniture) == 1
        body = text.replace(number, "").replace(code, "").replace("页面校验码", "")
        texts[page.section] = texts.get(page.section, "") + body
    return list(texts.values())


def test_pdf_and_docx_agree_text_by_text(rich: Sample) -> None:
    """Each text of the DOCX is in the PDF, and nothing else is but repeated table headers."""
    for section, written, printed in zip(
        rich.outline.sections, word_sections(rich), printed_sections(rich), strict=True
    ):
        rest = printed
        for text in sorted(written, key=len, reverse=True):
            assert text in rest, (section.id, text)
            rest = rest.replace(text, "", 1)
        for table in section.blocks:
            if isinstance(table, ListTable):
                header = "".join(squeezed(column.label) for column in table.columns)
                rest = re.sub(re.escape(header), "", rest)
        assert rest == "", section.id
