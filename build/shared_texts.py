"""A workbook as Excel stores it: every text once, in a part of its own, and cells that name its number.

openpyxl writes each text into its cell, with a number for each character, as no spreadsheet does.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_TEXT = re.compile(rb't="inlineStr"><is><t[^>]*>([^<]*)</t></is>')
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def share_texts(source: Path, target: Path) -> None:
    """Write the workbook ``source`` (by openpyxl) to ``target`` with its texts shared."""
    numbers: dict[bytes, int] = {}

    def shared(found: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v>' % numbers.setdefault(found[1], len(numbers))

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if _SHEET.fullmatch(name):
                part = _TEXT.sub(shared, part)
            elif name == "[Content_Types].xml":
                entry = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/></Types>' % _TYPE
                part = part.replace(b"</Types>", entry)
            elif name == "xl/_rels/workbook.xml.rels":
                entry = b'<Relationship Id="texts" Type="%b/sharedStrings" Target="sharedStrings.xml"/>'
                part = part.replace(b"</Relationships>", entry % _RELATIONS + b"</Relationships>")
            new.writestr(name, part)
        items = b"".join(b"<si><t>%b</t></si>" % _plain(text) for text in numbers)
        new.writestr("xl/sharedStrings.xml", b'<sst xmlns="%b">%b</sst>' % (_MAIN, items))


def _plain(text: bytes) -> bytes:
    """Characters instead of their numbers."""
    return re.sub(rb"&#([0-9]+);", lambda found: chr(int(found[1])).encode(), text)
