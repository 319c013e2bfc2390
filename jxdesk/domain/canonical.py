"""Canonical JSON of an application: one data, one sequence of bytes.

UTF-8, NFC, keys sorted by code point, one space of indent, LF at the end, no duplicate keys,
no floats: exact numbers are strings without exponent, as typed; “—” is ``{"na": why}``. What only
the notice pack knows stands under ``x``, filled values only, each of which says what it is. The
schema version is the first thing looked at; a newer one is refused as such. Decoding is
bounded in size, depth, digits, text length and rows, and takes the canonical bytes only, so
that ``encode(decode(data)) == data`` holds for everything that is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, NoReturn

from jxdesk.base.errors import UserError
from jxdesk.domain import plain_json
from jxdesk.domain.application import SCHEMA, Application, NoticeRef
from jxdesk.domain.catalogue import FieldSpec, RecordSpec, records
from jxdesk.domain.extras import MAX_EXTRAS, NAME, Extras
from jxdesk.domain.limits import (
    DECIMAL_PATTERN,
    MAX_LIST,
    MAX_ROWS,
    MAX_TEXT,
    is_clean_text,
    is_date,
)
from jxdesk.domain.values import Kind, NotApplicable, Product, Value

UID = re.compile(r"[0-9a-z][0-9a-z-]{0,39}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
# Values that are the same in JSON; looked for first, for most are.
_AS_IS = frozenset({str, int, bool, type(None)})
_PRODUCT_KEYS = frozenset({"name", "share"})
_NOT_APPLICABLE_KEYS = frozenset({"na"})
_NUMBER_KEYS = frozenset({"number"})
_NEVER = object()
_Reader = Callable[[Any, str], Any]


def encode(application: Application) -> bytes:
    """The canonical bytes of an application."""
    return plain_json.dump(to_plain(application))


def decode(data: bytes) -> Application:
    """The application in canonical ``data``.

    Raises ``UserError``: ``json.newer`` for a newer schema, ``json.too-large``,
    ``json.syntax``, ``json.schema`` (with the place) and ``json.not-canonical`` otherwise.
    """
    plain = plain_json.load(data)
    application = from_plain(plain)
    if encode(application) != data:
        raise plain_json.bad("json.not-canonical", "申报数据不是规范的写法")
    return application


def to_plain(application: Application) -> dict[str, Any]:
    """The application as plain JSON values, every key present."""
    plain = head_to_plain(application)
    for name, spec in records().items():
        held = getattr(application, name)
        plain[name] = [row_to_plain(spec, row) for row in held] if spec.many else row_to_plain(spec, held)
    return plain


def head_to_plain(application: Application) -> dict[str, Any]:
    """What says of which application the records are, and in which schema they are written."""
    return {
        "schema": SCHEMA,
        "id": application.id,
        "demo": application.demo,
        "notice": {
            "id": application.notice.id,
            "version": application.notice.version,
            "digest": application.notice.digest,
        },
    }


def row_to_plain(spec: RecordSpec, row: Any) -> dict[str, Any]:
    """A row, or a record that stands once, as plain JSON values."""
    names, values_of = _reading(spec.name)
    values = zip(names, values_of(row), strict=True)
    plain = {name: value if type(value) in _AS_IS else value_to_plain(value) for name, value in values}
    if row.x:
        plain["x"] = {name: extra_to_plain(value) for name, value in row.x}
    return plain


@cache
def _reading(record: str) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The attributes that are written of a record, and what gets them all at once."""
    spec = records()[record]
    names = (*(["uid"] if spec.many else []), *(f.name for f in spec.fields))
    getter = attrgetter(*names)
    return names, getter if len(names) > 1 else lambda row: (getter(row),)


def value_to_plain(value: Value) -> Any:
    """One value in JSON: numbers exact as text, “—” as ``{"na": why}``."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, NotApplicable):
        return {"na": value.why}
    if isinstance(value, tuple):
        return [
            {"name": item.name, "share": value_to_plain(item.share)} if isinstance(item, Product) else item
            for item in value
        ]
    return value


def same_value(one: Value, other: Value) -> bool:
    """Equal in kind and to the last digit: 1.0 is not 1.00."""
    return one is other or (type(one) is type(other) and value_to_plain(one) == value_to_plain(other))


def extra_to_plain(value: Value) -> Any:
    """A value of a field that only a pack knows: it says by itself what it is, ``{"number": "1.50"}``."""
    if isinstance(value, Decimal):
        return {"number": format(value, "f")}
    return value_to_plain(value)


def extra_from_plain(plain: Any, place: str) -> Value:
    """The value in such JSON; ``null`` is none. Raises ``UserError`` ``json.schema`` with the place."""
    if plain is None or isinstance(plain, bool):
        return plain
    if isinstance(plain, int):
        return _whole(plain, place)
    if isinstance(plain, str):
        return _long_text(plain, place)
    if _object(plain, place).keys() == _NUMBER_KEYS:
        return _decimal(plain["number"], place)
    return _not_applicable(plain, place)


def from_plain(plain: Any) -> Application:
    """The application in plain values. Raises ``UserError`` ``json.newer`` or ``json.schema``."""
    root = _object(plain, "")
    schema = root.get("schema")
    if isinstance(schema, int) and not isinstance(schema, bool) and schema > SCHEMA:
        raise UserError(
            "json.newer",
            "这份申报数据是由更新版本的程序制作的。",
            "请先升级本程序再打开。",
        )
    if schema != SCHEMA or isinstance(schema, bool):
        _fail("schema", "不是申报数据")
    _keys(root, {"schema", "id", "demo", "notice", *records()}, "")
    reference = _object(root["notice"], "notice")
    _keys(reference, {"id", "version", "digest"}, "notice")
    held: dict[str, Any] = {}
    for name, spec in records().items():
        held[name] = _rows(spec, root[name]) if spec.many else _read_row(spec, root[name], name)
    return Application(
        id=_uid(root["id"], "id"),
        demo=_flag(root["demo"], "demo") is True,
        notice=NoticeRef(
            id=_text(reference["id"], "notice.id"),
            version=_text(reference["version"], "notice.version"),
            digest=_digest(reference["digest"], "notice.digest"),
        ),
        **held,
    )


def _rows(spec: RecordSpec, plain: Any) -> tuple[Any, ...]:
    if not isinstance(plain, list) or len(plain) > MAX_ROWS:
        _fail(spec.name, "不是列表，或行数过多")
    rows = tuple(_read_row(spec, row, f"{spec.name}[{i}]") for i, row in enumerate(plain))
    if len({row.uid for row in rows}) != len(rows):
        _fail(spec.name, "行号重复")
    return rows


def _read_row(spec: RecordSpec, plain: Any, place: str) -> Any:
    keys, readers = _writing(spec.name)
    row = _object(plain, place)
    _keys(row, keys | {"x"} if "x" in row else keys, place)
    values = {
        name: empty if (held := row[name]) == empty else read(held, f"{place}.{name}")
        for name, empty, read in readers
    }
    if spec.many:
        values["uid"] = _uid(row["uid"], f"{place}.uid")
    if "x" in row:
        values["x"] = _extras(row["x"], f"{place}.x")
    return spec.cls(**values)


def _extras(plain: Any, place: str) -> Extras:
    held = _object(plain, place)
    if not 0 < len(held) <= MAX_EXTRAS:
        _fail(place, "增加的项目为空或过多")
    return tuple((name, _extra(name, held[name], place)) for name in sorted(held))


def _extra(name: str, plain: Any, place: str) -> Value:
    if not NAME.fullmatch(name):
        _fail(place, f"“{plain_json.shown(name)}”不是项目名")
    value = extra_from_plain(plain, f"{place}.{name}")
    if value is None or value == "":
        _fail(f"{place}.{name}", "空的项目不写")
    return value


@cache
def _writing(record: str) -> tuple[frozenset[str], tuple[tuple[str, Any, _Reader], ...]]:
    """The keys of a record's object; of each field its name, its empty value, and its reader.

    Most values of a large list are empty, and no reader need look at those.
    """
    spec = records()[record]
    keys = frozenset(["uid"] if spec.many else ()).union(field.name for field in spec.fields)
    return keys, tuple((f.name, _empty(f.kind), _READERS[f.kind]) for f in spec.fields)


def _empty(kind: Kind) -> Any:
    if kind in (Kind.COUNT, Kind.DECIMAL, Kind.FLAG):
        return None
    return _NEVER if kind in (Kind.PRODUCTS, Kind.REFERENCES) else ""


def value_from_plain(spec: FieldSpec, plain: Any, place: str) -> Any:
    """One value of a field from JSON. Raises ``UserError`` ``json.schema`` with the place."""
    return _READERS[spec.kind](plain, place)


def _long_text(plain: Any, place: str) -> str:
    return _text(plain, place, lines=True)


def _date(plain: Any, place: str) -> str:
    text = _text(plain, place)
    if text and not is_date(text):
        _fail(place, "日期写法不对")
    return text


def _count(plain: Any, place: str) -> Any:
    if plain is None or isinstance(plain, dict):
        return _not_applicable(plain, place)
    return _whole(plain, place)


def _whole(plain: Any, place: str) -> int:
    if isinstance(plain, bool) or not isinstance(plain, int) or plain < 0:
        _fail(place, "应为 0 或更大的整数")
    return plain


def _figure(plain: Any, place: str) -> Any:
    if plain is None or isinstance(plain, dict):
        return _not_applicable(plain, place)
    return _decimal(plain, place)


def _not_applicable(plain: Mapping[str, Any] | None, place: str) -> NotApplicable | None:
    if plain is None:
        return None
    _keys(plain, _NOT_APPLICABLE_KEYS, place)
    return NotApplicable(_text(plain["na"], place))


def _products(plain: Any, place: str) -> tuple[Product, ...]:
    return tuple([_product(item, place) for item in _list(plain, place)])


def _references(plain: Any, place: str) -> tuple[str, ...]:
    return tuple([_text(item, place) for item in _list(plain, place)])


def _decimal(plain: Any, place: str) -> Decimal:
    if not isinstance(plain, str) or not DECIMAL_PATTERN.fullmatch(plain):
        _fail(place, "应为不带指数的数字文本")
    return Decimal(plain)


def _product(plain: Any, place: str) -> Product:
    item = _object(plain, place)
    _keys(item, _PRODUCT_KEYS, place)
    share = None if item["share"] is None else _decimal(item["share"], place)
    return Product(_text(item["name"], place), share)


def _text(plain: Any, place: str, *, lines: bool = False) -> str:
    if not isinstance(plain, str) or len(plain) > MAX_TEXT or not is_clean_text(plain, lines=lines):
        _fail(place, "应为规范的文本")
    return plain


def _digest(plain: Any, place: str) -> str:
    if not isinstance(plain, str) or not _DIGEST.fullmatch(plain):
        _fail(place, "应为 SHA-256 值")
    return plain


def _digest_or_none(plain: Any, place: str) -> str:
    return "" if plain == "" else _digest(plain, place)


def _uid(plain: Any, place: str) -> str:
    if not isinstance(plain, str) or not UID.fullmatch(plain):
        _fail(place, "编号不合规范")
    return plain


def _flag(plain: Any, place: str) -> bool | None:
    if plain is not None and not isinstance(plain, bool):
        _fail(place, "应为是或否")
    return plain


def _list(plain: Any, place: str) -> list[Any]:
    if not isinstance(plain, list) or len(plain) > MAX_LIST:
        _fail(place, f"应为不超过 {MAX_LIST} 项的列表")
    return plain


_READERS: Mapping[Kind, _Reader] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.COUNT: _count,
    Kind.DECIMAL: _figure,
    Kind.FLAG: _flag,
    Kind.DATE: _date,
    Kind.DIGEST: _digest_or_none,
    Kind.PRODUCTS: _products,
    Kind.REFERENCES: _references,
}


def _object(plain: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(plain, dict):
        _fail(place, "应为对象")
    return plain


def _keys(plain: Mapping[str, Any], wanted: AbstractSet[str], place: str) -> None:
    if plain.keys() != wanted:
        _fail(place, f"“{plain_json.shown(min(plain.keys() ^ wanted))}”多出或缺少")


def _fail(place: str, reason: str) -> NoReturn:
    raise plain_json.bad("json.schema", f"申报数据的“{place or '根'}”处：{reason}")
