"""Background work: the only room that knows threads and processes.

One :class:`Worker` is one thread that does what it is given in order. Everything that touches an
open workspace goes through the workspace's own worker, so that the database is used from one
thread and edits keep their order. What comes back is delivered in the window's thread.

What computes in Python for long goes :func:`aside`, into a process: a busy thread would take the
window's turns away (making the training county in a thread took four times as long and let the
window stand still for up to 400 ms).
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import Progress

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
Work = Callable[[Progress], T]

_LOG = logging.getLogger(__name__)
# The eye needs no more; a progress call per block of a file would flood the window.
_SECONDS_BETWEEN_STEPS = 0.05
_SECONDS_BETWEEN_LOOKS = 0.1
# A process that is asked to stop takes away what it has half-made; one that hangs is ended.
_SECONDS_TO_STOP = 20.0


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is: ``label`` in Chinese, ``done`` of ``total`` (0 while not known)."""

    label: str
    done: int
    total: int


class Job(Generic[T]):
    """A piece of work under way. :meth:`cancel` stops it at its next step.

    ``done`` gets the result; ``failed`` a :class:`UserError`. A bug is not given to either: it is
    raised in the window's thread, where the crash report takes it up.
    """

    def __init__(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
        title: str,
    ) -> None:
        self.work = work
        self.done = done
        self.failed = failed
        self.title = title
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Stop at the next step; neither ``done`` nor ``failed`` will be called."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled.is_set()


class Worker(QObject):
    """One thread, one piece of work after the other.

    ``began``, ``stepped`` and ``ended`` tell the window what to show; ``ended`` comes before the
    job's own answer. ``idle`` is emitted when nothing is left to do.
    """

    began = Signal(object)
    stepped = Signal(object, object)
    ended = Signal(object)
    idle = Signal()
    _came_back = Signal(object, object, object)
    _ran_out = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._open = 0
        self._left = False
        self._came_back.connect(self._deliver)
        self._ran_out.connect(self._forget)
        # A daemon, so that a hung network drive can't keep a closed program alive; what was
        # saved is on the disk by then, and SQLite rolls back what was not.
        self._thread = threading.Thread(target=self._run, name="jxdesk-worker", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether anything is being done or waits."""
        return self._open > 0

    @property
    def running(self) -> bool:
        """Whether its thread has not ended yet."""
        return self._thread.is_alive()

    def submit(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
        *,
        title: str = "",
    ) -> Job[T]:
        """Do ``work(progress)`` after what was submitted before. ``title`` is shown while it lasts."""
        job = Job(work, done, failed, title)
        self._open += 1
        self._queue.put(job)
        return job

    def stop(self, seconds: float = 5.0) -> None:
        """Let the thread finish what it was given and end; waits at most ``seconds``."""
        self._queue.put(None)
        self.join(seconds)

    def join(self, seconds: float) -> None:
        """Wait until the thread has ended, at most ``seconds``."""
        self._thread.join(max(seconds, 0.0))

    def leave(self) -> None:
        """Stop what is under way and what waits, without waiting for it: a drive may hang.

        Nothing is answered any more, and the worker goes when its thread has ended.
        """
        self._left = True
        self.setParent(None)
        _LEAVING.add(self)
        self._queue.put(None)

    @Slot()
    def _forget(self) -> None:
        if self._left:
            _LEAVING.discard(self)
            self.deleteLater()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            if self._left:
                continue
            self.began.emit(job)
            result, error = self._attempt(job)
            if not self._left:
                self._came_back.emit(job, result, error)
        # When the program ends, Qt may be gone before the last thread.
        with suppress(RuntimeError):
            self._ran_out.emit()

    def _attempt(self, job: Job[Any]) -> tuple[Any, BaseException | None]:
        try:
            if job.cancelled:
                raise Cancelled
            return job.work(self._listener(job)), None
        except Exception as error:  # noqa: BLE001 - handed on to the window's thread, nothing is swallowed
            return None, error

    def _listener(self, job: Job[Any]) -> Progress:
        last = 0.0

        def progress(label: str, done: int, total: int) -> None:
            nonlocal last
            if job.cancelled or self._left:
                raise Cancelled
            now = time.monotonic()
            if now - last >= _SECONDS_BETWEEN_STEPS or (total and done >= total):
                last = now
                self.stepped.emit(job, Step(label, done, total))

        return progress

    @Slot(object, object, object)
    def _deliver(self, job: Job[Any], result: Any, error: BaseException | None) -> None:
        self._open -= 1
        if self._left:
            return
        self.ended.emit(job)
        try:
            if error is None:
                job.done(result)
            elif isinstance(error, Cancelled):
                _LOG.info("cancelled: %s", job.title)
            elif isinstance(error, UserError):
                job.failed(error)
            else:
                raise error
        finally:
            if not self._open:
                self.idle.emit()


# Workers that were left while their thread still had something to end.
_LEAVING: set[Worker] = set()


def settle(seconds: float = _SECONDS_TO_STOP) -> None:
    """At the program's end: let workers that were left take away what is half-made, for a while at most."""
    until = time.monotonic() + seconds
    for worker in tuple(_LEAVING):
        worker.join(until - time.monotonic())


def aside(progress: Progress, label: str, work: Callable[..., T], *arguments: object) -> T:
    """Call ``work(*arguments)`` in a process of its own and wait for it, from a worker's thread.

    ``work`` must be importable, its arguments and result picklable. Raises what it raised; when
    ``progress`` says stop, the process is ended and ``Cancelled`` goes on its way.
    """
    return _aside(progress, label, work, arguments, told=False)


def aside_told(progress: Progress, work: Callable[..., T], *arguments: object) -> T:
    """As :func:`aside`, but ``work(*arguments, progress)`` tells itself how far it is.

    To stop it, its ``progress`` raises ``Cancelled``, so that it can clear up after itself.
    """
    return _aside(progress, "", work, arguments, told=True)


def _aside(
    progress: Progress, label: str, work: Callable[..., T], arguments: tuple[object, ...], *, told: bool
) -> T:
    # The start page is up before this is loaded.
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_answer, args=(there, work, arguments, told), daemon=True)
    process.start()
    there.close()
    step = (label, 0, 0)
    try:
        while True:
            while not here.poll(_SECONDS_BETWEEN_LOOKS):
                progress(*step)
            word, *came = here.recv()
            if word == "end":
                break
            step = (came[0], came[1], came[2])
            progress(*step)
    except EOFError:
        process.join()
        raise ChildProcessError(f"{work.__qualname__} ended with {process.exitcode}") from None
    except Cancelled:
        if told:
            _ask_to_stop(here)
        raise
    finally:
        process.kill()
        process.join()
        here.close()
    result, error = came
    if error is not None:
        raise error
    found: T = result
    return found


def _ask_to_stop(here: Connection) -> None:
    """Wait until the process at the other end has cleared up and gone, for a while at most."""
    until = time.monotonic() + _SECONDS_TO_STOP
    with suppress(OSError, EOFError):
        here.send("stop")
        while time.monotonic() < until:
            # What it still tells is taken, so that it never waits for room in the pipe.
            if here.poll(_SECONDS_BETWEEN_LOOKS) and here.recv()[0] == "end":
                return


def _answer(there: Connection, work: Callable[..., Any], arguments: tuple[object, ...], told: bool) -> None:
    last = 0.0

    def progress(label: str, done: int, total: int) -> None:
        nonlocal last
        # Also when the window is gone: then there is nobody any more to work for.
        if there.poll():
            raise Cancelled
        now = time.monotonic()
        if now - last >= _SECONDS_BETWEEN_STEPS:
            last = now
            there.send(("step", label, done, total))

    try:
        there.send(("end", work(*arguments, *((progress,) if told else ())), None))
    except Exception as error:  # noqa: BLE001 - handed on to whoever waits
        there.send(("end", None, error))
