"""What is sent in pieces comes back whole and in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.parcels import Parcel


@given(st.integers(0, 350))
def test_a_parcel_holds_what_was_put_in(count: int) -> None:
    items = tuple((number, str(number)) for number in range(count))
    assert Parcel.of(items).unpacked() == items
