"""Borders of the form's parts one to five and the register: both sides of each, for ``test_borders``."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

from jxdesk.domain.application import Application
from jxdesk.domain.values import NotApplicable, Product
from tests import sound
from tests.rules.breaking import (
    FIRST,
    SECOND,
    SOUND,
    adding_up_to,
    chars,
    joint,
    unproved,
    with_file,
)
from tests.rules.edits import (
    at_home,
    firm,
    one_more,
    supporting,
)
from tests.sound import edited, with_row

NEW = NotApplicable("新办")
PATENTS = "innovation.patents"
RIGHTS = "innovation.awards_and_rights"
DAY = dt.timedelta(days=1)

Border = tuple[str, str, Application, set[str]]


def basic(**values: Any) -> Application:
    return edited(SOUND, basic=values)


def written(record: str, words: str, name: str = "overview") -> Application:
    """``words`` added to a running text."""
    return edited(SOUND, **{record: {name: getattr(getattr(SOUND, record), name) + words}})


def passage(length: int) -> Application:
    """Two texts that have a paragraph of so many characters in common."""
    same = "\n" + "共" * length
    app = edited(SOUND, scale={"overview": SOUND.scale.overview + same})
    return edited(app, chain={"overview": SOUND.chain.overview + same})


def people(stated: int) -> Application:
    """So many employees in both parts, the enterprises' own unknown."""
    firms = tuple(dataclasses.replace(row, employees=None) for row in SOUND.enterprises)
    app = edited(SOUND, basic={"employees": stated}, services={"employees": Decimal(stated).scaleb(-4)})
    return dataclasses.replace(app, enterprises=firms)


def shares(one: str, other: str) -> Application:
    """Two enterprises with these national shares of one product."""
    app = firm(18, products=(Product("芯片", Decimal(one)),))
    return with_row(app, "enterprises", 19, products=(Product("芯片", Decimal(other)),))


def unmarked(revenue: str) -> Application:
    """The last enterprise with this revenue in both years, not above scale."""
    small: dict[str, Any] = dict.fromkeys(("revenue", "previous_revenue", "sales"), Decimal(revenue))
    return edited(firm(19, above_scale=False, growth=None, **small), basic={"above_scale_count": 19})


def aside(**values: Any) -> Application:
    """The last enterprise but outside the dominant industry, so that no ranking is touched."""
    return edited(firm(19, dominant=False, **values), basic={"above_scale_count": 19})


def platform(**values: Any) -> Application:
    return with_row(SOUND, "platforms", 1, **values)


def dated(day: str) -> Application:
    """One more file that proves rights of this date."""
    return with_file(SOUND, RIGHTS, dated=day)


def form() -> list[Border]:
    return [
        ("B02", "999", basic(introduction=chars(999)), set()),
        ("B02", "1000", basic(introduction=chars(1000)), set()),
        ("B02", "1001", basic(introduction=chars(1001)), {"B02"}),
        ("B03", "two-in-common", basic(dominant_industry="传感数据"), set()),
        ("B03", "one-in-common", basic(dominant_industry="数据感"), {"B03"}),
        ("B04", "mobile-11", basic(contact_phone="13900000000"), set()),
        ("B04", "mobile-10", basic(contact_phone="1390000000"), {"B04"}),
        ("B04", "mobile-12", basic(contact_phone="139000000001"), {"B04"}),
        ("B04", "landline-7", basic(contact_phone="（0797）2223333"), set()),
        ("B04", "landline-6", basic(contact_phone="0797-222333"), {"B04"}),
        ("B04", "extension", basic(contact_phone="0791－22223333转801"), set()),
        ("B04", "two-numbers", basic(contact_phone="0791-22223333、13900000000"), set()),
        ("B04", "one-of-two", basic(contact_phone="0791-22223333、8012"), {"B04"}),
        ("B06", "one-lead", joint(FIRST, SECOND), set()),
        ("B06", "no-lead", joint(dataclasses.replace(FIRST, lead=False), SECOND), {"B06"}),
        ("B06", "two-leads", joint(FIRST, dataclasses.replace(SECOND, lead=True)), {"B06"}),
        ("B08", "rounded-down", basic(employees=6050), set()),
        ("B08", "just-over", basic(employees=6051), {"B08"}),
        ("B08", "rounded-up", basic(employees=5950), set()),
        ("B08", "just-under", basic(employees=5949), {"B08"}),
        (
            "B08",
            "one-digit",
            edited(SOUND, basic={"employees": 6500}, services={"employees": Decimal("0.6")}),
            set(),
        ),
        ("B09", "20", basic(enterprise_count=20), set()),
        ("B09", "19", basic(enterprise_count=19), {"B09"}),
        ("B09", "21", basic(enterprise_count=21), {"B09"}),
        ("B13", "label-of-a-field", basic(dominant_industry="物联网和智能传感"), set()),
        ("B13", "no-field", basic(dominant_industry="陶瓷", cluster_name="演示县陶瓷产业集群"), {"B13"}),
        ("B14", "exactly", firm(0, employees=1250), set()),
        ("B14", "one-more", firm(0, employees=1251), {"B14"}),
        ("B15", "same-month", edited(SOUND, pledge={"date": "2025-09-30"}), set()),
        ("B15", "next-day", edited(SOUND, pledge={"date": "2025-10-01"}), {"B15"}),
        ("B16", "one-mark", basic(contact_address="演示县×路1号"), set()),
        ("B16", "two-marks", basic(contact_address="演示县××路1号"), {"B16"}),
        ("B16", "a-type", basic(contact_address="演示县XX100号楼"), set()),
        ("B16", "not-asked-for", firm(19, honours="无"), set()),
        ("B18", "100", edited(SOUND, chain={"overview": chars(100)}), set()),
        ("B18", "99", edited(SOUND, chain={"overview": chars(99)}), {"B18"}),
        ("B19", "39", passage(39), set()),
        ("B19", "40", passage(40), {"B19"}),
        ("B20", "as-rounded", written("scale", "2024年主导产业营业收入200亿元。"), set()),
        ("B20", "next-digit", written("scale", "2024年主导产业营业收入200.1亿元。"), {"B20"}),
        ("B20", "roughly-a-tenth", written("scale", "主导产业营业收入约220亿元。"), set()),
        ("B20", "more-than-a-tenth", written("scale", "主导产业营业收入约221亿元。"), {"B20"}),
        ("B20", "other-year", written("scale", "2026年主导产业营业收入242亿元。"), set()),
        ("B20", "other-aim", written("scale", "2026年主导产业营业收入达到243亿元。"), {"B20"}),
        ("B21", "the-name", written("scale", "演示县智能传感产业集群成立于2019年。"), set()),
        ("B21", "nearly", written("scale", "演示县智能传感器产业集群成立于2019年。"), {"B21"}),
        ("B21", "a-phrase", written("scale", "演示县以智能传感为主的产业集群。"), set()),
    ]


def register() -> list[Border]:
    return [
        ("E01", "18", firm(2, uscc=sound.uscc(3)), set()),
        ("E01", "17", firm(2, uscc=sound.uscc(3)[:17]), {"E01"}),
        ("E01", "19", firm(2, uscc=sound.uscc(3) + "0"), {"E01"}),
        ("E02", "other-number", firm(11, name="演示传感112号有限公司"), set()),
        ("E02", "other-form", firm(11, name="演示传感11号有限责任公司"), {"E02"}),
        (
            "E03",
            "exact",
            aside(revenue=Decimal("0.2"), previous_revenue=None, growth=None, sales=None),
            set(),
        ),
        (
            "E03",
            "less",
            aside(revenue=Decimal("0.19"), previous_revenue=None, growth=None, sales=None),
            {"E03"},
        ),
        ("E04", "home", at_home(firm(11, place="赣州市信丰县高新区")), set()),
        ("E04", "neighbour", at_home(firm(11, place="赣州市于都县")), {"E04"}),
        ("E04", "no-division-named", at_home(firm(11, place="赣州市")), set()),
        ("E04", "division-unknown", firm(11, place="赣州市于都县"), set()),
        ("E05", "somebody", firm(11, employees=9), set()),
        ("E05", "nobody", firm(11, employees=0), {"E05"}),
        (
            "E05",
            "nothing-earned",
            aside(employees=0, revenue=Decimal(0), **NOTHING, above_scale=False),
            set(),
        ),
        ("E06", "less", unmarked("0.19"), set()),
        ("E06", "exact", unmarked("0.20"), {"E06"}),
    ]


NOTHING: dict[str, Any] = {"previous_revenue": None, "growth": None, "sales": None}


def scale() -> list[Border]:
    total = SOUND.scale.revenue_total
    return [
        ("S03", "as-the-tenth", firm(11, revenue=NEW, growth=None, sales=Decimal("9.00")), set()),
        ("S03", "more", firm(11, revenue=NEW, growth=None, sales=Decimal("9.01")), {"S03"}),
        ("S03", "equal-revenue", firm(11, revenue=Decimal("9.00"), growth=Decimal("12.5")), set()),
        ("S04", "exact", adding_up_to(Decimal("200.00")), set()),
        ("S04", "over", adding_up_to(Decimal("200.01")), {"S04"}),
        ("S05", "highest", firm(3, growth=Decimal("20.1")), set()),
        ("S05", "off-by-a-tenth", firm(3, growth=Decimal("20.2")), {"S05"}),
        ("S05", "lowest", firm(3, growth=Decimal("19.9")), set()),
        ("S05", "off-below", firm(3, growth=Decimal("19.8")), {"S05"}),
        ("S05", "new", firm(3, growth=NEW, previous_revenue=NEW), set()),
        ("S06", "eleventh", SOUND, set()),
        ("S06", "tenth", unproved("enterprises:e10"), {"S06"}),
        ("S07", "a-head-each", firm(11, employees=9), set()),
        ("S07", "less-than-a-head", firm(11, employees=8), {"S07"}),
        ("S07", "thousandfold", firm(11, previous_revenue=Decimal("0.0088"), growth=None), set()),
        ("S07", "more", firm(11, previous_revenue=Decimal("0.0087"), growth=None), {"S07"}),
        ("S08", "highest", edited(SOUND, scale={"growth": Decimal(200)}), set()),
        ("S08", "over", edited(SOUND, scale={"growth": Decimal("200.1")}), {"S08"}),
        ("S08", "lowest", edited(SOUND, scale={"growth": Decimal(-50)}), set()),
        ("S08", "under", edited(SOUND, scale={"growth": Decimal("-50.1")}), {"S08"}),
        ("S09", "zero", firm(19, sales=Decimal("0.00")), set()),
        ("S09", "below", firm(19, sales=Decimal("-0.01")), {"S09"}),
        ("S10", "no-base", firm(11, growth=NEW, previous_revenue=Decimal(0)), set()),
        ("S10", "a-base", firm(11, growth=NEW, previous_revenue=Decimal("0.01")), {"S10"}),
        ("S11", f"{total}-by-1000", people(1000), set()),
        ("S11", f"{total}-by-999", people(999), {"S11"}),
    ]


def chain() -> list[Border]:
    backbone = {"chain_role": "backbone", "dominant": False}
    elsewhere = edited(firm(11, **backbone), basic={"above_scale_count": 19})
    return [
        ("C01", "one", SOUND, set()),
        ("C01", "none", firm(0, chain_role=""), {"C01"}),
        ("C02", "three", SOUND, set()),
        ("C02", "two", firm(1, chain_role=""), {"C02"}),
        ("C03", "four", SOUND, set()),
        ("C03", "three", firm(4, chain_role=""), {"C03"}),
        ("C04", "twenty", SOUND, set()),
        ("C04", "nineteen", firm(19, quality_type=""), {"C04"}),
        ("C05", "same-role", supporting(), set()),
        ("C05", "two-roles", one_more(uscc=sound.uscc(1), chain_role="supporting"), {"C05"}),
        ("C06", "0", firm(0, products=(Product("压力传感器", Decimal(0)),)), set()),
        ("C06", "100", firm(0, products=(Product("压力传感器", Decimal(100)), Product("芯片"))), set()),
        ("C06", "100.1", firm(0, products=(Product("压力传感器", Decimal("100.1")),)), {"C06"}),
        ("C07", "999", edited(SOUND, chain={"overview": chars(999)}), set()),
        ("C07", "1000", edited(SOUND, chain={"overview": chars(1000)}), set()),
        ("C07", "1001", edited(SOUND, chain={"overview": chars(1001)}), {"C07"}),
        ("C08", "one-person-less", supporting(employees=999), set()),
        ("C08", "both-limits", supporting(employees=1000), {"C08"}),
        (
            "C08",
            "one-limit-only",
            supporting(employees=1000, revenue=Decimal("3.99"), growth=None, sales=Decimal("3.99")),
            set(),
        ),
        ("C09", "equal", firm(11, sales=Decimal("8.80")), set()),
        ("C09", "more", firm(11, sales=Decimal("8.81")), {"C09"}),
        ("C09", "rounded", firm(11, sales=Decimal(9)), set()),
        ("C09", "more-though-rounded", firm(11, sales=Decimal("9.4")), {"C09"}),
        ("C10", "backbone", elsewhere, {"C10"}),
        ("C10", "supporting", aside(chain_role="supporting"), set()),
        ("C11", "tenth", firm(9, chain_role="leader"), set()),
        ("C11", "eleventh", firm(10, chain_role="leader"), {"C11"}),
        ("C12", "all", shares("60", "40.0"), set()),
        ("C12", "more-than-all", shares("60", "40.1"), {"C12"}),
    ]


def indicators() -> list[Border]:
    proved = {count: with_file(unproved(PATENTS), PATENTS, items=count) for count in (29, 30, 31)}
    none = unproved(PATENTS)
    levels = ("innovation.national_platforms", "innovation.provincial_platforms")
    return [
        ("I01", "0", edited(none, innovation={"patents": 0}), set()),
        ("I01", "dash", edited(none, innovation={"patents": NEW}), {"I01"}),
        ("I02", "0", edited(none, innovation={"patents": 0}), set()),
        ("I02", "1", edited(none, innovation={"patents": 1}), {"I02"}),
        ("I03", "30", proved[30], set()),
        ("I03", "29", proved[29], {"I03"}),
        ("I03", "31", proved[31], {"I03"}),
        ("I03", "unknown", with_file(SOUND, PATENTS, items=1), set()),
        ("I04", "first-month", dated("2022-01"), set()),
        ("I04", "first-day", dated("2022-01-01"), set()),
        ("I04", "day-before", dated("2021-12-31"), {"I04"}),
        ("I04", "undated", dated(""), set()),
        (
            "I05",
            "one",
            edited(unproved(levels[0]), innovation={"national_platforms": 0, "provincial_platforms": 1}),
            set(),
        ),
        (
            "I05",
            "none",
            edited(unproved(*levels), innovation={"national_platforms": 0, "provincial_platforms": 0}),
            {"I05"},
        ),
        ("I06", "1", edited(SOUND, innovation={"provincial_awards": 1}), set()),
        ("I06", "0", edited(SOUND, innovation={"provincial_awards": 0}), {"I06"}),
        ("I07", "today", dated(sound.TODAY.isoformat()), set()),
        ("I07", "this-month", dated(sound.TODAY.isoformat()[:7]), set()),
        ("I07", "tomorrow", dated((sound.TODAY + DAY).isoformat()), {"I07"}),
        ("P01", "1", SOUND, set()),
        (
            "P01",
            "0",
            edited(unproved("services.public_platforms"), services={"public_platforms": 0}),
            {"P01"},
        ),
        ("P01", "2", edited(SOUND, services={"public_platforms": 2}), {"P01"}),
        ("P02", "0", edited(unproved("services.investors"), services={"investors": 0}), set()),
        ("P02", "1", edited(unproved("services.investors"), services={"investors": 1}), {"P02"}),
        ("P03", "1", SOUND, set()),
        ("P03", "2", edited(SOUND, services={"listed": 2}), {"P03"}),
        ("P04", "1", edited(SOUND, services={"investors": 1}), set()),
        ("P04", "0", edited(SOUND, services={"investors": 0}), {"P04"}),
        ("P05", "other", platform(name="演示检测平台二"), set()),
        ("P05", "same-but-for-width", platform(name="演示 检测平台"), {"P05"}),
        ("O01", "nowhere", unproved("topic:policy"), {"O01"}),
        ("O01", "under-its-part", with_file(unproved("topic:policy"), "organisation.overview"), set()),
    ]
