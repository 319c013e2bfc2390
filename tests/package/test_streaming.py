"""Many files in a few threads: order within a file, failures, slow media, nothing left open."""

from __future__ import annotations

import io
import random
from functools import partial
from threading import Lock

import pytest

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import silent
from jxdesk.package import streaming
from jxdesk.package.streaming import CHUNK, Job, run


class Keep:
    """A sink that keeps what it was given, and counts how many were open at once."""

    lock = Lock()
    open_now = 0
    most_open = 0

    def __init__(self, *, fails: bool = False) -> None:
        self.parts: list[bytes] = []
        self.finished = False
        self.closed = 0
        self._fails = fails

    def feed(self, chunk: memoryview) -> None:
        if self._fails:
            raise UserError("disk.full", "磁盘已满。", "请清理。")
        if not self.parts:
            with Keep.lock:
                Keep.open_now += 1
                Keep.most_open = max(Keep.most_open, Keep.open_now)
        self.parts.append(bytes(chunk))

    def finish(self) -> None:
        self.finished = True

    def close(self) -> None:
        self.closed += 1
        if self.parts:
            with Keep.lock:
                Keep.open_now -= 1


class Dribble(io.BytesIO):
    """Gives a few bytes at a time, as a pipe or a network share may."""

    def readinto(self, buffer: object) -> int:
        assert isinstance(buffer, memoryview)
        return super().readinto(buffer[:100_000])


def jobs_of(contents: list[bytes], sinks: list[Keep]) -> list[Job]:
    return [
        Job(f"file {number}", len(data), partial(Dribble, data), sink)
        for number, (data, sink) in enumerate(zip(contents, sinks, strict=True))
    ]


@pytest.fixture
def contents() -> list[bytes]:
    source = random.Random(7)
    return [source.randbytes(size) for size in (0, 1, CHUNK, CHUNK + 1, 3 * CHUNK - 7, 5, 0, 2 * CHUNK)]


def test_every_file_arrives_in_order_in_full_chunks(contents: list[bytes]) -> None:
    sinks = [Keep() for _ in contents]
    run(jobs_of(contents, sinks), label="", progress=silent)
    assert [b"".join(sink.parts) for sink in sinks] == contents
    assert all(len(part) == CHUNK for sink in sinks for part in sink.parts[:-1])
    assert all(sink.finished and sink.closed == 1 for sink in sinks)


def test_slow_media_are_read_one_file_at_a_time(
    contents: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "_ENOUGH_TO_TELL", -1)
    monkeypatch.setattr(streaming, "_SLOW", 10**18)
    sinks = [Keep() for _ in contents * 3]
    Keep.most_open = 0
    # The first bytes tell the speed; with nothing read yet nothing can be slow.
    crew = streaming._Crew(jobs_of(contents * 3, sinks), None)
    crew._reading[0] = 1.0
    crew.start()
    while crew.is_busy():
        pass
    crew.stop()
    assert crew.failure is None
    assert Keep.most_open == 1
    assert [b"".join(sink.parts) for sink in sinks] == contents * 3


def test_failing_sink_ends_all_and_every_sink_is_closed(contents: list[bytes]) -> None:
    sinks = [Keep(fails=number == 3) for number in range(len(contents))]
    with pytest.raises(UserError) as caught:
        run(jobs_of(contents, sinks), label="", progress=silent)
    assert caught.value.code == "disk.full"
    assert not sinks[3].finished
    assert all(sink.closed <= 1 for sink in sinks)
    assert Keep.open_now == 0


def test_unreadable_file_is_handed_over_and_the_rest_goes_on(contents: list[bytes]) -> None:
    def broken() -> io.BytesIO:
        raise OSError(5, "Input/output error")

    sinks = [Keep() for _ in range(3)]
    jobs = jobs_of(contents[2:5], sinks)
    jobs[1] = Job("broken", 10, broken, sinks[1])
    seen: list[tuple[str, str]] = []
    run(jobs, label="", progress=silent, on_unreadable=lambda job, error: seen.append((job.name, error.code)))
    assert seen == [("broken", "path.io")]
    assert [sink.finished for sink in sinks] == [True, False, True]
    with pytest.raises(UserError):
        run([Job("broken", 10, broken, Keep())], label="", progress=silent)


def test_cancelling_midway_closes_everything(contents: list[bytes]) -> None:
    calls = 0

    def cancel(label: str, done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise Cancelled

    sinks = [Keep() for _ in contents]
    with pytest.raises(Cancelled):
        run(jobs_of(contents, sinks), label="", progress=cancel)
    assert Keep.open_now == 0


def test_file_that_never_ends_is_not_read_forever() -> None:
    class Endless(io.BytesIO):
        def readinto(self, buffer: object) -> int:
            assert isinstance(buffer, memoryview)
            return len(buffer)

    sink = Keep()
    run([Job("endless", CHUNK, Endless, sink)], label="", progress=silent)
    assert len(sink.parts) == 2
