"""Plays back what ``recording`` noted, as if the drive were there: a COM made of a log.

A reply is found by object, member and arguments, in the order in which such replies came; a
property that is read more often than it was keeps its last value. Something that was never asked
fails the test: the log cannot know.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jxdesk.disc.imapi.recording import VERSION
from jxdesk.disc.imapi.seam import ComFailure, ComObject, ComValue, Listener

Question = tuple[str, str, str, str]


class PlayedCom:
    """A :class:`~jxdesk.disc.imapi.seam.ComSystem` that answers out of the log at ``path``."""

    def __init__(self, path: Path) -> None:
        self._replies: dict[Question, deque[dict[str, Any]]] = defaultdict(deque)
        self._updates: dict[int, list[dict[str, int]]] = {}
        self._made: Counter[str] = Counter()
        self._listeners: dict[str, Listener] = {}
        self._read(path)

    @contextmanager
    def apartment(self) -> Iterator[None]:
        yield

    @contextmanager
    def awake(self) -> Iterator[None]:
        yield

    def create(self, coclass: str) -> ComObject:
        return self._made_as("create", coclass)

    def stream(self, path: Path) -> ComObject:
        return self._made_as("stream", "IStream")

    @contextmanager
    def heard(self, source: ComObject, listener: Listener) -> Iterator[None]:
        assert isinstance(source, _Played)
        self._listeners[source.name] = listener
        try:
            yield
        finally:
            del self._listeners[source.name]

    def answer(self, kind: str, name: str, member: str, *arguments: Any) -> ComValue:
        """The next reply to that question, updates before it included."""
        told = [argument.name if isinstance(argument, _Played) else argument for argument in arguments]
        replies = self._replies[kind, name, member, json.dumps(told)]
        if not replies:
            raise LookupError(f"the log has no {kind} {name}.{member}{told}")
        entry = replies[0] if kind == "get" and len(replies) == 1 else replies.popleft()
        for members in self._updates.pop(id(entry), []):
            self._listeners[name](members)
        if "hresult" in entry:
            raise ComFailure(f"{name}.{member}", int(entry["hresult"], 16))
        return _tuples(entry.get("reply"))

    def _made_as(self, kind: str, coclass: str) -> ComObject:
        self._made[coclass] += 1
        name = f"{coclass}#{self._made[coclass]}"
        self.answer(kind, name, "")
        return _Played(self, name)

    def _read(self, path: Path) -> None:
        waiting: dict[str, list[dict[str, int]]] = defaultdict(list)
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            if "log" in entry:
                assert entry["log"] == VERSION
            elif entry["kind"] == "update":
                waiting[entry["object"]].append(entry["reply"])
            else:
                member = entry.get("member", "")
                question = (entry["kind"], entry["object"], member, json.dumps(entry.get("arguments", [])))
                self._replies[question].append(entry)
                if member == "Write":
                    self._updates[id(entry)] = waiting.pop(entry["object"], [])


class _Played:
    """One object of the log."""

    def __init__(self, system: PlayedCom, name: str) -> None:
        self._system = system
        self.name = name

    def get(self, member: str) -> ComValue:
        return self._system.answer("get", self.name, member)

    def put(self, member: str, value: ComValue | ComObject) -> None:
        self._system.answer("put", self.name, member, value)

    def call(self, member: str, *arguments: ComValue | ComObject) -> ComValue:
        return self._system.answer("call", self.name, member, *arguments)


def _tuples(value: Any) -> ComValue:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
