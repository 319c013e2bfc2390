"""Rule parameters come out of the pack in the type a rule asks for, or are refused by name."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from jxdesk.base.errors import UserError
from jxdesk.notice import RuleSetting

# accessor → a parameter as the pack has it, and as the rule sees it
RIGHT: dict[str, tuple[object, object]] = {
    "integer": (3, 3),
    "number": (Decimal("0.5"), Decimal("0.5")),
    "word": ("leader", "leader"),
    "words": (["协会", "联盟"], ("协会", "联盟")),
    "day": (dt.date(2027, 12, 31), dt.date(2027, 12, 31)),
    "word_lists": ({"ai": ["智能"], "vr": []}, {"ai": ("智能",), "vr": ()}),
}
WRONG: dict[str, tuple[object, ...]] = {
    "integer": (Decimal("0.5"), True, "3"),
    "number": (True, "0.5", [1]),
    "word": (3, "", ["leader"]),
    "words": ("协会", [""], [1], {"a": "b"}),
    "day": ("2027-12-31", dt.datetime(2027, 12, 31, tzinfo=dt.UTC), 2027),
    "word_lists": (["智能"], {"ai": "智能"}, {"ai": [1]}),
}


@pytest.mark.parametrize("accessor", sorted(RIGHT))
def test_each_kind_of_parameter_is_read_or_refused_with_its_name(accessor: str) -> None:
    def read(value: object) -> object:
        setting = RuleSetting(clause="1.1", title="试", meaning="试。", remedy="试。", params={"x": value})
        return getattr(setting, accessor)("x")

    value, shown = RIGHT[accessor]
    assert read(value) == shown
    for wrong in (*WRONG[accessor], None):
        with pytest.raises(UserError, match=r"rules\.toml.*试.*x"):
            read(wrong)


def test_a_number_is_found_in_its_table_or_refused_with_both_names() -> None:
    def read(value: object, key: str) -> Decimal | None:
        return RuleSetting(
            clause="1.1", title="试", meaning="试。", remedy="试。", params={"x": value}
        ).number_of("x", key)

    caps = {"county": 1000, "zone": Decimal("1500.5"), "town": "500"}
    assert read(caps, "county") == Decimal(1000)
    assert read(caps, "zone") == Decimal("1500.5")
    assert read(caps, "village") is None
    with pytest.raises(UserError, match=r"试.*x\.town"):
        read(caps, "town")
    with pytest.raises(UserError, match=r"试.*x"):
        read(1000, "county")
