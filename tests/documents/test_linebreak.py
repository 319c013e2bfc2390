"""避头尾 line breaking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.documents.linebreak import NOT_AT_END, NOT_AT_START, Line, break_lines

EM = 10.0
HAN = "县区数据产业集群平台项目"
STARTERS = "，。；：？！、）”》％"
ENDERS = "（“《"

_prose = st.lists(
    st.one_of(
        st.text(alphabet=HAN, min_size=1, max_size=9),
        st.sampled_from(
            ["，", "。", "）", "“", "（", "——", "……", "202/7.12", "GB/T", "6.2%", " ", "2025年10月"]
        ),
    ),
    max_size=60,
).map("".join)
_anything = st.text(
    alphabet=st.one_of(
        st.sampled_from(HAN + STARTERS + ENDERS + "—… aB9./-@\u200b\ufe00\u0301　𫖯"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=120,
)


def advance(char: str) -> float:
    return EM if ord(char) > 0x2000 else EM / 2


def joined(text: str, lines: tuple[Line, ...]) -> str:
    return "".join(text[line.start : line.end] for line in lines)


@given(_anything, st.floats(4 * EM, 40 * EM), st.booleans(), st.booleans())
def test_nothing_is_lost_and_no_line_is_too_wide(
    text: str, width: float, justify: bool, remarks: bool
) -> None:
    lines = break_lines(text, advance, width, indent=2 * EM, justify=justify, whole_remarks=remarks)
    assert joined(text, lines) == text
    for number, line in enumerate(lines):
        assert text[line.start : line.end].rstrip(" ") == line.text.rstrip(" ")
        assert line.width <= width - (2 * EM if number == 0 else 0) + 1e-6


@given(_prose, st.floats(14 * EM, 30 * EM))
def test_no_line_begins_or_ends_with_a_forbidden_mark(text: str, width: float) -> None:
    if _stacked(text):
        return
    lines = break_lines(text.lstrip(), advance, width, justify=True)
    for line in lines[1:]:
        assert line.text[:1] not in NOT_AT_START
    for line in lines[:-1]:
        assert line.text[-1:] not in NOT_AT_END


def _stacked(text: str) -> bool:
    """More marks in a row than a line can carry with the character they belong to."""
    marks = NOT_AT_START | NOT_AT_END | {"…", " "}
    run = longest = 0
    for char in text:
        run = run + 1 if char in marks else 0
        longest = max(longest, run)
    return longest > 6


@given(_prose, st.floats(14 * EM, 30 * EM))
def test_numbers_words_and_dashes_stay_whole(text: str, width: float) -> None:
    whole = ["202/7.12", "GB/T", "6.2%"]
    for line in break_lines(text, advance, width)[:-1]:
        for word in whole:
            for cut in range(1, len(word)):
                torn = text[line.end - cut : line.end] == word[:cut] and text[line.end :].startswith(
                    word[cut:]
                )
                assert not torn
        assert text[line.end - 1 : line.end + 1] not in ("——", "……")


def test_a_closing_mark_is_squeezed_into_a_long_line() -> None:
    lines = break_lines("县" * 28 + "。" + "区" * 5, advance, 28 * EM)
    assert [line.text for line in lines] == ["县" * 28 + "。", "区" * 5]
    assert lines[0].width == pytest.approx(28 * EM)
    assert lines[0].spacing < 0


def test_in_a_short_line_the_character_before_moves_down() -> None:
    lines = break_lines("县" * 8 + "。" + "区" * 3, advance, 8 * EM)
    assert [line.text for line in lines] == ["县" * 7, "县。" + "区" * 3]


def test_a_date_keeps_number_and_unit_together() -> None:
    lines = break_lines("2027年6月30日", advance, 4 * EM)
    assert [line.text for line in lines] == ["2027年", "6月30日"]


def test_a_short_remark_is_kept_whole_on_demand() -> None:
    texts = [line.text for line in break_lines("营业收入（亿元）", advance, 6 * EM, whole_remarks=True)]
    assert texts == ["营业收入", "（亿元）"]


def test_an_address_longer_than_the_line_is_torn_after_a_mark() -> None:
    lines = break_lines("data-bureau@yanshi-county.example", advance, 8 * EM)
    assert [line.text for line in lines] == ["data-bureau@", "yanshi-county.", "example"]


def test_spaces_at_a_line_end_are_not_drawn() -> None:
    first, second = break_lines("ab cd", advance, 2 * EM)
    assert (first.text, second.text) == ("ab", "cd")
    assert (first.end, second.start) == (3, 3)


def test_empty_text_is_one_empty_line() -> None:
    assert break_lines("", advance, 100) == (Line(0, 0, "", 0.0, 0.0),)
