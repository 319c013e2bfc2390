"""The labelled set: what the detectors must reach on it, and that it is worth measuring with."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from jxdesk.domain.sensitive import SensitiveKind, find, find_in_name, mask
from screening_set import MUST_FIND, Snippet, score, snippets

WHOLE = snippets()
NUMBERS = (SensitiveKind.IDENTITY, SensitiveKind.BANK_CARD, SensitiveKind.MOBILE)


@pytest.mark.parametrize("part", ["a", "b", "c", "d", ""])
def test_what_must_be_found_is_found_and_little_else(part: str) -> None:
    kinds, whole = score(snippets(part), find, find_in_name)
    for kind in MUST_FIND:
        assert kinds[kind].recall >= 0.98, kinds[kind].remarks
        assert kinds[kind].precision >= 0.95, kinds[kind].remarks
    assert whole.recall >= 0.98
    assert whole.precision >= 0.95


def test_the_set_is_large_and_balanced() -> None:
    assert len(WHOLE) >= 300
    kinds = Counter(wanted.kind for row in WHOLE for wanted in row.expected)
    assert all(kinds[kind] >= 50 for kind in MUST_FIND), kinds
    assert 0.3 <= sum(not row.expected for row in WHOLE) / len(WHOLE) <= 0.7


def test_no_snippet_stands_twice_and_each_says_why() -> None:
    assert len({row.name for row in WHOLE}) == len(WHOLE)
    assert len({(row.is_file_name, row.text) for row in WHOLE}) == len(WHOLE)
    assert all(row.why for row in WHOLE)


def test_no_number_of_the_set_can_be_anybodys() -> None:
    """The regions end in 99, which no county has, but for the permits, whose codes are fixed."""
    for row in WHOLE:
        for wanted in row.expected:
            if wanted.kind is SensitiveKind.IDENTITY:
                digits = _digits(row.text[wanted.start : wanted.end])
                assert digits[4:6] == "99" or digits[:6] in ("810000", "830000", "911124"), row.name


@pytest.mark.parametrize("row", [row for row in WHOLE if row.expected], ids=lambda row: row.name)
def test_what_is_shown_tells_no_number(row: Snippet) -> None:
    for wanted in row.expected:
        if wanted.kind in NUMBERS:
            number = _digits(row.text[wanted.start : wanted.end])
            shown = [hit.masked for hit in (find_in_name if row.is_file_name else find)(row.text)]
            assert all(number not in one for one in shown)
            assert number not in _digits(mask(row.text))


def _digits(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text if char.isalnum()
    )
