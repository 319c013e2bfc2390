"""Long work on a thread of its own, and whoever waits for it hearing how far it is.

COM wants a thread that belongs to it, a write blocks the thread that asked for it, and the one
who waits must be able to say stop: three reasons for one small room.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from queue import Empty, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")

# How long a stopped listener waits at most before it can say so, in seconds.
_PULSE = 0.25


class Courier(Generic[S]):
    """What the work tells the one who waits, and whether that one has had enough."""

    def __init__(self) -> None:
        self._steps: Queue[S | None] = Queue()
        self._stop = Event()

    def tell(self, step: S) -> None:
        """Say how far the work is. Never blocks."""
        self._steps.put(step)

    def is_stopped(self) -> bool:
        """Whether the work is no longer wanted."""
        return self._stop.is_set()

    def stop(self) -> None:
        """The work is no longer wanted."""
        self._stop.set()

    def end(self) -> None:
        """There is nothing more to tell."""
        self._steps.put(None)

    def newest(self, known: S | None) -> tuple[S | None, bool]:
        """The latest step (``known`` if nothing came for a while) and whether it was the end."""
        try:
            step = self._steps.get(timeout=_PULSE)
            while step is not None:
                known = step
                step = self._steps.get_nowait()
        except Empty:
            return known, False
        return known, True


def done(
    work: Callable[[Courier[S]], T],
    apartment: Callable[[], AbstractContextManager[None]],
    listener: Callable[[S], None],
) -> T:
    """Run ``work`` inside ``apartment`` on a thread of its own; gives what it gives, raises what it raises.

    ``listener`` hears the newest step, again and again while none comes. Once it raises (or the
    waiting is interrupted) the work is asked to stop and waited for, and then that is raised.
    """
    courier: Courier[S] = Courier()
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            with apartment():
                outcome.append(work(courier))
        except BaseException as error:  # noqa: BLE001  raised again where it is waited for
            failure.append(error)
        finally:
            courier.end()

    thread = Thread(target=run, name="imapi", daemon=True)
    thread.start()
    objection = _heard(courier, listener)
    thread.join()
    if objection is not None:
        raise objection from (failure[0] if failure else None)
    if failure:
        raise failure[0]
    return outcome[0]


def _heard(courier: Courier[S], listener: Callable[[S], None]) -> BaseException | None:
    """Pass steps on until the end; gives what the listener raised, if it did."""
    objection: BaseException | None = None
    step: S | None = None
    ended = False
    while not ended:
        try:
            step, ended = courier.newest(step)
            if step is not None and objection is None:
                listener(step)
        except BaseException as error:
            if objection is not None:
                raise
            objection = error
            courier.stop()
    return objection
