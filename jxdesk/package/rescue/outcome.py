"""What came of a rescue: from where everything came, and exactly what is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jxdesk.base.unseen import shown
from jxdesk.domain.show import show_digest
from jxdesk.package.report import Report

UNFINISHED = "未救全"
"""Stands in the name of every folder that is not the sound package."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What nobody has of a file: half-open ``ranges`` in bytes; of a tag file, and where the size is not
    known, the whole (no ranges)."""

    path: str
    size: int
    ranges: tuple[tuple[int, int], ...] = ()

    @property
    def bytes_lost(self) -> int:
        """How many bytes are lost."""
        return sum(end - start for start, end in self.ranges) if self.ranges else self.size

    @property
    def sentence(self) -> str:
        """The file and its ranges, counted from 0, the end included."""
        if not self.ranges or self.ranges == ((0, self.size),):
            return f"{shown(self.path)}：整个文件"
        parts = "、".join(f"{start}–{end - 1}" for start, end in self.ranges)
        return f"{shown(self.path)}（共 {self.size} 字节）：第 {parts} 字节"


@dataclass(frozen=True, slots=True)
class Share:
    """How many ``blocks`` (of 32 KB) and ``size`` bytes of files came from the copy ``label``."""

    label: str
    blocks: int
    size: int


@dataclass(frozen=True, slots=True)
class Rescued:
    """One package. ``is_whole``: the strict verifier finds it sound, and it stands under its name.

    Otherwise what could be had lies in a folder marked as unfinished, with a list. ``mixed`` blocks were put
    together from sectors of several copies; ``parity`` slices were worked out from recovery data, of
    which ``parity_note`` says what else there is to know. ``lost`` says what is missing; of ``unchecked``
    files no list is left that would tell whether they are true.
    """

    name: str
    path: Path
    is_whole: bool
    report: Report
    shares: tuple[Share, ...]
    mixed: int
    parity: int
    parity_note: str
    lost: tuple[Lost, ...]
    unchecked: int = 0

    @property
    def bottom_line(self) -> str:
        """What came of it, in one Chinese sentence."""
        name = shown(self.name)
        if self.is_whole:
            return f"救出来了：“{name}”完整，逐个文件核对过，与封装时完全一致。"
        if not self.lost:
            return f"没有救全：“{name}”的字节都在，但是核验没有通过：{self.report.bottom_line}"
        files = len(self.lost)
        size = _size(sum(one.bytes_lost for one in self.lost))
        return f"没有救全：“{name}”还缺 {files} 个文件中的 {size}，其余的救出来了。"

    @property
    def details(self) -> tuple[str, ...]:
        """What came from where, a sentence each."""
        lines = [f"{shown(one.label)}：取了 {one.blocks} 块（{_size(one.size)}）" for one in self.shares]
        if self.mixed:
            lines.append(f"由几份副本逐段拼成：{self.mixed} 块")
        if self.parity:
            lines.append(f"由恢复数据（par2）算出：{self.parity} 块")
        if self.unchecked and not self.is_whole:
            lines.append(f"清单也丢了：有 {self.unchecked} 个文件的内容无从核对，不能当作完好的用")
        if self.parity_note:
            lines.append(self.parity_note)
        if self.is_whole:
            lines.append(f"包摘要：{show_digest(self.report.digest)}（请与盖章的交接单核对）")
        return tuple(lines)

    def to_json(self) -> dict[str, Any]:
        """For a machine."""
        return {
            "package": self.name,
            "path": str(self.path),
            "whole": self.is_whole,
            "bottom_line": self.bottom_line,
            "copies": [{"copy": one.label, "blocks": one.blocks, "bytes": one.size} for one in self.shares],
            "mixed_blocks": self.mixed,
            "parity_blocks": self.parity,
            "unchecked_files": self.unchecked,
            "lost": [{"path": one.path, "size": one.size, "ranges": one.ranges} for one in self.lost],
            "verification": self.report.to_json(),
        }


def joined(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Neighbouring ranges as one, in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _size(size: int) -> str:
    if size < 10_000:
        return f"{size} 字节"
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{size / 1e3:.0f} KB"
