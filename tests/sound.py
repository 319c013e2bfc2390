"""A small made-up application without any finding, to be broken one edit at a time."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

from jxdesk.domain.application import (
    Application,
    Basic,
    Chain,
    Cover,
    Enterprise,
    Evidence,
    Funds,
    Indicator,
    Innovation,
    Member,
    NoticeRef,
    Organisation,
    Platform,
    Pledge,
    Project,
    Scale,
    Services,
    Targets,
)
from jxdesk.domain.values import Product
from jxdesk.notice import Notice
from jxdesk.rules.register import uscc_check_character

TODAY = dt.date(2025, 9, 1)
FIRMS = 20
ROLES = {1: "leader", 2: "backbone", 3: "backbone", 4: "backbone"} | dict.fromkeys(range(5, 9), "supporting")

# What the second file proves: all that the first, on revenue, does not.
PROVEN = (
    "innovation.awards_and_rights",
    "innovation.patents",
    "innovation.national_platforms",
    "innovation.provincial_platforms",
    "innovation.provincial_awards",
    "services.public_platforms",
    "services.listed",
    "services.investors",
    "topic:safety",
    "topic:environment",
    "topic:cooperation",
    "topic:association",
    "topic:policy",
)
# The target table: id → the values of the three years.
TARGETS = {
    "revenue": ("220.00", "242.00", "266.20"),
    "growth": ("10.0", "10.0", "10.0"),
    "fostered": ("22", "24", "26"),
    "drawn": ("40", "50", "60"),
    "platforms": ("5", "6", "7"),
    "jobs": ("6500", "7000", "7500"),
    "tax": ("6.60", "7.26", "7.99"),
}


def uscc(number: int) -> str:
    """A code with a right check character that belongs to nobody (no such division)."""
    first = f"91369900{number:08d}X"
    return first + uscc_check_character(first)


def enterprise(number: int, **changes: Any) -> Enterprise:
    """Row ``number`` of the register: 10 亿元 and less, all of the dominant industry."""
    revenue = Decimal("10.00") - Decimal(number) / 10
    values: dict[str, Any] = {
        "uid": f"e{number}",
        "name": f"演示传感{number}号有限公司",
        "uscc": uscc(number),
        "place": "演示县演示路",
        "industry_class": "manufacture",
        "dominant": True,
        "quality_type": "innovation",
        "chain_role": ROLES.get(number, ""),
        "above_scale": True,
        "revenue": revenue.quantize(Decimal("0.01")),
        "previous_revenue": Decimal("8.00"),
        "growth": ((revenue / 8 - 1) * 100).quantize(Decimal("0.1")),
        "sales": revenue.quantize(Decimal("0.01")),
        "employees": 250,
        "products": (Product("传感器", Decimal("1.5")),),
    }
    return Enterprise(**(values | changes))


def project(number: int, **changes: Any) -> Project:
    """Row ``number`` of the project list."""
    values: dict[str, Any] = {
        "uid": f"p{number}",
        "category": "dataset-platform",
        "name": f"演示项目{number}",
        "code": f"2501-369900-04-01-{number:06d}",
        "unit": "演示数据有限公司",
        "person": "演示甲",
        "scale": "机房 800 平方米",
        "content": "建设数据集平台。",
        "start": "2025-11",
        "finish": "2026-12",
        "place": "演示县",
        "investment": Decimal("3200.00"),
        "supervision_unit": "演示县发展改革委",
        "supervision_person": "演示乙",
        "direction": "datasets",
        "funding": Decimal(500),
        "funding_use": "equipment",
        "other_provincial": False,
    }
    return Project(**(values | changes))


def indicators() -> tuple[Indicator, ...]:
    """The given rows of the target table, filled; each row's uid is its indicator's id."""
    return tuple(
        Indicator(uid=given, given=given, first=Decimal(first), second=Decimal(second), third=Decimal(third))
        for given, (first, second, third) in TARGETS.items()
    )


def application(notice: Notice) -> Application:
    """The whole form: as many enterprises as are asked for, two files, two projects."""
    firms = tuple(enterprise(number) for number in range(1, FIRMS + 1))
    firms = (dataclasses.replace(firms[0], listing="neeq"), *firms[1:])
    return Application(
        id="0123456789abcdef",
        notice=NoticeRef(notice.id, notice.version, notice.digest),
        **_parts(),
        members=(Member(uid="m1", name="演示县人民政府", uscc=uscc(99), kind="county", lead=True),),
        enterprises=firms,
        platforms=(
            Platform(uid="s1", name="演示检测平台", level="provincial", builder="演示院", service="检测"),
            Platform(uid="s2", name="演示培训平台", level="county", builder="演示院", service="培训"),
        ),
        indicators=indicators(),
        projects=(project(1), project(2)),
        evidence=(
            Evidence(
                uid="v1",
                name="营收证明.pdf",
                sha256="a" * 64,
                size=1000,
                proves=tuple(f"enterprises:{firm.uid}" for firm in firms[:10]),
            ),
            Evidence(uid="v2", name="证明汇编.pdf", sha256="c" * 64, size=1000, proves=PROVEN),
        ),
    )


def text(of: str, topics: str, count: int = 6) -> str:
    """A running text that speaks of ``topics``, long enough to be one, like no other."""
    lines = "。".join(f"{of}第{number}项工作由专人负责，按季度检查" for number in range(1, count + 1))
    return f"{topics}。{lines}。"


def _parts() -> dict[str, Any]:
    """The single records."""
    return {
        "cover": Cover(month="2025-09"),
        "pledge": Pledge(accepted=True, no_accident=True, date="2025-09-01"),
        "basic": Basic(
            cluster_name="演示县智能传感产业集群",
            dominant_industry="智能传感",
            employees=6000,
            enterprise_count=FIRMS,
            above_scale_count=FIRMS,
            contact_name="演示丙",
            contact_title="科长",
            contact_phone="0791-22223333",
            contact_email="demo@example.cn",
            contact_address="演示县演示路1号",
            introduction=text("集群", "集群以智能传感为主导，重点企业集中，发展优势明显，今后按规划推进", 9),
        ),
        "scale": Scale(
            revenue_total=Decimal("200.00"),
            growth=Decimal("9.5"),
            overview=text(
                "规模", "产业实力稳步增强，企业结构合理，上下游配套齐全，管理和品牌建设见效，推广先进模式"
            ),
        ),
        "chain": Chain(overview=text("链条", "企业在产业链上协作，共同开展供需对接活动")),
        "innovation": Innovation(
            awards_and_rights=60,
            patents=30,
            national_platforms=1,
            provincial_platforms=4,
            national_awards=0,
            provincial_awards=2,
        ),
        "services": Services(
            employees=Decimal("0.60"),
            public_platforms=1,
            listed=1,
            investors=3,
            overview=text("服务", "产学研合作稳定，人才充足，金融服务便利，信息基础设施完备"),
        ),
        "organisation": Organisation(
            overview=text("组织", "设有演示县传感产业协会，产业规划、组织保障、政策措施和工作推进机制齐备")
        ),
        "targets": Targets(
            significance=text("作用", "意义重大"),
            guidance=text("指导", "指导思想、原则和工作目标明确"),
            tasks=text("任务", "补链强链，培育龙头，提升创新能力，推进体制机制改革"),
            fund_use=text("资金", "用于采购设备"),
            safeguards=text("保障", "组织有力，引进企业，支持创业，资金、人才和项目推进都有安排"),
        ),
        "funds": Funds(amount=Decimal(1000), first_year=Decimal(700), second_year=Decimal(300)),
    }


def edited(app: Application, **records: dict[str, Any]) -> Application:
    """``app`` with fields of single records replaced: ``edited(app, basic={"employees": 3})``."""
    changed: dict[str, Any] = {
        name: dataclasses.replace(getattr(app, name), **v) for name, v in records.items()
    }
    return dataclasses.replace(app, **changed)


def with_row(app: Application, record: str, index: int, **changes: Any) -> Application:
    """``app`` with values of one row of a list replaced."""
    rows = list(getattr(app, record))
    rows[index] = dataclasses.replace(rows[index], **changes)
    changed: dict[str, Any] = {record: tuple(rows)}
    return dataclasses.replace(app, **changed)
