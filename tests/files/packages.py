"""Office files put together part by part, so that a fixture holds nothing but its defect."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
NAMES = (
    f'xmlns:w="{WORD}" xmlns:x="{SHEET}" xmlns:p="{SLIDE}" xmlns:a="{DRAWING}" xmlns:r="{RELATION}" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wp="urn:wp" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)
MAIN_TYPE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}

PROPERTIES = {
    "docProps/core.xml": "metadata/core-properties",
    "docProps/app.xml": "extended-properties",
    "docProps/custom.xml": "custom-properties",
}
Parts = Mapping[str, str | bytes]
"""Content by part name; an element is given as ``w:document`` and its content and gets its names."""


def element(name: str, content: str, attributes: str = "") -> str:
    """A whole XML part with the namespaces that the fixtures use."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{name} {NAMES} {attributes}>{content}</{name}>'


def relations(*pointers: tuple[str, str, str]) -> str:
    """A part that points to others: (id, kind, target)."""
    inner = "".join(
        f'<Relationship Id="{key}" Type="{PACKAGE if kind.startswith("metadata/") else RELATION}/{kind}" '
        f'Target="{target}"/>'
        for key, kind, target in pointers
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def core_properties(**texts: str) -> str:
    """``docProps/core.xml`` with properties such as ``creator``."""
    inner = "".join(
        f"<{prefix}:{name}>{value}</{prefix}:{name}>"
        for name, value in texts.items()
        for prefix in ("dc" if name in ("creator", "title") else "cp",)
    )
    names = f'xmlns:cp="{CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<?xml version="1.0"?><cp:coreProperties {names}>{inner}</cp:coreProperties>'


def package(kind: str, parts: Parts) -> bytes:
    """An Office file of ``kind``: its main part and properties are pointed to, the rest is given."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    main = MAIN_PART[kind]
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="application/xml"/>'
        for name in parts
        if name != main and name.endswith(".xml")
    )
    head: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<?xml version="1.0"?><Types xmlns="{types}">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{main}" ContentType="{MAIN_TYPE[kind]}"/>{overrides}</Types>'
        ),
        "_rels/.rels": relations(
            ("r1", "officeDocument", main),
            *((kind, kind, name) for name, kind in PROPERTIES.items() if name in parts),
        ),
    }
    return packed(head | dict(parts))


def packed(parts: Parts) -> bytes:
    """A zip container of these entries."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return target.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The entries of a zip container."""
    with zipfile.ZipFile(BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


def run(text: str, properties: str = "") -> str:
    """A run of a Word paragraph."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    """A Word paragraph of runs, or of texts that become runs."""
    return f"<w:p>{''.join(each if each.startswith('<') else run(each) for each in runs)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A Word table, one paragraph in each cell."""
    inner = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl>{inner}</w:tbl>"


def docx(body: str, around: Mapping[str, tuple[str, str]] | None = None, parts: Parts | None = None) -> bytes:
    """A Word document. ``around``: part file name → (kind of relation, content with its root)."""
    around = around or {}
    pointers = [(f"a{number}", kind, name) for number, (name, (kind, _)) in enumerate(around.items())]
    return package(
        "docx",
        {
            "word/document.xml": element("w:document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relations(*pointers),
            **{f"word/{name}": content for name, (_, content) in around.items()},
            **(parts or {}),
        },
    )


def xlsx(
    rows: str, *, sheet: str = "", book: str = "", parts: Parts | None = None, state: str = "visible"
) -> bytes:
    """A workbook with a sheet 名单 of raw rows, and a second, empty one that is visible."""
    sheets = (
        f'<x:sheet name="名单" sheetId="1" state="{state}" r:id="s1"/>'
        '<x:sheet name="封面" sheetId="2" r:id="s2"/>'
    )
    return package(
        "xlsx",
        {
            "xl/workbook.xml": element("x:workbook", f"<x:sheets>{sheets}</x:sheets>{book}"),
            "xl/_rels/workbook.xml.rels": relations(
                ("s1", "worksheet", "worksheets/sheet1.xml"), ("s2", "worksheet", "worksheets/sheet2.xml")
            ),
            "xl/worksheets/sheet1.xml": element("x:worksheet", f"{sheet}<x:sheetData>{rows}</x:sheetData>"),
            "xl/worksheets/sheet2.xml": element(
                "x:worksheet", f"<x:sheetData>{cells('A1', '封面')}</x:sheetData>"
            ),
            **(parts or {}),
        },
    )


def cells(reference: str, text: str) -> str:
    """A row with one cell of text."""
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<x:row r="{row}"><x:c r="{reference}" t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c></x:row>'


def pptx(*slides: str, parts: Parts | None = None) -> bytes:
    """A presentation; each slide is given by the attributes of its root and its shapes' paragraphs."""
    order = "".join(f'<p:sldId id="{256 + number}" r:id="s{number}"/>' for number in range(len(slides)))
    return package(
        "pptx",
        {
            "ppt/presentation.xml": element("p:presentation", f"<p:sldIdLst>{order}</p:sldIdLst>"),
            "ppt/_rels/presentation.xml.rels": relations(
                *((f"s{number}", "slide", f"slides/slide{number}.xml") for number in range(len(slides)))
            ),
            **{f"ppt/slides/slide{number}.xml": content for number, content in enumerate(slides)},
            **(parts or {}),
        },
    )


def slide(text: str, attributes: str = "") -> str:
    """A slide with one paragraph."""
    return element("p:sld", f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>", attributes)
