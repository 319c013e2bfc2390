"""The burner of Windows: :class:`~jxdesk.disc.burner.Burner` over IMAPI2's objects.

Each call asks COM anew: drives come and go, and discs more so.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress
from jxdesk.disc.burner import Drive, Medium
from jxdesk.disc.imapi.deed import Courier, done
from jxdesk.disc.imapi.drives import Found, every_drive
from jxdesk.disc.imapi.looking import medium_in
from jxdesk.disc.imapi.meanings import LABELS, SECTOR, WriteAction
from jxdesk.disc.imapi.parts import Recorder, owner_of
from jxdesk.disc.imapi.seam import ComFailure, ComSystem
from jxdesk.disc.imapi.troubles import NOT_READY, told
from jxdesk.disc.imapi.writing import Step, Writing

T = TypeVar("T")

# A drive that has just taken a disc in needs up to half a minute to know it.
_LOOKS = 30
_BETWEEN = 1.0


class ImapiBurner:
    """Burns through IMAPI2. ``pause`` waits some seconds between two looks at a drive getting ready."""

    def __init__(self, system: ComSystem, pause: Callable[[float], None] = time.sleep) -> None:
        self._system = system
        self._pause = pause

    def drives(self) -> tuple[Drive, ...]:
        """Every optical drive, in the system's order. Raises also ``burn.no-backend`` (no IMAPI2)."""
        return self._asked(lambda: tuple(found.drive for found in every_drive(self._system)))

    def drive(self, name: str) -> Drive:
        """The drive with this letter (``E``, ``e:``, ``E:\\``, ``\\\\.\\E:``) or this unique id."""
        return self._asked(lambda: self._found(name).drive)

    def medium(self, drive: Drive) -> Medium:
        """What lies in ``drive`` now."""

        def look() -> Medium:
            with self._recorder(drive) as recorder:
                return medium_in(self._system, recorder)

        return self._asked(look)

    def burn(self, image: Path, drive: Drive, progress: Progress) -> None:
        """As the protocol says.

        Until the drive begins to work on the disc the codes are ``burn.medium``, ``burn.busy``,
        ``burn.no-drive`` and ``burn.not-begun`` (anything else); from then on ``burn.failed``.
        """
        size = _size(image)
        writing = Writing(self._system, image, size)

        def write(courier: Courier[Step]) -> None:
            writing.run(drive.id, lambda: self._found(drive.id).unique_id, courier)

        def hear(step: Step) -> None:
            progress(step.label, step.written, size)

        done(write, self._system.apartment, hear)
        progress(LABELS[WriteAction.COMPLETED], size, size)

    def reload(self, drive: Drive) -> None:
        """As the protocol says; a drive that only claims to close its tray is found out."""
        self._asked(lambda: self._reload(drive))

    def eject(self, drive: Drive) -> None:
        """Put the tray out."""

        def put_out() -> None:
            with self._recorder(drive) as recorder:
                recorder.eject()

        self._asked(put_out)

    def device(self, drive: Drive) -> Path:
        """The volume as a device: ``\\\\.\\E:``, or by its GUID where it has no letter."""
        if re.fullmatch(r"[A-Z]:", drive.id):
            return Path(rf"\\.\{drive.id}")

        def look() -> Path:
            with self._recorder(drive) as recorder:
                return Path(recorder.volume().rstrip("\\"))

        return self._asked(look)

    def _reload(self, drive: Drive) -> None:
        with self._recorder(drive) as recorder:
            recorder.eject()
            if not recorder.can_load():
                raise _tray_open(drive)
            try:
                recorder.close_tray()
            except ComFailure as error:
                raise _tray_open(drive) from error
            self._await_disc(recorder, drive)

    def _await_disc(self, recorder: Recorder, drive: Drive) -> None:
        for _ in range(_LOOKS):
            try:
                if recorder.profiles():
                    return
            except ComFailure as error:
                if error.hresult not in NOT_READY:
                    raise
            self._pause(_BETWEEN)
        raise _tray_open(drive)

    def _found(self, name: str) -> Found:
        wanted = re.sub(r"^(\\\\[.?]\\)?([A-Za-z]):?\\*$", lambda match: f"{match[2].upper()}:", name.strip())
        for found in every_drive(self._system):
            if wanted in (found.drive.id, found.unique_id):
                return found
        raise UserError(
            "burn.no-drive",
            f"找不到光驱“{name}”。",
            "请检查光驱是否接好，用“jxdesk drives”查看有哪些。",
        )

    @contextmanager
    def _recorder(self, drive: Drive) -> Iterator[Recorder]:
        """The drive's object; its failures leave as sentences."""
        recorder: Recorder | None = None
        try:
            recorder = Recorder(self._system, self._found(drive.id).unique_id)
            yield recorder
        except ComFailure as error:
            raise told(error, drive.id, owner=owner_of(recorder, error)) from error

    def _asked(self, question: Callable[[], T]) -> T:
        def work(_: object) -> T:
            try:
                return question()
            except ComFailure as error:
                raise told(error, "") from error

        return done(work, self._system.apartment, lambda _: None)


def _size(image: Path) -> int:
    """The image's size in bytes, in whole sectors: IMAPI2 takes no others."""
    with os_errors(image):
        size = image.stat().st_size
    if not size or size % SECTOR:
        raise UserError(
            "burn.not-image",
            f"“{image}”不是完整的光盘映像（大小不是 {SECTOR} 字节的整倍数）。",
            "请重新制作映像后再刻录。",
        )
    return size


def _tray_open(drive: Drive) -> UserError:
    return UserError(
        "burn.reload",
        f"光驱“{drive.id}”的托盘已经弹出，不能自己收回。",
        "请把托盘推回去，等光盘转稳后再核对。",
    )
