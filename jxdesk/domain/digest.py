"""The data's digest after each edit: only what was edited is written out anew.

The digest is that of the canonical bytes, to which each row contributes a piece of its own. Rows
are frozen, so the piece of a row that is still the same object is still right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jxdesk.domain import canonical, plain_json
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import RecordSpec, records


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The pieces of an application's rows by their ``id``; holding the application keeps those theirs."""

    application: Application | None = None
    by_row: dict[int, bytes] = field(default_factory=dict)


class RunningDigest:
    """SHA-256 of canonical bytes that change a little from time to time. Keeps those of the last time."""

    def __init__(self) -> None:
        self._last = _Pieces()

    def of(self, application: Application) -> str:
        """The SHA-256 (hex) of ``canonical.encode(application)``."""
        made = _Pieces(application)
        digest = hashlib.sha256()
        for piece in _pieces(application, self._last.by_row, made.by_row):
            digest.update(piece)
        self._last = made
        return digest.hexdigest()


def _pieces(application: Application, known: dict[int, bytes], kept: dict[int, bytes]) -> Iterator[bytes]:
    """The canonical bytes, piece by piece; those of rows are taken from ``known`` and put into ``kept``."""
    head = canonical.head_to_plain(application)
    start = b"{\n "
    for name in sorted((*head, *records())):
        yield start + plain_json.dump(name).rstrip() + b": "
        start = b",\n "
        if name in head:
            yield _indented(head[name], 1)
            continue
        spec, held = records()[name], getattr(application, name)
        if not spec.many:
            yield _of_row(spec, held, 1, known, kept)
        elif not held:
            yield b"[]"
        else:
            opening = b"[\n  "
            for row in held:
                yield opening
                yield _of_row(spec, row, 2, known, kept)
                opening = b",\n  "
            yield b"\n ]"
    yield b"\n}\n"


def _of_row(spec: RecordSpec, row: Any, depth: int, known: dict[int, bytes], kept: dict[int, bytes]) -> bytes:
    piece = known.get(id(row))
    if piece is None:
        piece = _indented(canonical.row_to_plain(spec, row), depth)
    kept[id(row)] = piece
    return piece


def _indented(plain: Any, depth: int) -> bytes:
    """Plain values as they are written so deep in the whole; a line break in a text is none here."""
    return plain_json.dump(plain).rstrip(b"\n").replace(b"\n", b"\n" + b" " * depth)
