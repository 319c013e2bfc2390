"""XML from strangers, as a stream of events: no tree is built, no entity is defined, depth is bounded."""

from __future__ import annotations

from typing import IO, Protocol
from xml.parsers import expat

from jxdesk.base.zipped import Container
from jxdesk.files.bounds import MAX_XML_DEPTH, MAX_XML_PART, Damaged, TooLarge

_PIECE = 1 << 18

Attributes = dict[str, str]


class Handler(Protocol):
    """Who listens to the events. Names are local names: prefix and namespace are taken off."""

    def start(self, name: str, attributes: Attributes, /) -> None: ...

    def end(self, name: str, /) -> None: ...

    def text(self, text: str, /) -> None: ...


def walk(container: Container, part: str, handler: Handler) -> None:
    """Feed a part of ``container`` to ``handler``.

    Raises ``Damaged`` (not well-formed, a document type declared, nested too deep), ``TooLarge``.
    """
    if container.size(part) > MAX_XML_PART:
        raise TooLarge
    with container.stream(part) as stream:
        feed(stream, handler)


def feed(stream: IO[bytes], handler: Handler) -> None:
    """Feed a whole stream to ``handler``. Raises ``Damaged``."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    _listen(parser, handler)
    parser.StartDoctypeDeclHandler = _refuse
    try:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: encodings expat lacks
        raise Damaged from error


def _listen(parser: expat.XMLParserType, handler: Handler) -> None:
    """Take the namespaces off and count the depth, in as few steps as Python allows: sheets are long."""
    depth = 0
    local_names: dict[str, str] = {}
    on_start, on_end = handler.start, handler.end

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_XML_DEPTH:
            raise Damaged
        if name not in local_names:
            local_names[name] = name.rpartition("}")[2]
        for key in attributes:
            if "}" in key:
                attributes = _local(attributes)
                break
        on_start(local_names[name], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        on_end(local_names[name])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text


def _local(attributes: Attributes) -> Attributes:
    """Where two have the same local name (``id`` and ``r:id``), the one with a namespace counts."""
    plain = {key: value for key, value in attributes.items() if "}" not in key}
    return plain | {key.rpartition("}")[2]: value for key, value in attributes.items() if "}" in key}


def _refuse(*_: object) -> None:
    """Office files have no document type; where there is one, entities are meant."""
    raise Damaged


class Ignore:
    """A handler that listens to nothing; others take from it what they do not need."""

    def start(self, name: str, attributes: Attributes, /) -> None:
        """Nothing."""

    def end(self, name: str, /) -> None:
        """Nothing."""

    def text(self, text: str, /) -> None:
        """Nothing."""
