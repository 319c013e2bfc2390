"""Keeps what a real drive answers: one JSON line per reply, so that one run on hardware gives fixtures.

A :class:`RecordingCom` stands before any other COM and passes everything on. Of the image only its
size is noted, so a log names no file and no person; it names the drive (maker, model, serial
number where the drive's id has one).

Lines, in the order in which the replies came: ``{"log": 1, …}`` first; then objects with ``kind``
(``create``, ``get``, ``put``, ``call``, ``stream``, ``update``), ``object`` (its class and a number),
``member``, ``arguments``, ``reply`` or ``hresult`` (``"0xC0AA0202"``), ``at`` (seconds since the
log began) and ``took`` (seconds). An ``update`` stands before the reply of the call that sent it.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from jxdesk import __version__
from jxdesk.base.errors import os_errors
from jxdesk.disc.imapi.seam import ComFailure, ComObject, ComSystem, ComValue, Listener

T = TypeVar("T")

VERSION = 1


class Log:
    """The file. It is opened for each line, so that a crash leaves all that came before.

    Raises ``UserError`` when it cannot be begun; what cannot be noted later is lost: no disc is
    spoiled for want of a log.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._lock = Lock()
        self._path = path
        with os_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write({"log": VERSION, "program": __version__, "system": sys.platform})

    def now(self) -> float:
        """Seconds since the log began."""
        return self._clock() - self._began

    def reply(self, since: float, **entry: Any) -> None:
        """Note an entry that began at ``since``."""
        with suppress(OSError):
            self._write({**entry, "at": round(since, 4), "took": round(self.now() - since, 4)})

    def _write(self, entry: Mapping[str, Any]) -> None:
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        with self._lock, self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(line)


class RecordingCom:
    """Passes everything to ``inner`` and notes what it answers in ``log``."""

    def __init__(self, inner: ComSystem, log: Log) -> None:
        self._inner = inner
        self._log = log
        self._made: Counter[str] = Counter()

    def apartment(self) -> AbstractContextManager[None]:
        """As ``inner``."""
        return self._inner.apartment()

    def awake(self) -> AbstractContextManager[None]:
        """As ``inner``."""
        return self._inner.awake()

    def create(self, coclass: str) -> ComObject:
        """As ``inner``; objects of one class are numbered from 1."""
        name = self._named(coclass)
        made = self.noted(lambda: self._inner.create(coclass), kind="create", object=name)
        return _Recorded(made, name, self)

    def stream(self, path: Path) -> ComObject:
        """As ``inner``; the log learns the file's size."""
        name = self._named("IStream")
        size = path.stat().st_size if path.exists() else 0
        made = self.noted(lambda: self._inner.stream(path), kind="stream", object=name, size=size)
        return _Recorded(made, name, self)

    @contextmanager
    def heard(self, source: ComObject, listener: Listener) -> Iterator[None]:
        """As ``inner``, each update noted before the listener hears of it."""
        name = _named_or_plain(source)

        def hear(members: Mapping[str, int]) -> None:
            self._log.reply(self._log.now(), kind="update", object=name, reply=dict(members))
            listener(members)

        with self._inner.heard(_bare(source), hear):
            yield

    def _named(self, coclass: str) -> str:
        self._made[coclass] += 1
        return f"{coclass}#{self._made[coclass]}"

    def noted(self, question: Callable[[], T], **entry: Any) -> T:
        """The answer to ``question``, which is noted with ``entry``; a failure is noted and goes on."""
        since = self._log.now()
        try:
            answer = question()
        except ComFailure as error:
            self._log.reply(since, **entry, hresult=f"0x{error.hresult:08X}")
            raise
        if entry["kind"] in ("get", "call"):
            entry["reply"] = answer
        self._log.reply(since, **entry)
        return answer


class _Recorded:
    """One object whose every answer is noted."""

    def __init__(self, inner: ComObject, name: str, recorder: RecordingCom) -> None:
        self.inner = inner
        self.name = name
        self._recorder = recorder

    def get(self, member: str) -> ComValue:
        return self._ask(lambda: self.inner.get(member), "get", member)

    def put(self, member: str, value: ComValue | ComObject) -> None:
        self._ask(lambda: self.inner.put(member, _bare(value)), "put", member, value)

    def call(self, member: str, *arguments: ComValue | ComObject) -> ComValue:
        bare = [_bare(argument) for argument in arguments]
        return self._ask(lambda: self.inner.call(member, *bare), "call", member, *arguments)

    def _ask(self, question: Callable[[], T], kind: str, member: str, *arguments: ComValue | ComObject) -> T:
        told = [_named_or_plain(argument) for argument in arguments]
        return self._recorder.noted(question, kind=kind, object=self.name, member=member, arguments=told)


def _bare(value: Any) -> Any:
    return value.inner if isinstance(value, _Recorded) else value


def _named_or_plain(value: Any) -> Any:
    return value.name if isinstance(value, _Recorded) else value
