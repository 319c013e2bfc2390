"""Values as they lie in the database, judged a column at a time as canonical decoding judges one.

Whatever lies in a workspace's folder may have been put there by anybody, so nothing is taken that
could not be written as canonical JSON again. Every function raises ``ValueError`` or ``TypeError``
for such content, which leaves the store as ``store.damaged``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NoReturn

import msgspec

from jxdesk.domain.canonical import UID
from jxdesk.domain.catalogue import FieldSpec
from jxdesk.domain.limits import (
    DECIMAL_PATTERN,
    MAX_INTEGER_DIGITS,
    MAX_LIST,
    MAX_TEXT,
    is_clean_text,
    is_date,
)
from jxdesk.domain.plain_json import MAX_ITEMS
from jxdesk.domain.values import Count, Figure, Kind, NotApplicable, Product
from jxdesk.store.columns import NA

Column = Sequence[Any]
Reader = Callable[[Column], Column]

# A change set holds what was before and what came after, so it may be twice as long as the data.
_MAX_MARKS = 2 * MAX_ITEMS
_DIGEST = re.compile(r"[0-9a-f]{64}")
_WHOLE = re.compile(rf"0|[1-9][0-9]{{0,{MAX_INTEGER_DIGITS - 1}}}")


class _Product(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    name: str
    share: str | None


_PRODUCTS = msgspec.json.Decoder(list[_Product])
_REFERENCES = msgspec.json.Decoder(list[str])


def reader(spec: FieldSpec) -> Reader:
    """What turns a column of a field into its values."""
    match spec.kind:
        case Kind.COUNT | Kind.DECIMAL:
            return partial(_figures, whole=spec.kind is Kind.COUNT)
        case Kind.FLAG:
            return partial(_once, flag)
        case Kind.PRODUCTS:
            return _products
        case Kind.REFERENCES:
            return _references
        case Kind.DATE:
            return partial(_once, _date)
        case Kind.DIGEST:
            return partial(_once, lambda raw: raw if raw == "" else digest(raw))
        case Kind.CHOICE:
            return partial(_once, text)
        case Kind.LONG_TEXT:
            return partial(_texts, lines=True)
    return _texts


def uids(found: Column) -> Column:
    """A column of row ids, each of which stands once."""
    if not all(map(UID.fullmatch, found)) or len(set(found)) != len(found):
        _refuse("row id", found)
    return found


def text(raw: Any, *, lines: bool = False) -> str:
    """One text, of several lines where that is allowed."""
    if not isinstance(raw, str) or not is_clean_text(raw, lines=lines):
        _refuse("text", raw)
    return raw


def digest(raw: Any) -> str:
    """A SHA-256 in lower-case hex."""
    if not isinstance(raw, str) or not _DIGEST.fullmatch(raw):
        _refuse("digest", raw)
    return raw


def flag(raw: Any) -> bool | None:
    """Yes, no, or not answered."""
    if raw not in (None, 0, 1):
        _refuse("flag", raw)
    return None if raw is None else bool(raw)


def number(raw: Any, least: int) -> int:
    """A whole number from ``least`` on."""
    if type(raw) is not int or raw < least:
        _refuse("number", raw)
    return raw


def bounded_json(raw: str) -> Any:
    """Plain values from JSON that can neither fill the memory nor the stack."""
    if sum(raw.count(mark) for mark in ",[{") > _MAX_MARKS:
        _refuse("list", raw)
    try:
        return json.loads(raw, parse_float=_no_number, parse_constant=_no_number, parse_int=_bounded_int)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _once(judge: Callable[[Any], Any], found: Column) -> Column:
    """Judge every different value once: what stands in a column mostly stands there again."""
    judged = {raw: judge(raw) for raw in set(found)}
    return list(map(judged.__getitem__, found))


def _texts(found: Column, *, lines: bool = False) -> Column:
    # A space joins with nothing before or after it, so the whole is clean when each text is.
    whole = " ".join(found)
    # What can be printed is nothing forbidden, and that is found out much sooner.
    printable = (whole.replace("\n", " ") if lines else whole).isprintable()
    clean = unicodedata.is_normalized("NFC", whole) if printable else is_clean_text(whole, lines=lines)
    if not clean or max(map(len, found), default=0) > MAX_TEXT:
        _refuse("text", found)
    return found


def _figures(found: Column, *, whole: bool) -> Column:
    """Every different figure is judged and made once."""
    judged: dict[Any, Figure | Count] = {None: None}
    written = set(found) - {None}
    judged |= {raw: NotApplicable(text(raw[len(NA) :])) for raw in written if raw.startswith(NA)}
    digits = list(written - judged.keys())
    # Before anything counts with them: 1E+400000000 is short to write and long to work out.
    if not all(map((_WHOLE if whole else DECIMAL_PATTERN).fullmatch, digits)):
        _refuse("figure", found)
    judged |= zip(digits, map(int if whole else Decimal, digits), strict=True)
    return list(map(judged.__getitem__, found))


def _date(raw: Any) -> str:
    if not isinstance(raw, str) or (raw and not is_date(raw)):
        _refuse("date", raw)
    return raw


def _products(found: Column) -> Column:
    held = [[] if raw == "[]" else _list(_PRODUCTS, raw) for raw in found]
    _texts([item.name for items in held for item in items])
    shares = [item.share for items in held for item in items]
    if any(share is not None and share.startswith(NA) for share in shares):
        _refuse("share", found)
    known = dict(zip(shares, _figures(shares, whole=False), strict=True))
    return [tuple([Product(item.name, known[item.share]) for item in items]) for items in held]


def _references(found: Column) -> Column:
    held = [[] if raw == "[]" else _list(_REFERENCES, raw) for raw in found]
    _texts([item for items in held for item in items])
    return [tuple(items) for items in held]


def _list(decoder: msgspec.json.Decoder[Any], raw: str) -> list[Any]:
    items: list[Any] = decoder.decode(raw)
    # Written the other way round, doubled keys and other ways of writing show.
    if len(items) > MAX_LIST or msgspec.json.encode(items, order="sorted") != raw.encode():
        _refuse("list", raw)
    return items


def _no_number(raw: str) -> NoReturn:
    _refuse("number", raw)


def _bounded_int(raw: str) -> int:
    if len(raw.lstrip("-")) > MAX_INTEGER_DIGITS:
        _refuse("number", raw)
    return int(raw)


def _refuse(what: str, raw: object) -> NoReturn:
    shown = raw[:80] if isinstance(raw, str) else raw if isinstance(raw, int) else type(raw).__name__
    raise ValueError(f"not a {what}: {shown!r}")
