"""Genuine bytes, bent at random: no reader hangs, none falls over, and nothing that was bent passes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

_TOKENS = (
    b"\0",
    b"\xff",
    b"\n",
    b"\r\n",
    b"  ",
    b"../",
    b'"',
    b"{",
    b"[",
    b"0",
    b"\xe2\x80\xae",
    b"\x80" * 4,
)
_PATIENT = (HealthCheck.too_slow, HealthCheck.data_too_large)


@st.composite
def bent(draw: st.DrawFn, name: str) -> bytes:
    """A seed of the target with up to four changes."""
    data = draw(st.sampled_from(TARGETS[name].seeds()))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from((0, 1, 1, 2, 8, 64, 4096))))
        flipped = bytes(byte ^ 1 for byte in data[start:end])
        random = draw(st.binary(max_size=8))
        put = draw(st.sampled_from((b"", 2 * data[start:end], flipped, random, *_TOKENS)))
        data = data[:start] + put + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_genuine_bytes_are_taken(name: str) -> None:
    for seed in TARGETS[name].seeds():
        TARGETS[name].feed(seed)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=120, deadline=None, suppress_health_check=_PATIENT)
@given(data=st.data())
def test_what_was_bent_neither_passes_nor_breaks_the_reader(name: str, data: st.DataObject) -> None:
    TARGETS[name].feed(data.draw(bent(name)))


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=4096))
def test_any_bytes_at_all_are_an_answer(name: str, data: bytes) -> None:
    TARGETS[name].feed(data)
