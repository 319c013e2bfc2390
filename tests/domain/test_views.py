"""Views of the register: the largest, the dominant, those above scale, and what proves a row."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.application import Application, Enterprise, Evidence, NoticeRef
from jxdesk.domain.values import Figure, NotApplicable
from jxdesk.domain.views import above_scale, dominant, largest, proofs


def register(*firms: Enterprise, evidence: tuple[Evidence, ...] = ()) -> Application:
    return Application(id="a", notice=NoticeRef("", "", ""), enterprises=firms, evidence=evidence)


def firm(uid: str, revenue: Figure, *, own: bool | None = True, above: bool | None = False) -> Enterprise:
    return Enterprise(uid=uid, revenue=revenue, dominant=own, above_scale=above)


def uids(firms: tuple[Enterprise, ...]) -> list[str]:
    return [row.uid for row in firms]


def test_the_largest_are_dominant_and_sorted_high_to_low() -> None:
    application = register(
        firm("small", Decimal("0.50")),
        firm("other", Decimal(99), own=False),
        firm("unsaid", Decimal(98), own=None),
        firm("big", Decimal("12.5")),
        firm("middle", Decimal("3.00")),
    )
    assert uids(largest(application, 10)) == ["big", "middle", "small"]
    assert uids(largest(application, 2)) == ["big", "middle"]
    assert uids(dominant(application)) == ["small", "big", "middle"]


def test_equal_revenues_keep_the_order_of_the_register() -> None:
    application = register(
        firm("a", Decimal("3.0")), firm("b", Decimal("3.00")), firm("c", Decimal(4)), firm("d", Decimal(3))
    )
    assert uids(largest(application, 3)) == ["c", "a", "b"]


def test_without_a_figure_there_is_no_rank() -> None:
    application = register(
        firm("none", None),
        firm("na", NotApplicable("停产")),
        firm("loss", Decimal(-1)),
        firm("nought", Decimal(0)),
    )
    assert uids(largest(application, 10)) == ["nought", "loss"]
    assert largest(register(), 10) == ()


def test_only_dominant_firms_count_as_above_scale() -> None:
    application = register(
        firm("a", None, above=True), firm("b", None, above=None), firm("c", None, own=False, above=True)
    )
    assert uids(above_scale(application)) == ["a"]


def test_proofs_name_the_row_or_the_field() -> None:
    files = (
        Evidence(uid="f1", proves=("enterprises:a", "enterprises:b")),
        Evidence(uid="f2", proves=("enterprises:ab", "scale.growth")),
        Evidence(uid="f3"),
    )
    application = register(evidence=files)
    assert [item.uid for item in proofs(application, "enterprises:a")] == ["f1"]
    assert [item.uid for item in proofs(application, "scale.growth")] == ["f2"]
    assert proofs(application, "enterprises:") == ()


@given(st.lists(st.one_of(st.none(), st.decimals(-9, 99, places=2, allow_nan=False)), max_size=20))
def test_nobody_with_more_is_left_out(revenues: list[Decimal | None]) -> None:
    application = register(*(firm(f"r{i}", revenue) for i, revenue in enumerate(revenues)))
    shown = largest(application, 10)
    amounts = [row.revenue for row in shown if isinstance(row.revenue, Decimal)]
    assert amounts == sorted(amounts, reverse=True)
    left = [r for i, r in enumerate(revenues) if r is not None and f"r{i}" not in uids(shown)]
    assert len(shown) == min(10, sum(r is not None for r in revenues))
    assert not left or max(left) <= amounts[-1]
