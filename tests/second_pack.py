"""A second, made-up notice and a sound application for it: nothing of the first one holds here."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jxdesk.domain.application import Application, Evidence, Indicator, Member, NoticeRef, Platform
from jxdesk.domain.extras import extras
from jxdesk.domain.values import NotApplicable, Value
from jxdesk.notice import Notice, load_folder
from tests import sound

FOLDER = Path(__file__).parent / "notice" / "packs" / "made-up-2027"
FIRMS, LARGEST = 30, 15
ROLES = dict.fromkeys((1, 2), "leader") | dict.fromkeys(range(3, 8), "backbone")
ROLES |= dict.fromkeys(range(8, 14), "supporting")
PROVEN = (
    "innovation.patents",
    "innovation.awards_and_rights",
    "innovation.national_platforms",
    "innovation.provincial_platforms",
    "innovation.provincial_awards",
    "innovation.x.standards",
    "services.public_platforms",
    "services.listed",
    "topic:calm",
    "topic:decree",
)
TARGETS = {
    "takings": ("320.00", "350.00", "380.00"),
    "rise": ("6.7", "9.4", "8.6"),
    "power": ("12.50", "15.00", "20.00"),
    "posts": ("500", "600", "700"),
    "datasets": ("10", "20", "30"),
}


@cache
def pack() -> Notice:
    """The made-up notice."""
    return load_folder(FOLDER)


def x(**values: Value) -> Any:
    """The extensions of a record, by name."""
    return extras({f"x.{name}": value for name, value in values.items()})


def application() -> Application:
    """The whole form without any finding."""
    base = sound.application(pack())
    base = sound.edited(
        base,
        basic={
            "enterprise_count": FIRMS,
            "above_scale_count": FIRMS,
            "contact_title": "",
            "x": x(park_size="large"),
        },
        scale={"revenue_total": Decimal("300.00")},
        innovation={"x": x(standards=4)},
        services={
            "investors": None,
            "x": x(computing=Decimal("10.50"), shuttle="夜班车每晚三班。"),
        },
        funds={
            "amount": Decimal(800),
            "first_year": None,
            "second_year": None,
            "x": x(county_share=Decimal("200.0")),
        },
        cover={"month": "2027-04"},
        pledge={"date": "2027-04-01"},
    )
    firms = tuple(_enterprise(number) for number in range(1, FIRMS + 1))
    projects = tuple(
        sound.project(
            number,
            category="lake",
            direction="north",
            funding=Decimal(400),
            funding_use="hardware",
            supervision_person="",
            start="2027-05",
            finish="2029-12",
            x=x(heat="river"),
        )
        for number in (1, 2)
    )
    return dataclasses.replace(
        base,
        notice=NoticeRef(pack().id, pack().version, pack().digest),
        members=(
            Member(uid="m1", name="示例二县人民政府", uscc=sound.uscc(99), kind="area", division="990101"),
        ),
        enterprises=firms,
        platforms=(
            Platform(uid="s1", name="检测平台", level="region", builder="示例院", service="检测"),
            Platform(uid="s2", name="培训平台", level="town", builder="示例院", service="培训"),
        ),
        indicators=tuple(
            Indicator(uid=name, given=name, **_years(values)) for name, values in TARGETS.items()
        ),
        projects=projects,
        evidence=(
            Evidence(
                uid="v1",
                name="收入凭证.pdf",
                sha256="a" * 64,
                size=1000,
                proves=tuple(f"enterprises:{firm.uid}" for firm in firms[:LARGEST]),
            ),
            Evidence(uid="v2", name="凭证汇编.pdf", sha256="c" * 64, size=1000, proves=PROVEN),
        ),
    )


def _enterprise(number: int) -> Any:
    return sound.enterprise(
        number,
        industry_class="chips",
        quality_type="gold",
        chain_role=ROLES.get(number, ""),
        listing="domestic" if number == 1 else "",
        x=x(
            data_assets=NotApplicable("未入表") if number == FIRMS else Decimal(number) / 2,
            audited=number % 2 == 0,
        ),
    )


def _years(values: tuple[str, str, str]) -> dict[str, Any]:
    return dict(zip(("first", "second", "third"), map(Decimal, values), strict=True))
