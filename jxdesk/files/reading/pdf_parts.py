"""What a PDF carries besides its pages (ISO 32000-1, 12.5, 12.6.4.16, 14.3, 7.11.4), by pypdf.

Reading and stripping share these definitions, so that what is stripped is what was found.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

COMMENTS = frozenset(
    {
        "/Text",
        "/Popup",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Caret",
        "/Redact",
        "/FileAttachment",
    }
)
"""Annotations that talk about the page; what ``/FreeText``, ``/Stamp``, ``/Ink`` draw is part of it."""

OWN_NAMES = frozenset({"/Widget", "/Link"})
"""Annotations whose ``/T`` is a name of their own, not that of an author."""

ACTIONS = ("/OpenAction", "/AA")
PROGRAMS = frozenset({"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"})
"""Keys of the document information that say how the file was made, not by whom."""

PEOPLE = {"/Author": "作者", "/Manager": "主管", "/LastModifiedBy": "最后修改者"}
"""Keys of the document information that name a person."""

_MAX_TREE = 10_000


def opened(stream: BinaryIO) -> PdfReader:
    """A lenient reader; a file that only restricts its owner opens without a password."""
    stream.seek(0)
    return PdfReader(stream, strict=False)


def resolved(value: PdfObject | None) -> PdfObject | None:
    """What a reference points to, the value itself if it is none."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def dictionary(holder: DictionaryObject | None, key: str) -> DictionaryObject | None:
    """The dictionary at ``key``, if there is one."""
    value = resolved(holder.raw_get(key)) if holder is not None and key in holder else None
    return value if isinstance(value, DictionaryObject) else None


def items(holder: DictionaryObject, key: str, *, resolve: bool = True) -> list[PdfObject]:
    """The entries of the array at ``key``, references resolved unless told not to."""
    value = resolved(holder.raw_get(key)) if key in holder else None
    if not isinstance(value, ArrayObject):
        return []
    if not resolve:
        return list(value)
    return [found for each in value if (found := resolved(each)) is not None]


def words(value: PdfObject | None) -> str:
    """A text string as such, ``""`` for anything else."""
    value = resolved(value)
    if isinstance(value, TextStringObject):
        return str(value)
    if isinstance(value, ByteStringObject):
        return value.decode("utf-8", "replace")
    return ""


def word_at(holder: DictionaryObject, key: str) -> str:
    """The text string at ``key``, ``""`` if there is none."""
    return words(holder.raw_get(key)) if key in holder else ""


def name_at(holder: DictionaryObject, key: str) -> str:
    """The name at ``key``, its slash included, ``""`` if there is none."""
    value = resolved(holder.raw_get(key)) if key in holder else None
    return str(value) if isinstance(value, NameObject) else ""


def annotations_of(page: DictionaryObject) -> Iterator[DictionaryObject]:
    """The annotations of a page."""
    for found in items(page, "/Annots"):
        if isinstance(found, DictionaryObject):
            yield found


def name_tree(root: DictionaryObject | None) -> Iterator[tuple[str, PdfObject]]:
    """Names and values of a name tree (7.9.6), bounded against loops."""
    waiting = [root] if root is not None else []
    visited = 0
    while waiting and visited < _MAX_TREE:
        node = waiting.pop()
        visited += 1
        pairs = items(node, "/Names")
        for name, value in zip(pairs[::2], pairs[1::2], strict=False):
            yield words(name), value
        waiting += [kid for kid in items(node, "/Kids") if isinstance(kid, DictionaryObject)]


def embedded_file(specification: PdfObject) -> tuple[str, StreamObject | None]:
    """Name and stream of a file specification (7.11.3)."""
    if not isinstance(specification, DictionaryObject):
        return "", None
    name = word_at(specification, "/UF") or word_at(specification, "/F")
    files = dictionary(specification, "/EF")
    stream = resolved(files.raw_get("/F")) if files is not None and "/F" in files else None
    return name, stream if isinstance(stream, StreamObject) else None


def fields(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """The fields of the interactive form and their kids, bounded against loops."""
    form = dictionary(root, "/AcroForm")
    waiting = items(form, "/Fields") if form is not None else []
    visited = 0
    while waiting and visited < _MAX_TREE:
        field = waiting.pop(0)
        visited += 1
        if isinstance(field, DictionaryObject):
            yield field
            waiting += items(field, "/Kids")


def is_signature(field: DictionaryObject) -> bool:
    """Whether a form field is a signature that has been given (12.7.4.5)."""
    return name_at(field, "/FT") == "/Sig" and dictionary(field, "/V") is not None


def is_script(action: DictionaryObject) -> bool:
    """Whether an action, or one of a set of them, runs a script (12.6.4.16)."""
    inner = [dictionary(action, key) for key in action]
    return any(found is not None and "/JS" in found for found in (action, *inner))
