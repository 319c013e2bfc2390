"""Counting 字: the agreed examples, the borders of the ranges, and what must not matter."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.count import count_chars

MIXED = st.text(
    st.one_of(
        st.sampled_from("数字产业，。、；：？！“”‘’（）《》—…·％￥ aZ09.%-+=é한😀〇㐂𫖯"),
        st.sampled_from("\u3000\u200b\ufe0f\u0301\t\n"),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "chars"),
    [
        ("", 0),
        ("我县，好。", 5),
        ("2025年GDP增长6.2%", 6),
        ("2026.03—2027.12", 3),
        ("李𫖯", 2),
        ("……", 2),
        ("——", 2),
        ("“数字”", 4),
        ("A B", 2),
        ("A\u3000B", 2),
        ("A\nB", 2),
        ("A-B/C", 1),
        ("5G+工业互联网", 6),
        ("e\u0301", 1),
        ("数\u200b字", 2),
        ("A\u200bB", 1),
        ("数\ufe00字", 2),
        ("葛\U000e0100", 1),
        ("\u180b", 0),
        ("\u202e\u2066\ufeff\u034f", 0),
        ("😀", 1),
        ("😀😀", 1),
        ("かな", 2),
        ("ｶﾅ", 1),
        ("한국", 1),
        ("１２", 2),
        ("⼀", 1),
        ("〇", 1),
        ("·", 1),
        ("12·34", 3),
    ],
)
def test_examples(text: str, chars: int) -> None:
    assert count_chars(text) == chars


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0x3041, 0x3096),
        (0x30A0, 0x30FF),
        (0x20000, 0x2A6DF),
        (0x30000, 0x3134A),
        (0xFF01, 0xFF60),
    ],
)
def test_each_character_of_these_blocks_counts_by_itself(first: int, last: int) -> None:
    for code in (first, first + 1, last - 1, last):
        assert count_chars(chr(code) * 3) == 3, hex(code)


@pytest.mark.parametrize("code", [0x33, 0x2E7F, 0x303F, 0x3040, 0xFF61, 0xFFDF, 0x1F600, 0xAC00])
def test_characters_outside_them_make_runs(code: int) -> None:
    assert count_chars(chr(code) * 3) == 1


@given(MIXED, MIXED)
def test_a_space_between_two_texts_adds_nothing(left: str, right: str) -> None:
    for space in (" ", "\n", "\u3000"):
        assert count_chars(left + space + right) == count_chars(left) + count_chars(right)


@given(MIXED)
def test_the_form_of_normalisation_does_not_matter(text: str) -> None:
    assert count_chars(unicodedata.normalize("NFD", text)) == count_chars(text)
    assert count_chars(unicodedata.normalize("NFC", text)) == count_chars(text)


@given(MIXED, st.sampled_from("\u200b\u200d\u202e\ufeff\ufe0f\U000e0101"), st.integers(0, 40))
def test_what_cannot_be_seen_does_not_count(text: str, mark: str, place: int) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert count_chars(composed[:place] + mark + composed[place:]) == count_chars(composed)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_han_counts_code_points(text: str) -> None:
    assert count_chars(text) == len(text)


@given(MIXED, MIXED)
def test_joining_saves_at_most_one_run(left: str, right: str) -> None:
    apart = count_chars(left) + count_chars(right)
    assert apart - 1 <= count_chars(left + " " + right) <= apart
    assert count_chars(left) <= len(unicodedata.normalize("NFC", left))
