"""The clock and the random source are inputs; these are the real ones.

Code that needs either takes one as an argument, so that tests and the demo county can give
a fixed one.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
TokenSource = Callable[[], str]


def now() -> datetime:
    """The present moment, UTC, without microseconds."""
    return datetime.now(UTC).replace(microsecond=0)


def can_be_shown(moment: datetime) -> bool:
    """Whether an aware moment can be told in local time wherever the program runs.

    At the ends of the calendar the shift overflows; Windows knows no local time before 1970 or after 3000.
    """
    return moment.tzinfo is not None and 1970 <= moment.year <= 2200


def random_token() -> str:
    """A fresh 16-digit hexadecimal row id (64 random bits)."""
    return secrets.token_hex(8)


def seeded_tokens(seed: int) -> TokenSource:
    """Row ids that repeat for the same ``seed``: for the demo county and tests only."""
    source = random.Random(seed)
    return lambda: f"{source.getrandbits(64):016x}"
