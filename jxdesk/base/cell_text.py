"""Text on its way into the cell of an XLSX file."""

from __future__ import annotations

import re

MAX_CELL_CHARS = 32_767
"""What Excel holds in one cell."""

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """``text`` such that a reader gives it back: ``_x0041_`` would be read as an escaped ``A``.

    ECMA-376 part 1, 22.9.2.19 (ST_Xstring): ``_xHHHH_`` stands for a character, ``_x005F_`` for ``_``.
    """
    return _ESCAPE.sub("_x005F_", text)
