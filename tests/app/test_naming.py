"""Names on disc: whatever was typed becomes one that Windows and Joliet take."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from jxdesk.app.naming import file_name
from jxdesk.base.names import MAX_SEGMENT, name_faults


@given(st.text(max_size=120))
def test_every_name_is_one_the_package_takes(wanted: str) -> None:
    name = file_name(wanted)
    assert not name_faults(name)
    assert file_name(name) == name
    assert unicodedata.is_normalized("NFC", name)


def test_a_long_name_keeps_its_ending() -> None:
    name = file_name("很" * 100 + ".pdf")
    assert name.endswith("很.pdf")
    assert len(name) == MAX_SEGMENT


def test_reserved_and_forbidden_become_harmless() -> None:
    assert file_name("CON.txt") == "_CON.txt"
    assert file_name("AutoRun.inf") == "_AutoRun.inf"
    assert file_name("甲\u3000乙\u00a0丙\u2800丁\ue000.pdf") == "甲 乙 丙_丁.pdf"
    assert file_name("a/b:c?.pdf") == "a_b_c_.pdf"
    assert file_name(" . ") == "未命名"
