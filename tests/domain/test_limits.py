"""What no field may hold: one set, told the same way for a character and for a text."""

from __future__ import annotations

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.limits import forbidden_in, is_clean_text, is_forbidden

BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def test_the_forbidden_characters_are_controls_surrogates_noncharacters_and_direction_marks() -> None:
    for code in range(sys.maxunicode + 1):
        wanted = (
            code in BIDI
            or unicodedata.category(chr(code)) in ("Cc", "Cs", "Zl", "Zp")
            or code & 0xFFFE == 0xFFFE
            or 0xFDD0 <= code <= 0xFDEF
        )
        assert is_forbidden(chr(code)) == wanted, hex(code)
        # Texts that can be printed are taken without a second look.
        assert not (wanted and chr(code).isprintable()), hex(code)


@given(st.text(st.characters(), max_size=20), st.booleans())
def test_a_text_is_clean_when_each_character_is(text: str, lines: bool) -> None:
    normal = unicodedata.normalize("NFC", text)
    clean = not any(is_forbidden(char) and not (lines and char == "\n") for char in normal)
    assert is_clean_text(normal, lines=lines) == clean
    assert (forbidden_in(normal, lines=lines) == "") == clean


@given(st.text(st.characters(), max_size=10))
def test_only_texts_in_normal_form_are_clean(text: str) -> None:
    assert not is_clean_text(text + "e\u0301", lines=True)
