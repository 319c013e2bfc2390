"""Sentences and values as they may be shown: numbers of persons in them masked, whatever is said around."""

from __future__ import annotations

import re
from functools import lru_cache

from jxdesk.domain.sensitive import mask

# Whatever is masked has at least so many digits, apart or not; looking for them takes no time.
_LONG_NUMBER = re.compile(r"\d(?:\D{0,3}\d){10}")
# A sentence says what it takes a number for (“信用代码…不正确”), which must not hide what it is.
_ALONE = re.compile(r"(?<![0-9A-Za-z])[\dXx]{11,}(?![0-9A-Za-z])")


# After an edit nearly all sentences are those of the time before.
@lru_cache(4096)
def masked(text: str) -> str:
    """``text`` with every number masked that would be found, in its sentence or by itself."""
    if not _LONG_NUMBER.search(text):
        return text
    return _ALONE.sub(lambda number: mask(number[0]), mask(text))
