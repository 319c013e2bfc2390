"""What the detectors hand back."""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.domain.facts import SensitiveKind

NUMBER_KINDS = frozenset({SensitiveKind.IDENTITY, SensitiveKind.BANK_CARD, SensitiveKind.MOBILE})


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
