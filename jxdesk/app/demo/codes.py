"""Well-formed codes in a region that is assigned to nobody.

369900 is no division of GB/T 2260: a code made here passes every check and still belongs to
no real organisation or project.
"""

from __future__ import annotations

import random

from jxdesk.rules.register import uscc_check_character

REGION = "369900"
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SUBJECT_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def uscc(source: random.Random, *, government: bool = False) -> str:
    """A unified social credit code (GB 32100-2015) of a firm, or of a government body."""
    prefix = "11" if government else "91"
    start = "00" if government else "MA"
    body = start + "".join(source.choice(_ORGANISATION_ALPHABET[:10]) for _ in range(6))
    first17 = prefix + REGION + body + organisation_check_character(body)
    return first17 + uscc_check_character(first17)


def organisation_check_character(body: str) -> str:
    """The ninth character of an organisation code by GB 11714-1997 (modulus 11)."""
    values = (_SUBJECT_LETTERS.index(char) for char in body)
    total = sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def project_code(year: int, month: int, kind: str, serial: int) -> str:
    """A project code of GB/T 40058: ``YYMM-RRRRRR-DD-TT-NNNNNN``; ``kind`` is ``DD-TT``."""
    return f"{year % 100:02d}{month:02d}-{REGION}-{kind}-{serial:06d}"
