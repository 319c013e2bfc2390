"""Characters that nobody sees: they must neither steer a terminal nor hide what a name says."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Default ignorable code points beyond category Cf (Unicode, DerivedCoreProperties).
_UNSEEN_RANGES = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2065, 0x2065),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0FFF),
)


@lru_cache(maxsize=4096)
def is_unseen(char: str) -> bool:
    """A control, format, surrogate, separator or otherwise invisible character."""
    if char.isascii():
        return not char.isprintable()
    point = ord(char)
    return unicodedata.category(char) in _UNSEEN_CATEGORIES or any(
        low <= point <= high for low, high in _UNSEEN_RANGES
    )


def shown(text: str, *, keep: str = "") -> str:
    """``text`` with every unseen character not in ``keep`` written out: safe for terminal and page."""
    unseen = [char for char in set(text) if char not in keep and is_unseen(char)]
    return text.translate({ord(char): f"\\u{ord(char):04x}" for char in unseen}) if unseen else text
