"""Kinds of discs that are sold, and which of them hold so many bytes."""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.disc.device import SECTOR


@dataclass(frozen=True, slots=True)
class DiscKind:
    """``id`` for settings, ``name`` as it stands on the box, ``capacity`` in bytes of one disc."""

    id: str
    name: str
    capacity: int


# The smaller of what the "+" and "-" sorts hold, BD with room for defect management (sectors by
# Orange Book, ECMA-337, ECMA-382 and the BD-R white paper): whichever disc is bought, it fits.
KINDS = (
    DiscKind("cd", "CD-R（700 MB）", 359_844 * SECTOR),
    DiscKind("dvd", "DVD-R / DVD+R（4.7 GB）", 2_295_104 * SECTOR),
    DiscKind("dvd-dl", "DVD-R DL / DVD+R DL（双层，8.5 GB）", 4_171_712 * SECTOR),
    DiscKind("bd", "BD-R（25 GB）", 11_826_176 * SECTOR),
    DiscKind("bd-dl", "BD-R DL（双层，50 GB）", 23_652_352 * SECTOR),
)
"""Every kind, the smallest first."""


def kind_by_id(name: str) -> DiscKind | None:
    """The kind whose ``id`` is ``name``, ``None`` where there is none."""
    return next((kind for kind in KINDS if kind.id == name), None)


def holding(size: int) -> tuple[DiscKind, ...]:
    """The kinds of which one disc holds ``size`` bytes, the smallest first."""
    return tuple(kind for kind in KINDS if size <= kind.capacity)


def bytes_words(size: int) -> str:
    """Bytes as they stand on disc boxes, in powers of ten: 4.70 GB, 12.3 MB, 8 KB."""
    if size >= 10**9:
        return f"{size / 10**9:.2f} GB"
    if size >= 10**6:
        return f"{size / 10**6:.1f} MB"
    return f"{-(-size // 1000)} KB"
