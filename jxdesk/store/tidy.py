"""Words from outside that are kept beside the application: a person's, a file's, a machine's."""

from __future__ import annotations

import unicodedata

from jxdesk.domain.limits import is_forbidden

_STAND_IN = "□"


def tidy(text: str, *, lines: bool = False) -> str:
    """``text`` as it can be kept and shown: NFC, and a box for what no text may hold."""
    plain = text.replace("\r\n", "\n") if lines else text
    kept = (char if (lines and char == "\n") or not is_forbidden(char) else _STAND_IN for char in plain)
    return unicodedata.normalize("NFC", "".join(kept))
