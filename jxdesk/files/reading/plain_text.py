"""Plain texts, lists with commas among them."""

from __future__ import annotations

from typing import BinaryIO

from jxdesk.files.bounds import MAX_TEXT, Damaged
from jxdesk.files.reading.encodings import decoded
from jxdesk.files.screening import Record

_BYTES_PER_CHARACTER = 4


def read(stream: BinaryIO, record: Record) -> None:
    """Screen a text line by line. Raises ``Damaged``, ``Enough``."""
    most = MAX_TEXT * _BYTES_PER_CHARACTER
    data = stream.read(most + 1)
    text = decoded(data, whole=len(data) <= most)
    if text is None:
        raise Damaged
    for number, line in enumerate(text.splitlines(), 1):
        record.content(f"第 {number} 行", line, "\n")
