"""Every rule is whole: card, clause, declared reads that hold, and a place that can be opened."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import Catalogue, records
from jxdesk.domain.finding import Level
from jxdesk.domain.values import NotApplicable
from jxdesk.notice.model import RuleSetting
from jxdesk.rules import Case, Engine, Rule, registry
from jxdesk.rules.compare import growth_interval, half_unit
from jxdesk.rules.register import is_uscc, uscc_check_character
from tests import sound
from tests.rules.breaking import ENGINE, looked_at
from tests.rules.test_added import BROKEN as ADDED
from tests.rules.test_attached import BROKEN as FILES
from tests.rules.test_borders import ROWS as BORDERS
from tests.rules.test_borders import WITHOUT as NO_BORDER
from tests.rules.test_money import BROKEN as MONEY
from tests.rules.test_parts import BROKEN as PARTS
from tests.rules.test_rules import BROKEN as FIRST
from tests.strategies import applications, notice

BROKEN = [*FIRST, *PARTS, *MONEY, *ADDED, *FILES]
CATALOGUE = Catalogue(notice())
SEEN = {"pdf", "ofd", "word", "excel", "windows", "jpeg", "png", "tiff", "dpi", "wps", "docx"}
SEEN |= {"name@example", "name@example.cn", "abcde", "fghij"}
RULES = [rule for parts in registry().values() for rule in parts]


def test_the_notice_uses_every_rule_and_only_known_ones() -> None:
    assert set(registry()) == set(notice().rules)


@pytest.mark.parametrize("rule_id", sorted(registry()))
def test_each_rule_has_a_whole_card(rule_id: str) -> None:
    setting = notice().rules[rule_id]
    assert notice().clauses[setting.clause].name
    sentences = (setting.meaning, setting.remedy, setting.evidence, setting.example)
    assert all(text.endswith("。") for text in sentences)
    assert len(set(sentences)) == len(sentences)
    assert setting.title
    assert not setting.title.endswith("。")
    assert len(setting.title) <= 24


@pytest.mark.parametrize("rule_id", sorted(registry()))
def test_a_card_is_in_plain_chinese(rule_id: str) -> None:
    """No field ids, no English: file formats and addresses are what a clerk sees on the screen."""
    setting = notice().rules[rule_id]
    card = f"{setting.title} {setting.meaning} {setting.remedy} {setting.evidence} {setting.example}"
    assert not [word for word in re.findall(r"[A-Za-z@._]{3,}", card) if word.strip(".").lower() not in SEEN]
    assert '"' not in card
    assert "'" not in card


def test_titles_tell_the_rules_apart_in_their_group() -> None:
    titles = [(rule_id[0], setting.title) for rule_id, setting in notice().rules.items()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.id}-{r.record or 'case'}")
def test_each_rule_says_what_it_checks(rule: Rule) -> None:
    assert rule.doc.split(":")[0].strip()
    assert rule.doc.strip().endswith(".")


# They depend on more than the application: tests of their own.
APART = {"A06", "A07", "B05", "B07", "D01", "D02", "D03"}


def test_each_rule_is_broken_by_some_fixture() -> None:
    assert {name.split("-")[0] for name, _, _ in BROKEN} | APART == set(registry())


def test_each_rule_has_its_border_on_both_sides_or_a_reason_why_it_has_none() -> None:
    found = {rule_id for rule_id, _, _, expected in BORDERS if expected}
    silent = {rule_id for rule_id, _, _, expected in BORDERS if not expected}
    assert all(NO_BORDER.values())
    assert not (found & silent) & set(NO_BORDER)
    assert (found & silent) | set(NO_BORDER) == set(registry())


@pytest.mark.parametrize(("name", "app"), [b[:2] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_finding_is_of_a_declared_level_says_what_it_saw_and_opens_somewhere(
    name: str, app: Application
) -> None:
    parts = {part.id: part for part in notice().form.parts}
    for finding in ENGINE.check(Case(app, sound.TODAY, files=looked_at(app))):
        assert finding.level in {level for rule in registry()[finding.rule] for level in rule.levels}
        assert finding.clause
        places = (finding.place, *finding.also)
        assert len(set(places)) == len(places)
        for place in places:
            assert CATALOGUE.field(place.field).spec.record in parts[place.part].records
        # A comparison names the value of both sides; what is missing in two texts has none.
        assert len(finding.values) > 1 or not finding.also or finding.rule == "K02"


@given(applications(notice()))
def test_no_two_warnings_share_the_place_that_their_reason_is_kept_by(app: Application) -> None:
    found = Engine(CATALOGUE).check(Case(application=app, today=sound.TODAY, files=looked_at(app)))
    keys = [finding.key for finding in found if finding.level is Level.WARNING]
    assert len(set(keys)) == len(keys)


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
