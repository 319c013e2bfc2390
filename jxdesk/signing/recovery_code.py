"""The recovery code: 140 random bits as seven groups of five characters that a person can type.

Characters are Crockford's base32 (no I, L, O, U; what looks like one is taken for it, and small
letters for large ones). Four characters of a group carry 20 bits, the fifth is a check symbol:
with α a root of x⁵+x²+1 over GF(2), the sum of αⁱ·sᵢ over a group is the group's number. A wrong
character changes the sum; so does swapping two unlike characters or two groups. Each is told, and
in which group, before anything is computed from the code.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Sequence

from jxdesk.base.errors import UserError

GROUPS = 7
GROUP = 5
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = GROUPS * (GROUP - 1) * 5
_BYTES = -(-BITS // 8)
_LOOKS_LIKE = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\W_]+")
_POLYNOMIAL = 0b100101


def make(random: Callable[[int], bytes] = os.urandom) -> str:
    """A new code as it is printed, hyphens between its groups. ``random`` gives so many bytes."""
    number = int.from_bytes(random(_BYTES), "big") >> (_BYTES * 8 - BITS)
    symbols = [number >> shift & 31 for shift in range(BITS - 5, -1, -5)]
    carried = GROUP - 1
    groups = (_with_check(symbols[n * carried : (n + 1) * carried], n + 1) for n in range(GROUPS))
    return "-".join("".join(ALPHABET[symbol] for symbol in group) for group in groups)


def secret(typed: str) -> bytes:
    """The random bits of a code, however it was typed: ``BITS`` bits in 18 bytes.

    Raises ``UserError`` ``key.recovery-typing``, which says where it was mistyped.
    """
    if wrong := trouble(typed):
        raise UserError("key.recovery-typing", f"恢复码输错了：{wrong}", "请对照恢复码单改正。")
    number = 0
    for group in groups_of(typed):
        for char in group[:-1]:
            number = number << 5 | ALPHABET.index(char)
    return number.to_bytes(_BYTES, "big")


def trouble(typed: str, *, typing: bool = False) -> str:
    """What is wrong with ``typed``, as a sentence; empty when nothing is.

    What is still to come at the end is no fault while ``typing``.
    """
    groups = groups_of(typed)
    for number, group in enumerate(groups[:GROUPS], 1):
        foreign = next((char for char in group if char not in ALPHABET), "")
        unfinished = typing and number == len(groups) and len(group) < GROUP
        if foreign:
            return f"第 {number} 组的“{foreign}”不是恢复码用的字符。"
        if len(group) != GROUP and not unfinished:
            return f"第 {number} 组应为 {GROUP} 个字符，现在是 {len(group)} 个。"
        if len(group) == GROUP and _sum([ALPHABET.index(char) for char in group]) != number:
            return f"第 {number} 组有字符输错、输反、少打或多打。"
    if len(groups) > GROUPS or (len(groups) < GROUPS and not typing):
        return f"应为 {GROUPS} 组，现在是 {len(groups)} 组。"
    return ""


def groups_of(typed: str) -> tuple[str, ...]:
    """The groups of what was typed, in the characters of a code where they can be meant so.

    Groups are what stands between blanks, hyphens and the like; of what was run together, every five
    characters.
    """
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_LOOKS_LIKE)
    parts = [part for part in _BETWEEN.split(plain) if part]
    apart = len(parts) > 1 and any(len(part) > 1 for part in parts)
    if apart and all(len(part) < 2 * GROUP for part in parts):
        return tuple(parts)
    whole = "".join(parts)
    return tuple(whole[at : at + GROUP] for at in range(0, len(whole), GROUP))


def _with_check(symbols: Sequence[int], number: int) -> list[int]:
    return next(group for last in range(32) if _sum(group := [*symbols, last]) == number)


def _sum(symbols: Sequence[int]) -> int:
    """Σ αⁱ·sᵢ in GF(32), by Horner's rule."""
    total = 0
    for symbol in reversed(symbols):
        total = _times_alpha(total) ^ symbol
    return total


def _times_alpha(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & 32 else doubled
