"""The zip container of ``.xlsx`` and ``.ods``: inflated once, counted while it is, before any parser."""

from __future__ import annotations

import re
from io import BytesIO

from jxdesk.base.zipped import Container, Limits, Reason, Refused, opened
from jxdesk.exchange.bounds import (
    MAX_ENTRIES,
    MAX_INFLATED,
    MAX_RATIO,
    RATIO_FROM,
    encrypted,
    too_large,
    unreadable,
)

_XML = (".xml", ".rels", ".vml")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_LIMITS = Limits(MAX_ENTRIES, MAX_INFLATED, MAX_RATIO, RATIO_FROM)


def open_container(data: bytes) -> dict[str, bytes]:
    """The XML parts by name, every entry of the container having been proved sound.

    Raises ``UserError`` ``exchange.too-large`` (entries, inflated size, ratio),
    ``exchange.unreadable`` (truncated, damaged, entities declared), ``exchange.password``.
    """
    try:
        with opened(BytesIO(data), _LIMITS) as container:
            return {
                name: content for name in container.names if (content := _xml(container, name)) is not None
            }
    except Refused as refused:
        if refused.reason is Reason.PASSWORD:
            raise encrypted() from refused
        raise (too_large if refused.reason is Reason.TOO_LARGE else unreadable)(refused.why) from refused


def _xml(container: Container, name: str) -> bytes | None:
    """An entry's bytes if they are XML; in any case it is inflated whole."""
    if not name.endswith(_XML):
        container.prove(name)
        return None
    content = container.read(name)
    if b"\0" in content or _DECLARATION.search(content):
        raise unreadable("里面有不该有的定义")
    return content
