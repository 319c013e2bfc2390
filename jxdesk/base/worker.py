"""Work on untrusted input in a process of its own, which may crash, hang or be stopped.

A parser in another language can end its whole process on bad input. Here only the child ends:
the caller gets one sentence of its own choosing, and goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from multiprocessing import connection
from typing import Any, Generic, TypeVar

from jxdesk.base.child import Answer, Child
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent

T = TypeVar("T")

_TICK_S = 0.05
_CALLS_PER_CHILD = 64
"""A child is replaced after so many calls: what libraries do not give back is given back then."""


def run(
    function: Callable[..., T],
    *args: Any,
    failure: UserError,
    timeout_s: float,
    memory_mb: int,
    label: str = "",
    progress: Progress = silent,
) -> T:
    """What the module-level ``function(*args)`` returns, run in a fresh process.

    The child may take ``timeout_s`` seconds and, where the system can bound it, ``memory_mb``
    MiB on top of what Python itself takes. Raises the child's own exception, a ``UserError``
    as such; ``failure`` when the child crashes, takes too long or too much memory; and what
    ``progress`` (``label``, 0, 0 while waiting) raises. The child is gone in every case.
    """
    progress(label, 0, 0)
    child = Child(memory_mb)
    try:
        child.ask(function, *args)
        answer = _wait(child, timeout_s, lambda: progress(label, 0, 0))
    finally:
        child.end()
    if answer is None:
        raise failure
    result: T = answer.result()
    return result


def _wait(child: Child, timeout_s: float, tick: Callable[[], None]) -> Answer | None:
    """The child's answer; ``None`` when there is none."""
    end = time.monotonic() + timeout_s
    while not child.connection.poll(_TICK_S):
        tick()
        if time.monotonic() > end:
            return None
    return child.take()


def run_each(
    function: Callable[..., T],
    calls: Sequence[tuple[Any, ...]],
    *,
    timeouts_s: Sequence[float],
    memory_mb: int,
    children: int,
    label: str = "",
    progress: Progress = silent,
    answered: Callable[[T], None] = lambda _: None,
) -> list[T | None]:
    """What ``function(*args)`` returns for each ``args`` of ``calls``, in their order.

    At most ``children`` processes serve one call after another. ``None`` stands where a call
    crashed its process, took longer than its own ``timeouts_s`` or too much memory; the others are
    not touched by it. ``answered`` gets each answer as it comes. Raises what a call or ``progress``
    (``label``, done, total) raises.
    """
    crew = _Crew(function, calls, timeouts_s, memory_mb, answered)
    try:
        while crew.next < len(calls) or crew.busy:
            progress(label, crew.done, len(calls))
            crew.hand_out(children)
            crew.gather()
    finally:
        crew.end()
    return crew.results


class _Crew(Generic[T]):
    """The children of :func:`run_each` and what each is busy with: (number of the call, its end)."""

    def __init__(
        self,
        function: Callable[..., T],
        calls: Sequence[tuple[Any, ...]],
        timeouts_s: Sequence[float],
        memory_mb: int,
        answered: Callable[[T], None],
    ) -> None:
        self._answered = answered
        self.results: list[T | None] = [None] * len(calls)
        self.busy: dict[Child, tuple[int, float]] = {}
        self.next = self.done = 0
        self._idle: list[Child] = []
        self._function, self._calls, self._timeouts = function, calls, timeouts_s
        self._memory_mb = memory_mb

    def hand_out(self, children: int) -> None:
        """Every child that may work gets a call, as long as there are any."""
        while self.next < len(self._calls) and len(self.busy) < children:
            self._give(self._idle.pop() if self._idle else Child(self._memory_mb), self.next)
            self.next += 1

    def gather(self) -> None:
        """Wait a moment for answers; take those that are there, end who took too long."""
        ready = connection.wait([child.connection for child in self.busy], _TICK_S)
        now = time.monotonic()
        for child, (number, end) in list(self.busy.items()):
            if child.connection in ready:
                self._take(child, number)
            elif now > end:
                self._drop(child)
                self.done += 1

    def end(self) -> None:
        """No child is left."""
        for child in (*self.busy, *self._idle):
            child.end()

    def _give(self, child: Child, number: int) -> None:
        child.ask(self._function, *self._calls[number])
        self.busy[child] = (number, time.monotonic() + self._timeouts[number])

    def _take(self, child: Child, number: int) -> None:
        had_served = child.answered > 0
        answer = child.take()
        if answer is None:
            self._drop(child)
            if had_served:  # it may have died of what earlier calls left behind
                self._give(Child(self._memory_mb), number)
                return
        else:
            del self.busy[child]
            self._rest(child)
            result: T = answer.result()
            self.results[number] = result
            self._answered(result)
        self.done += 1

    def _rest(self, child: Child) -> None:
        if child.answered < _CALLS_PER_CHILD:
            self._idle.append(child)
        else:
            child.end()

    def _drop(self, child: Child) -> None:
        del self.busy[child]
        child.end()
