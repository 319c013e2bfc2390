"""Content that a reader would pass over in silence: elements inside each other, and no cell among them."""

from __future__ import annotations

from xml.parsers import expat

from jxdesk.exchange.bounds import unreadable

_MAX_DEPTH = 64
# Sheets without cells are short, unless rows without number are formatted; those are alike throughout.
_LOOKED_AT = 8 * 1024 * 1024


def check_shape(content: bytes) -> None:
    """Refuse a part that holds no cells if it is no sheet at all.

    Raises ``UserError`` ``exchange.unreadable`` where it is not well-formed or nested too deep.
    """
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise unreadable("里面的内容一层套一层，不是表格")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(content[:_LOOKED_AT], len(content) <= _LOOKED_AT)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: encodings expat lacks
        raise unreadable("文件不完整或已损坏") from error
