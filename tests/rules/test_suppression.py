"""One cause, one finding: what falls, what stands, and that nothing falls without a cause shown."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.finding import Finding, Level, Place
from jxdesk.rules import registry
from jxdesk.rules.suppression import EXPLAINS, without_followers
from tests.strategies import notice

Table = Mapping[str, tuple[str, ...]]
CHAIN: Table = {"A": ("B",), "B": ("C",)}
RULES = "ABCDEF"


def found(rule: str, *spots: str, message: str = "不对。") -> Finding:
    """A finding of ``rule``: rows are written as digits, fields as words."""
    place, *also = (
        Place("basic", "enterprises.name", spot) if spot.isdigit() else Place("basic", spot) for spot in spots
    )
    return Finding(rule, Level.ERROR, "", place, message, "请改正。", (), tuple(also))


def spots_of(finding: Finding) -> set[str]:
    return {place.row or place.field for place in (finding.place, *finding.also)}


def reaches(table: Table, there: list[Finding], cause: Finding, end: Finding) -> bool:
    """Whether ``cause`` explains ``end`` through findings that all stand where ``there`` do."""
    return any(
        step.rule in table.get(cause.rule, ()) and (step == end or reaches(table, there, step, end))
        for step in there
    )


def stands(table: Table, findings: list[Finding], finding: Finding) -> bool:
    """The definition, word by word: no standing finding explains it at any of its spots."""
    for spot in spots_of(finding):
        there = [other for other in findings if spot in spots_of(other)]
        if any(
            reaches(table, there, cause, finding) and stands(table, findings, cause)
            for cause in there
            if cause != finding
        ):
            return False
    return True


tables = st.sets(st.sampled_from(list(combinations(RULES, 2)))).map(
    lambda pairs: {rule: tuple(b for a, b in sorted(pairs) if a == rule) for rule in RULES}
)
one_finding = st.builds(
    lambda rule, spots: found(rule, *spots),
    st.sampled_from(RULES),
    st.lists(st.sampled_from(["1", "2", "3", "basic.employees"]), min_size=1, max_size=3, unique=True),
)
many_findings = st.lists(one_finding, max_size=9)


@given(tables, many_findings)
def test_what_stands_is_what_no_standing_finding_explains(table: Table, findings: list[Finding]) -> None:
    expected = [f for f in findings if stands(table, findings, f)]
    assert list(without_followers(findings, table)) == expected


@given(tables, many_findings)
def test_what_stands_stands_again(table: Table, findings: list[Finding]) -> None:
    once = without_followers(findings, table)
    assert without_followers(once, table) == once


@given(tables, many_findings.flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))))
def test_the_order_of_findings_does_not_matter(
    table: Table, both: tuple[list[Finding], list[Finding]]
) -> None:
    findings, shuffled = both
    assert set(without_followers(findings, table)) == set(without_followers(shuffled, table))


@given(tables, many_findings)
def test_whatever_falls_shares_a_spot_with_one_that_stands(table: Table, findings: list[Finding]) -> None:
    standing = without_followers(findings, table)
    seen = {spot for finding in standing for spot in spots_of(finding)}
    assert all(spots_of(finding) & seen for finding in findings)


def test_a_chain_falls_whole_where_all_of_it_lies_at_one_spot() -> None:
    cause = found("A", "1")
    assert without_followers([found("C", "1"), found("B", "1"), cause], CHAIN) == (cause,)


def test_without_the_link_between_the_end_of_a_chain_stands() -> None:
    cause, end = found("A", "1"), found("C", "1")
    assert without_followers([cause, end], CHAIN) == (cause, end)


def test_what_has_fallen_explains_nothing_at_another_spot() -> None:
    """A at row 1 explains B, a contradiction between rows 1 and 2; C at row 2 has a cause of its own."""
    cause, end = found("A", "1"), found("C", "2")
    assert without_followers([cause, found("B", "1", "2"), end], CHAIN) == (cause, end)


def test_what_stands_explains_at_the_other_sides_too() -> None:
    cause = found("B", "1", "2")
    assert without_followers([found("C", "2"), cause], CHAIN) == (cause,)


def test_a_field_is_not_a_row_and_another_place_is_another_cause() -> None:
    findings = (found("A", "basic.employees"), found("B", "1"), found("B", "basic.contact_phone"))
    assert without_followers(findings, CHAIN) == findings


def test_rules_that_explain_each_other_are_refused() -> None:
    with pytest.raises(CycleError):
        without_followers([], {"A": ("B",), "B": ("A",)})


def test_the_table_names_rules_of_the_program_and_no_circle() -> None:
    named = {*EXPLAINS, *(follower for followers in EXPLAINS.values() for follower in followers)}
    assert named <= set(registry()) == set(notice().rules)
    assert without_followers([]) == ()
