"""Page codes: the definition must never drift, or old paper no longer matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.page_code import (
    PageMark,
    document_code,
    page_code,
    parse_qr,
    printed_code,
    qr_text,
    text_atom,
)

QR_ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_base32 = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=10, max_size=10)


def test_a_known_page_has_its_known_code() -> None:
    atoms = [text_atom("集群名称"), text_atom("𫖯"), ("w", "送审稿")]
    assert page_code("demo-1", "basic", 1, 2, atoms) == "7FVQSHXABB"
    assert document_code("demo-1") == "QBXM"


@pytest.mark.parametrize(
    "other",
    [
        ("demo-2", "basic", 1, 2, [text_atom("甲"), text_atom("乙")]),
        ("demo-1", "scale", 1, 2, [text_atom("甲"), text_atom("乙")]),
        ("demo-1", "basic", 2, 2, [text_atom("甲"), text_atom("乙")]),
        ("demo-1", "basic", 1, 3, [text_atom("甲"), text_atom("乙")]),
        ("demo-1", "basic", 1, 2, [text_atom("乙"), text_atom("甲")]),
        ("demo-1", "basic", 1, 2, [text_atom("甲乙")]),
        ("demo-1", "basic", 1, 2, [text_atom("甲"), ("c", "乙")]),
    ],
)
def test_everything_on_the_page_counts(other: tuple[str, str, int, int, list[tuple[str, str]]]) -> None:
    assert page_code(*other) != page_code("demo-1", "basic", 1, 2, [text_atom("甲"), text_atom("乙")])


def test_composed_and_decomposed_letters_are_the_same_text() -> None:
    assert text_atom("é") == text_atom("e\u0301")


@given(st.text(max_size=20), st.integers(1, 999), st.data(), _base32)
def test_qr_text_comes_back_and_fits_version_2_q(
    application: str, total: int, data: st.DataObject, code: str
) -> None:
    number = data.draw(st.integers(1, total))
    mark = PageMark(document_code(application), number, total, code)
    text = qr_text(mark)
    assert len(text) == 26
    assert set(text) <= QR_ALPHANUMERIC
    assert parse_qr(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "S2.ABCD.001.002.ABCDEFGHIJ",
        "S1.ABCD.003.002.ABCDEFGHIJ",
        "S1.ABCD.000.002.ABCDEFGHIJ",
        "S1.ABCD.001.002.ABCDEFGHI1",
        "S1.ABCD.001.002.ABCDEFGHIJ\n",
        "S1.ABCD.００1.002.ABCDEFGHIJ",
    ],
)
def test_a_foreign_qr_is_none(text: str) -> None:
    assert parse_qr(text) is None


def test_a_thousandth_page_cannot_be_coded() -> None:
    with pytest.raises(ValueError, match="1000"):
        qr_text(PageMark("ABCD", 1, 1000, "ABCDEFGHIJ"))


def test_the_printed_code_is_easy_to_type() -> None:
    assert printed_code("ABCDEFGHIJ") == "ABCDE-FGHIJ"
