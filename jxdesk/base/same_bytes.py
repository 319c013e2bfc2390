"""Office files made byte for byte the same each time: no clock, no order of chance."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

_DATE = (2000, 1, 1, 0, 0, 0)
_STAMP = "2000-01-01T00:00:00Z"
_FIRST = "[Content_Types].xml"
_CORE = "docProps/core.xml"
_LEVEL = 6


def normalise(data: bytes, title: str) -> bytes:
    """Pack an OOXML file (DOCX, XLSX) anew: fixed entry dates and order, fixed core properties."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as packed,
    ):
        for name in sorted(source.namelist(), key=_order):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            content = _core_properties(title) if name == _CORE else source.read(name)
            packed.writestr(info, content)
    return target.getvalue()


def _order(name: str) -> tuple[bool, str]:
    """ECMA-376 readers expect the content types first."""
    return (name != _FIRST, name)


def _core_properties(title: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>jxdesk</dc:creator><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_STAMP}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_STAMP}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()
