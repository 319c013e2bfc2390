"""Finds what must not be handed in unnoticed in any text (五（一）): markings, numbers of persons.

Pure functions on strings, for the form's own text and for the text of attached files. Time grows
with the length of the text and with nothing else; no text makes them raise. Words and numbers they
know lie in ``resources/screening/``; how well they do is measured on the labelled set of the tests.

A marking is one with a star, a term or a label, or alone where covers carry it; an identity number
has its check character right, a bank card its Luhn digit and its issuer's length.
"""

from __future__ import annotations

from jxdesk.domain.facts import SensitiveKind
from jxdesk.domain.sensitive.hit import NUMBER_KINDS, Hit
from jxdesk.domain.sensitive.markings import find_markings, find_name_markings
from jxdesk.domain.sensitive.numbers import find_numbers

__all__ = ["NUMBER_KINDS", "Hit", "SensitiveKind", "find", "find_in_name", "mask"]


def find(text: str) -> tuple[Hit, ...]:
    """Everything found in ``text``, in its order, no two overlapping."""
    return _in_order([*find_numbers(text), *find_markings(text)])


def find_in_name(name: str) -> tuple[Hit, ...]:
    """As :func:`find` for a file's name without its folder: 绝密_方案.docx carries a marking too."""
    return _in_order([*find_numbers(name), *find_name_markings(name)])


def mask(text: str) -> str:
    """``text`` with every number found in it masked; markings stay, they are no secret themselves.

    Nothing is found in what comes back: a masked number is shorter than it was, so that a label may
    come near to another one, which is then masked too. A label's reach bounds how often that happens.
    """
    hits = [*find_numbers(text)]
    while hits:
        parts, done = [], 0
        for hit in hits:
            parts += [text[done : hit.start], hit.masked]
            done = hit.end
        text = "".join([*parts, text[done:]])
        hits = [*find_numbers(text)]
    return text


def _in_order(hits: list[Hit]) -> tuple[Hit, ...]:
    """By place; of two that overlap the graver kind, then the longer."""
    if not hits:
        return ()
    rank = {kind: place for place, kind in enumerate(SensitiveKind)}
    chosen: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, rank[one.kind], one.start - one.end)):
        if not chosen or hit.start >= chosen[-1].end:
            chosen.append(hit)
        elif hit.kind in NUMBER_KINDS and chosen[-1].kind not in NUMBER_KINDS:
            chosen[-1] = hit
    return tuple(chosen)
