"""Every rule is whole: card, clause, declared reads that hold, and a place that can be opened."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.values import NotApplicable
from jxdesk.notice.model import RuleSetting
from jxdesk.rules import Case, Engine, Rule, registry
from jxdesk.rules.compare import growth_interval, half_unit
from jxdesk.rules.register import is_uscc, uscc_check_character
from tests import sound
from tests.rules.test_added import BROKEN as ADDED
from tests.rules.test_attached import BROKEN as FILES
from tests.rules.test_money import BROKEN as MONEY
from tests.rules.test_parts import BROKEN as PARTS
from tests.rules.test_rules import BROKEN as FIRST
from tests.strategies import applications, notice

BROKEN = [*FIRST, *PARTS, *MONEY, *ADDED, *FILES]
CATALOGUE = Catalogue(notice())
RULES = [rule for parts in registry().values() for rule in parts]


def test_the_notice_uses_every_rule_and_only_known_ones() -> None:
    assert set(registry()) == set(notice().rules)


@pytest.mark.parametrize("rule_id", sorted(registry()))
def test_each_rule_has_a_whole_card(rule_id: str) -> None:
    setting = notice().rules[rule_id]
    assert notice().clauses[setting.clause].name
    assert all(text.endswith("。") for text in (setting.meaning, setting.remedy))
    assert setting.title
    assert not setting.title.endswith("。")


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.id}-{r.record or 'case'}")
def test_each_rule_says_what_it_checks(rule: Rule) -> None:
    assert rule.doc.split(":")[0].strip()
    assert rule.doc.strip().endswith(".")


def test_each_rule_is_broken_by_some_fixture() -> None:
    # They depend on more than the application: tests of their own.
    apart = {"A06", "A07", "B05", "B07", "D01", "D02", "D03"}
    assert {name.split("-")[0] for name, _, _ in BROKEN} | apart == set(registry())


@given(applications(notice()))
def test_no_application_makes_a_rule_stumble_and_each_place_opens(app: Application) -> None:
    engine = Engine(CATALOGUE)
    parts = {part.id for part in notice().form.parts}
    rows = {row.uid for name, s in records().items() if s.many for row in getattr(app, name)}
    for finding in engine.check(Case(application=app, today=sound.TODAY, sealing=True)):
        for place in (finding.place, *finding.also):
            assert place.part in parts
            assert CATALOGUE.field(place.field).id == place.field
            assert not place.row or place.row in rows
        assert finding.message.endswith("。")
        assert finding.remedy.endswith("。")


@given(applications(notice()))
def test_checking_twice_gives_the_same_and_no_doubles(app: Application) -> None:
    engine = Engine(CATALOGUE)
    case = Case(application=app, today=sound.TODAY)
    first = engine.check(case)
    assert engine.check(case) == first
    assert len(set(first)) == len(first)


def test_a_pack_that_names_an_unknown_rule_is_refused_with_its_place() -> None:
    setting = notice().rules["B01"]
    pack = dataclasses.replace(notice(), rules={**notice().rules, "Z99": setting})
    with pytest.raises(UserError, match=r"rules\.toml.*Z99"):
        Engine(Catalogue(pack))


def test_a_pack_that_leaves_out_a_parameter_is_refused_with_its_place() -> None:
    old = notice().rules["S08"]
    bare = RuleSetting(clause=old.clause, title=old.title, meaning=old.meaning, remedy=old.remedy)
    pack = dataclasses.replace(notice(), rules={**notice().rules, "S08": bare})
    with pytest.raises(UserError, match=r"S08\.params.*lowest"):
        Engine(Catalogue(pack))


amounts = st.decimals(min_value="0.01", max_value="9999.99", places=2)


@given(amounts, amounts)
def test_the_growth_interval_holds_the_growth_of_the_values_as_typed(now: Decimal, before: Decimal) -> None:
    interval = growth_interval(now, before)
    assert interval is not None
    low, high = interval
    assert low <= (now / before - 1) * 100 <= high


@given(
    st.decimals(min_value="1", max_value="9999", places=4),
    st.decimals(min_value="1", max_value="9999", places=4),
)
def test_a_growth_computed_before_rounding_is_never_blamed(now: Decimal, before: Decimal) -> None:
    growth = ((now / before - 1) * 100).quantize(Decimal("0.1"))
    interval = growth_interval(now.quantize(Decimal("0.01")), before.quantize(Decimal("0.01")))
    assert interval is not None
    assert interval[0] - half_unit(growth) <= growth <= interval[1] + half_unit(growth)


@given(
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17),
    st.integers(0, 17),
    st.integers(1, 30),
)
def test_one_wrong_character_of_a_code_is_always_seen(first: str, place: int, shift: int) -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    code = first + uscc_check_character(first)
    assert is_uscc(code)
    wrong = alphabet[(alphabet.index(code[place]) + shift) % 31]
    assert not is_uscc(code[:place] + wrong + code[place + 1 :])


def test_not_applicable_is_never_compared_as_a_number() -> None:
    app = sound.edited(sound.application(notice()), scale={"growth": NotApplicable("新设")})
    assert Engine(CATALOGUE).check(Case(application=app, today=sound.TODAY)) == ()
