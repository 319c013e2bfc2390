"""What is used of COM: objects with members, one event, a stream over a file.

Behind it stand comtypes on Windows (``com``), the log that records every reply (``recording``)
and, in tests, a drive that exists only in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeAlias

ComValue: TypeAlias = "bool | int | str | tuple[ComValue, ...] | None"
"""What a member gives or takes: VARIANT_BOOL, LONG, BSTR, SAFEARRAY of these, nothing."""

Listener: TypeAlias = Callable[[Mapping[str, int]], None]
"""Takes the members of an event's arguments by name as numbers, -1 for one that was not told."""


class ComFailure(Exception):
    """A member answered with a failing HRESULT, kept in ``hresult`` as an unsigned 32-bit number."""

    def __init__(self, member: str, hresult: int) -> None:
        super().__init__(f"{member}: 0x{hresult & 0xFFFFFFFF:08X}")
        self.member = member
        self.hresult = hresult & 0xFFFFFFFF


class ComObject(Protocol):
    """One object. Every method raises :class:`ComFailure` when the HRESULT says so."""

    def get(self, member: str) -> ComValue:
        """Read a property."""

    def put(self, member: str, value: ComValue | ComObject) -> None:
        """Write a property."""

    def call(self, member: str, *arguments: ComValue | ComObject) -> ComValue:
        """Call a method; gives its return value (the last ``[out, retval]``), ``None`` if it has none."""


class ComSystem(Protocol):
    """The COM library of this machine."""

    def apartment(self) -> AbstractContextManager[None]:
        """Inside, this thread may use COM (the multithreaded apartment)."""

    def create(self, coclass: str) -> ComObject:
        """A new object of a class by its name in ``layout.COCLASSES``. Raises :class:`ComFailure`."""

    def stream(self, path: Path) -> ComObject:
        """An ``IStream`` that reads the file from its beginning. Raises :class:`ComFailure`."""

    def heard(self, source: ComObject, listener: Listener) -> AbstractContextManager[None]:
        """Inside, ``listener`` hears each ``DDiscFormat2DataEvents::Update`` of ``source``.

        It is called on whatever thread the source chooses, and must not raise.
        """

    def awake(self) -> AbstractContextManager[None]:
        """Inside, the machine does not go to sleep by itself."""
