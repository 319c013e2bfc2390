"""One way of writing for everything that looks the same: the detectors read folded text only.

Every character is replaced by exactly one, so that a place in the folded text is the same place in
the text as it was. Only the pieces that may hold something are folded: it takes long.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from jxdesk.base.unseen import is_unseen
from jxdesk.domain.sensitive.vocabulary import markings

UNSEEN = "\u200b"
"""What every character that nobody sees becomes."""

_DASHES = "‐‑‒–—―⁃−─﹘﹣－"
_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SIGNS = {"【": "[", "】": "]", "〔": "[", "〕": "]", "〖": "[", "〗": "]"}
_KEPT = "\t\n\r"


def folded(text: str) -> str:
    """``text`` in half-width signs, ASCII digits, plain spaces and simplified letters; same length."""
    return text.translate(_table())


@cache
def _table() -> _Table:
    return _Table()


class _Table(dict[int, str]):
    """What each character is read as, worked out when it is first met."""

    def __init__(self) -> None:
        variants = markings().variants
        super().__init__({ord(old): new for old, new in zip(variants.old, variants.new, strict=True)})
        self |= {ord(char): plain for char, plain in _SIGNS.items()}
        self |= {ord(char): "-" for char in _DASHES}
        self |= {ord(char): "\n" for char in _LINE_ENDS}
        self |= {ord(char): char for char in _KEPT}

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = plain = _plain(char)
        return plain


def _plain(char: str) -> str:
    if is_unseen(char):
        return UNSEEN
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(char))
    compatible = unicodedata.normalize("NFKC", char)
    # A circled or raised digit is no digit of a number.
    return compatible if len(compatible) == 1 and not compatible.isdecimal() else char
