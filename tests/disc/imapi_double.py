"""IMAPI2 in memory: drives with discs that are files, behind the same seam as the real objects.

Members that ``imapi2.h`` does not have are refused. A call can be made to fail, a disc taken out in
the middle of a write, a write held up until somebody has heard of it. How the real thing behaves
is taken from its documentation; what it does beyond that, logs of real drives have to teach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from jxdesk.disc.imapi.meanings import MediaState, MediaType
from jxdesk.disc.imapi.seam import ComFailure, ComObject, Listener

NO_MEDIA = 0xC0AA0202
CANCELLED = 0xC0AA0002
LOCKED = 0xC0AA0210
LOST = 0x80070037


@dataclass
class Disc:
    """A disc: ``path`` holds what was burned. ``sectors`` is how many it takes."""

    path: Path
    kind: MediaType = MediaType.DVDDASHR
    status: int = MediaState.BLANK
    sectors: int = 2_295_104
    supported: bool = True
    erased: int = 0

    def erase(self) -> None:
        """As ``EraseMedia``."""
        self.erased += 1
        self.status = MediaState.BLANK | self.status & MediaState.OVERWRITE_ONLY
        self.path.unlink(missing_ok=True)

    def finish(self) -> None:
        """As a closed session."""
        overwritable = self.status & MediaState.OVERWRITE_ONLY
        self.status = overwritable or MediaState.FINALIZED


@dataclass
class Bay:
    """A drive and what happens in it."""

    letter: str = "E"
    disc: Disc | None = None
    maker: str = "HL-DT-ST"
    model: str = "DVDRAM GP65NB60 "
    writes: bool = True
    loads: bool = True
    """``DeviceCanLoadMedia``."""
    closes: bool = True
    """Whether the tray really comes in."""
    settling: int = 0
    """So many looks after the tray came in find the drive not ready."""
    taken_out_at: int | None = None
    """The sector at which somebody takes the disc out."""
    breaks_at: tuple[int, int] | None = None
    """The sector at which a write fails, and with which HRESULT."""
    heard: Event | None = None
    """Where given, a write goes on after its first update only when this is set."""
    deaf: int = 0
    """So many calls of ``CancelWrite`` find nothing to cancel."""
    erase_fails: int | None = None
    is_open: bool = False

    @property
    def id(self) -> str:
        """What IMAPI2 calls it."""
        return f"\\\\?\\scsi#cdrom&ven_{self.maker}#{self.letter}"

    @property
    def inside(self) -> Disc | None:
        """The disc that the drive sees."""
        return None if self.is_open else self.disc


@dataclass
class MemoryCom:
    """A :class:`~jxdesk.disc.imapi.seam.ComSystem`.

    ``fails`` says with which HRESULT a call fails: asked with the class, the member, and how many
    calls there were before (properties count as calls). ``asked`` lists them all.
    """

    bays: list[Bay] = field(default_factory=list)
    fails: Callable[[str, str, int], int | None] = lambda *_: None
    asked: list[tuple[str, str]] = field(default_factory=list)
    inside: int = 0
    awake_now: bool = False
    slept_while_writing: bool = False
    listeners: dict[int, Listener] = field(default_factory=dict)

    @contextmanager
    def apartment(self) -> Iterator[None]:
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1

    @contextmanager
    def awake(self) -> Iterator[None]:
        self.awake_now = True
        try:
            yield
        finally:
            self.awake_now = False

    def create(self, coclass: str) -> ComObject:
        from tests.disc.imapi_objects import MAKERS

        self.ask(coclass, "CoCreateInstance")
        return MAKERS[coclass](self)

    def stream(self, path: Path) -> ComObject:
        from tests.disc.imapi_objects import StreamDouble

        self.ask("IStream", "SHCreateStreamOnFileEx")
        return StreamDouble(self, path)

    @contextmanager
    def heard(self, source: ComObject, listener: Listener) -> Iterator[None]:
        self.ask("MsftDiscFormat2Data", "Advise")
        self.listeners[id(source)] = listener
        try:
            yield
        finally:
            del self.listeners[id(source)]

    def ask(self, coclass: str, member: str) -> None:
        """Note a call, and let it fail where it shall."""
        assert self.inside, f"{coclass}.{member} outside of an apartment"
        hresult = self.fails(coclass, member, len(self.asked))
        self.asked.append((coclass, member))
        if hresult is not None:
            raise ComFailure(f"{coclass}.{member}", hresult)

    def bay(self, unique_id: str) -> Bay:
        """The drive of that id, if it is still there."""
        for bay in self.bays:
            if bay.id == unique_id:
                return bay
        raise ComFailure("bay", LOST)
