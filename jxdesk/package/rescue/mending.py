"""Put one block together from what the copies give for it, sector by sector, and let its sum decide."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from jxdesk.package.rescue.reading import SECTOR, Reading

MAX_TRIES = 512
"""So many ways to put one stretch together are tried at most: nine sectors of which two copies differ."""

MAX_TRIED_BYTES = 4 << 30
"""And so many bytes are summed for that in one rescue."""

_MOST_PAIRS = 12
_MOST_CUTS = 64

IsTrue = Callable[[bytes], bool]
_Pick = tuple[bytes, int]
"""A sector's content and the number of the reading that it is from."""


class Budget:
    """How many bytes may still be summed in search of the right sectors."""

    def __init__(self, left: int = MAX_TRIED_BYTES) -> None:
        self._left = left

    def take(self, count: int) -> bool:
        """Whether there is room for ``count`` bytes more."""
        self._left -= count
        return self._left >= 0


@dataclass(frozen=True, slots=True)
class Mended:
    """A stretch that its sum calls true: its bytes, and the places (in the readings) they are from."""

    data: bytes
    origins: frozenset[int]


def combine(readings: Sequence[Reading], is_true: IsTrue, budget: Budget) -> Mended | None:
    """The first way to put the sectors of ``readings`` (of equal length) together that ``is_true``.

    Whole readings come first, then mixtures; sectors of zeroes, as copying programs leave them for
    what they could not read, come last. ``None`` when none is true of those that are tried.
    """
    for number, reading in enumerate(readings):
        if not reading.lost and is_true(reading.data):
            return Mended(reading.data, frozenset({number}))
    if not readings:
        return None
    for picked in itertools.chain(_by_likelihood(readings), _by_one_cut(readings)):
        data = b"".join(part for part, _ in picked)
        if not budget.take(len(data)):
            return None
        if is_true(data):
            return Mended(data, frozenset(number for _, number in picked))
    return None


def _by_likelihood(readings: Sequence[Reading]) -> Iterator[Sequence[_Pick]]:
    choices = _choices(readings)
    if all(choices):
        yield from itertools.islice(itertools.product(*choices), MAX_TRIES)


def _by_one_cut(readings: Sequence[Reading]) -> Iterator[Sequence[_Pick]]:
    """Up to a cut from one reading, from there on from another: damage lies in one piece."""
    sectors = range(0, len(readings[0].data), SECTOR)
    parts = [
        [(one.data[start : start + SECTOR], number) for start in sectors]
        for number, one in enumerate(readings)
        if not one.lost
    ]
    for one, other in itertools.islice(itertools.permutations(parts, 2), _MOST_PAIRS):
        for cut in range(1, min(len(sectors), _MOST_CUTS)):
            yield one[:cut] + other[cut:]


def guess(readings: Sequence[Reading], length: int) -> bytes:
    """The best that can be said of a stretch that no mixture makes true; zeroes for what nobody has."""
    if not readings:
        return bytes(length)
    return b"".join(
        choice[0][0] if choice else bytes(min(SECTOR, length - number * SECTOR))
        for number, choice in enumerate(_choices(readings))
    )


def _choices(readings: Sequence[Reading]) -> list[list[_Pick]]:
    """For each sector its different contents, the likeliest first, with the first reading that has each."""
    length = len(readings[0].data)
    return [_of_sector(readings, number) for number in range(-(-length // SECTOR))]


def _of_sector(readings: Sequence[Reading], sector: int) -> list[_Pick]:
    votes: dict[bytes, list[int]] = {}
    for number, reading in enumerate(readings):
        if sector not in reading.lost:
            votes.setdefault(reading.data[sector * SECTOR : (sector + 1) * SECTOR], []).append(number)
    ordered = sorted(votes.items(), key=lambda item: (not any(item[0]), -len(item[1]), item[1][0]))
    return [(part, numbers[0]) for part, numbers in ordered]
