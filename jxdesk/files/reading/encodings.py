"""The encodings in which plain texts come from Chinese offices."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decoded(data: bytes, *, whole: bool = True) -> str | None:
    """The text that ``data`` is, or ``None`` if it is none.

    UTF-8 and UTF-16 by their mark, otherwise UTF-8, otherwise GB 18030. ``whole=False``: the data may
    end within a character.
    """
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(data, final=whole)
        except UnicodeDecodeError:
            continue
        return None if _BINARY.search(text) else text
    return None
