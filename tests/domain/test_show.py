"""Numbers of pages in a sentence."""

from __future__ import annotations

import pytest

from jxdesk.domain.show import show_numbers


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [((), ""), ((3,), "3"), ((7, 3), "3、7"), ((1, 2), "1、2"), ((9, 1, 2, 3, 5, 6, 7, 8), "1–3、5–9")],
)
def test_runs_are_drawn_together(numbers: tuple[int, ...], shown: str) -> None:
    assert show_numbers(numbers) == shown
