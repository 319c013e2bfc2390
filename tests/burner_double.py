"""A burner whose discs are files: for what the program does around a drive, and for windows.

It can be told to lie, to break off and to leave its tray open. What is asked of real programs and
drives is tried in ``tests/disc`` and ``tests/app/test_burning_for_real.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from jxdesk.base.errors import EXIT_NO, UserError
from jxdesk.base.progress import Progress
from jxdesk.disc.burner import Drive, Medium, MediumState

DRIVE = Drive("/dev/double", "演示 刻录机", can_write=True)
READER = Drive("/dev/reader", "演示 光驱", can_write=False)
_STEP = 32 << 10


@dataclass
class Disc:
    """A disc; ``flaw`` is done to its file once it is burned, ``breaks_at`` the byte where writing ends."""

    path: Path
    kind: str = "DVD-R"
    state: MediumState = MediumState.BLANK
    capacity: int = 4_700_372_992
    can_rewrite: bool = False
    flaw: Callable[[Path], None] | None = None
    breaks_at: int | None = None

    @property
    def medium(self) -> Medium:
        """What the drive says of it."""
        takes = self.state in (MediumState.BLANK, MediumState.REWRITABLE)
        return Medium(self.state, self.kind, self.capacity if takes else 0, self.can_rewrite)


@dataclass
class DoubleBurner:
    """One recorder and one reader. ``inside`` is the disc in the recorder, ``None`` when it is empty."""

    inside: Disc | None = None
    opens_only: bool = False
    """As in a laptop: the tray has to be pushed in by hand."""
    asked: list[str] = field(default_factory=list)
    """What was done, in order: ``burn``, ``reload``, ``eject``."""

    def drives(self) -> tuple[Drive, ...]:
        return (DRIVE, READER)

    def drive(self, name: str) -> Drive:
        for drive in self.drives():
            if drive.id == name:
                return drive
        raise UserError("burn.no-drive", f"找不到光驱“{name}”。", "请检查光驱是否接好。")

    def medium(self, drive: Drive) -> Medium:
        if drive == READER or self.inside is None:
            return Medium(MediumState.NONE)
        return self.inside.medium

    def burn(self, image: Path, drive: Drive, progress: Progress) -> None:
        self.asked.append("burn")
        disc = self._disc()
        data = image.read_bytes()
        was = disc.state
        disc.state = MediumState.REWRITABLE if disc.can_rewrite else MediumState.USED
        with disc.path.open("wb") as handle:
            for place in range(0, len(data), _STEP):
                progress("正在刻录", place, len(data))
                if disc.breaks_at is not None and place >= disc.breaks_at:
                    raise UserError("burn.failed", "光驱出错：写入中断。", "请换一张。", exit_code=EXIT_NO)
                handle.write(data[place : place + _STEP])
        progress("正在刻录", len(data), len(data))
        if disc.flaw is not None:
            disc.flaw(disc.path)
        assert was in (MediumState.BLANK, MediumState.REWRITABLE)

    def reload(self, drive: Drive) -> None:
        self.asked.append("reload")
        if self.opens_only:
            raise UserError("burn.reload", "托盘弹出了，不能自己收回。", "请把托盘推回去。")

    def eject(self, drive: Drive) -> None:
        self.asked.append("eject")

    def device(self, drive: Drive) -> Path:
        return self._disc().path

    def _disc(self) -> Disc:
        if self.inside is None:
            raise UserError("burn.no-drive", "光盘不见了。", "请放回去。")
        return self.inside
