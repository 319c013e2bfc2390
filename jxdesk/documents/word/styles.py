"""Word styles for the roles of the outline, with Chinese and Latin fonts set."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from jxdesk.documents.fonts import Role, WordFont
from jxdesk.documents.outline import Align, CellRole, Density, TextRole
from jxdesk.documents.pdf import geometry
from jxdesk.documents.pdf.geometry import TextStyle

_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
TITLE = "表题"
PARAGRAPHS = {
    TextRole.TITLE: TITLE,
    TextRole.ANNEX: "附件标记",
    TextRole.BODY: "正文段落",
    TextRole.CENTRE: "居中段落",
    TextRole.CAPTION: "表格标题",
    TextRole.NOTE: "注释",
    TextRole.ADDRESS: "主送机关",
}
HEADINGS = {1: "Heading 1", 2: "Heading 2"}
CONTENTS = {1: "toc 1", 2: "toc 2"}
CONTENTS_TITLE = "目录标题"
CELLS = {CellRole.LABEL: "表内标签", CellRole.VALUE: "表内数值", CellRole.PROSE: "表内正文"}
LIST_HEADERS = {Density.FORM: "表单表头", Density.LIST: "清单表头", Density.SMALL: "密排表头"}
LIST_CELLS = {Density.FORM: "表单单元格", Density.LIST: "清单单元格", Density.SMALL: "密排单元格"}
COVER_TITLE, COVER_LABEL, COVER_VALUE = "封面标题", "封面标签", "封面内容"
SIGNATURE, FOOTER, HEADER = "落款", "页码", "页眉标记"

_GRAY = RGBColor(0x80, 0x80, 0x80)


def define_styles(document: Any, fonts: Mapping[Role, WordFont]) -> None:
    """Add the styles to ``document``, and take its defaults away from Latin fonts."""
    normal = document.styles["Normal"]
    _set_fonts(normal, fonts[Role.FANG])
    normal.font.size = Pt(16)
    table: dict[str, TextStyle] = {
        COVER_TITLE: geometry.COVER_TITLE,
        COVER_LABEL: geometry.COVER_LABEL,
        COVER_VALUE: geometry.COVER_VALUE,
        CONTENTS_TITLE: geometry.CONTENTS_TITLE,
        SIGNATURE: geometry.SIGNATURE,
        FOOTER: geometry.FOOTER,
        HEADER: TextStyle(Role.HEI, 14, 20, align=Align.CENTRE),
    }
    table |= {name: geometry.PARAGRAPHS[role] for role, name in PARAGRAPHS.items()}
    table |= {name: geometry.HEADINGS[level] for level, name in HEADINGS.items()}
    table |= {name: geometry.CONTENTS[level] for level, name in CONTENTS.items()}
    table |= {name: geometry.CELLS[role] for role, name in CELLS.items()}
    table |= {name: geometry.LIST_HEADERS[density] for density, name in LIST_HEADERS.items()}
    table |= {name: geometry.LIST_CELLS[density] for density, name in LIST_CELLS.items()}
    known = {each.name for each in document.styles}
    for name, style in table.items():
        _define(document, name, style, fonts[style.role], known)
    document.styles[HEADER].font.color.rgb = _GRAY


def _define(document: Any, name: str, style: TextStyle, font: WordFont, known: AbstractSet[str]) -> None:
    if name in known:
        made = document.styles[name]
    else:
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles["Normal"]
    _set_fonts(made, font)
    made.font.size = Pt(style.size)
    made.font.bold = font.bold
    made.font.italic = False
    made.font.color.rgb = RGBColor(0, 0, 0)
    layout = made.paragraph_format
    layout.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if style.justify else _ALIGN[style.align]
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(style.leading)
    layout.space_before = Pt(style.before)
    layout.space_after = Pt(style.after)
    layout.first_line_indent = Pt(style.indent * style.size)
    grid = made.element.get_or_add_pPr().makeelement(qn("w:snapToGrid"), {qn("w:val"): "0"})
    _insert_snap(made.element.get_or_add_pPr(), grid)


def _insert_snap(properties: Any, grid: Any) -> None:
    """``w:snapToGrid`` comes before spacing in the schema's order."""
    spacing = properties.find(qn("w:spacing"))
    if spacing is None:
        properties.append(grid)
    else:
        spacing.addprevious(grid)


def _set_fonts(style: Any, font: WordFont) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for place in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(place), font.latin)
    fonts.set(qn("w:eastAsia"), font.chinese)
