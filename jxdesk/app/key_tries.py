"""Wrong passwords are counted, and after a few of them there is a wait that grows.

The count stands in the user's own folder, by the certificate's fingerprint: a copy of the key file has
the same one, and the key file itself is never written to for it. It slows down a person at this desk
who tries out passwords. Who has taken the file away counts nothing: against him there is scrypt.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from jxdesk.base import own_file
from jxdesk.base.clock import Clock
from jxdesk.base.errors import UserError

FREE = 3
"""So many wrong passwords in a row cost nothing but their own slowness."""
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(minutes=15)
_MOST_KEYS = 40
_MOST_TRIES = 1_000_000
_FILE = "key-tries"


@dataclass(frozen=True, slots=True)
class Tries:
    """``wrong`` passwords in a row, the last one at ``last`` (ISO 8601, with its offset)."""

    wrong: int
    last: str

    @property
    def wait(self) -> dt.timedelta:
        """How long to wait after the last one."""
        if self.wrong < FREE:
            return dt.timedelta()
        doublings = min(self.wrong - FREE, 10)
        return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def begin(fingerprint: str, clock: Clock) -> int:
    """Count a try before it is made, so that ending the program forgets none; which one it is in a row.

    Raises ``UserError`` ``key.wait`` while there is still to be waited; that counts as no try.
    """
    known, now = _load(), clock()
    before = known.get(fingerprint)
    if before is not None:
        last = dt.datetime.fromisoformat(before.last)
        if last > now:
            # The clock was set back: what is left to wait is counted from now on.
            last = now
            _save(known | {fingerprint: Tries(before.wrong, now.isoformat())})
        left = last + before.wait - now
        if left > dt.timedelta():
            raise UserError(
                "key.wait",
                f"口令已经连续 {before.wrong} 次不对，还要等 {in_words(left)}才能再试。",
                "这段时间可以找一找口令；忘记了的，可以用恢复码设新口令。",
            )
    number = (before.wrong if before else 0) + 1
    rest = {key: value for key, value in known.items() if key != fingerprint}
    newest = dict(list(rest.items())[-(_MOST_KEYS - 1) :])
    _save(newest | {fingerprint: Tries(min(number, _MOST_TRIES), now.isoformat())})
    return number


def forget(fingerprint: str) -> None:
    """The password was right, or there is a new one: nothing is held against anybody."""
    known = _load()
    if known.pop(fingerprint, None) is not None:
        _save(known)


def wait_after(number: int) -> dt.timedelta:
    """How long there is to wait after wrong password ``number`` in a row."""
    return Tries(number, "").wait


def in_words(span: dt.timedelta) -> str:
    """A span as people say it, seconds rounded up: ``1 分 30 秒``."""
    seconds = -(-span // dt.timedelta(seconds=1))
    minutes, seconds = divmod(seconds, 60)
    words = [f"{minutes} 分{'' if seconds else '钟'}"] if minutes else []
    return " ".join([*words, *([f"{seconds} 秒"] if seconds else [])])


def _load() -> dict[str, Tries]:
    return own_file.load(_FILE, _understood, {})


def _save(known: dict[str, Tries]) -> None:
    own_file.keep(_FILE, {fingerprint: asdict(tries) for fingerprint, tries in known.items()})


def _understood(plain: Any) -> dict[str, Tries]:
    known = {fingerprint: Tries(**tries) for fingerprint, tries in plain.items()}
    for fingerprint, tries in known.items():
        whole = type(tries.wrong) is int and 0 < tries.wrong <= _MOST_TRIES
        if not whole or not own_file.all_texts(fingerprint, tries.last):
            raise ValueError("tries")
        if dt.datetime.fromisoformat(tries.last).utcoffset() is None:
            raise ValueError("a time without its offset")
    return known
