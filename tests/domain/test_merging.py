"""Bringing two versions together: nothing the other side did is dropped, nothing of ours is lost unasked."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain import canonical
from jxdesk.domain.application import Application, Basic, Enterprise, NoticeRef
from jxdesk.domain.canonical import same_value
from jxdesk.domain.catalogue import records
from jxdesk.domain.extras import held
from jxdesk.domain.merging import Merge, Side, What, merge
from jxdesk.domain.values import NotApplicable

KEYS = {"enterprises": ("uscc", "name"), "projects": ("code", "name")}
BASE = Application(
    id="a",
    notice=NoticeRef("n", "1", "0" * 64),
    basic=Basic(cluster_name="甲集群", employees=100),
    enterprises=(
        Enterprise(uid="e1", name="甲", revenue=Decimal("1.0")),
        Enterprise(uid="e2", name="乙", revenue=Decimal("2.0")),
    ),
)


def basic(**changes: Any) -> Application:
    return dataclasses.replace(BASE, basic=dataclasses.replace(BASE.basic, **changes))


def firms(*rows: Enterprise) -> Application:
    return dataclasses.replace(BASE, enterprises=rows)


def test_what_one_side_changed_is_taken_and_what_both_changed_alike_is_agreed() -> None:
    found = merge(BASE, basic(employees=120), basic(employees=120, contact_name="王"))
    assert found.application.basic == basic(employees=120, contact_name="王").basic
    assert [place.column for place in found.agreed] == ["employees"]
    assert [place.column for place in found.taken] == ["contact_name"]
    assert not found.conflicts


def test_what_both_changed_otherwise_is_listed_and_ours_until_it_is_chosen() -> None:
    mine, theirs = basic(employees=120), basic(employees=130)
    found = merge(BASE, mine, theirs)
    (conflict,) = found.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == (100, 120, 130)
    assert found.application == mine
    assert merge(BASE, mine, theirs, choices={conflict.key: Side.THEIRS}).application == theirs


def test_the_writing_of_a_figure_counts() -> None:
    first, second = BASE.enterprises
    theirs = firms(dataclasses.replace(first, revenue=Decimal("1.00")), second)
    found = merge(BASE, BASE, theirs)
    assert str(found.application.enterprises[0].revenue) == "1.00"


def test_rows_added_there_come_last_and_removed_there_go() -> None:
    first, second = BASE.enterprises
    new_here, new_there = Enterprise(uid="e3", name="丙"), Enterprise(uid="e4", name="丁")
    found = merge(BASE, firms(first, second, new_here), firms(new_there, second))
    assert [row.uid for row in found.application.enterprises] == ["e2", "e3", "e4"]
    assert {place.what for place in found.taken} == {What.REMOVED, What.ADDED}


def test_a_row_changed_on_one_side_and_removed_on_the_other_is_a_conflict() -> None:
    first, second = BASE.enterprises
    changed = dataclasses.replace(first, place="东区")
    kept = merge(BASE, firms(changed, second), firms(second))
    (conflict,) = kept.conflicts
    assert conflict.what is What.REMOVED_THERE_CHANGED_HERE
    assert kept.application.enterprises == (changed, second)
    gone = merge(BASE, firms(changed, second), firms(second), choices={conflict.key: Side.THEIRS})
    assert gone.application.enterprises == (second,)
    other = merge(BASE, firms(second), firms(changed, second))
    (conflict,) = other.conflicts
    assert conflict.what is What.CHANGED_THERE_REMOVED_HERE
    back = merge(BASE, firms(second), firms(changed, second), choices={conflict.key: Side.THEIRS})
    assert changed in back.application.enterprises


def test_a_firm_that_both_added_is_one_firm() -> None:
    mine = Enterprise(uid="m", name="丙公司", uscc="91360000MA0000001X", place="东区")
    theirs = Enterprise(uid="t", name="丙有限公司", uscc="91360000MA0000001X", revenue=Decimal(3))
    found = merge(BASE, firms(*BASE.enterprises, mine), firms(*BASE.enterprises, theirs), KEYS)
    *_, row = found.application.enterprises
    assert (row.uid, row.place, row.revenue) == ("m", "东区", Decimal(3))
    assert [place.column for place in found.conflicts] == ["name"]


def test_firms_that_a_key_does_not_tell_apart_stay_two() -> None:
    ours = (Enterprise(uid="m1", name="丙"), Enterprise(uid="m2", name="丙"))
    found = merge(
        BASE,
        firms(*BASE.enterprises, *ours),
        firms(*BASE.enterprises, Enterprise(uid="t", name="丙")),
        KEYS,
    )
    assert [row.uid for row in found.application.enterprises] == ["e1", "e2", "m1", "m2", "t"]


# --- what holds for any three versions ----------------------------------------------------------


# Few values, so that both sides often meet at the same place, alike or not.
FIRMS = st.builds(
    Enterprise,
    uid=st.sampled_from(("e1", "e2", "e3", "e4")),
    name=st.sampled_from(("", "甲", "乙")),
    uscc=st.sampled_from(("", "1", "2")),
    revenue=st.sampled_from((None, Decimal(1), Decimal("1.0"), NotApplicable("无"))),
    x=st.sampled_from(((), (("a", 1),), (("a", 2), ("b", "文")))),
)
VERSIONS = st.builds(
    lambda name, count, firms: dataclasses.replace(
        BASE, basic=Basic(cluster_name=name, employees=count), enterprises=tuple(firms)
    ),
    st.sampled_from(("", "甲集群", "乙集群")),
    st.sampled_from((None, 1, 2)),
    st.lists(FIRMS, max_size=4, unique_by=lambda row: row.uid),
)


def three() -> st.SearchStrategy[tuple[Application, Application, Application]]:
    return st.tuples(VERSIONS, VERSIONS, VERSIONS)


def place_of(application: Application, record: str, uid: str) -> Any:
    rows = getattr(application, record)
    if not records()[record].many:
        return rows
    return next((row for row in rows if row.uid == uid), None)


def told(found: Merge) -> set[tuple[str, str, str]]:
    every = (*found.taken, *found.agreed, *found.conflicts)
    return {(place.record, place.uid, place.column) for place in every}


@given(three())
def test_nothing_that_the_other_side_did_is_dropped(
    versions: tuple[Application, Application, Application],
) -> None:
    base, mine, theirs = versions
    found = merge(base, mine, theirs)
    named = told(found)
    for name, spec in records().items():
        uids = {row.uid for row in (*getattr(base, name), *getattr(theirs, name))} if spec.many else {name}
        for uid in uids:
            was, other = place_of(base, name, uid), place_of(theirs, name, uid)
            if was is None or other is None or place_of(mine, name, uid) is None:
                changed = (was is None) != (other is None) or (
                    was is not None and spec.values(was) != spec.values(other)
                )
                assert not changed or (name, uid, "") in named or _by_cells(named, name, uid)
                continue
            for field in spec.fields:
                if not same_value(held(was, field.name), held(other, field.name)):
                    assert (name, uid, field.name) in named


def _by_cells(named: set[tuple[str, str, str]], record: str, uid: str) -> bool:
    """A row that both sides have without an ancestor is told cell by cell."""
    return any(place[:2] == (record, uid) for place in named)


@given(three())
def test_without_conflicts_the_order_of_the_sides_does_not_matter_for_what_is_held(
    versions: tuple[Application, Application, Application],
) -> None:
    base, mine, theirs = versions
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {c.key for c in one.conflicts} == {c.key for c in other.conflicts}
    if not one.conflicts:
        for name, spec in records().items():
            left, right = getattr(one.application, name), getattr(other.application, name)
            if spec.many:
                left, right = ({row.uid: spec.values(row) for row in side} for side in (left, right))
            assert left == right


@given(three())
def test_choosing_theirs_everywhere_leaves_theirs_wherever_they_did_something(
    versions: tuple[Application, Application, Application],
) -> None:
    base, mine, theirs = versions
    first = merge(base, mine, theirs)
    all_theirs = dict.fromkeys((conflict.key for conflict in first.conflicts), Side.THEIRS)
    found = merge(base, mine, theirs, choices=all_theirs)
    for place in (*found.taken, *found.conflicts):
        now = place_of(found.application, place.record, place.uid)
        if place.column:
            assert same_value(held(now, place.column), place.theirs)
        else:
            assert (now is None) == (place.theirs is None)


@given(three())
def test_one_who_did_nothing_takes_all_and_gives_nothing(
    versions: tuple[Application, Application, Application],
) -> None:
    base, mine, theirs = versions
    untouched = merge(base, mine, base)
    assert canonical.encode(untouched.application) == canonical.encode(mine)
    assert not told(untouched)
    found = merge(base, base, theirs)
    assert not found.conflicts
    for name, spec in records().items():
        got, wanted = getattr(found.application, name), getattr(theirs, name)
        if spec.many:
            got, wanted = ({row.uid: spec.values(row) for row in side} for side in (got, wanted))
        assert got == wanted
