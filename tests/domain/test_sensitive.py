"""Detectors of sensitive text: made-up numbers in made-up text, and whatever Unicode holds."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.sensitive import Hit, SensitiveKind, find, find_in_name, mask
from jxdesk.domain.sensitive.bank_card import luhn
from jxdesk.domain.sensitive.fold import folded
from jxdesk.domain.sensitive.identity import check_character

# Letters that say nothing about a number beside them: no label, no unit.
HAN = st.text("我县数字经济园区王李的在和了同志于是请与，。；（）“”", max_size=12)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2035, 12, 31))
ANYTHING = st.text(
    st.one_of(
        st.sampled_from(
            "0123456789０９ -－\n\r\t.,xX*+★☆绝机秘密级内部资料外传不得本件公开年"
            "（）()【】[]：:，。\u200b\u3000"
        ),
        st.characters(exclude_categories=()),
    ),
    max_size=120,
)
NUMBERS = (SensitiveKind.IDENTITY, SensitiveKind.BANK_CARD, SensitiveKind.MOBILE)


@st.composite
def identities(draw: st.DrawFn) -> str:
    province = draw(st.sampled_from(["11", "22", "36", "44", "51", "54", "62", "65", "83"]))
    day = draw(DAYS)
    first17 = f"{province}0199{day:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first17 + check_character(first17)


@st.composite
def cards(draw: st.DrawFn) -> str:
    head, length = draw(
        st.sampled_from(
            [
                ("622202", 19),
                ("62", 16),
                ("6258", 17),
                ("622908", 18),
                ("4392", 16),
                ("5187", 16),
                ("3528", 16),
            ]
        )
    )
    rest = draw(st.text("0123456789", min_size=length - len(head) - 1, max_size=length - len(head) - 1))
    return next(head + rest + last for last in "0123456789" if luhn(head + rest + last))


MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


def grouped(number: str, sizes: tuple[int, ...], gap: str) -> str:
    parts, place = [], 0
    for size in sizes:
        parts.append(number[place : place + size])
        place += size
    return gap.join([*parts, number[place:]]).removesuffix(gap)


def wide(number: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in number)


def only(text: str) -> Hit:
    hits = find(text)
    assert len(hits) == 1, hits
    return hits[0]


@given(identities(), HAN, HAN, st.sampled_from(["", " ", "-", "\u3000"]), st.booleans())
def test_every_identity_number_is_found_and_masked(
    number: str, before: str, behind: str, gap: str, full: bool
) -> None:
    written = grouped(number, (6, 8), gap) if gap else number
    written = wide(written) if full and gap in ("", "-") else written
    text = before + written + behind
    hit = only(text)
    assert hit.kind is SensitiveKind.IDENTITY
    assert text[hit.start : hit.end] == written
    assert hit.masked == number[:3] + "*" * 11 + number[-4:]
    assert number[6:14] not in hit.masked
    assert mask(text) == before + hit.masked + behind
    assert find(mask(text)) == ()


@given(identities(), st.integers(1, 10), HAN, HAN)
def test_a_changed_check_character_is_no_identity_number(
    number: str, by: int, before: str, behind: str
) -> None:
    checks = "0123456789X"
    wrong = number[:-1] + checks[(checks.index(number[-1]) + by) % 11]
    assert find(before + wrong + behind) == ()


@given(identities(), st.sampled_from(["0", "7", "a", "F"]))
def test_a_part_of_something_longer_is_no_identity_number(number: str, more: str) -> None:
    if more.isalpha() or number[-1] != "X":  # an X is an end in any case
        assert not [hit for hit in find(number + more) if hit.kind is SensitiveKind.IDENTITY]
    assert not [hit for hit in find(more + number) if hit.kind is SensitiveKind.IDENTITY]


@given(cards(), HAN, HAN, st.sampled_from(["", " ", "-"]), st.booleans())
def test_every_bank_card_is_found_and_masked(
    number: str, before: str, behind: str, gap: str, full: bool
) -> None:
    written = grouped(number, (4, 4, 4, 4), gap) if gap else number
    written = wide(written) if full and not gap else written
    text = before + written + behind
    hit = only(text)
    assert hit.kind is SensitiveKind.BANK_CARD
    assert text[hit.start : hit.end] == written
    assert hit.masked == number[:3] + "*" * (len(number) - 7) + number[-4:]
    assert find(mask(text)) == ()


@given(cards(), st.integers(1, 9))
def test_a_changed_digit_is_no_bank_card(number: str, by: int) -> None:
    wrong = number[:-1] + str((int(number[-1]) + by) % 10)
    assert find(f"卡号：{wrong}") == ()


@given(MOBILES, HAN, HAN, st.sampled_from(["", "+86", "86-", "+86 "]), st.sampled_from(["", " ", "-"]))
def test_every_mobile_is_found_and_masked(number: str, before: str, behind: str, code: str, gap: str) -> None:
    written = code + (grouped(number, (3, 4), gap) if gap else number)
    text = before + written + behind
    hit = only(text)
    assert hit.kind is SensitiveKind.MOBILE
    assert text[hit.start : hit.end] == written
    assert hit.masked == number[:3] + "****" + number[-4:]
    assert find(mask(text)) == ()


@given(MOBILES, st.sampled_from(["元", "万元", " 吨", "次", ".50元", "123"]))
def test_a_quantity_is_no_mobile(number: str, behind: str) -> None:
    assert find(number + behind) == ()


@given(ANYTHING)
def test_whatever_the_text_hits_are_in_order_and_apart(text: str) -> None:
    for hits in (find(text), find_in_name(text)):
        ends = [0]
        for hit in hits:
            assert ends[-1] <= hit.start < hit.end <= len(text)
            ends.append(hit.end)
            assert len(hit.masked) <= 24
            if hit.kind in NUMBERS:
                assert sum(char != "*" for char in hit.masked) <= 7
                assert re.fullmatch(r"[0-9]{3}\*+[0-9]{2,3}[0-9X]", hit.masked)


@given(ANYTHING)
def test_masked_text_holds_no_number_any_more(text: str) -> None:
    assert not [hit for hit in find(mask(text)) if hit.kind in NUMBERS]


@given(ANYTHING)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(
    st.lists(
        st.sampled_from(["电话：", "138 0013 8000 ", "身份证360199620307123，", "1 3 8 0 0 1 3 8 0 0 0\n"])
    )
)
def test_masking_one_number_leaves_no_other_to_be_found(parts: list[str]) -> None:
    assert find(mask("".join(parts))) == ()


def test_the_examples_of_the_standards() -> None:
    assert check_character("11010519491231002") == "X"
    assert check_character("44052418800101001") == "4"
    assert luhn("79927398713")
    assert not luhn("79927398710")


def test_an_old_identity_number_shows_nothing_of_its_date() -> None:
    hit = only("身份证号：360199620307123")
    assert hit.masked == "360*********123"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("机密★10年", "机密★10年"),
        ("秘  密\n某某县", "秘 密"),
        ("绝密★启用前 不得外传 不得复制 不得转发 第000138号", "绝密★启用前"),
    ],
)
def test_a_marking_is_shown_on_one_short_line(text: str, shown: str) -> None:
    assert find(text)[0].masked.startswith(shown)


def test_a_secret_marking_takes_in_what_stands_beside_it() -> None:
    hit = only("机密文件，请勿外传")
    assert (hit.kind, hit.masked) == (SensitiveKind.SECRECY, "机密文件，请勿外传")


def test_a_name_carries_a_marking_that_a_sentence_does_not() -> None:
    assert find("请看绝密_方案") == ()
    assert [hit.kind for hit in find_in_name("绝密_方案.docx")] == [SensitiveKind.SECRECY]
    assert find_in_name("保守国家秘密承诺书.pdf") == ()


@pytest.mark.parametrize("part", ["标题" * 700, "某某，" * 999, "。" * 1995, " " * 3000, "a" * 5000])
def test_a_marking_far_into_a_long_line_is_found(part: str) -> None:
    assert [hit.masked for hit in find(f"{part}（机密★10年）{part}")] == ["机密★10年"]
    text = f"{part}手机13800138000，{part}"
    assert [hit.masked for hit in find(text)] == ["138****8000"]


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "3601 ",
        "13800138000 ",
        "1\n",
        "1.",
        "密",
        "机密★",
        "密级：",
        "内部资料，",
        "（内部",
        "机 密 ",
        " ",
        "★",
        "1\u200b",
    ],
)
def test_nothing_is_too_long(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    hits = find(text)
    assert all(first.end <= second.start for first, second in pairwise(hits))
