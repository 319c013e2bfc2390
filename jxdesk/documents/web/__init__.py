"""The outline as HTML that any browser shows, old ones too: for reading, not for printing and stamping."""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.documents.outline import Contents, Cover, Heading, Outline, Paragraph, Section, TextRole
from jxdesk.documents.web.blocks import block_html, title_html

STYLE = """
.sec{margin:2.6rem 0 0;padding:1.2rem 0 0;border-top:1px solid #d8dee4}
.sec h2.t{border:0;margin:.4rem 0 .6rem}
.cover{text-align:center;padding:1.5rem 0}
.cover .t{font-size:1.6rem;font-weight:700;margin:.2rem 0}
.cover table{width:auto;margin:1.4rem auto}
.cover th,.cover td{border:0;border-bottom:1px solid #8a96a3;text-align:left;width:auto}
.doc h3{font-size:1.05rem;margin:1.4rem 0 .4rem}
.doc p{margin:.3rem 0;white-space:pre-wrap;overflow-wrap:anywhere;word-wrap:break-word;unicode-bidi:isolate}
.doc p.body{text-indent:2em}.doc p.c{text-align:center}.doc p.r{text-align:right}
.doc p.note{color:#4a5866;font-size:.92rem}.doc p.cap{font-weight:600;margin-top:1rem}
.wide{overflow-x:auto;margin:.5rem 0}
.wide table{min-width:100%;width:auto}
table.form td,table.list th,table.list td{border:1px solid #b9c3cd;padding:.3rem .5rem;
white-space:pre-wrap;overflow-wrap:anywhere;word-wrap:break-word;unicode-bidi:isolate;vertical-align:middle}
table.form td.l{background:#f4f6f8;font-weight:600}
table.list{font-size:.92rem}
table.list th{background:#f4f6f8;width:auto;text-align:center}
td.a-left{text-align:left}td.a-centre{text-align:center}td.a-right{text-align:right}
td.prose{text-align:left;vertical-align:top}
p.less{color:#8a4b00}
""".strip()
"""What the pieces look like; it stands beside the page's own rules."""


@dataclass(frozen=True, slots=True)
class WebSection:
    """A section as HTML: ``anchor`` for links to it, ``title`` as text, ``html`` with its own heading."""

    anchor: str
    title: str
    html: str


def web_sections(outline: Outline, most_rows: int | None = None) -> tuple[WebSection, ...]:
    """The sections of ``outline`` in their order; the table of contents is left to the page's own links.

    Every text of the outline is escaped and nothing of it becomes a tag, an attribute or an address.
    With ``most_rows`` a list shows so many rows at most and says how many it leaves out.
    """
    return tuple(
        WebSection(f"s{number}", section.title, _section(section, f"s{number}", most_rows))
        for number, section in enumerate(outline.sections, 1)
        if not any(isinstance(block, Contents) for block in section.blocks)
    )


def _section(section: Section, anchor: str, most_rows: int | None) -> str:
    head = "" if _is_headed(section) else title_html(section.title)
    blocks = "".join(block_html(block, most_rows) for block in section.blocks)
    return f'<div class="sec doc" id="{anchor}">\n{head}{blocks}</div>\n'


def _is_headed(section: Section) -> bool:
    """Whether a title stands in the section itself."""
    return any(
        isinstance(block, Cover)
        or (isinstance(block, Heading) and block.level == 1)
        or (isinstance(block, Paragraph) and block.role is TextRole.TITLE)
        for block in section.blocks
    )
