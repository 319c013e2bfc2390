"""What the lists know is offered, exactly, and nothing where they know nothing."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from jxdesk.app.offers import offered_sales, offers
from jxdesk.domain.application import Application, NoticeRef, Platform
from tests import sound
from tests.strategies import notice

SOUND = sound.application(notice())


def test_counts_come_from_the_lists() -> None:
    platforms = (
        Platform(uid="a", name="甲", level="national"),
        Platform(uid="b", name="乙", level="provincial"),
        Platform(uid="c", name="丙", level="city"),
    )
    firms = tuple(
        dataclasses.replace(row, listing="neeq" if i < 3 else "", above_scale=i < 5)
        for i, row in enumerate(SOUND.enterprises)
    )
    app = dataclasses.replace(SOUND, platforms=platforms, enterprises=firms)
    offered = offers(app, notice())
    assert offered["basic.enterprise_count"] == len(firms)
    assert offered["basic.above_scale_count"] == 5
    assert offered["services.listed"] == 3
    assert offered["services.public_platforms"] == 2


def test_people_are_offered_in_ten_thousands_exactly() -> None:
    app = sound.edited(SOUND, basic={"employees": 12_345})
    assert offers(app, notice())["services.employees"] == Decimal("1.2345")


def test_sums_are_exact_and_skip_what_is_not_known() -> None:
    firms = tuple(
        dataclasses.replace(row, revenue=Decimal("0.1") if i else None)
        for i, row in enumerate(SOUND.enterprises)
    )
    app = dataclasses.replace(SOUND, enterprises=firms)
    assert offers(app, notice())["scale.revenue_total"] == Decimal("0.1") * (len(firms) - 1)


def test_empty_lists_offer_nothing() -> None:
    assert offers(Application(id="a", notice=NoticeRef("n", "1", "0" * 64)), notice()) == {}


def test_sales_are_offered_from_revenue() -> None:
    row = SOUND.enterprises[0]
    assert offered_sales(row) == row.revenue
