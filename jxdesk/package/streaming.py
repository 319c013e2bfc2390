"""Work through many files in a few threads, one pass over the bytes of each.

Each thread reads a file into its own buffer and hands that to the file's sink, so that hashing,
checksumming and writing find the bytes still in the processor's cache. hashlib and file work
let go of the interpreter's lock: two cores are really used, with 3 MiB of buffers. (Smaller
chunks lose more to the threads passing the lock than they gain in the cache.)
Where reading turns out slow (a disc, an old stick), files are taken one at a time: an optical
drive must not be made to seek to and fro.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from threading import Condition, Lock, Thread
from time import perf_counter
from typing import BinaryIO, Protocol, cast

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress

CHUNK = 1024 * 1024
WORKERS = 3
_PROGRESS_EVERY = 0.1
# Slower than this no hash is ever the bottleneck; sixteenfold DVD gives 22 MB/s.
_SLOW = 40_000_000
_ENOUGH_TO_TELL = 8_000_000


class Sink(Protocol):
    """Takes one file's bytes in order, in one thread."""

    def feed(self, chunk: memoryview) -> None:
        """The next ``CHUNK`` bytes, fewer only at the end; the memory is reused after the call."""

    def finish(self) -> None:
        """The file was read to its end."""

    def close(self) -> None:
        """Let go of what is held, whether finished or not; called once."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file: ``name`` for messages, how to open it, and where its bytes go.

    ``size`` in bytes is what it should have: of a file that keeps growing no more than one chunk
    beyond it is read. ``after`` is told the count of bytes read; what it raises stops all.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    sink: Sink
    after: Callable[[int], None] | None = None


def run(
    jobs: Sequence[Job],
    *,
    label: str,
    progress: Progress,
    on_unreadable: Callable[[Job, UserError], None] | None = None,
) -> None:
    """Work through ``jobs``. ``progress`` is told bytes of the whole, on the calling thread.

    A file that cannot be read goes to ``on_unreadable`` (in a worker thread), else its
    ``UserError`` is raised, as is whatever a sink or ``progress`` raises; all threads have ended
    and all sinks are closed by then.
    """
    total = sum(job.size for job in jobs)
    progress(label, 0, total)
    crew = _Crew(jobs, on_unreadable)
    crew.start()
    try:
        while crew.is_busy():
            progress(label, min(crew.done, total), total)
    finally:
        crew.stop()
    if crew.failure is not None:
        raise crew.failure
    progress(label, total, total)


class _Crew:
    """The threads, the jobs they take one by one, and what became of them."""

    def __init__(self, jobs: Sequence[Job], on_unreadable: Callable[[Job, UserError], None] | None) -> None:
        self.failure: BaseException | None = None
        self._jobs: Iterator[Job] = iter(jobs)
        self._on_unreadable = on_unreadable
        self._stopped = False
        self._is_slow = False
        self._state = Condition()
        self._turn = Lock()
        self._done = [0] * WORKERS
        self._reading = [0.0] * WORKERS
        self._threads = [Thread(target=self._work, args=(number,)) for number in range(WORKERS)]
        self._running = WORKERS

    @property
    def done(self) -> int:
        """Bytes read so far."""
        return sum(self._done)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def is_busy(self) -> bool:
        """Wait a moment; whether work is still going on."""
        with self._state:
            return not self._state.wait_for(lambda: self._running == 0, _PROGRESS_EVERY)

    def stop(self) -> None:
        """Let no further chunk be read and wait for the threads."""
        self._stopped = True
        for thread in self._threads:
            thread.join()

    def _work(self, number: int) -> None:
        buffer = memoryview(bytearray(CHUNK))
        try:
            while not self._stopped and (job := self._next()) is not None:
                with self._one_at_a_time_if_slow():
                    self._stream(job, buffer, number)
        except BaseException as error:  # noqa: BLE001 - raised on the caller's thread by run
            with self._state:
                self.failure = self.failure or error
            self._stopped = True
        finally:
            with self._state:
                self._running -= 1
                self._state.notify()

    def _next(self) -> Job | None:
        with self._state:
            return next(self._jobs, None)

    @contextmanager
    def _one_at_a_time_if_slow(self) -> Iterator[None]:
        if not self._is_slow:
            # Several threads wait at once, so their times add up to more than passed by.
            done, seconds = self.done, sum(self._reading) / WORKERS
            self._is_slow = done > _ENOUGH_TO_TELL and seconds * _SLOW > done
        with self._turn if self._is_slow else nullcontext():
            yield

    def _stream(self, job: Job, buffer: memoryview, number: int) -> None:
        with closing(job.sink) as sink:
            count = 0
            try:
                for chunk in self._chunks(job, buffer, number):
                    sink.feed(chunk)
                    count += len(chunk)
            except _Unreadable as unreadable:
                if self._on_unreadable is None:
                    raise unreadable.reason from None
                self._on_unreadable(job, unreadable.reason)
                return
            if not self._stopped:
                if job.after is not None:
                    job.after(count)
                sink.finish()

    def _chunks(self, job: Job, buffer: memoryview, number: int) -> Iterator[memoryview]:
        count = 0
        try:
            with os_errors(job.name), job.open() as source:
                while count <= job.size and not self._stopped:
                    start = perf_counter()
                    got = _fill(cast("io.BufferedIOBase", source), buffer)
                    self._reading[number] += perf_counter() - start
                    if not got:
                        return
                    self._done[number] += got
                    count += got
                    yield buffer[:got]
        except UserError as error:
            raise _Unreadable(error) from error


class _Unreadable(Exception):
    def __init__(self, reason: UserError) -> None:
        self.reason = reason


def _fill(source: io.BufferedIOBase, buffer: memoryview) -> int:
    """Read until ``buffer`` is full or the file ends; how many bytes came."""
    filled = 0
    while filled < len(buffer) and (got := source.readinto(buffer[filled:])):
        filled += got
    return filled
