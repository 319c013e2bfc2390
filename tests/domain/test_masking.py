"""Numbers of persons are masked in whatever is shown, and nothing else is changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.masking import masked

IDENTITY, CARD, MOBILE = "36990019900307441X", "6222021502012345678", "13807910000"
NUMBERS = (IDENTITY, CARD, MOBILE)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "sentence",
    [
        "{}",
        "负责人{}。",
        "统一社会信用代码“{}”不正确。",
        "订单号：{}",
        "项目代码 {} 出现了两次。",
        "第{}号，{}",
    ],
)
def test_a_number_is_masked_whatever_the_sentence_takes_it_for(sentence: str, number: str) -> None:
    shown = masked(sentence.format(number, number))
    assert number not in shown
    assert "*" in shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "营业收入 12345678.90 万元。",
        "项目代码“2501-369900-04-01-247217”出现了两次。",
        "0791-22223333",
        "拟于2028年3月竣工，晚于试点期结束的2027年12月31日。",
    ],
)
def test_other_figures_stay(text: str) -> None:
    assert masked(text) == text


@given(st.text("0123456789X-， 年a身份证号手机", max_size=60))
def test_what_is_masked_stays_as_it_is(text: str) -> None:
    assert masked(masked(text)) == masked(text)
    assert len(masked(text)) <= len(text) + 8
