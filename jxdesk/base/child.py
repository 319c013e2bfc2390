"""A process of our own that answers one call after another, and may crash or be ended at any time."""

from __future__ import annotations

import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from jxdesk.base.errors import UserError

_MIB = 1024 * 1024


class Answer(NamedTuple):
    """What came of a call: its result, or the exception with its trace. ``None`` stands for neither."""

    worked: bool
    value: Any
    trace: str

    def result(self) -> Any:
        """What the function returned. Raises what it raised; a bug carries the child's trace."""
        if self.worked:
            return self.value
        if not isinstance(self.value, UserError):
            self.value.add_note(self.trace)
        raise self.value


class Child:
    """A fresh process, started at once. ``memory_mb`` MiB on top of what Python itself takes.

    ``ask`` and ``take`` alternate; ``connection`` is ready when ``take`` will not wait.
    """

    def __init__(self, memory_mb: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.answered = 0
        self._process = context.Process(target=_live, args=(theirs, memory_mb), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, function: Callable[..., Any], *args: Any) -> None:
        """Have the module-level ``function(*args)`` run."""
        try:
            self.connection.send((function, args))
        except OSError:
            return  # it is dead already: take() will say so

    def take(self) -> Answer | None:
        """The answer; ``None`` when the child died of the call or had no memory for it."""
        try:
            answer: Answer | None = self.connection.recv()
        except (EOFError, OSError):
            return None
        self.answered += 1
        return answer

    def end(self) -> None:
        """The process is gone afterwards, whatever it was doing."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()


def _live(theirs: Connection, memory_mb: int) -> None:
    """The whole life of the child, until there is nobody to ask it any more."""
    _be_quiet()
    _bound_memory(memory_mb)
    while True:
        try:
            function, args = theirs.recv()
        except (EOFError, OSError):
            return
        _answer(theirs, function, args)


def _answer(theirs: Connection, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
    answer: Answer | None
    try:
        answer = Answer(True, function(*args), "")
    except MemoryError:
        answer = None
    except Exception as error:  # noqa: BLE001 - carried over to the caller, who raises it
        answer = Answer(False, error, traceback.format_exc())
    try:
        theirs.send(answer)
    except MemoryError:
        theirs.send(None)


def _be_quiet() -> None:
    """What a crashing library writes on its way out is of no use on the user's terminal."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _bound_memory(memory_mb: int) -> None:
    """Bound the address space; Windows has no such bound, there the caller's own bounds hold."""
    if sys.platform == "win32":
        return
    import resource

    limit = memory_mb * _MIB + _mapped()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _mapped() -> int:
    """How many bytes of address space the process has already; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
