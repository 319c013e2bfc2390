"""Several calls over a few children: one that ends its child is the only one that is lost."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from jxdesk.base import worker
from jxdesk.base.errors import Cancelled
from jxdesk.base.progress import Progress, silent
from tests.base import worker_tasks as tasks


def run(
    whats: Sequence[str], *, timeout_s: float = 60, children: int = 1, progress: Progress = silent
) -> list[tuple[str, int] | None]:
    return worker.run_each(
        tasks.describe,
        [(what,) for what in whats],
        timeouts_s=[timeout_s if what != "hang" else 0.05 for what in whats],
        memory_mb=128,
        children=children,
        label="正在读取",
        progress=progress,
    )


def test_answers_come_in_the_order_of_the_calls_from_one_child() -> None:
    answers = run([str(number) for number in range(5)])
    assert [answer and answer[0] for answer in answers] == list("01234")
    assert len({answer[1] for answer in answers if answer}) == 1


@pytest.mark.parametrize(
    "bad",
    [
        "abort",
        "hang",
        pytest.param("eat", marks=pytest.mark.skipif(sys.platform == "win32", reason="no bound there")),
    ],
)
def test_a_call_that_ends_its_child_is_lost_alone(bad: str) -> None:
    answers = run(["a", bad, "b"])
    assert [answer and answer[0] for answer in answers] == ["a", None, "b"]


def test_two_children_share_the_calls() -> None:
    answers = run(["a", "b", "hang", "c", "d"], children=2)
    assert [answer and answer[0] for answer in answers] == ["a", "b", None, "c", "d"]


def test_a_bug_comes_out_with_its_trace() -> None:
    with pytest.raises(KeyError) as caught:
        run(["a", "bug"])
    assert "in describe" in "".join(caught.value.__notes__)


def test_no_call_starts_no_child() -> None:
    assert run([]) == []


def test_it_tells_how_far_it_is_and_can_be_stopped() -> None:
    seen: list[tuple[str, int, int]] = []

    def stop_after_one(label: str, done: int, total: int) -> None:
        seen.append((label, done, total))
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(["a", "b", "c"], progress=stop_after_one)
    assert seen[0] == ("正在读取", 0, 3)
    assert seen[-1] == ("正在读取", 1, 3)
