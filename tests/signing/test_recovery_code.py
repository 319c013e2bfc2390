"""The recovery code: every way of typing it right is taken, every slip is told before anything else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.signing import recovery_code

RANDOM = st.binary(min_size=18, max_size=18)
CODES = RANDOM.map(lambda data: recovery_code.make(lambda _: data))
PLACES = st.integers(0, recovery_code.GROUPS * recovery_code.GROUP - 1)


def plain(code: str) -> str:
    return code.replace("-", "")


def told(typed: str) -> str:
    with pytest.raises(UserError) as caught:
        recovery_code.secret(typed)
    assert caught.value.code == "key.recovery-typing"
    return caught.value.message


def test_it_has_140_bits_from_the_source() -> None:
    asked: list[int] = []

    def source(size: int) -> bytes:
        asked.append(size)
        return b"\xff" * size

    code = recovery_code.make(source)
    assert asked == [18]
    assert recovery_code.BITS == 140
    assert int.from_bytes(recovery_code.secret(code), "big") == 2**140 - 1
    assert len({recovery_code.make() for _ in range(100)}) == 100


@given(RANDOM)
def test_what_was_made_is_read_back(data: bytes) -> None:
    code = recovery_code.make(lambda _: data)
    assert re.fullmatch("([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}", code)
    assert int.from_bytes(recovery_code.secret(code), "big") == int.from_bytes(data, "big") >> 4


@given(CODES, st.sampled_from(["", " ", "-", "－", "—", "\n", " - ", "、", "_", "."]), st.booleans())
def test_how_it_is_typed_makes_no_difference(code: str, between: str, wide: bool) -> None:
    typed = between.join(code.split("-")).lower().replace("0", "o").replace("1", "l")
    if wide:
        typed = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in typed)
    assert recovery_code.secret(typed) == recovery_code.secret(code)
    assert recovery_code.secret(" ".join(plain(code))) == recovery_code.secret(code)


@given(CODES, PLACES, st.sampled_from(recovery_code.ALPHABET), st.booleans())
def test_any_wrong_character_is_told_with_its_group(code: str, place: int, char: str, apart: bool) -> None:
    bare = plain(code)
    if bare[place] == char:
        return
    wrong = bare[:place] + char + bare[place + 1 :]
    typed = "-".join(wrong[at : at + 5] for at in range(0, 35, 5)) if apart else wrong
    assert f"第 {place // 5 + 1} 组" in told(typed)


@given(CODES, PLACES, PLACES)
def test_any_two_characters_swapped_are_told(code: str, one: int, other: int) -> None:
    chars = list(plain(code))
    if chars[one] == chars[other]:
        return
    chars[one], chars[other] = chars[other], chars[one]
    assert f"第 {min(one, other) // 5 + 1} 组" in told("".join(chars))


@given(CODES, st.integers(0, 6), st.integers(0, 6))
def test_groups_in_another_order_are_told(code: str, one: int, other: int) -> None:
    groups = code.split("-")
    groups[one], groups[other] = groups[other], groups[one]
    if one != other:
        assert f"第 {min(one, other) + 1} 组" in told("-".join(groups))


@given(CODES, PLACES)
def test_a_character_too_few_or_too_many_is_told(code: str, place: int) -> None:
    bare = plain(code)
    told(bare[:place] + bare[place + 1 :])
    told(bare[:place] + bare[place] + bare[place:])
    groups = code.split("-")
    group = place // 5
    groups[group] = groups[group][:-1]
    assert f"第 {group + 1} 组应为 5 个字符，现在是 4 个" in told("-".join(groups))


@given(st.text(max_size=80))
def test_whatever_is_typed_is_judged(typed: str) -> None:
    if not recovery_code.trouble(typed):
        recovery_code.secret(typed)
    else:
        told(typed)


@given(CODES, st.integers(0, 40))
def test_while_typing_only_what_stands_there_is_judged(code: str, length: int) -> None:
    assert recovery_code.trouble(code[:length], typing=True) == ""
    bare = plain(code)
    assert recovery_code.trouble(bare[: min(length, 35)], typing=True) == ""


def test_characters_that_no_code_has_are_named() -> None:
    assert "“U”不是恢复码用的字符" in told("AAAAU")
    assert "“密”" in told("密")
    assert "现在是 0 组" in told("")
