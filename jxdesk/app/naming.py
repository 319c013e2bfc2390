"""Names on disc: made from what people typed, and always such as the package takes."""

from __future__ import annotations

import unicodedata

from jxdesk.base.names import MAX_SEGMENT, name_faults, utf16_units

LONGEST_ENDING = 10
UNNAMED = "未命名"


def file_name(wanted: str, *, longest: int = MAX_SEGMENT) -> str:
    """A single valid name close to ``wanted``; its ending is kept when it must be shortened.

    ``longest`` counts UTF-16 units.
    """
    text = "".join(_harmless(char) for char in unicodedata.normalize("NFC", wanted))
    text = unicodedata.normalize("NFC", text).strip(" .") or UNNAMED
    stem, dot, ending = text.rpartition(".")
    if not stem or len(ending) > LONGEST_ENDING:
        stem, dot, ending = text, "", ""
    if "name.reserved" in name_faults(text):
        stem = f"_{stem}"
    room = longest - utf16_units(dot + ending)
    while utf16_units(stem) > room:
        stem = stem[:-1]
    return f"{stem.rstrip(' .')}{dot}{ending}"


def _harmless(char: str) -> str:
    """A visible forbidden character becomes ``_``, other spaces a space, unseen ones nothing."""
    if char.isspace():
        return " "
    if char == "/" or "name.character" in name_faults(char):
        return "_" if char.isprintable() else ""
    return char
