"""The worker: order, typed answers, progress, stopping, bugs that are not swallowed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress
from jxdesk.notice import load_installed
from ui.busy import BusyStrip
from ui.jobs import Job, Step, Worker, aside, settle


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker()
    yield made
    made.stop()


def unexpected(error: object) -> None:
    raise AssertionError(error)


def test_work_is_done_in_order_on_one_other_thread(worker: Worker, qtbot: QtBot) -> None:
    threads: set[int] = set()
    answers: list[int] = []

    def work(number: int) -> int:
        threads.add(threading.get_ident())
        return number

    for number in range(20):
        worker.submit(lambda _, n=number: work(n), answers.append, unexpected)  # type: ignore[misc]
    with qtbot.waitSignal(worker.idle):
        pass
    assert answers == list(range(20))
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_a_refusal_comes_back_typed(worker: Worker, qtbot: QtBot) -> None:
    refused: list[UserError] = []

    def work(_: Progress) -> None:
        raise UserError("x.y", "不行。", "换一个。")

    with qtbot.waitSignal(worker.idle):
        worker.submit(work, lambda _: None, refused.append)
    assert [error.code for error in refused] == ["x.y"]
    assert not worker.busy


def test_a_bug_is_raised_in_the_windows_thread(worker: Worker, qtbot: QtBot) -> None:
    def work(_: Progress) -> None:
        raise ZeroDivisionError("a bug")

    with qtbot.captureExceptions() as caught, qtbot.waitSignal(worker.idle):
        worker.submit(work, lambda _: None, unexpected)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_the_worker_goes_on_after_a_bug(worker: Worker, qtbot: QtBot) -> None:
    answers: list[int] = []
    with qtbot.captureExceptions(), qtbot.waitSignal(worker.idle):
        worker.submit(lambda _: 1 // 0, answers.append, unexpected)
        worker.submit(lambda _: 5, answers.append, unexpected)
    assert answers == [5]


def test_progress_is_told_and_the_last_step_never_left_out(worker: Worker, qtbot: QtBot) -> None:
    steps: list[Step] = []
    worker.stepped.connect(lambda _, step: steps.append(step))

    def work(progress: Progress) -> None:
        for done in range(1, 1001):
            progress("正在读取", done, 1000)

    with qtbot.waitSignal(worker.idle):
        worker.submit(work, lambda _: None, unexpected)
    assert steps[-1] == Step("正在读取", 1000, 1000)
    assert len(steps) < 100


def test_stopping_takes_effect_at_the_next_step(worker: Worker, qtbot: QtBot) -> None:
    gate, answered = threading.Event(), list[str]()

    def work(progress: Progress) -> str:
        progress("一", 0, 2)
        assert gate.wait(10)
        progress("二", 1, 2)
        return "done"

    job: Job[str] = worker.submit(work, answered.append, unexpected)
    job.cancel()
    with qtbot.waitSignal(worker.idle):
        gate.set()
    assert not answered


def test_the_strip_shows_titled_work_and_stops_it(worker: Worker, qtbot: QtBot) -> None:
    strip = BusyStrip()
    qtbot.addWidget(strip)
    strip.listen(worker)
    gate, answered = threading.Event(), list[str]()

    def work(progress: Progress) -> str:
        progress("正在核对", 30, 100)
        assert gate.wait(10)
        progress("正在核对", 31, 100)
        return "done"

    worker.submit(work, answered.append, unexpected, title="核对")
    qtbot.waitUntil(strip.isVisible)
    qtbot.waitUntil(lambda: "正在核对" in strip.said)
    strip.stop()
    with qtbot.waitSignal(worker.idle):
        gate.set()
    assert not strip.isVisible()
    assert not answered


def test_a_process_of_its_own_answers_or_refuses(worker: Worker, qtbot: QtBot) -> None:
    pids: list[int] = []
    refused: list[UserError] = []
    worker.submit(lambda progress: aside(progress, "在算", os.getpid), pids.append, unexpected)

    def work(progress: Progress) -> None:
        aside(progress, "在读", load_installed, "xx")

    worker.submit(work, unexpected, refused.append)
    with qtbot.waitSignal(worker.idle, timeout=20_000):
        pass
    assert len(pids) == 1
    assert pids[0] != os.getpid()
    assert [error.code for error in refused] == ["notice.unknown"]


def test_a_process_is_ended_when_its_work_is_stopped(worker: Worker, qtbot: QtBot) -> None:
    answered: list[None] = []
    job = worker.submit(
        lambda progress: aside(progress, "在等", time.sleep, 600), answered.append, unexpected
    )
    worker.stepped.connect(lambda *_: job.cancel())
    with qtbot.waitSignal(worker.idle, timeout=20_000):
        pass
    assert not answered


def test_a_process_that_dies_is_a_bug(worker: Worker, qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        aside(progress, "在算", os._exit, 3)

    with qtbot.captureExceptions() as caught, qtbot.waitSignal(worker.idle, timeout=20_000):
        worker.submit(work, unexpected, unexpected)
    assert [kind for kind, _, _ in caught] == [ChildProcessError]


def test_a_worker_that_is_left_answers_no_more_and_goes(qtbot: QtBot) -> None:
    left, began, gone = Worker(), threading.Event(), list[str]()
    left.destroyed.connect(lambda: gone.append("gone"))

    def work(progress: Progress) -> None:
        began.set()
        while True:
            progress("正在核验", 0, 0)

    left.submit(work, unexpected, unexpected)
    left.submit(work, unexpected, unexpected)
    assert began.wait(10)
    left.leave()
    settle(10)
    assert not left.running
    qtbot.waitUntil(lambda: bool(gone), timeout=10_000)
