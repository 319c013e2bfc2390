"""One TrueType file as the PDF writer embeds it."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFError, TTFont

from jxdesk.base.errors import UserError, os_errors

MAX_FONT_BYTES = 64 * 1024 * 1024
_ENTRIES_PER_BLOCK = 100


class Typeface(TTFont):  # type: ignore[misc]  # reportlab has no types
    """A font whose text can be copied out of the PDF again, whatever plane it is from.

    reportlab writes code points beyond the BMP as five hexadecimal digits into its ToUnicode
    maps, which readers take for something else; ISO 32000-1, 9.10.3 wants UTF-16BE, and blocks
    of at most 100 entries.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 (reportlab's name)
        """Add the subsets to ``doc``, then put right their ToUnicode maps."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            base = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            doc.idToObject["toUnicodeCMap:" + base].content = to_unicode_cmap(subset)

    def has(self, char: str) -> bool:
        """Whether the font has a glyph for ``char`` (no-break space is drawn as a space)."""
        code = ord(char)
        return (32 if code == 0xA0 else code) in self.face.charToGlyph

    def advance(self, char: str) -> float:
        """The width of ``char`` in ems."""
        width: float = self.face.getCharWidth(ord(char)) / 1000
        return width


def load_typeface(path: Path) -> Typeface:
    """Read and register the TrueType file at ``path``.

    Raises ``UserError`` ``font.unreadable`` if it is too big or no font with TrueType outlines.
    """
    name = "jx-" + hashlib.sha256(str(path.resolve()).encode("utf-8")).hexdigest()[:16]
    refused = UserError(
        "font.unreadable",
        f"字体文件“{path.name}”无法使用。",
        "请换用 TrueType 轮廓的 .ttf 字体文件，或重新安装本程序的字体。",
    )
    with os_errors(path):
        if path.stat().st_size > MAX_FONT_BYTES:
            raise refused
        try:
            typeface = Typeface(name, str(path), shapable=False)
        except (TTFError, struct.error, IndexError, KeyError, ValueError) as error:
            raise refused from error
    pdfmetrics.registerFont(typeface)
    return typeface


def to_unicode_cmap(subset: Sequence[int]) -> str:
    """The ToUnicode map of a one-byte subset: entry ``i`` stands for code point ``subset[i]``."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for block in _blocks(list(enumerate(subset))):
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:02X}> <{_utf16(point)}>" for code, point in block]
        lines.append("endbfchar")
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


def _blocks(entries: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    for start in range(0, len(entries), _ENTRIES_PER_BLOCK):
        yield entries[start : start + _ENTRIES_PER_BLOCK]


def _utf16(point: int) -> str:
    return chr(point).encode("utf-16-be").hex().upper()
