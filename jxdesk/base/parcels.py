"""Long sequences on their way from a process of our own, in pieces.

Thousands of objects that come in one go are unpacked in one go, and for so long no other thread has its
turn: 5,000 rows took a quarter of a second.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_PIECE = 100


@dataclass(frozen=True, slots=True)
class Parcel(Generic[T]):
    """A sequence, packed. Only what a process of our own has packed may be unpacked."""

    pieces: tuple[bytes, ...]

    @classmethod
    def of(cls, items: Sequence[T]) -> Parcel[T]:
        """Pack ``items``."""
        starts = range(0, len(items), _PIECE)
        return cls(tuple(pickle.dumps(items[start : start + _PIECE]) for start in starts))

    def unpacked(self) -> tuple[T, ...]:
        """The items, other threads having their turn in between."""
        found: list[T] = []
        for piece in self.pieces:
            found += pickle.loads(piece)  # noqa: S301 - our own child has packed it
            time.sleep(0)
        return tuple(found)
