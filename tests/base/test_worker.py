"""The worker, with children that really crash, hang and eat memory."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jxdesk.base import worker
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import Progress, silent
from tests.base import worker_tasks as tasks

FAILURE = UserError("test.failed", "读不了这个文件。", "请换一个。")


def run(
    function: Callable[..., object],
    *args: object,
    timeout_s: float = 60,
    memory_mb: int = 256,
    label: str = "",
    progress: Progress = silent,
) -> object:
    return worker.run(
        function,
        *args,
        failure=FAILURE,
        timeout_s=timeout_s,
        memory_mb=memory_mb,
        label=label,
        progress=progress,
    )


def test_it_returns_what_the_function_returns() -> None:
    assert run(tasks.add, 2, 3) == 5


def test_an_answer_larger_than_a_pipe_comes_through() -> None:
    assert run(tasks.big_answer, 3_000_000) == b"x" * 3_000_000


def test_a_user_error_comes_out_as_itself() -> None:
    with pytest.raises(UserError) as caught:
        run(tasks.refuse)
    assert (caught.value.code, caught.value.remedy) == ("test.refused", "请换一个。")


def test_a_bug_comes_out_with_its_trace() -> None:
    with pytest.raises(KeyError) as caught:
        run(tasks.bug)
    assert "in bug" in "".join(caught.value.__notes__)


@pytest.mark.parametrize("function", [tasks.abort, tasks.read_address_nought, tasks.leave])
def test_a_child_that_dies_is_the_callers_sentence(
    function: Callable[..., object], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UserError) as caught:
        run(function)
    assert caught.value.code == "test.failed"
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no bound on the address space there")
def test_a_child_that_wants_too_much_memory_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        run(tasks.eat, 512 * 1024 * 1024, memory_mb=128)
    assert caught.value.code == "test.failed"
    assert run(tasks.eat, 1024 * 1024, memory_mb=128) == 1024 * 1024


def test_a_child_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        run(tasks.hang, str(tmp_path / "pid"), timeout_s=0.1)
    assert caught.value.code == "test.failed"


def test_stopping_kills_the_child(tmp_path: Path) -> None:
    started = tmp_path / "pid"
    seen: list[str] = []

    def stop_once_it_runs(label: str, done: int, total: int) -> None:
        seen.append(label)
        if started.exists() and started.read_text(encoding="ascii"):
            raise Cancelled

    with pytest.raises(Cancelled):
        run(tasks.hang, str(started), progress=stop_once_it_runs, label="正在读取")
    assert set(seen) == {"正在读取"}
    pid = int(started.read_text(encoding="ascii"))
    if sys.platform.startswith("linux"):
        assert not Path(f"/proc/{pid}").exists()


def test_what_the_child_writes_on_stderr_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(tasks.chatter) == "done"
    assert capfd.readouterr().err == ""
