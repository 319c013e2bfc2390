"""Every rule that computes, held against an oracle that is written out here.

The oracles work with whole numbers, fractions and calendar days, not with the program's helpers.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jxdesk.domain.application import Application
from jxdesk.domain.values import NotApplicable, Product
from jxdesk.rules import Case
from tests import sound
from tests.rules.breaking import ENGINE, SOUND, findings, target, unproved, with_file
from tests.rules.edits import asking, firm, given_to, supporting, zone
from tests.sound import edited, project, with_row


def found(app: Application, **facts: Any) -> set[str]:
    return {rule for rule, _, _ in findings(app, **facts)}


def cents(low: int = 0, high: int = 99_999) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda number: Decimal(number).scaleb(-2))


def half(value: Decimal) -> Fraction:
    """Half of the last digit written."""
    digits = len(str(value).partition(".")[2])
    return Fraction(1, 2 * 10**digits)


def span(date: str) -> tuple[dt.date, dt.date]:
    """The first and the last day that a date of a month or a day can mean."""
    if len(date) == 10:
        day = dt.date.fromisoformat(date)
        return day, day
    year, month = int(date[:4]), int(date[5:])
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


dates = st.dates(dt.date(2024, 1, 1), dt.date(2029, 12, 31)).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7]])
)


@given(st.integers(0, 1100), st.sampled_from(["basic.introduction", "chain.overview"]))
def test_a_text_is_over_its_limit_by_the_number_of_its_characters(length: int, field: str) -> None:
    record, _, name = field.partition(".")
    app = edited(SOUND, **{record: {name: "字" * length}})
    rule = "B02" if record == "basic" else "C07"
    assert (rule in found(app)) == (length > 1000)


@given(st.integers(0, 25), st.integers(0, 25))
def test_counts_are_those_of_the_list(total: int, above: int) -> None:
    app = edited(SOUND, basic={"enterprise_count": total, "above_scale_count": above})
    places = {field for rule, field, _ in findings(app) if rule == "B09"}
    wrong = {"basic.enterprise_count": total != 20, "basic.above_scale_count": above != 20}
    assert places == {field for field, bad in wrong.items() if bad}


@given(st.lists(st.one_of(st.none(), st.integers(0, 900)), min_size=20, max_size=20), st.integers(0, 9000))
def test_employees_of_the_list_are_added_up(counts: list[int | None], stated: int) -> None:
    firms = tuple(
        dataclasses.replace(row, employees=count)
        for row, count in zip(SOUND.enterprises, counts, strict=True)
    )
    people = {"employees": stated}
    app = edited(
        dataclasses.replace(SOUND, enterprises=firms),
        basic=people,
        services={"employees": Decimal(stated).scaleb(-4)},
    )
    assert ("B14" in found(app)) == (sum(count or 0 for count in counts) > stated)


@given(dates, dates)
def test_cover_and_pledge_are_of_the_same_month_and_year(month: str, pledged: str) -> None:
    app = edited(SOUND, cover={"month": month}, pledge={"date": pledged})
    wrong = span(month)[0].replace(day=1) != span(pledged)[0].replace(day=1) or span(month)[0].year != 2025
    assert ("B15" in found(app)) == wrong


@given(st.integers(-20, 30))
def test_days_to_the_deadline_are_counted(left: int) -> None:
    today = dt.date(2025, 10, 27) - dt.timedelta(days=left)
    messages = [f.message for f in ENGINE.check(Case(SOUND, today)) if f.rule == "B05"]
    assert len(messages) == (left <= 14)
    assert all(f" {abs(left)} 天" in message for message in messages if left)


@given(st.integers(0, 30_000), st.integers(0, 3), st.sampled_from(["", "约"]), st.integers(18_000, 22_000))
def test_a_figure_in_a_text_is_compared_to_its_own_digits(
    written: int, digits: int, rough: str, held: int
) -> None:
    number = f"{written // 100}.{written % 100:02d}" if digits == 2 else f"{written // 100}"
    words = f"2024年主导产业营业收入{rough}{number}亿元。"
    total = Decimal(held).scaleb(-2)
    # Growth left open: what contradicts the total otherwise would explain the text.
    app = with_row(SOUND, "indicators", 1, first=NotApplicable("未定"))
    app = edited(app, scale={"revenue_total": total, "overview": SOUND.scale.overview + words})
    slack = max(half(Decimal(number)), half(total))
    if rough:
        slack = max(slack, Fraction(total) / 10)
    assert ("B20" in found(app)) == (abs(Fraction(number) - Fraction(total)) > slack)


@given(cents(15_000, 25_000))
def test_revenues_are_added_up(total: Decimal) -> None:
    app = edited(SOUND, scale={"revenue_total": total})
    listed = sum(int(Decimal(str(row.revenue)) * 100) for row in SOUND.enterprises)
    assert ("S04" in found(app)) == (listed > int(total * 100))


@given(cents(1, 2000), cents(1, 2000), st.integers(-999, 2999))
def test_a_growth_is_right_when_some_revenues_round_to_those_typed(
    now: Decimal, before: Decimal, tenths: int
) -> None:
    growth = Decimal(tenths).scaleb(-1)
    app = firm(11, revenue=now, previous_revenue=before, growth=growth, sales=None)
    low = (Fraction(now) - half(now)) / (Fraction(before) + half(before)) * 100 - 100
    high = (Fraction(now) + half(now)) / (Fraction(before) - half(before)) * 100 - 100
    fits = low - half(growth) <= Fraction(growth) <= high + half(growth)
    got = found(app)
    assert "S07" in got or ("S05" in got) == (not fits)


@given(st.integers(-9999, 9999).map(lambda tenths: Decimal(tenths).scaleb(-1)))
def test_a_growth_is_usual_within_the_range(growth: Decimal) -> None:
    assert ("S08" in found(edited(SOUND, scale={"growth": growth}))) == (not -500 <= growth * 10 <= 2000)


@given(cents(-50, 50))
def test_below_zero_is_seen(sales: Decimal) -> None:
    assert ("S09" in found(firm(19, sales=sales))) == str(sales).startswith("-")


@given(st.integers(1, 5000))
def test_revenue_a_head_is_worked_out(people: int) -> None:
    firms = tuple(dataclasses.replace(row, employees=None) for row in SOUND.enterprises)
    app = edited(
        dataclasses.replace(SOUND, enterprises=firms),
        basic={"employees": people},
        services={"employees": Decimal(people).scaleb(-4)},
    )
    assert ("S11" in found(app)) == (Fraction(2_000_000, people) > 2000)


@given(cents(700, 1000), cents(700, 1000))
def test_sales_are_more_than_revenue_only_beyond_both_roundings(sales: Decimal, tenth: Decimal) -> None:
    revenue = tenth.quantize(Decimal("0.1"))
    app = firm(19, sales=sales, revenue=revenue, growth=None, previous_revenue=None)
    more = Fraction(sales) - half(sales) >= Fraction(revenue) + half(revenue)
    assert ("C09" in found(app)) == (more and sales > revenue)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=6))
def test_shares_of_one_product_are_added_up(tenths: list[int]) -> None:
    app = SOUND
    for place, share in enumerate(tenths, start=10):
        products = (Product("芯片", Decimal(share).scaleb(-1)), Product(f"模组{place}", Decimal(99)))
        app = with_row(app, "enterprises", place, products=products)
    assert ("C12" in found(app)) == (sum(tenths) > 1000)


@given(st.integers(0, 1500), cents(0, 900))
def test_an_sme_is_too_large_only_by_both_limits(people: int, revenue: Decimal) -> None:
    app = supporting(employees=people, revenue=revenue, sales=None, growth=None, previous_revenue=None)
    assert ("C08" in found(app)) == (people >= 1000 and revenue >= 4) or "S07" in found(app)


@given(st.integers(0, 19))
def test_a_leader_is_among_the_largest_or_is_pointed_out(place: int) -> None:
    app = with_row(firm(0, chain_role=""), "enterprises", place, chain_role="leader")
    assert ("C11" in found(app)) == (place >= 10)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31)), st.booleans())
def test_proofs_are_dated_within_the_window_and_not_in_the_future(day: dt.date, whole: bool) -> None:
    date = day.isoformat() if whole else day.isoformat()[:7]
    app = with_file(SOUND, "innovation.awards_and_rights", dated=date)
    first, last = span(date)
    future, today = first > sound.TODAY, sound.TODAY
    outside = last < dt.date(2022, 1, 1) or first > dt.date(2025, 10, 31)
    got = found(app, today=today)
    assert ("I07" in got) == future
    assert ("I04" in got) == (outside and not future)


@given(st.integers(0, 6), st.integers(0, 4), st.integers(0, 3))
def test_platforms_of_the_counted_levels_are_counted(stated: int, high: int, low: int) -> None:
    one = SOUND.platforms[0]
    levels = ["national" if i % 2 else "provincial" for i in range(high)] + ["city"] * low
    rows = tuple(
        dataclasses.replace(one, uid=f"s{i}", name=f"演示平台{i}", level=level)
        for i, level in enumerate(levels)
    )
    base = SOUND if stated else unproved("services.public_platforms")
    app = dataclasses.replace(edited(base, services={"public_platforms": stated}), platforms=rows)
    assert ("P01" in found(app)) == (stated != high)


@given(st.lists(st.integers(0, 12), min_size=3, max_size=3))
def test_platforms_to_be_do_not_fall(numbers: list[int]) -> None:
    app = target("platforms", **dict(zip(("first", "second", "third"), map(str, numbers), strict=True)))
    falls = [now < before for before, now in zip([5, *numbers], numbers, strict=False)]
    fields = ["indicators.first", "indicators.second", "indicators.third"]
    places = [field for rule, field, _ in findings(app) if rule == "T03"]
    assert places == [field for field, fell in zip(fields, falls, strict=True) if fell]


@given(cents(-100, 9000), cents(1, 22_000))
def test_tax_is_a_share_of_revenue(tax: Decimal, revenue: Decimal) -> None:
    app = with_row(target("tax", first=str(tax)), "indicators", 0, first=revenue)
    wrong = tax < 0 or Fraction(tax) > Fraction(revenue) * 3 / 10
    assert ("T06" in found(app)) == wrong


@given(st.integers(-100, 200_000), st.sampled_from(["county", "provincial-zone", "national-zone"]))
def test_the_amount_keeps_to_the_cap_of_its_kind(amount_cents: int, kind: str) -> None:
    amount = Decimal(amount_cents).scaleb(-2)
    base = SOUND if kind == "county" else zone(kind)
    cap = 1500 if kind == "national-zone" else 1000
    app = asking(base, str(amount))
    assert ("F01" in found(app)) == (amount_cents < 0 or amount_cents > cap * 100)


@given(cents(0, 100_000), cents(0, 100_000))
def test_the_first_year_keeps_to_seventy_percent_and_both_add_up(first: Decimal, second: Decimal) -> None:
    app = edited(SOUND, funds={"first_year": first, "second_year": second})
    fields = {field for rule, field, _ in findings(app) if rule == "F02"}
    too_much = int(first * 100) > 70_000
    adds_up = int(first * 100) + int(second * 100) == 100_000
    assert fields == ({"funds.first_year"} if too_much else set() if adds_up else {"funds.second_year"})


@given(st.one_of(st.none(), cents(0, 99_999)), cents(1, 99_999))
def test_no_project_is_given_more_than_it_costs(funding: Decimal | None, investment: Decimal) -> None:
    app = given_to(0, funding=funding, investment=investment)
    rows = {(rule, row) for rule, _, row in findings(app)}
    small = investment < 10
    assert small or (("F03", "p1") in rows) == (funding is not None and funding > investment)


@given(dates, dates)
def test_start_and_finish_are_compared_as_days(start: str, finish: str) -> None:
    app = given_to(0, code="", start=start, finish=finish)
    got = {rule for rule, _, row in findings(app) if row == "p1"}
    turned = span(start)[0] > span(finish)[1]
    assert ("J03" in got) == turned
    assert ("J04" in got) == (span(finish)[0] > dt.date(2027, 12, 31))
    assert ("J07" in got) == (span(finish)[1] < dt.date(2025, 9, 1) and not turned)


@given(dates, st.integers(24, 29), st.integers(1, 12))
def test_the_month_of_a_code_is_read_out_of_it(start: str, year: int, month: int) -> None:
    app = given_to(0, code=f"{year}{month:02d}-369900-04-01-000001", start=start, finish="2029-12-31")
    later = dt.date(2000 + year, month, 1) > span(start)[1]
    assert ("J10" in found(app)) == later


@given(cents(0, 100_000_000), st.booleans())
def test_investments_have_a_size_that_their_unit_explains(amount: Decimal, funded: bool) -> None:
    row = project(3, investment=amount, funding=Decimal(0) if funded else None)
    app = dataclasses.replace(SOUND, projects=(*SOUND.projects, row))
    assert ("J05" in found(app)) == (not 1000 <= int(amount * 100) <= 500_000_000)


@given(cents(0, 60), cents(0, 60), st.booleans())
def test_above_scale_and_revenue_agree(now: Decimal, before: Decimal, marked: bool) -> None:
    app = edited(
        firm(
            19,
            dominant=False,
            above_scale=marked,
            revenue=now,
            previous_revenue=before,
            growth=None,
            sales=None,
        ),
        basic={"above_scale_count": 19},
    )
    got = found(app)
    assert ("E03" in got) == (marked and int(now * 100) < 20)
    assert ("E06" in got) == (not marked and min(int(now * 100), int(before * 100)) >= 20)


texts = st.text("甲乙丙×X*1 ，。", max_size=8)


@given(texts)
def test_two_marks_side_by_side_are_a_stand_in(text: str) -> None:
    runs = ["".join(run) for _, run in itertools.groupby(f" {text} ", "×X*".__contains__)]
    expected = any(
        len(run) > 1 and run[0] in "×X*" and before[-1] != "1" and after[0] != "1"
        for before, run, after in zip(runs, runs[1:], runs[2:], strict=False)
    )
    app = edited(SOUND, basic={"contact_address": f"演示县{text}路"})
    assert ("B16" in found(app)) == expected
