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
    events = _Events(handler)
    parser.StartElementHandler = events.start
    parser.EndElementHandler = events.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: encodings expat lacks
        raise Damaged from error


class _Events:
    """Takes the namespaces off, counts the depth."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._local: dict[str, str] = {}
        self._depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > MAX_XML_DEPTH:
            raise Damaged
        self._handler.start(self._of(name), self._local_attributes(attributes) if attributes else attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._handler.end(self._of(name))

    def _local_attributes(self, attributes: Attributes) -> Attributes:
        """Where two have the same local name (``id`` and ``r:id``), the one with a namespace counts."""
        plain = {key: value for key, value in attributes.items() if "}" not in key}
        if len(plain) < len(attributes):
            plain.update((self._of(key), value) for key, value in attributes.items() if "}" in key)
        return plain

    def _of(self, name: str) -> str:
        local = self._local.get(name)
        if local is None:
            local = self._local[name] = name.rpartition("}")[2]
        return local


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
