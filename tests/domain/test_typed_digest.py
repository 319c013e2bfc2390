"""Digests copied from the stamped sheet: how they are read and what a comparison says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.domain import typed_digest
from jxdesk.domain.show import show_digest
from jxdesk.domain.typed_digest import DIGITS, LEAST, Likeness, compare, read

DIGEST = "3f0b" * 3 + "91c2d4e6f8a0b1c3" + "0123456789abcdef" + "feedc0dedeadbeef" + "7a7b"
assert len(DIGEST) == DIGITS
FULL_WIDTH = str.maketrans("0123456789abcdefABCDEF ", "０１２３４５６７８９ａｂｃｄｅｆＡＢＣＤＥＦ　")
digests = st.text("0123456789abcdef", min_size=DIGITS, max_size=DIGITS)


@pytest.mark.parametrize(
    "written",
    [
        DIGEST,
        DIGEST.upper(),
        show_digest(DIGEST),
        show_digest(DIGEST).upper().replace(" ", "\n"),
        show_digest(DIGEST).upper().translate(FULL_WIDTH),
        show_digest(DIGEST).replace(" ", "-"),
        show_digest(DIGEST).replace(" ", "："),
        f"包摘要 {DIGEST}",
        f"包摘要\n（SHA-256）\n{show_digest(DIGEST)}",
        f"SHA-256: {DIGEST}\r\n",
        f"\u200b{DIGEST}\ufeff",
    ],
)
def test_what_stands_on_paper_is_understood_however_it_is_written(written: str) -> None:
    assert compare(read(written), DIGEST).likeness is Likeness.SAME


@given(digests, st.data())
def test_blanks_groups_and_case_change_nothing(digest: str, data: st.DataObject) -> None:
    breaks = st.text(" 　-—:：,.\t\n\u200b", max_size=3)
    written = "".join(
        (char.upper() if data.draw(st.booleans()) else char) + data.draw(breaks) for char in digest
    )
    assert read(written) == digest


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "digest.short", "只输入了 0 位"),
        (DIGEST[: LEAST - 1], "digest.short", f"只输入了 {LEAST - 1} 位"),
        (DIGEST * 2, "digest.long", "太长"),
        (DIGEST + " " * 2000, "digest.long", "太长"),
        (
            DIGEST[:9] + "O" + DIGEST[10:],
            "digest.character",
            "第 3 组里的“O”不是数字 0–9 或字母 A–F。是不是“0”？",
        ),
        (DIGEST[:4] + "吉" + DIGEST[4:], "digest.character", "第 2 组里的“吉”"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(text: str, code: str, words: str) -> None:
    with pytest.raises(UserError) as refused:
        read(text)
    assert (refused.value.code, refused.value.exit_code) == (code, 2)
    assert words in refused.value.message


def test_a_beginning_agrees_but_is_said_to_be_only_a_part() -> None:
    found = compare(read(DIGEST[:LEAST]), DIGEST)
    assert (found.likeness, found.agrees) == (Likeness.PART, True)
    assert "只核对了前 16 位" in found.sentence("包摘要")
    # Only the beginning: digits from the middle could be made to fit at 48 places.
    assert not compare(read(DIGEST[4 : 4 + LEAST]), DIGEST).agrees


def test_a_slip_names_its_groups() -> None:
    wrong = DIGEST[:10] + "f" + DIGEST[11:25] + "e" + DIGEST[26:]
    found = compare(wrong, DIGEST)
    assert (found.likeness, found.groups, found.agrees) == (Likeness.SLIP, (3, 7), False)
    assert "第 3、7 组不同，其余各组一致" in found.sentence("包摘要")


@pytest.mark.parametrize("typed", [DIGEST[:30] + DIGEST[31:], DIGEST[:30] + "0" + DIGEST[30:]])
def test_a_digit_left_out_or_doubled_is_a_slip(typed: str) -> None:
    found = compare(typed, DIGEST)
    assert (found.likeness, found.agrees) == (Likeness.SLIP, False)
    assert "从第 8 组起错开了，可能少抄或多抄了几位" in found.sentence("包摘要")


def test_another_digest_is_another_package() -> None:
    found = compare("0" * DIGITS, DIGEST)
    assert found.likeness is Likeness.OTHER
    assert found.sentence("包摘要").startswith("与交接单上的包摘要不是同一个：第 1–16 组不同")


@given(digests, digests, st.integers(LEAST, DIGITS))
def test_only_the_very_beginning_agrees(typed: str, digest: str, count: int) -> None:
    assert compare(typed[:count], digest).agrees is digest.startswith(typed[:count])
    assert compare(digest[:count], digest).agrees


@given(digests, st.integers(0, DIGITS - 1), st.sampled_from("0123456789abcdef"))
def test_one_wrong_digit_is_always_told_with_its_group(digest: str, place: int, digit: str) -> None:
    typed = digest[:place] + digit + digest[place + 1 :]
    found = compare(typed, digest)
    if digit == digest[place]:
        assert found.likeness is Likeness.SAME
    else:
        assert (found.likeness, found.groups) == (Likeness.SLIP, (place // 4 + 1,))


@given(st.text(max_size=100))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        typed = typed_digest.read(text)
    except UserError:
        return
    assert len(typed) >= LEAST
    assert set(typed) <= set("0123456789abcdef")
