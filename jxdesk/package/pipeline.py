"""Read files one after another, work on their bytes in several threads.

One reader (the calling thread) goes through the files in order, so that an optical disc is
never made to seek to and fro; worker threads hash, checksum and write what was read. hashlib,
zlib and file writing let go of the interpreter's lock, so two cores are really used. What is
read ahead is bounded to ``MAX_AHEAD`` chunks (32 MiB).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from queue import SimpleQueue
from threading import BoundedSemaphore, Thread
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress

CHUNK = 1024 * 1024
MAX_AHEAD = 32
WORKERS = 3


class Sink(Protocol):
    """Takes one file's bytes in order, in one worker thread."""

    def feed(self, chunk: bytes) -> None:
        """The next bytes: ``CHUNK`` of them, fewer only at the end."""

    def finish(self) -> None:
        """The file was read to its end."""

    def close(self) -> None:
        """Let go of what is held, whether finished or not; called once."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file: ``name`` for messages, how to open it, and where its bytes go.

    ``size`` in bytes is what it should have: of a file that keeps growing no more than one chunk
    beyond it is read. ``after`` is called by the reader with the count of bytes read; what it
    raises stops all.
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

    A file that cannot be read goes to ``on_unreadable``, else its ``UserError`` is raised, as
    is whatever a sink or ``progress`` raises; all sinks are closed by then.
    """
    done, total = 0, sum(job.size for job in jobs)
    with _Workers() as workers:
        for job in jobs:
            worker = workers.begin(job.sink)
            count = 0
            try:
                with closing(_chunks(job)) as chunks:
                    for chunk in chunks:
                        workers.give(worker, job.sink, chunk)
                        count += len(chunk)
                        done += len(chunk)
                        progress(label, min(done, total), total)
            except _Unreadable as unreadable:
                if on_unreadable is None:
                    raise unreadable.reason from None
                workers.end(worker, job.sink, complete=False)
                on_unreadable(job, unreadable.reason)
                continue
            if job.after is not None:
                job.after(count)
            workers.end(worker, job.sink, complete=True)
    progress(label, total, total)


class _Unreadable(Exception):
    def __init__(self, reason: UserError) -> None:
        self.reason = reason


def _chunks(job: Job) -> Generator[bytes, None, None]:
    try:
        with os_errors(job.name), job.open() as source:
            count = 0
            while count <= job.size and (chunk := _read_full(source)):
                yield chunk
                count += len(chunk)
    except UserError as error:
        raise _Unreadable(error) from error


def _read_full(source: BinaryIO) -> bytes:
    chunk = source.read(CHUNK)
    if not chunk or len(chunk) == CHUNK:
        return chunk
    parts = [chunk]
    missing = CHUNK - len(chunk)
    while missing and (more := source.read(missing)):
        parts.append(more)
        missing -= len(more)
    return b"".join(parts)


_Message = tuple[Sink, bytes | None, bool]


class _Workers:
    """Threads with a queue each; all of one file's bytes go to one thread."""

    def __init__(self) -> None:
        self._queues: list[SimpleQueue[_Message | None]] = [SimpleQueue() for _ in range(WORKERS)]
        self._room = BoundedSemaphore(MAX_AHEAD)
        self._failure: BaseException | None = None
        self._threads = [Thread(target=self._work, args=(queue,)) for queue in self._queues]
        self._open: dict[int, tuple[int, Sink]] = {}

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._failure is None:
            self._failure = error
        for worker, sink in list(self._open.values()):
            self.end(worker, sink, complete=False)
        for queue in self._queues:
            queue.put(None)
        for thread in self._threads:
            thread.join()
        if error is None and self._failure is not None:
            raise self._failure

    def begin(self, sink: Sink) -> int:
        """The worker that ``sink`` belongs to: the one with least to do."""
        worker = min(range(WORKERS), key=lambda number: self._queues[number].qsize())
        self._open[id(sink)] = worker, sink
        return worker

    def give(self, worker: int, sink: Sink, chunk: bytes) -> None:
        """Hand over a chunk; waits while too much is read ahead. Raises what a sink raised."""
        self._room.acquire()
        if self._failure is not None:
            self._room.release()
            raise self._failure
        self._queues[worker].put((sink, chunk, False))

    def end(self, worker: int, sink: Sink, *, complete: bool) -> None:
        self._open.pop(id(sink), None)
        self._queues[worker].put((sink, None, complete))

    def _work(self, queue: SimpleQueue[_Message | None]) -> None:
        while (message := queue.get()) is not None:
            sink, chunk, complete = message
            try:
                if chunk is not None:
                    if self._failure is None:
                        sink.feed(chunk)
                    continue
                try:
                    if complete and self._failure is None:
                        sink.finish()
                finally:
                    sink.close()
            except BaseException as error:  # noqa: BLE001 - raised on the caller's thread (give, __exit__)
                self._failure = self._failure or error
            finally:
                if chunk is not None:
                    self._room.release()
