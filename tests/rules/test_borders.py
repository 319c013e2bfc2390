"""Each rule on both sides of its border: the last value that is right, the first that is not.

A row is (rule, what stands there, application, the rules that find something). Rules without a
border are listed with the reason why they have none.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from jxdesk.domain.application import Application
from tests.rules.borders import Border, chain, form, indicators, register, scale
from tests.rules.breaking import (
    SOUND,
    findings,
    target,
)
from tests.rules.edits import (
    EARLY,
    GOVERNMENT,
    JOINT,
    UNFUNDED,
    added_row,
    asking,
    given_to,
    used_for,
    zone,
)
from tests.sound import edited, with_row


def rows() -> list[Border]:
    """Every border, in the order of the form."""
    return [*form(), *register(), *scale(), *chain(), *indicators(), *targets(), *funds(), *projects()]


def targets() -> list[Border]:
    return [
        ("T01", "whole", target("jobs", first="6500"), set()),
        ("T01", "half", target("jobs", first="6500.5"), {"T01"}),
        ("T01", "added", added_row(), set()),
        ("T02", "last-digit", target("revenue", third="266.21"), set()),
        ("T02", "off-by-a-tenth", target("growth", third="10.1"), {"T02"}),
        ("T03", "equal", target("platforms", second="5", third="5"), set()),
        ("T03", "less", target("platforms", second="4", third="5"), {"T03"}),
        ("T03", "as-today", target("platforms", first="5"), set()),
        ("T03", "less-than-today", target("platforms", first="4"), {"T03"}),
        ("T05", "the-aim", SOUND, set()),
        (
            "T05",
            "less",
            with_row(target("growth", third="9.9"), "indicators", 0, third=Decimal("265.96")),
            {"T05"},
        ),
        ("T06", "30-percent", target("tax", first="66.00"), set()),
        ("T06", "more", target("tax", first="66.01"), {"T06"}),
        ("T06", "no-tax", target("tax", first="0.00"), set()),
        ("T06", "below-zero", target("tax", first="-0.01"), {"T06"}),
        ("T06", "100-jobs", target("jobs", first="100"), set()),
        ("T06", "99-jobs", target("jobs", first="99"), {"T06"}),
        ("T07", "other-name", added_row(name="带动就业岗位数", unit="个"), set()),
        ("T07", "same-name", added_row(name="带动就业人数", unit="人"), {"T07"}),
    ]


def funds() -> list[Border]:
    def years(first: str | None, second: str | None) -> Application:
        values = {"first_year": first, "second_year": second}
        return edited(SOUND, funds={k: None if v is None else Decimal(v) for k, v in values.items()})

    return [
        ("F01", "county-at-the-cap", asking(SOUND, "1000"), set()),
        ("F01", "county-over", asking(SOUND, "1000.01"), {"F01"}),
        ("F01", "national-zone-at-the-cap", asking(zone("national-zone"), "1500"), set()),
        ("F01", "national-zone-over", asking(zone("national-zone"), "1500.01"), {"F01"}),
        ("F01", "provincial-zone-at-the-cap", asking(zone("provincial-zone"), "1000"), set()),
        ("F01", "joint-at-the-cap", asking(JOINT, "1500"), set()),
        ("F01", "joint-over", asking(JOINT, "1500.01"), {"F01"}),
        ("F02", "exactly-seventy", years("700", "300"), set()),
        ("F02", "more", years("700.01", "299.99"), {"F02"}),
        ("F02", "no-schedule", years(None, None), set()),
        ("F02", "all-of-it", years("700.00", "300.0"), set()),
        ("F02", "not-all", years("700", "299.99"), {"F02"}),
        ("F03", "all-of-the-investment", given_to(0, investment=Decimal("500.00")), set()),
        ("F03", "more-than-the-investment", given_to(0, investment=Decimal("499.99")), {"F03"}),
        ("F03", "not-all-given", given_to(0, funding=Decimal("499.99")), {"F03"}),
        ("F06", "denied", used_for("资金不得用于偿还债务、人员经费；用于设备。"), set()),
        ("F06", "said", used_for("另安排工作经费。"), {"F06"}),
        ("F06", "unfunded", with_row(asking(SOUND, "1000"), "projects", 1, **UNFUNDED, **GOVERNMENT), set()),
        ("F07", "government", given_to(0, **GOVERNMENT), {"F07"}),
        ("F07", "company", given_to(0, unit="演示县大数据集团有限公司", name="演示数据平台"), set()),
        ("F07", "no-platform", given_to(0, unit="演示县数据局", name="机房", content="建机房。"), set()),
    ]


def projects() -> list[Border]:
    def investing(amount: str) -> Application:
        app = asking(SOUND, "1000")
        return with_row(app, "projects", 1, **UNFUNDED, investment=Decimal(amount))

    def coded(code: str) -> Application:
        return given_to(0, code=code)

    return [
        ("J02", "december", given_to(0, code="2412-369900-04-01-000001"), set()),
        ("J02", "thirteenth-month", coded("2413-369900-04-01-000001"), {"J02"}),
        ("J02", "five-digits", coded("2501-369900-04-01-00001"), {"J02"}),
        ("J02", "old-code", coded("202501-369900-04-01-000001"), set()),
        ("J03", "same-month", given_to(0, start="2026-12-20", finish="2026-12"), set()),
        ("J03", "same-day", given_to(0, start="2026-12-01", finish="2026-12-01"), set()),
        ("J03", "day-after", given_to(0, start="2026-12-02", finish="2026-12-01"), {"J03"}),
        ("J04", "last-day", given_to(0, finish="2027-12-31"), set()),
        ("J04", "last-month", given_to(0, finish="2027-12"), set()),
        ("J04", "next-month", given_to(0, finish="2028-01"), {"J04"}),
        ("J05", "smallest", investing("10"), set()),
        ("J05", "smaller", investing("9.99"), {"J05"}),
        ("J05", "largest", investing("5000000"), set()),
        ("J05", "larger", investing("5000000.01"), {"J05"}),
        ("J07", "same-month", given_to(0, code=EARLY, start="2024-01", finish="2025-09-01"), set()),
        ("J07", "month-before", given_to(0, code=EARLY, start="2024-01", finish="2025-08"), {"J07"}),
        ("J10", "same-month", coded("2511-369900-04-01-000001"), set()),
        ("J10", "month-after", coded("2512-369900-04-01-000001"), {"J10"}),
    ]


WITHOUT: dict[str, str] = {
    "B01": "a field is filled or it is not",
    "B05": "days to the deadline: test_rules, with other days of today",
    "B07": "a name is in the list or it is not; the list is the pack's",
    "B10": "declared or not",
    "B11": "attached or not",
    "B12": "attached or not",
    "B17": "one of the two kinds",
    "K01": "attached or not",
    "K02": "named and attached or not",
    "S01": "a revenue is there or it is not",
    "E07": "a class is chosen or it is not",
    "T04": "written or not",
    "F04": "declared or not",
    "F05": "a term is of the forbidden group or it is not",
    "J01": "a column is filled or it is not",
    "J06": "a direction is chosen or it is not",
    "J08": "a direction fits the category or it does not",
    "J09": "the same name or another",
    "A01": "test_attached, with facts of files",
    "A02": "the same file or another",
    "A03": "test_attached, with facts of files",
    "A04": "test_attached and the labelled snippets",
    "A05": "test_attached and the labelled snippets",
    "A06": "test_attached, with facts of files",
    "A07": "test_attached, with facts of files",
    "D01": "test_printed, with print runs",
    "D02": "test_printed, with scans",
    "D03": "test_printed, with scans",
}
ROWS = rows()


@pytest.mark.parametrize(
    ("rule", "app", "expected"),
    [(rule, app, expected) for rule, _, app, expected in ROWS],
    ids=[f"{rule}-{name}" for rule, name, _, _ in ROWS],
)
def test_at_the_border(rule: str, app: Application, expected: set[str]) -> None:
    assert {found for found, _, _ in findings(app)} == expected
    assert expected <= {rule}
