"""Which rows an edit has touched: nothing outside is different, nothing at the border is the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.application import Platform
from jxdesk.domain.rows import touched

ROWS = [Platform(uid=f"p{i}") for i in range(6)]
lists = st.lists(st.sampled_from(ROWS), max_size=8)


@given(lists, lists)
def test_outside_all_is_the_same_and_at_the_borders_it_is_not(
    before: list[Platform], after: list[Platform]
) -> None:
    first, end, new_end = touched(before, after)
    assert before[:first] == after[:first]
    assert before[end:] == after[new_end:]
    assert first <= end <= len(before)
    assert first <= new_end <= len(after)
    if end > first and new_end > first:
        assert before[first] is not after[first]
        assert before[end - 1] is not after[new_end - 1]


def test_one_row_rewritten_added_and_taken_out() -> None:
    again = Platform(uid="p2")
    assert touched(ROWS, [*ROWS[:2], again, *ROWS[3:]]) == (2, 3, 3)
    assert touched(ROWS, [*ROWS[:2], again, *ROWS[2:]]) == (2, 2, 3)
    assert touched(ROWS, [*ROWS[:2], *ROWS[3:]]) == (2, 3, 2)
    assert touched(ROWS, ROWS) == (6, 6, 6)
    assert touched([], ROWS) == (0, 0, 6)


def test_an_equal_row_is_not_the_same() -> None:
    assert touched([Platform(uid="p1")], [Platform(uid="p1")]) == (0, 1, 1)
