"""When two names or headings are the same to a person who typed one of them."""

from __future__ import annotations

import re
import unicodedata

_IGNORED = re.compile(r"[\s\u200b\ufeff*＊:：]+")
_BRACKETS = str.maketrans("〔〕【】[]", "()()()")
_AT_THE_END = re.compile(r"\([^()]*\)$")


def normal(text: str) -> str:
    """``text`` without spaces, colons and asterisks, in one width, one kind of brackets, one case."""
    folded = unicodedata.normalize("NFKC", text).translate(_BRACKETS).casefold()
    return _IGNORED.sub("", folded)


def without_bracket(heading: str) -> str:
    """A normal heading without the bracket at its end, in which units and remarks stand."""
    return _AT_THE_END.sub("", heading) or heading
