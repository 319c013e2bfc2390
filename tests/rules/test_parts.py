"""Parts one to six and the lists: each rule broken by one edit, and at its border."""

from __future__ import annotations

import dataclasses
import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.application import Application
from jxdesk.domain.catalogue import records
from jxdesk.domain.finding import Level
from jxdesk.domain.values import NotApplicable, Product
from jxdesk.rules import Case
from jxdesk.rules.register import plain_name
from tests import sound
from tests.rules.breaking import (
    ENGINE,
    SOUND,
    Broken,
    chars,
    findings,
    unproved,
    with_file,
)
from tests.rules.edits import (
    JOINT,
    at_home,
    firm,
    one_more,
    supporting,
)
from tests.sound import edited, with_row

BROKEN: list[Broken] = [
    ("B01-chain", edited(SOUND, chain={"overview": ""}), [("B01", "chain.overview", "")]),
    ("B01-innovation", edited(SOUND, innovation={"patents": None}), [("B01", "innovation.patents", "")]),
    ("B01-services", edited(SOUND, services={"employees": None}), [("B01", "services.employees", "")]),
    (
        "B01-organisation",
        edited(SOUND, organisation={"overview": ""}),
        [("B01", "organisation.overview", "")],
    ),
    ("B01-funds", edited(SOUND, funds={"amount": None}), [("B01", "funds.amount", "")]),
    ("B01-platform", with_row(SOUND, "platforms", 1, builder=""), [("B01", "platforms.builder", "s2")]),
    (
        "B08-other-number",
        edited(SOUND, services={"employees": Decimal("0.61")}),
        [("B08", "services.employees", "")],
    ),
    ("B08-just-over", edited(SOUND, basic={"employees": 6051}), [("B08", "services.employees", "")]),
    (
        "B11-no-agreement",
        with_row(JOINT, "evidence", 2, proves=("members:m1", "members:m2")),
        [("B11", "members.lead", "")],
    ),
    (
        "B11-one-not-confirmed",
        with_row(JOINT, "evidence", 2, proves=("topic:joint-agreement", "members:m1")),
        [("B11", "members.name", "m2")],
    ),
    ("B12-safety", unproved("topic:safety"), [("B12", "pledge.no_accident", "")]),
    ("B12-both", unproved("topic:safety", "topic:environment"), [("B12", "pledge.no_accident", "")]),
    (
        "B13-other-field",
        edited(SOUND, basic={"dominant_industry": "陶瓷", "cluster_name": "演示县陶瓷产业集群"}),
        [("B13", "basic.dominant_industry", "")],
    ),
    (
        "S03-dash-with-sales",
        firm(11, revenue=NotApplicable("合并报表"), growth=None, sales=Decimal("9.01")),
        [("S03", "enterprises.revenue", "e12")],
    ),
    ("C01-none", firm(0, chain_role=""), [("C01", "enterprises.chain_role", "")]),
    ("C02-two", firm(1, chain_role=""), [("C02", "enterprises.chain_role", "")]),
    ("C03-three", firm(4, chain_role=""), [("C03", "enterprises.chain_role", "")]),
    ("C04-nineteen", firm(19, quality_type=""), [("C04", "enterprises.quality_type", "")]),
    (
        "C05-two-roles-by-code",
        one_more(uscc=sound.uscc(1), chain_role="supporting"),
        [("C05", "enterprises.chain_role", "e30")],
    ),
    (
        "C05-two-roles-by-name",
        with_row(
            one_more(name="演示传感 1号有限公司", uscc="", chain_role="backbone"), "enterprises", 0, uscc=""
        ),
        [("E01", "enterprises.uscc", ""), ("C05", "enterprises.chain_role", "e30")],
    ),
    ("C06-no-share", firm(0, products=(Product("传感器"),)), [("C06", "enterprises.products", "e1")]),
    ("B01-leader-without-product", firm(0, products=()), [("B01", "enterprises.products", "e1")]),
    (
        "C06-over-hundred",
        firm(0, products=(Product("传感器", Decimal(10)), Product("芯片", Decimal("100.1")))),
        [("C06", "enterprises.products", "e1")],
    ),
    ("C07-one-over", edited(SOUND, chain={"overview": chars(1001)}), [("C07", "chain.overview", "")]),
    ("C08-large", supporting(employees=1000), [("C08", "enterprises.chain_role", "e20")]),
    ("C09-sales", firm(11, sales=Decimal("8.81")), [("C09", "enterprises.sales", "e12")]),
    (
        "I01-dash",
        edited(SOUND, innovation={"national_awards": NotApplicable("没有")}),
        [("I01", "innovation.national_awards", "")],
    ),
    (
        "I01-negative",
        edited(SOUND, innovation={"national_awards": -1}),
        [("I01", "innovation.national_awards", "")],
    ),
    ("I02-unproved", unproved("innovation.patents"), [("I02", "innovation.patents", "")]),
    (
        "I02-hint",
        unproved("innovation.awards_and_rights"),
        [("I02", "innovation.awards_and_rights", "")],
    ),
    (
        "I03-one-short",
        with_file(unproved("innovation.patents"), "innovation.patents", items=29),
        [("I03", "innovation.patents", "")],
    ),
    (
        "I04-too-old",
        with_file(SOUND, "innovation.awards_and_rights", dated="2021-12-31"),
        [("I04", "evidence.dated", "v50")],
    ),
    (
        "I07-not-yet",
        with_file(SOUND, "innovation.awards_and_rights", dated="2025-11"),
        [("I07", "evidence.dated", "v50")],
    ),
    (
        "I05-no-platform",
        edited(
            unproved("innovation.national_platforms", "innovation.provincial_platforms"),
            innovation={"national_platforms": 0, "provincial_platforms": 0},
        ),
        [("I05", "innovation.provincial_platforms", "")],
    ),
    (
        "P01-level",
        with_row(SOUND, "platforms", 0, level="city"),
        [("P01", "services.public_platforms", "")],
    ),
    ("P02-unproved", unproved("services.investors"), [("P02", "services.investors", "")]),
    ("P03-unmarked", firm(0, listing=""), [("P03", "services.listed", "")]),
    ("O01-no-policy", unproved("topic:policy"), [("O01", "organisation.overview", "")]),
    ("K01-no-cooperation", unproved("topic:cooperation"), [("K01", "services.overview", "")]),
    ("K02-unproved", unproved("topic:association"), [("K02", "organisation.overview", "")]),
    (
        "K02-unnamed",
        edited(SOUND, organisation={"overview": SOUND.organisation.overview.replace("协会", "企业")}),
        [("K02", "organisation.overview", "")],
    ),
    (
        "E02-form-of-company",
        firm(11, name="江西演示传感（11）号有限责任公司"),
        [("E02", "enterprises.name", "e12")],
    ),
    (
        "E03-small",
        firm(19, revenue=Decimal("0.19"), previous_revenue=None, growth=None, sales=None),
        [("E03", "enterprises.above_scale", "e20")],
    ),
    ("E04-enterprise", at_home(firm(11, place="赣州市于都县")), [("E04", "enterprises.place", "e12")]),
    (
        "E04-project",
        at_home(with_row(SOUND, "projects", 1, place="南昌县")),
        [("E04", "projects.place", "p2")],
    ),
]


@pytest.mark.parametrize(("app", "expected"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_one_edit_one_finding(app: Application, expected: list[tuple[str, str, str]]) -> None:
    assert findings(app) == expected


def test_a_slip_of_the_unit_is_one_finding_of_the_value() -> None:
    slip = firm(0, revenue=Decimal("0.0009"), above_scale=True, growth=Decimal(-100))
    assert findings(slip) == [("S07", "enterprises.revenue", "e1"), ("S06", "enterprises.revenue", "e11")]


def test_proof_is_an_error_only_where_the_template_asks_for_it() -> None:
    def level(app: Application) -> Level:
        (found,) = ENGINE.check(Case(application=app, today=sound.TODAY))
        return found.level

    assert level(unproved("innovation.patents")) is Level.ERROR
    assert level(unproved("innovation.awards_and_rights")) is Level.HINT


@given(st.integers(0, 200_000), st.integers(0, 4))
def test_employees_rounded_to_any_digit_are_never_blamed(people: int, digits: int) -> None:
    stated = (Decimal(people) / 10_000).quantize(Decimal(1).scaleb(-digits))
    app = edited(SOUND, basic={"employees": people}, services={"employees": stated})
    assert "B08" not in {rule for rule, _, _ in findings(app)}


@given(st.integers(0, 200_000), st.integers(0, 4), st.sampled_from([-1, 1]))
def test_employees_off_by_one_digit_are_always_seen(people: int, digits: int, sign: int) -> None:
    unit = Decimal(1).scaleb(-digits)
    stated = (Decimal(people) / 10_000).quantize(unit) + sign * unit
    off = abs(stated * 10_000 - people)
    app = edited(SOUND, basic={"employees": people}, services={"employees": stated})
    assert ("B08" in {rule for rule, _, _ in findings(app)}) == (off > unit * 5_000)


@given(st.lists(st.integers(0, 99), min_size=1, max_size=4), st.integers(0, 200))
def test_items_are_added_up_over_the_files_of_a_figure(items: list[int], stated: int) -> None:
    app = edited(unproved("innovation.patents"), innovation={"patents": stated})
    for number, count in enumerate(items):
        app = with_file(app, "innovation.patents", uid=f"w{number}", sha256=f"{number:064x}", items=count)
    # Of 0 there is no proof whatever the files say: I06 explains the sum.
    expected = {"I03"} if stated else {"I06"}
    assert {rule for rule, _, _ in findings(app)} == (
        expected if sum(items) != stated or not stated else set()
    )


NAMES = st.text(
    st.one_of(st.characters(), st.sampled_from("（）()有限责任公司股份江西省集团 ＡaZ")), max_size=16
)
AFFIXES = (("江西省", "江西"), ("股份有限公司", "有限责任公司", "有限公司", "公司", "股份", "集团"))


@given(NAMES)
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    plain = plain_name(name, *AFFIXES)
    assert plain_name(plain, *AFFIXES) == plain


@given(st.text(string.ascii_letters + "数据传感云岭", min_size=1, max_size=8), st.sampled_from(AFFIXES[1]))
def test_width_brackets_and_form_of_company_do_not_count(name: str, ending: str) -> None:
    wide = name.translate({ord(c): ord(c) + 0xFEE0 for c in string.ascii_letters})
    assert plain_name(f"江西（{wide}） {ending}", *AFFIXES) == plain_name(name, *AFFIXES)


def test_every_indicator_can_be_wrong_on_its_own() -> None:
    spec = records()["innovation"]
    broken = spec.make({field.name: NotApplicable("无") for field in spec.fields})
    app = dataclasses.replace(SOUND, innovation=broken)
    assert len([rule for rule, _, _ in findings(app) if rule == "I01"]) == 6
