"""Values of fields that only a pack knows: in the row, in the canonical JSON, and strictly so."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from jxdesk.base.errors import UserError
from jxdesk.domain import canonical, plain_json
from jxdesk.domain.application import Application
from jxdesk.domain.extras import MAX_EXTRAS, columns_of, held, with_value
from jxdesk.domain.values import NotApplicable
from tests import second_pack, sound
from tests.strategies import applications, extra_values, notice, same


def test_an_extension_is_set_read_and_emptied() -> None:
    row = sound.enterprise(1)
    assert held(row, "x.audited") is None
    marked = with_value(with_value(row, "x.audited", True), "x.area", Decimal("1.50"))
    assert held(marked, "x.audited") is True
    assert str(held(marked, "x.area")) == "1.50"
    assert columns_of(marked) == {"x.area": Decimal("1.50"), "x.audited": True}
    assert with_value(with_value(marked, "x.area", ""), "x.audited", None) == row
    assert held(with_value(row, "name", "甲"), "name") == "甲"


def test_an_application_without_extensions_is_written_as_ever() -> None:
    assert b'"x"' not in canonical.encode(sound.application(notice()))


@given(applications(second_pack.pack()))
def test_every_application_of_the_second_notice_comes_back_from_its_bytes(app: Application) -> None:
    data = canonical.encode(app)
    assert canonical.decode(data) == app
    assert canonical.encode(canonical.decode(data)) == data


@given(extra_values())
def test_a_value_says_by_itself_what_it_is(value: Any) -> None:
    plain = json.loads(json.dumps(canonical.extra_to_plain(value)))
    assert same(canonical.extra_from_plain(plain, "x"), value)


def test_the_writing_is_one_that_people_can_read() -> None:
    app = second_pack.application()
    plain = json.loads(canonical.encode(app))
    assert plain["services"]["x"] == {"computing": {"number": "10.50"}, "shuttle": "夜班车每晚三班。"}
    assert plain["enterprises"][-1]["x"] == {"audited": True, "data_assets": {"na": "未入表"}}
    assert plain["innovation"]["x"] == {"standards": 4}
    assert "x" not in plain["scale"]


DEFECTS: dict[str, Any] = {
    "empty": {},
    "not an object": [],
    "null": {"a": None},
    "an empty text": {"a": ""},
    "below zero": {"a": -1},
    "a list": {"a": ["甲"]},
    "an exponent": {"a": {"number": "1e3"}},
    "a number that is none": {"a": {"number": 5}},
    "more than a number": {"a": {"number": "5", "unit": "家"}},
    "a name in capitals": {"A": "甲"},
    "a name with a point": {"a.b": "甲"},
    "a control character": {"a": "甲\x07"},
    "not NFC": {"a": "e\u0301"},
    "too many": {f"a{number}": 1 for number in range(MAX_EXTRAS + 1)},
}


@pytest.mark.parametrize("defect", DEFECTS)
@pytest.mark.parametrize("record", ["basic", "enterprises"])
def test_a_defect_in_the_extensions_is_refused_with_its_place(record: str, defect: str) -> None:
    plain = canonical.to_plain(second_pack.application())
    place = plain[record][3] if record == "enterprises" else plain[record]
    place["x"] = DEFECTS[defect]
    with pytest.raises(UserError, match=record) as caught:
        canonical.decode(plain_json.dump(plain))
    assert caught.value.code == "json.schema"


def test_another_key_beside_the_extensions_is_refused() -> None:
    plain = canonical.to_plain(second_pack.application())
    plain["basic"]["y"] = {"a": 1}
    with pytest.raises(UserError, match="“y”多出"):
        canonical.decode(plain_json.dump(plain))


def test_kinds_are_told_apart_where_their_writing_is_alike() -> None:
    assert not canonical.same_value(True, 1)
    assert not canonical.same_value("5", Decimal(5))
    assert not canonical.same_value(Decimal("1.0"), Decimal("1.00"))
    assert canonical.same_value(NotApplicable("新"), NotApplicable("新"))
    one = dataclasses.replace(sound.enterprise(1), x=second_pack.x(a="5"))
    assert canonical.extra_to_plain(held(one, "x.a")) != canonical.extra_to_plain(Decimal(5))
