"""Recovery data that goes along with a package on a disc image or a stick."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jxdesk.base.progress import Progress
from jxdesk.package.parity import making


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was made: ``size`` in bytes of all recovery files; 0 where there are none.

    ``is_lacking``: it was wanted, and the program for it is not on this computer.
    """

    size: int = 0
    is_lacking: bool = False

    @property
    def sentence(self) -> str:
        """What to say of it; empty when nothing was wanted."""
        if self.is_lacking:
            return "这台电脑上没有 par2 程序，没有加恢复数据；申报包照常使用，请多刻一份备用。"
        if not self.size:
            return ""
        return f"另有恢复数据（par2 文件夹，{self.size / 1e6:.1f} MB），光盘或 U 盘局部损坏时用来修补。"


def beside(packages: list[Path], folder: Path, progress: Progress) -> tuple[Recovery, list[Path]]:
    """Make the recovery data of each of ``packages`` as a folder in ``folder``; and those folders.

    Raises as :func:`jxdesk.package.parity.making.make`.
    """
    size, made = 0, []
    for package in packages:
        out = folder / making.folder_name(package.resolve().name)
        written = making.make(package, out, progress)
        if written is None:
            return Recovery(is_lacking=True), []
        size += written
        made.append(out)
    return Recovery(size), made
