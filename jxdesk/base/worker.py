"""Work on untrusted input in a process of its own, which may crash, hang or be stopped.

A parser in another language can end its whole process on bad input. Here only the child ends:
the caller gets one sentence of its own choosing, and goes on.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent

T = TypeVar("T")

_TICK_S = 0.05
_MIB = 1024 * 1024


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
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(theirs, memory_mb, function, args), daemon=True)
    progress(label, 0, 0)
    child.start()
    theirs.close()
    try:
        answer = _wait(ours, timeout_s, lambda: progress(label, 0, 0))
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()
    if answer is None:
        raise failure
    worked, value, trace = answer
    if worked:
        result: T = value
        return result
    if isinstance(value, UserError):
        raise value
    value.add_note(trace)
    raise value


def _wait(ours: Connection, timeout_s: float, tick: Callable[[], None]) -> tuple[bool, Any, str] | None:
    """The child's answer; ``None`` when there is none."""
    end = time.monotonic() + timeout_s
    while not ours.poll(_TICK_S):
        tick()
        if time.monotonic() > end:
            return None
    try:
        answer: tuple[bool, Any, str] | None = ours.recv()
    except (EOFError, OSError):
        return None
    return answer


def _child(theirs: Connection, memory_mb: int, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
    """The whole life of the child: ``(worked, result or exception, its trace)``, ``None`` for no memory."""
    _be_quiet()
    _bound_memory(memory_mb)
    answer: tuple[bool, Any, str] | None
    try:
        answer = (True, function(*args), "")
    except MemoryError:
        answer = None
    except Exception as error:  # noqa: BLE001 - carried over to the caller, who raises it
        answer = (False, error, traceback.format_exc())
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
