"""Whether bytes are one value in DER (X.690, 10 and 11): one meaning, one writing.

Looks at the encoding alone: lengths definite and minimal, integers and booleans in their only
form, strings primitive, sets in order, nothing before the end left over. Two things need the
type and are not seen here: default values that were written out, and sets under an implicit
tag (see :func:`in_set_order`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

MAX_DEPTH = 32
_CONSTRUCTED = {16, 17}
_PRIMITIVE = {1, 2, 3, 4, 5, 6, 10, 12, 18, 19, 20, 22, 23, 24, 26, 28, 30}
_TIMES = {23, 24}


class NotDer(ValueError):
    """The bytes are not DER; the message says where."""


def check(data: bytes) -> None:
    """Raises :class:`NotDer` unless ``data`` is exactly one value in DER."""
    if _value(memoryview(data), 0, 0) != len(data):
        raise NotDer("bytes after the value")


def in_set_order(encodings: Sequence[bytes]) -> bool:
    """Whether the encoded members stand as DER wants a SET OF (X.690, 11.6)."""
    return all(one <= other for one, other in pairwise(encodings))


def _value(data: memoryview, start: int, depth: int) -> int:
    """Check the value at ``start``; where it ends."""
    if depth > MAX_DEPTH or start + 2 > len(data):
        raise NotDer(f"cut off or nested too deep at {start}")
    tag = data[start]
    body, end = _length(data, start + 1)
    family, constructed, number = tag >> 6, bool(tag & 0x20), tag & 0x1F
    if number == 0x1F or family in (1, 3):
        raise NotDer(f"a tag that has no place in CMS at {start}")
    if family == 0:
        _universal(data[body:end], number, constructed, start)
    if constructed:
        members = []
        at = body
        while at < end:
            after = _value(data[:end], at, depth + 1)
            members.append(bytes(data[at:after]) if family == 0 and number == 17 else b"")
            at = after
        if not in_set_order(members):
            raise NotDer(f"a set out of order at {start}")
    return end


def _length(data: memoryview, start: int) -> tuple[int, int]:
    """Where the content begins and ends."""
    first = data[start]
    if first < 0x80:
        body, size = start + 1, first
    else:
        count = first & 0x7F
        body = start + 1 + count
        if not 1 <= count <= 4 or body > len(data):
            raise NotDer(f"length at {start}")
        size = int.from_bytes(data[start + 1 : body], "big")
        if size < 0x80 or data[start + 1] == 0:
            raise NotDer(f"length not minimal at {start}")
    if body + size > len(data):
        raise NotDer(f"cut off at {start}")
    return body, body + size


def _universal(content: memoryview, number: int, constructed: bool, start: int) -> None:
    if number not in (_CONSTRUCTED if constructed else _PRIMITIVE):
        raise NotDer(f"type {number} at {start}")
    size = len(content)
    sound = True
    if number == 1:
        sound = size == 1 and content[0] in (0, 0xFF)
    elif number in (2, 10):
        sound = size > 0 and not (size > 1 and (content[0], content[1] >> 7) in ((0, 0), (0xFF, 1)))
    elif number == 3:
        unused = content[0] if size else 8
        sound = unused < 8 and (size > 1 or unused == 0) and not content[-1] & ((1 << unused) - 1)
        sound = sound or bytes(content) == b"\0"
    elif number == 5:
        sound = size == 0
    elif number == 6:
        sound = _is_minimal_oid(bytes(content))
    elif number in _TIMES:
        sound = size > 0 and content[-1] == ord("Z")
    if not sound:
        raise NotDer(f"type {number} not in its only form at {start}")


def _is_minimal_oid(content: bytes) -> bool:
    if not content or content[-1] & 0x80:
        return False
    begins = [True] + [not byte & 0x80 for byte in content[:-1]]
    return not any(begin and byte == 0x80 for begin, byte in zip(begins, content, strict=True))
