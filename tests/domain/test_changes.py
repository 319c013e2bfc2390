"""Change sets: taken back, and taken back again, they are what they were."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.catalogue import records
from jxdesk.domain.changes import Change, ChangeSet, DeleteRow, InsertRow, SetValue
from tests import strategies
from tests.strategies import notice

State = dict[str, dict[str, Any]]
Lists = dict[str, list[str]]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    spec = draw(st.sampled_from(list(records().values())))
    uid = draw(strategies.uids()) if spec.many else spec.name
    kind = draw(st.sampled_from(["set", "insert", "delete"])) if spec.many else "set"
    if kind == "set":
        field = draw(st.sampled_from(spec.fields))
        values = strategies.values(field, notice())
        return SetValue(spec.name, uid, field.name, draw(values), draw(values))
    row = draw(strategies.rows(spec, notice()))
    held = spec.values(row)
    position = draw(st.integers(0, 5))
    if kind == "insert":
        return InsertRow(spec.name, uid, position, held)
    return DeleteRow(spec.name, uid, position, held)


@given(st.lists(changes(), max_size=6))
def test_the_inverse_of_the_inverse_is_the_same(made: list[Change]) -> None:
    whole = ChangeSet("修改", tuple(made))
    assert whole.inverse().inverse() == whole
    assert whole.inverse().label == whole.label
    assert len(whole.inverse().changes) == len(made)
    for change in made:
        assert change.inverse().inverse() == change


@given(st.lists(st.tuples(st.sampled_from(["set", "insert", "delete"]), st.integers(0, 9)), max_size=12))
def test_undoing_gives_back_what_was_there(steps: list[tuple[str, int]]) -> None:
    """A tiny store that applies changes as the real one does, rows in order."""
    rows: list[tuple[str, int]] = [("r0", 0), ("r1", 1)]
    before = list(rows)
    made: list[Change] = []
    for number, (what, place) in enumerate(steps):
        change = _change(rows, what, place, number)
        if change is not None:
            _apply(rows, change)
            made.append(change)
    for change in ChangeSet("修改", tuple(made)).inverse().changes:
        _apply(rows, change)
    assert rows == before


def test_the_inverse_runs_backwards() -> None:
    first = SetValue("basic", "basic", "employees", None, 1)
    second = SetValue("basic", "basic", "employees", 1, 2)
    assert ChangeSet("修改", (first, second)).inverse().changes == (
        SetValue("basic", "basic", "employees", 2, 1),
        SetValue("basic", "basic", "employees", 1, None),
    )


def _change(rows: list[tuple[str, int]], what: str, place: int, number: int) -> Change | None:
    if what == "insert":
        return InsertRow("projects", f"n{number}", place % (len(rows) + 1), {"investment": number})
    if not rows:
        return None
    uid, value = rows[place % len(rows)]
    if what == "delete":
        return DeleteRow("projects", uid, place % len(rows), {"investment": value})
    return SetValue("projects", uid, "investment", value, number)


def _apply(rows: list[tuple[str, int]], change: Change) -> None:
    match change:
        case InsertRow():
            value = change.values["investment"]
            assert isinstance(value, int)
            rows.insert(change.position, (change.uid, value))
        case DeleteRow():
            assert rows[change.position] == (change.uid, change.values["investment"])
            del rows[change.position]
        case SetValue():
            place = next(i for i, row in enumerate(rows) if row[0] == change.uid)
            assert rows[place][1] == change.before
            assert isinstance(change.after, int)
            rows[place] = (change.uid, change.after)
