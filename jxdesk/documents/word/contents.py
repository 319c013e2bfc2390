"""The table of contents as Word's own field: its lines lead to the headings, Word can bring it up to date."""

from __future__ import annotations

from xml.sax.saxutils import escape

from jxdesk.documents.outline import Contents, Entry, Numbers
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import Sheet
from jxdesk.documents.word import styles
from jxdesk.documents.word.markup import HINT, field, field_code, field_mark, paragraph

_WHAT = f'TOC \\o "1-2" \\h \\z \\t "{styles.TITLE},1"'


def anchor(section: str, block: int) -> str:
    """The name of the bookmark at a block."""
    return f"_Toc_{section.replace('-', '_')}_{block}"


def marked(xml: str, name: str, number: int) -> str:
    """The paragraph ``xml`` with a bookmark around what it says; ``number`` is the bookmark's own."""
    opened, closed = "</w:pPr>", "</w:p>"
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    end = f'<w:bookmarkEnd w:id="{number}"/>'
    head, _, rest = xml.partition(opened)
    inner, _, tail = rest.rpartition(closed)
    return f"{head}{opened}{start}{inner}{end}{closed}{tail}"


def contents_xml(contents: Contents, sheet: Sheet, numbers: Numbers) -> str:
    """Title and lines. The numbers shown at first are those of the print PDF."""
    lines = [_line(entry, sheet, numbers) for entry in contents.entries]
    begin = f"{field_mark('begin')}{field_code(_WHAT)}{field_mark('separate')}"
    lines[0] = lines[0].replace("</w:pPr>", f"</w:pPr>{begin}", 1)
    lines[-1] = lines[-1].removesuffix("</w:p>") + f"{field_mark('end')}</w:p>"
    return paragraph(styles.CONTENTS_TITLE, contents.title) + "".join(lines)


def _line(entry: Entry, sheet: Sheet, numbers: Numbers) -> str:
    edge = round(sheet.text_width * 20)
    indent = round((entry.level - 1) * geometry.CONTENTS_STEP * 20)
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{edge}"/></w:tabs>'
    name = anchor(entry.section, entry.block)
    number = numbers.get((entry.section, entry.block))
    text = f'<w:r>{HINT}<w:t xml:space="preserve">{escape(entry.text)}</w:t></w:r>'
    reference = f"PAGEREF {name} \\h"
    shown = f"<w:r><w:tab/></w:r>{field(reference, str(number or ''))}"
    style = styles.CONTENTS[entry.level].replace(" ", "")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{tab}<w:ind w:left="{indent}"/></w:pPr>'
        f'<w:hyperlink w:anchor="{name}" w:history="1">{text}{shown}</w:hyperlink></w:p>'
    )
