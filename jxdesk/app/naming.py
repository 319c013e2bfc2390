"""Names on disc: made from what people typed, valid on Windows and within Joliet's bounds."""

from __future__ import annotations

import re
import unicodedata

MAX_UNITS = 60
_FORBIDDEN = re.compile(r'[<>:"/\\|?*%\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")


def file_name(wanted: str, *, fallback: str = "未命名") -> str:
    """A single safe name close to ``wanted``; its ending is kept when it must be shortened."""
    text = unicodedata.normalize("NFC", wanted)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    text = _FORBIDDEN.sub("_", text).strip(" .") or fallback
    if _RESERVED.fullmatch(text):
        text = f"_{text}"
    stem, dot, ending = text.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = text, "", ""
    room = MAX_UNITS - _units(dot + ending)
    while _units(stem) > room:
        stem = stem[:-1]
    return f"{stem.rstrip(' .')}{dot}{ending}"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
