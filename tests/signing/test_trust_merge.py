"""Bringing one trust store into another: what is added, revoked, in conflict."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.signing.trust import TrustEntry, TrustState, TrustStore
from jxdesk.signing.trust_merge import Fate, Side, merged, plan

COUNTIES = "11360000MB0000000X", "11360000MB0000000Y"
PRINTS = "1" * 64, "2" * 64, "3" * 64
DAY = dt.date(2025, 10, 27)
ENTRY = TrustEntry(COUNTIES[0], "演示县", PRINTS[0], "交接单", dt.date(2025, 1, 1), dt.date(2026, 12, 31))
MINE = TrustStore((ENTRY,))


def other(**changes: object) -> TrustStore:
    return TrustStore((dataclasses.replace(ENTRY, **changes),))  # type: ignore[arg-type]


def fate(theirs: TrustStore, mine: TrustStore = MINE) -> Fate:
    (item,) = plan(mine, theirs)
    return item.fate


def test_every_fate() -> None:
    assert fate(MINE) is Fate.SAME
    assert fate(other(applicant=COUNTIES[1])) is Fate.ADDED
    assert fate(other(revoked_on=DAY)) is Fate.REVOKED
    assert fate(MINE, other(revoked_on=DAY)) is Fate.SAME
    for changes in (
        {"source": "另一份单子"},
        {"name": "另一个名称"},
        {"valid_to": dt.date(2030, 1, 1)},
        {"fingerprint": PRINTS[1]},
    ):
        assert fate(other(**changes)) is Fate.CONFLICT, changes
    later = other(fingerprint=PRINTS[1], valid_from=dt.date(2027, 1, 1), valid_to=dt.date(2028, 1, 1))
    assert fate(later) is Fate.ADDED


def test_a_revocation_is_taken_and_never_taken_back() -> None:
    revoked = other(revoked_on=DAY)
    assert merged(MINE, revoked) == revoked
    assert merged(revoked, MINE) == revoked
    sooner = other(revoked_on=DAY - dt.timedelta(days=3))
    assert merged(revoked, sooner) == sooner
    assert merged(sooner, revoked) == sooner
    longer = other(valid_to=dt.date(2030, 1, 1))
    (entry,) = merged(revoked, longer, Side.THEIRS).entries
    assert (entry.valid_to, entry.revoked_on) == (dt.date(2030, 1, 1), DAY)


def test_conflicts_have_to_be_decided() -> None:
    rival = other(fingerprint=PRINTS[1])
    with pytest.raises(ValueError, match="not decided"):
        merged(MINE, rival)
    assert merged(MINE, rival, Side.MINE) == MINE
    both = merged(MINE, rival, Side.THEIRS)
    assert both.judge(COUNTIES[0], PRINTS[1], DAY) is TrustState.KNOWN


def test_two_new_certificates_of_one_office_have_to_be_decided() -> None:
    both = TrustStore((ENTRY, *other(fingerprint=PRINTS[1]).entries))
    first, second = plan(TrustStore(), both)
    assert (first.fate, second.fate) == (Fate.CONFLICT, Fate.CONFLICT)
    assert (first.beside, second.beside) == ((second.theirs,), (first.theirs,))
    assert merged(TrustStore(), both, Side.MINE) == TrustStore()
    assert merged(TrustStore(), both, Side.THEIRS) == both


def test_of_a_rival_that_is_not_taken_the_revocation_stays() -> None:
    rival = other(fingerprint=PRINTS[1], revoked_on=DAY)
    found = merged(MINE, rival, Side.MINE)
    assert found.judge(COUNTIES[0], PRINTS[1], DAY) is TrustState.REVOKED
    assert found.judge(COUNTIES[0], PRINTS[1], DAY - dt.timedelta(days=1)) is TrustState.OTHER


days = st.dates(dt.date(2025, 1, 1), dt.date(2025, 1, 9))
entries = st.builds(
    lambda applicant, fingerprint, period, revoked_on, source: TrustEntry(
        applicant, "县", fingerprint, source, min(period), max(period), revoked_on
    ),
    st.sampled_from(COUNTIES),
    st.sampled_from(PRINTS),
    st.tuples(days, days),
    st.none() | days,
    st.sampled_from(["甲", "乙"]),
)
stores = st.lists(entries, max_size=5, unique_by=lambda e: (e.applicant, e.fingerprint)).map(
    lambda listed: TrustStore(tuple(listed))
)
ALL_DAYS = [dt.date(2024, 12, 31) + dt.timedelta(days=n) for n in range(11)]


@given(stores, stores, st.sampled_from(Side))
def test_what_is_revoked_on_either_side_is_revoked(
    mine: TrustStore, theirs: TrustStore, prefer: Side
) -> None:
    found = merged(mine, theirs, prefer)
    for entry in (*mine.entries, *theirs.entries):
        if entry.revoked_on is not None:
            state = found.judge(entry.applicant, entry.fingerprint, entry.revoked_on)
            assert state is TrustState.REVOKED


@given(stores, stores)
def test_bringing_in_twice_is_bringing_in_once(mine: TrustStore, theirs: TrustStore) -> None:
    once = merged(mine, theirs, Side.THEIRS)
    assert set(merged(once, theirs, Side.THEIRS).entries) == set(once.entries)
    assert {item.fate for item in plan(once, once)} <= {Fate.SAME}


@given(stores, stores)
def test_keeping_mine_trusts_only_what_was_shown_as_added(mine: TrustStore, theirs: TrustStore) -> None:
    added = {
        (item.theirs.applicant, item.theirs.fingerprint)
        for item in plan(mine, theirs)
        if item.fate is Fate.ADDED
    }
    found = merged(mine, theirs, Side.MINE)
    for applicant in COUNTIES:
        for fingerprint in PRINTS:
            for day in ALL_DAYS:
                if found.judge(applicant, fingerprint, day) is TrustState.KNOWN:
                    was = mine.judge(applicant, fingerprint, day)
                    assert was is TrustState.KNOWN or (applicant, fingerprint) in added
