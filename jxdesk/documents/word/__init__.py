"""The editable DOCX: the same outline, for Word and WPS."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from jxdesk.base.atomic import write_bytes
from jxdesk.base.progress import Progress
from jxdesk.base.same_bytes import normalise
from jxdesk.documents.fonts import Role, WordFont
from jxdesk.documents.outline import NO_NUMBERS, Contents, Numbers, Outline, Section
from jxdesk.documents.pdf.geometry import LANDSCAPE, MM, PORTRAIT, Sheet
from jxdesk.documents.word.blocks import block_xml, tiny_paragraph
from jxdesk.documents.word.contents import anchor, marked
from jxdesk.documents.word.styles import FOOTER, HEADER, define_styles

_HEADER = 15 * MM
_FOOTER = 22 * MM


def write_docx(
    outline: Outline,
    out: Path,
    fonts: Mapping[Role, WordFont],
    progress: Progress,
    numbers: Numbers = NO_NUMBERS,
) -> None:
    """Write ``outline`` to ``out``: real tables with repeated headers, one Word section a part.

    ``numbers`` are the print PDF's pages on which titles and headings begin: the table of contents shows
    them until Word works out its own. Same outline: same bytes. ``fonts`` are the names under which Word
    looks for the roles. The pages do not fall as in the PDF: the PDF is what is printed and stamped.
    """
    document = docx.Document()
    define_styles(document, fonts)
    _furniture(document, outline.watermark)
    end, marks = document.element.body.sectPr, _marks(outline)
    content: list[str] = []
    for done, section in enumerate(outline.sections):
        progress("正在生成可编辑版", done, len(outline.sections))
        content.append(_section(section, end, numbers, marks, final=done == len(outline.sections) - 1))
    _fill(document, "".join(content))
    buffer = BytesIO()
    document.save(buffer)
    write_bytes(out, normalise(buffer.getvalue(), outline.title))
    progress("正在生成可编辑版", len(outline.sections), len(outline.sections))


def _marks(outline: Outline) -> Mapping[tuple[str, int], int]:
    """The bookmarks that the table of contents leads to, numbered."""
    lists = (block for section in outline.sections for block in section.blocks if isinstance(block, Contents))
    entries = (entry for block in lists for entry in block.entries)
    return {(entry.section, entry.block): number for number, entry in enumerate(entries, start=1)}


def _section(
    section: Section, end: Any, numbers: Numbers, marks: Mapping[tuple[str, int], int], *, final: bool
) -> str:
    """A section's blocks and its end; ``end`` is what a section's end holds besides its sheet."""
    sheet = LANDSCAPE if section.landscape else PORTRAIT
    pieces = []
    for place, (above, block) in enumerate(zip((None, *section.blocks), section.blocks, strict=False)):
        xml = block_xml(block, sheet, above, numbers=numbers)
        if (mark := marks.get((section.id, place))) is not None:
            xml = marked(xml, anchor(section.id, place), mark)
        pieces.append(xml)
    properties = copy.deepcopy(end)
    _page_setup(properties, sheet)
    closing = serialize_part_xml(properties).decode().partition("?>")[2]
    pieces.append(tiny_paragraph() + closing if final else tiny_paragraph(closing))
    return "".join(pieces)


def _fill(document: Any, content: str) -> None:
    """Let the body hold ``content``. Read in one piece: moved into the tree, each node would be searched for
    its namespaces, which for a long list takes ten times as long as all the rest."""
    body = document.element.body
    for element in list(body):
        body.remove(element)
    empty = serialize_part_xml(document.element).decode()
    whole = empty.replace("<w:body/>", f"<w:body>{content}</w:body>")
    document.part._element = parse_xml(whole.encode())  # noqa: SLF001 (python-docx has no call for it)


def _page_setup(properties: Any, sheet: Sheet) -> None:
    """Size and margins; ``w:type`` stands before them in the schema's order."""
    for tag in ("w:type", "w:pgSz", "w:pgMar", "w:cols", "w:docGrid"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    kind = OxmlElement("w:type")
    kind.set(qn("w:val"), "nextPage")
    properties.append(kind)
    size = OxmlElement("w:pgSz")
    size.set(qn("w:w"), _twips(sheet.width))
    size.set(qn("w:h"), _twips(sheet.height))
    if sheet is LANDSCAPE:
        size.set(qn("w:orient"), "landscape")
    properties.append(size)
    margins = OxmlElement("w:pgMar")
    right = sheet.width - sheet.x - sheet.text_width
    bottom = sheet.height - sheet.y - sheet.text_height
    sides = {"top": sheet.y, "right": right, "bottom": bottom, "left": sheet.x}
    for side, points in (sides | {"header": _HEADER, "footer": _FOOTER}).items():
        margins.set(qn(f"w:{side}"), _twips(points))
    margins.set(qn("w:gutter"), "0")
    properties.append(margins)


def _twips(points: float) -> str:
    return str(round(points * 20))


def _furniture(document: Any, watermark: str) -> None:
    """Page numbers as fields in the footer; the draft or training mark in the header."""
    section = document.sections[0]
    paragraph = section.footer.paragraphs[0]
    paragraph.style = document.styles[FOOTER]
    for piece in ("第", "PAGE", "页 共", "NUMPAGES", "页"):
        run = paragraph.add_run()
        if piece.isascii():
            _field(run, piece)
        else:
            run.text = piece
    if watermark:
        header = section.header.paragraphs[0]
        header.style = document.styles[HEADER]
        header.add_run(watermark)


def _field(run: Any, instruction: str) -> None:
    """A field with a cached result of 1, which Word brings up to date when it lays out."""
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            code = OxmlElement("w:instrText")
            code.text = f" {instruction} "
            run._r.append(code)  # noqa: SLF001 (python-docx has no call for fields)
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)  # noqa: SLF001
        if kind == "separate":
            shown = OxmlElement("w:t")
            shown.text = "1"
            run._r.append(shown)  # noqa: SLF001
