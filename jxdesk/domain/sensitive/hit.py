"""What the detectors hand back."""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.domain.facts import SensitiveKind

NUMBER_KINDS = frozenset({SensitiveKind.IDENTITY, SensitiveKind.BANK_CARD, SensitiveKind.MOBILE})
_SHOWN_FIRST, _SHOWN_LAST = 3, 4
_OLD_IDENTITY = 15


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: ``text[start:end]``, and what may be shown of it.

    ``masked`` of a number never shows more than seven of its digits, of an identity number none of
    the birth date's; of a marking it is the marking itself on one line, at most 24 characters.
    """

    kind: SensitiveKind
    start: int
    end: int
    masked: str


def masked_number(number: str) -> str:
    """``number`` (digits, perhaps an X at the end) with stars for all but three and four at its ends.

    An identity number's birth date stands at 7–14 and so is hidden; of an old one with fifteen digits
    (date at 7–12) only the last three are shown.
    """
    last = _SHOWN_LAST - (len(number) == _OLD_IDENTITY)
    return number[:_SHOWN_FIRST] + "*" * (len(number) - _SHOWN_FIRST - last) + number[-last:]
