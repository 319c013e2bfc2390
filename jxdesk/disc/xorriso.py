"""Burning on Linux: libburn through the program xorriso.

A drive is ``/dev/sr0`` (or a link to it). ``stdio:PATH`` of a file or loop device is burned to in the
same way, for trying things out and for tests; it counts as rewritable.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from jxdesk.base.errors import UserError, os_errors
from jxdesk.base.progress import Progress
from jxdesk.disc import xorriso_run, xorriso_words
from jxdesk.disc.burner import Drive, Medium, MediumState
from jxdesk.disc.linux_drives import ROOT, list_drives
from jxdesk.disc.xorriso_run import Said

_STDIO = "stdio:"
_LOOP_MAJOR = 7
# Long enough for whatever file system begins a disc: those of ISO 9660 and UDF by sector 257.
_LOOKED_AT = 1 << 20


class XorrisoBurner:
    """A :class:`jxdesk.disc.burner.Burner` over ``program``.

    ``root`` is where ``/proc``, ``/sys`` and ``/dev`` lie.
    """

    def __init__(self, program: str = xorriso_run.PROGRAM, root: Path = ROOT) -> None:
        self._program = program
        self._root = root

    def drives(self) -> tuple[Drive, ...]:
        """Every optical drive. Raises ``UserError`` ``burn.no-program``."""
        xorriso_run.find(self._program)
        return list_drives(self._root)

    def drive(self, name: str) -> Drive:
        """A drive by its id, its bare name (``sr0``), a link to it, or ``stdio:PATH``."""
        xorriso_run.find(self._program)
        if name.startswith(_STDIO):
            return _as_drive(name)
        found = {drive.id: drive for drive in self.drives()}
        for wanted in (name, str(self._root / "dev" / name), os.path.realpath(name)):
            if wanted in found:
                return found[wanted]
        raise xorriso_words.no_drive(name)

    def medium(self, drive: Drive) -> Medium:
        """What lies in ``drive``, as ``-toc`` tells it."""
        _must_be_there(drive)
        said = self._ask(drive, ["-outdev", drive.id, "-toc"])
        medium = xorriso_words.medium(said.text)
        if medium is None:
            raise xorriso_words.problem(said.text, drive.id)
        if medium.state is MediumState.BLANK and medium.can_rewrite and _is_written(self.device(drive)):
            # xorriso calls blank what bears no ISO 9660; it may be full of other things.
            return Medium(MediumState.REWRITABLE, medium.kind, medium.capacity, can_rewrite=True)
        return medium

    def burn(self, image: Path, drive: Drive, progress: Progress) -> None:
        """Write the image as the disc's only session, without padding, and close it."""
        program = xorriso_run.find(self._program)
        medium = self.medium(drive)
        if not medium.takes_data:
            raise xorriso_words.unsuitable(drive.id)
        with os_errors(image):
            total = image.stat().st_size
        teller = _Teller(total, progress)
        said = xorriso_run.watch(program, _cdrecord(drive, medium, image.resolve()), teller.heard)
        if said is None:
            raise xorriso_words.failed(drive.id, "光驱很久没有回应。")
        if said.code != 0:
            raise _why(said, drive)

    def reload(self, drive: Drive) -> None:
        """Out, and in again where the drive has a motor for it."""
        if drive.id.startswith(_STDIO):
            return
        self.eject(drive)
        # To look at a drive loads its tray and waits until the disc can be read.
        if self._is_empty(drive):
            raise UserError(
                "burn.reload",
                f"光驱“{drive.id}”的托盘已经弹出，不能自己收回。",
                "请把托盘推回去，等光盘转稳后再核对。",
            )

    def eject(self, drive: Drive) -> None:
        """Put the tray out."""
        if drive.id.startswith(_STDIO):
            return
        said = self._ask(drive, ["-outdev", drive.id, "-eject", "all"])
        if said.code != 0:
            raise _why(said, drive)

    def device(self, drive: Drive) -> Path:
        """The block device, or the file behind ``stdio:``."""
        return Path(drive.id.removeprefix(_STDIO))

    def _is_empty(self, drive: Drive) -> bool:
        try:
            return self.medium(drive).state is MediumState.NONE
        except UserError as error:
            if error.code != "burn.busy":
                raise
            # A desktop that opens discs by itself was quicker: there is one.
            return False

    def _ask(self, drive: Drive, arguments: Sequence[str]) -> Said:
        said = xorriso_run.ask(xorriso_run.find(self._program), arguments)
        if said is None:
            raise xorriso_words.failed(drive.id, "光驱很久没有回应。")
        return said


class _Teller:
    """Turns xorriso's reports into progress in bytes, and lets the caller stop it between them."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = total
        self._progress = progress
        self._label = "正在刻录"
        self._done = 0

    def heard(self, line: str) -> None:
        """Take one line, or ``""`` when there was none for a while."""
        step = xorriso_words.step(line) if line else None
        if step is not None:
            self._label = step.label
            if step.done is not None:
                self._done = max(self._done, min(step.done, self._total))
        self._progress(self._label, self._done, self._total)


def _cdrecord(drive: Drive, medium: Medium, image: Path) -> list[str]:
    """The image and no padding after it; what can be rewritten is cleared first.

    Only that: asked to clear a blank BD-R, xorriso would format it, which costs room and half the speed.
    """
    clearing = ["blank=as_needed"] if medium.state is MediumState.REWRITABLE else []
    return ["-as", "cdrecord", "-v", f"dev={drive.id}", *clearing, "padsize=0", str(image)]


def _why(said: Said, drive: Drive) -> UserError:
    if said.code < 0:
        return xorriso_words.failed(drive.id, "刻录程序被中途结束了。")
    return xorriso_words.problem(said.text, drive.id)


def _as_drive(name: str) -> Drive:
    """A file or loop device to burn to. Other block devices are somebody's disks: never."""
    path = Path(name.removeprefix(_STDIO))
    try:
        found = path.stat()
    except OSError:
        raise xorriso_words.no_drive(name) from None
    is_loop = stat.S_ISBLK(found.st_mode) and os.major(found.st_rdev) == _LOOP_MAJOR
    if not (is_loop or stat.S_ISREG(found.st_mode)):
        raise UserError(
            "burn.not-drive", f"“{name}”不是光驱，不能刻录。", "请用“jxdesk drives”查看有哪些光驱。"
        )
    return Drive(_STDIO + str(path.resolve()), "文件（代替光盘）", can_write=True)


def _must_be_there(drive: Drive) -> None:
    """xorriso would make a new file of a ``stdio:`` path that is missing."""
    path = Path(drive.id.removeprefix(_STDIO))
    if not path.exists():
        raise xorriso_words.no_drive(drive.id)
    if not os.access(path, os.R_OK | os.W_OK):
        raise UserError(
            "burn.denied",
            f"没有使用光驱“{drive.id}”的权限。",
            "请让管理员把您的账号加入光驱用户组（多为 cdrom），重新登录后再试。",
        )


def _is_written(device: Path) -> bool:
    """Whether anything lies at the beginning of a disc that can be overwritten."""
    try:
        with device.open("rb", buffering=0) as handle:
            return any(handle.read(_LOOKED_AT))
    except OSError:
        # A new disc of this kind has nothing yet that could be read.
        return False
