"""The kinds of value a field can hold, and the one value that is not a value: “—”."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any


class Kind(Enum):
    """What a field holds, and how it is stored, edited and written.

    ``TEXT`` one line, ``LONG_TEXT`` several paragraphs, ``COUNT`` whole number, ``DECIMAL``
    exact number with the precision typed, ``FLAG`` yes/no, ``CHOICE`` one term id of a
    vocabulary, ``DATE`` ISO year-month or year-month-day, ``PRODUCTS`` a list of
    :class:`Product`, ``REFERENCES`` a list of places that a file proves, ``DIGEST`` SHA-256 hex.
    """

    TEXT = "text"
    LONG_TEXT = "long-text"
    COUNT = "count"
    DECIMAL = "decimal"
    FLAG = "flag"
    CHOICE = "choice"
    DATE = "date"
    PRODUCTS = "products"
    REFERENCES = "references"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """“—”: the figure does not exist, and ``why`` says so in a word. Not the same as empty."""

    why: str


@dataclass(frozen=True, slots=True)
class Product:
    """A product of an enterprise, with its national market share in % where that is known."""

    name: str
    share: Decimal | None = None


Figure = Decimal | NotApplicable | None
Count = int | NotApplicable | None
Value = str | int | bool | Decimal | NotApplicable | tuple[Product, ...] | tuple[str, ...] | None

_KEY = "jxdesk.field"


@dataclass(frozen=True, slots=True)
class FieldMark:
    """What a dataclass field says of itself; everything else of it comes from the notice."""

    kind: Kind
    unit: str = ""
    vocabulary: str = ""


def mark_of(metadata: Any) -> FieldMark | None:
    """The mark of a dataclass field, ``None`` for plain ones such as ``uid``."""
    mark: FieldMark | None = metadata.get(_KEY)
    return mark


def _marked(default: Value, kind: Kind, unit: str = "", vocabulary: str = "") -> Any:
    return field(default=default, metadata={_KEY: FieldMark(kind, unit, vocabulary)})


def text() -> Any:
    """A one-line text, ``""`` when empty."""
    return _marked("", Kind.TEXT)


def long_text() -> Any:
    """A text of several paragraphs separated by LF, ``""`` when empty."""
    return _marked("", Kind.LONG_TEXT)


def count(unit: str) -> Any:
    """A whole number (``Count``) in ``unit``."""
    return _marked(None, Kind.COUNT, unit)


def decimal(unit: str) -> Any:
    """An exact number (``Figure``) in ``unit``."""
    return _marked(None, Kind.DECIMAL, unit)


def flag() -> Any:
    """Yes, no, or not answered yet (``None``)."""
    return _marked(None, Kind.FLAG)


def choice(vocabulary: str) -> Any:
    """The id of a term of the notice's ``vocabulary``, ``""`` when empty."""
    return _marked("", Kind.CHOICE, vocabulary=vocabulary)


def date() -> Any:
    """An ISO date ``2026-03`` or ``2026-03-15`` as text, ``""`` when empty."""
    return _marked("", Kind.DATE)


def products() -> Any:
    """A list of products with their national shares."""
    return _marked((), Kind.PRODUCTS)


def references() -> Any:
    """The places a file proves: ``record:uid`` for rows, field ids for figures, ``topic:id``
    for what the notice wants shown without a figure (vocabulary ``evidence_topics``)."""
    return _marked((), Kind.REFERENCES)


def digest() -> Any:
    """A SHA-256 in lower-case hex, ``""`` when there is none."""
    return _marked("", Kind.DIGEST)
