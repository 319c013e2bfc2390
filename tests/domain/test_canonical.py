"""Canonical JSON: whatever the program can hold comes back the same, everything else is refused."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.domain import canonical, plain_json
from jxdesk.domain.application import (
    SCHEMA,
    Application,
    Basic,
    Enterprise,
    Evidence,
    NoticeRef,
    Project,
    Scale,
)
from jxdesk.domain.limits import MAX_LIST, MAX_TEXT
from jxdesk.domain.values import NotApplicable, Product
from tests.strategies import applications, notice

Bend = Callable[[bytes], bytes]


def application() -> Application:
    """A small application with something in every kind of field."""
    return Application(
        id="0123456789abcdef",
        notice=NoticeRef("pack", "1.0.0", "a" * 64),
        basic=Basic(cluster_name="云岭数字产业集群", employees=12, introduction="一\n二"),
        scale=Scale(revenue_total=Decimal("12.50"), growth=NotApplicable("新设")),
        enterprises=(
            Enterprise(uid="e1", name="甲", dominant=True, products=(Product("器件", Decimal("3.0")),)),
            Enterprise(uid="e2", name="乙", revenue=Decimal("0.05")),
        ),
        evidence=(Evidence(uid="f1", name="证明", sha256="b" * 64, size=9, proves=("enterprises:e1",)),),
    )


def sound() -> bytes:
    return canonical.encode(application())


def refusal(data: bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        canonical.decode(data)
    error = caught.value
    assert error.exit_code == 2
    assert error.remedy
    error.message.encode("utf-8")
    return error


@given(applications(notice()))
def test_what_the_program_can_hold_comes_back_the_same(made: Application) -> None:
    data = canonical.encode(made)
    again = canonical.decode(data)
    assert again == made
    assert repr(again) == repr(made), "1.0 must not come back as 1.00"
    assert canonical.encode(again) == data


@given(applications(notice()))
def test_the_writing_is_plain_utf8_sorted_and_without_floats(made: Application) -> None:
    data = canonical.encode(made)
    text = data.decode("utf-8")
    assert text.endswith("}\n")
    assert "\r" not in text

    def refuse_float(number: str) -> None:
        raise AssertionError(number)

    plain = json.loads(text, parse_float=refuse_float, parse_constant=refuse_float)
    assert list(plain) == sorted(plain)
    assert plain["schema"] == SCHEMA


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_one_sentence(data: bytes) -> None:
    assert refusal(data).code in {"json.syntax", "json.schema"}


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_one_changed_byte_is_refused_or_another_canonical_text(place: int, change: int) -> None:
    data = bytearray(sound())
    data[place % len(data)] ^= change
    assert _outcome(bytes(data)) in {"same", "json.syntax", "json.schema", "json.not-canonical", "json.newer"}


def _outcome(data: bytes) -> str:
    """``same`` if ``data`` decodes to what encodes to it again, else the refusal's code."""
    try:
        made = canonical.decode(data)
    except UserError as error:
        return error.code
    return "same" if canonical.encode(made) == data else "changed"


def _with(old: str, new: str) -> Bend:
    def bend(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode("utf-8", "surrogatepass"), 1)

    return bend


def _plain(change: Callable[[dict[str, Any]], object]) -> Bend:
    """Change the plain values, then write them canonically again."""

    def bend(data: bytes) -> bytes:
        plain = json.loads(data)
        change(plain)
        return plain_json.dump(plain)

    return bend


SYNTAX: dict[str, Bend] = {
    "empty": lambda data: b"",
    "cut-off": lambda data: data[:-3],
    "two-documents": lambda data: data + data,
    "not-utf8": lambda data: data.replace("云".encode(), b"\xe4\xba", 1),
    "utf16": lambda data: data.decode().encode("utf-16"),
    "byte-order-mark": lambda data: b"\xef\xbb\xbf" + data,
    "float": _with('"employees": 12', '"employees": 12.0'),
    "exponent": _with('"employees": 12', '"employees": 1e999'),
    "nan": _with('"employees": 12', '"employees": NaN'),
    "infinity": _with('"employees": 12', '"employees": -Infinity'),
    "too-many-digits": _with('"employees": 12', '"employees": ' + "9" * 5000),
    "duplicate-key": _with('"demo": false', '"demo": false,\n "demo": false'),
    "duplicate-key-escaped": _with('"demo": false', '"demo": false,\n "dem\\u006f": false'),
    "key-not-nfc": _with('"demo": false', '"de\u0301mo": false'),
    "control-character": _with("云岭", "云\x01岭"),
    "nothing-but-brackets": lambda data: b"[" * 200_000,
    "deep-objects": lambda data: b'{"a":' * 100_000,
    "deep-but-closed": lambda data: b"[" * 12 + b"]" * 12,
}

NOT_CANONICAL: dict[str, Bend] = {
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "no-line-end": lambda data: data[:-1],
    "extra-line-end": lambda data: data + b"\n",
    "other-indent": lambda data: json.dumps(json.loads(data), ensure_ascii=False, sort_keys=True).encode(),
    "escaped-letters": lambda data: json.dumps(json.loads(data), sort_keys=True, indent=1).encode() + b"\n",
    "keys-not-sorted": lambda data: (
        json.dumps(dict(reversed(json.loads(data).items())), ensure_ascii=False, indent=1).encode() + b"\n"
    ),
    "minus-nought": _with('"employees": 12', '"employees": -0'),
    "demo-null": _plain(lambda plain: plain.update(demo=None)),
}


def _row(plain: dict[str, Any], list_name: str = "enterprises", place: int = 0) -> dict[str, Any]:
    row: dict[str, Any] = plain[list_name][place]
    return row


SCHEMA_FAULTS: dict[str, tuple[str, Bend]] = {
    "no-object": ("根", lambda data: b"[]\n"),
    "schema-missing": ("schema", _plain(lambda p: p.pop("schema"))),
    "schema-true": ("schema", _plain(lambda p: p.update(schema=True))),
    "schema-older": ("schema", _plain(lambda p: p.update(schema=0))),
    "schema-text": ("schema", _plain(lambda p: p.update(schema="1"))),
    "unknown-key": ("chain", _plain(lambda p: p.update(chain=[]))),
    "missing-record": ("members", _plain(lambda p: p.pop("members"))),
    "unknown-field": ("basic", _plain(lambda p: p["basic"].update(colour="红"))),
    "missing-field": ("basic", _plain(lambda p: p["basic"].pop("employees"))),
    "unprintable-key": ("basic", _plain(lambda p: p["basic"].update({"\x1b[2J": ""}))),
    "surrogate-key": ("basic", _with('"employees": 12', '"employees": 12,\n  "\\ud800": 1')),
    "record-is-a-list": ("basic", _plain(lambda p: p.update(basic=[]))),
    "list-is-an-object": ("enterprises", _plain(lambda p: p.update(enterprises={}))),
    "row-is-text": ("enterprises[0]", _plain(lambda p: p["enterprises"].__setitem__(0, "甲"))),
    "row-without-uid": ("enterprises[0]", _plain(lambda p: _row(p).pop("uid"))),
    "uid-in-capitals": ("enterprises[0].uid", _plain(lambda p: _row(p).update(uid="E1"))),
    "uid-empty": ("enterprises[0].uid", _plain(lambda p: _row(p).update(uid=""))),
    "uid-a-path": ("enterprises[0].uid", _plain(lambda p: _row(p).update(uid="../x"))),
    "uid-twice": ("enterprises", _plain(lambda p: _row(p).update(uid="e2"))),
    "id-a-number": ("id", _plain(lambda p: p.update(id=7))),
    "notice-digest-short": ("notice.digest", _plain(lambda p: p["notice"].update(digest="abc"))),
    "text-is-a-number": ("basic.cluster_name", _plain(lambda p: p["basic"].update(cluster_name=5))),
    "text-is-null": ("basic.cluster_name", _plain(lambda p: p["basic"].update(cluster_name=None))),
    "text-not-nfc": ("basic.cluster_name", _plain(lambda p: p["basic"].update(cluster_name="e\u0301"))),
    "text-with-line-feed": ("basic.cluster_name", _plain(lambda p: p["basic"].update(cluster_name="一\n二"))),
    "text-with-bidi": ("basic.cluster_name", _plain(lambda p: p["basic"].update(cluster_name="\u202e"))),
    "text-with-delete": ("basic.introduction", _plain(lambda p: p["basic"].update(introduction="\x7f"))),
    "text-with-nonchar": ("basic.introduction", _plain(lambda p: p["basic"].update(introduction="\uffff"))),
    "text-too-long": (
        "basic.introduction",
        _plain(lambda p: p["basic"].update(introduction="一" * (MAX_TEXT + 1))),
    ),
    "lone-surrogate": ("basic.cluster_name", _with("云岭数字", "\\ud800")),
    "count-is-text": ("basic.employees", _plain(lambda p: p["basic"].update(employees="12"))),
    "count-is-true": ("basic.employees", _plain(lambda p: p["basic"].update(employees=True))),
    "count-below-nought": ("basic.employees", _plain(lambda p: p["basic"].update(employees=-1))),
    "decimal-is-a-number": ("scale.revenue_total", _plain(lambda p: p["scale"].update(revenue_total=12))),
    "decimal-with-exponent": (
        "scale.revenue_total",
        _plain(lambda p: p["scale"].update(revenue_total="1e999")),
    ),
    "decimal-nan": ("scale.revenue_total", _plain(lambda p: p["scale"].update(revenue_total="NaN"))),
    "decimal-comma": ("scale.revenue_total", _plain(lambda p: p["scale"].update(revenue_total="1,5"))),
    "decimal-full-width": ("scale.revenue_total", _plain(lambda p: p["scale"].update(revenue_total="１"))),
    "decimal-leading-nought": (
        "scale.revenue_total",
        _plain(lambda p: p["scale"].update(revenue_total="01")),
    ),
    "decimal-line-end": ("scale.revenue_total", _plain(lambda p: p["scale"].update(revenue_total="1\n"))),
    "decimal-too-long": (
        "scale.revenue_total",
        _plain(lambda p: p["scale"].update(revenue_total="9" * 16)),
    ),
    "na-without-why": ("scale.growth", _plain(lambda p: p["scale"].update(growth={}))),
    "na-with-more": ("scale.growth", _plain(lambda p: p["scale"].update(growth={"na": "x", "y": 1}))),
    "na-is-a-number": ("scale.growth", _plain(lambda p: p["scale"].update(growth={"na": 1}))),
    "flag-is-text": ("pledge.accepted", _plain(lambda p: p["pledge"].update(accepted="是"))),
    "flag-is-one": ("pledge.accepted", _plain(lambda p: p["pledge"].update(accepted=1))),
    "date-reversed": ("cover.month", _plain(lambda p: p["cover"].update(month="10-2025"))),
    "date-impossible": ("pledge.date", _plain(lambda p: p["pledge"].update(date="2025-02-30"))),
    "date-full-width": ("cover.month", _plain(lambda p: p["cover"].update(month="２０２５-10"))),
    "products-no-list": ("enterprises[0].products", _plain(lambda p: _row(p).update(products="器件"))),
    "products-empty-text": ("enterprises[0].products", _plain(lambda p: _row(p).update(products=""))),
    "products-without-end": (
        "enterprises[0].products",
        _plain(lambda p: _row(p).update(products=[{"name": "器件", "share": None}] * (MAX_LIST + 1))),
    ),
    "references-without-end": (
        "evidence[0].proves",
        _plain(lambda p: _row(p, "evidence").update(proves=["topic:safety"] * (MAX_LIST + 1))),
    ),
    "product-is-text": ("enterprises[0].products", _plain(lambda p: _row(p).update(products=["器件"]))),
    "product-share-number": (
        "enterprises[0].products",
        _plain(lambda p: _row(p).update(products=[{"name": "器件", "share": 3}])),
    ),
    "digest-in-capitals": (
        "evidence[0].sha256",
        _plain(lambda p: _row(p, "evidence").update(sha256="B" * 64)),
    ),
    "reference-is-a-number": (
        "evidence[0].proves",
        _plain(lambda p: _row(p, "evidence").update(proves=[1])),
    ),
}


def test_the_sound_one_is_sound() -> None:
    assert canonical.decode(sound()) == application()


@pytest.mark.parametrize("defect", SYNTAX)
def test_bad_syntax_is_refused(defect: str) -> None:
    assert refusal(SYNTAX[defect](sound())).code == "json.syntax"


@pytest.mark.parametrize("defect", NOT_CANONICAL)
def test_another_writing_of_the_same_is_refused(defect: str) -> None:
    assert refusal(NOT_CANONICAL[defect](sound())).code == "json.not-canonical"


@pytest.mark.parametrize("defect", SCHEMA_FAULTS)
def test_what_does_not_fit_the_schema_is_refused_with_its_place(defect: str) -> None:
    place, bend = SCHEMA_FAULTS[defect]
    error = refusal(bend(sound()))
    assert error.code == "json.schema"
    assert place in error.message
    assert "\x1b" not in error.message


def test_a_newer_schema_asks_for_a_newer_program() -> None:
    newer = _plain(lambda plain: plain.update(schema=SCHEMA + 1, surprise={"x": 1}))
    error = refusal(newer(sound()))
    assert error.code == "json.newer"
    assert "升级" in error.remedy


def test_size_is_looked_at_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_json, "MAX_BYTES", 100)
    assert refusal(b"\xff" * 101).code == "json.too-large"


def test_the_number_of_things_is_bounded_before_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_json, "MAX_ITEMS", 1000)
    assert refusal(b"[" + b"[]," * 1000 + b"[]]").code == "json.too-large"


def test_what_fits_is_what_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plain_json.fits(sound())
    monkeypatch.setattr(plain_json, "MAX_BYTES", len(sound()) - 1)
    assert not plain_json.fits(sound())
    assert refusal(sound()).code == "json.too-large"


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "MAX_ROWS", 1)
    assert "enterprises" in refusal(sound()).message


def test_a_large_real_form_fits() -> None:
    """1,000 enterprises and 100 projects with long texts take a fifth of what 5,000 and 500 may."""
    made = application()
    enterprise = dataclasses.replace(
        made.enterprises[0],
        honours="国家级专精特新“小巨人”企业、省级制造业单项冠军",
        products=(Product("工业机器人减速器", Decimal("12.5")),) * 4,
    )
    project = dataclasses.replace(Project(uid="p"), name="高效减速器产业化项目", content="建设内容" * 500)
    large = dataclasses.replace(
        made,
        enterprises=tuple(dataclasses.replace(enterprise, uid=f"e{i}") for i in range(1000)),
        projects=tuple(dataclasses.replace(project, uid=f"p{i}") for i in range(100)),
    )
    data = canonical.encode(large)
    assert canonical.decode(data) == large
    assert len(data) * 5 < plain_json.MAX_BYTES
    assert sum(data.count(mark) for mark in (b",", b"[", b"{")) * 5 < plain_json.MAX_ITEMS


def test_precision_makes_another_text() -> None:
    one = application()
    other = dataclasses.replace(one, scale=dataclasses.replace(one.scale, revenue_total=Decimal("12.5")))
    assert canonical.encode(one) != canonical.encode(other)
    assert repr(canonical.decode(canonical.encode(other)).scale.revenue_total) == "Decimal('12.5')"


def json_values() -> st.SearchStrategy[Any]:
    """Whatever the program writes: texts, whole numbers, flags, nothing, lists and tables."""
    clean = st.text(st.characters(codec="utf-8"), max_size=8)
    plain = st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), clean)
    return st.recursive(
        plain,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(clean, inner, max_size=3)),
        max_leaves=12,
    )


@given(json_values())
def test_the_writing_is_that_of_the_standard_library(plain: Any) -> None:
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    assert plain_json.dump(plain) == (text + "\n").encode()
