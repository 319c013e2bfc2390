"""Hypothesis strategies for what the program can hold, made by walking the catalogue.

A new field or record is drawn without a change here, so that every round trip (JSON, database,
Excel) is tried with it at once.
"""

from __future__ import annotations

import datetime as dt
import string
import unicodedata
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from jxdesk.domain.application import Application, NoticeRef
from jxdesk.domain.catalogue import Catalogue, FieldSpec, RecordSpec, records
from jxdesk.domain.extras import Extras, extras, is_blank
from jxdesk.domain.limits import FIRST_YEAR, LAST_YEAR, MAX_FRACTION_DIGITS, MAX_INTEGER_DIGITS, is_clean_text
from jxdesk.domain.values import Kind, NotApplicable, Product, Value
from jxdesk.notice import Notice, load_installed

NOTICE_ID = "jx-2025"

_PRODUCT_MARKS = set(";；()（）%％\n")
_LISTED = "云岭镇数字产业园传感器龙头公司，。、：“”（）—…·〇㐂𫖯垱玥 aZ09.%-+=@/\\'\"<>&é한😀"


@cache
def notice() -> Notice:
    """The pack that the tests are run against."""
    return load_installed(NOTICE_ID)


@cache
def texts(*, lines: bool = False, max_size: int = 30) -> st.SearchStrategy[str]:
    """What a text field can hold after typing: NFC, trimmed, no control characters."""
    listed = st.sampled_from(_LISTED + ("\n" if lines else ""))
    anything = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"))
    typed = st.one_of(st.text(listed, max_size=max_size), st.text(anything, max_size=max_size))
    return typed.map(_tidied).filter(lambda text: is_clean_text(text, lines=lines))


@cache
def decimals() -> st.SearchStrategy[Decimal]:
    """Exact numbers as typed: trailing zeros kept, within the digits that a field may have."""
    whole = st.one_of(
        st.just("0"),
        st.integers(1, 10**MAX_INTEGER_DIGITS - 1).map(str),
        st.integers(1, 9999).map(str),
    )
    fraction = st.text(string.digits, max_size=MAX_FRACTION_DIGITS)
    return st.builds(_decimal, st.sampled_from(["", "-"]), whole, fraction)


@cache
def not_applicable() -> st.SearchStrategy[NotApplicable]:
    """“—” with its word why."""
    return texts().map(lambda why: NotApplicable(why or "新办"))


@cache
def dates() -> st.SearchStrategy[str]:
    """Nothing, a month or a day, in ISO writing."""
    days = st.dates(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)).map(dt.date.isoformat)
    return st.one_of(st.just(""), days.map(lambda day: day[:7]), days)


@cache
def products() -> st.SearchStrategy[Product]:
    """A product whose name does not look like a list or a share."""
    name = texts(max_size=12).map(_product_name)
    share = decimals().filter(lambda number: not str(number).startswith("-"))
    return st.builds(Product, name, st.one_of(st.none(), share))


@cache
def references() -> st.SearchStrategy[str]:
    """A place that a file proves."""
    ids = st.sampled_from([spec.id for record in records().values() for spec in record.fields])
    rows = st.builds(lambda name, uid: f"{name}:{uid}", st.sampled_from(sorted(records())), uids())
    return st.one_of(ids, rows)


@cache
def uids() -> st.SearchStrategy[str]:
    """Row ids as the program makes them."""
    return st.integers(0, 2**64 - 1).map(lambda number: f"{number:016x}")


def values(spec: FieldSpec, pack: Notice) -> st.SearchStrategy[Any]:
    """Every value that ``spec`` can hold, the empty one included."""
    if spec.kind is Kind.CHOICE:
        return _choices(tuple(term.id for term in pack.vocabularies[spec.mark.vocabulary]))
    return _of_kind(spec.kind)


@cache
def _choices(ids: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *ids])


@cache
def _of_kind(kind: Kind) -> st.SearchStrategy[Any]:
    found: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: texts(max_size=16),
        Kind.LONG_TEXT: texts(lines=True, max_size=40),
        Kind.COUNT: st.one_of(st.none(), st.integers(0, 10**MAX_INTEGER_DIGITS - 1), not_applicable()),
        Kind.DECIMAL: st.one_of(st.none(), decimals(), not_applicable()),
        Kind.FLAG: st.sampled_from([None, True, False]),
        Kind.DATE: dates(),
        Kind.PRODUCTS: st.lists(products(), max_size=2).map(tuple),
        Kind.REFERENCES: st.lists(references(), max_size=2).map(tuple),
        Kind.DIGEST: st.one_of(st.just(""), st.binary(min_size=32, max_size=32).map(bytes.hex)),
    }
    return found[kind]


@cache
def extra_values() -> st.SearchStrategy[Any]:
    """Every value that a field of a pack can hold, whatever its kind, but none that is empty."""
    kinds = (Kind.TEXT, Kind.LONG_TEXT, Kind.COUNT, Kind.DECIMAL, Kind.FLAG, Kind.DATE)
    return st.one_of(*map(_of_kind, kinds)).filter(lambda value: not is_blank(value))


def extensions(spec: RecordSpec, pack: Notice) -> st.SearchStrategy[Extras]:
    """Values of the fields that ``pack`` adds to a record, and of one that only an earlier pack had."""
    added = {field.spec.name: values(field.spec, pack) for field in Catalogue(pack).added(spec.name)}
    earlier = {"x.of_earlier_pack": extra_values()}
    return st.fixed_dictionaries({}, optional=added | earlier).map(extras)


def rows(spec: RecordSpec, pack: Notice) -> st.SearchStrategy[Any]:
    """One record with any of its fields filled; a row of a list gets a ``uid`` of its own."""
    held: dict[str, st.SearchStrategy[Any]] = {f.name: values(f, pack) for f in spec.fields}
    held["x"] = extensions(spec, pack)
    own: dict[str, st.SearchStrategy[Any]] = {"uid": uids()} if spec.many else {}
    return st.fixed_dictionaries(own, optional=held).map(lambda made: spec.cls(**made))


def applications(pack: Notice, max_rows: int = 2) -> st.SearchStrategy[Application]:
    """A whole application with up to ``max_rows`` rows in each list; every uid is its own."""
    held: dict[str, st.SearchStrategy[Any]] = {}
    for name, spec in records().items():
        one = rows(spec, pack)
        many = st.lists(one, max_size=max_rows, unique_by=lambda row: row.uid).map(tuple)
        held[name] = many if spec.many else one
    reference = NoticeRef(pack.id, pack.version, pack.digest)
    return st.builds(Application, id=uids(), notice=st.just(reference), demo=st.booleans(), **held)


def same(left: Value, right: Value) -> bool:
    """Equal in type and in writing: ``1.0`` is not ``1.00``, ``True`` is not ``1``."""
    return type(left) is type(right) and repr(left) == repr(right)


def _product_name(text: str) -> str:
    return _tidied("".join(char for char in text if char not in _PRODUCT_MARKS)) or "传感器"


def _tidied(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _decimal(sign: str, whole: str, fraction: str) -> Decimal:
    return Decimal(f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}")
