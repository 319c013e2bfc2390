"""The words and numbers that screening knows, read once from ``resources/screening/``."""

from __future__ import annotations

from functools import cache

import msgspec

from jxdesk.base.errors import os_errors
from jxdesk.base.paths import resources


class CardRange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers of an issuer: leading digits from ``first`` to ``last``, how long they are.

    ``labelled``: counts only where a word for a card or an account stands before it.
    """

    first: str
    last: str
    lengths: tuple[int, ...]
    labelled: bool = False


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words before a number that say what it is."""

    identity: tuple[str, ...]
    card: tuple[str, ...]
    phone: tuple[str, ...]
    organisation: tuple[str, ...]
    other: tuple[str, ...]


class Glued(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ASCII words that may be written together with the number behind them."""

    identity: tuple[str, ...]
    card: tuple[str, ...]
    mobile: tuple[str, ...]


class Amounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What shows that a number is a quantity."""

    units: tuple[str, ...]
    currency: str


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``numbers.toml``."""

    provinces: frozenset[str]
    foreign: str
    birth_years: tuple[int, int]
    check_x: str
    card: tuple[CardRange, ...]
    labels: Labels
    glued: Glued
    amounts: Amounts


class Variants(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Letters written in more than one way: ``old[i]`` is read as ``new[i]``."""

    old: str = msgspec.field(name="from")
    new: str = msgspec.field(name="to")


class Markings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``markings.toml``."""

    levels: tuple[str, ...]
    stars: str
    weak_stars: str
    terms: tuple[str, ...]
    documents: tuple[str, ...]
    level_labels: tuple[str, ...]
    public_labels: tuple[str, ...]
    term_labels: tuple[str, ...]
    contract_words: tuple[str, ...]
    companions: tuple[str, ...]
    prohibitions: tuple[str, ...]
    prohibited: tuple[str, ...]
    other_secrets: tuple[str, ...]
    internal_secrets: tuple[str, ...]
    headings: tuple[str, ...]
    internal_levels: tuple[str, ...]
    internal_nouns: tuple[str, ...]
    internal_phrases: tuple[str, ...]
    phrase_signs: str
    unpublished: str
    subjects: tuple[str, ...]
    these: tuple[str, ...]
    about_documents: tuple[str, ...]
    english: tuple[str, ...]
    owners: tuple[str, ...]
    variants: Variants


@cache
def numbers() -> Numbers:
    """What is known of numbers. Raises ``UserError`` if the installation lacks the file."""
    return msgspec.toml.decode(_read("numbers.toml"), type=Numbers)


@cache
def markings() -> Markings:
    """What is known of markings. Raises ``UserError`` if the installation lacks the file."""
    return msgspec.toml.decode(_read("markings.toml"), type=Markings)


def _read(name: str) -> bytes:
    path = resources() / "screening" / name
    with os_errors(path):
        return path.read_bytes()
