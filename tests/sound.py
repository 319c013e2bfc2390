"""A small made-up application without any finding, to be broken one edit at a time."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

from jxdesk.domain.application import (
    Application,
    Basic,
    Cover,
    Enterprise,
    Evidence,
    Member,
    NoticeRef,
    Pledge,
    Project,
    Scale,
)
from jxdesk.domain.values import Product
from jxdesk.notice import Notice
from jxdesk.rules.register import uscc_check_character

TODAY = dt.date(2025, 9, 1)


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
        "dominant": True,
        "above_scale": True,
        "revenue": revenue.quantize(Decimal("0.01")),
        "previous_revenue": Decimal("8.00"),
        "growth": ((revenue / 8 - 1) * 100).quantize(Decimal("0.1")),
        "employees": 300,
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
    }
    return Project(**(values | changes))


def application(notice: Notice) -> Application:
    """The whole: twelve enterprises, the ten largest proved by one file, two projects."""
    firms = tuple(enterprise(number) for number in range(1, 13))
    return Application(
        id="0123456789abcdef",
        notice=NoticeRef(notice.id, notice.version, notice.digest),
        cover=Cover(month="2025-09"),
        pledge=Pledge(accepted=True, no_accident=True, date="2025-09-01"),
        basic=Basic(
            cluster_name="演示县智能传感产业集群",
            dominant_industry="智能传感",
            employees=6000,
            enterprise_count=12,
            above_scale_count=12,
            contact_name="演示丙",
            contact_title="科长",
            contact_phone="0791-22223333",
            contact_email="demo@example.cn",
            contact_address="演示县演示路1号",
            introduction="集群以智能传感为主导。",
        ),
        scale=Scale(revenue_total=Decimal("200.00"), growth=Decimal("9.5"), overview="总体良好。"),
        members=(Member(uid="m1", name="演示县人民政府", uscc=uscc(99), kind="county", lead=True),),
        enterprises=firms,
        projects=(project(1), project(2)),
        evidence=(
            Evidence(
                uid="v1",
                name="营收证明.pdf",
                sha256="a" * 64,
                size=1000,
                proves=tuple(f"enterprises:{firm.uid}" for firm in firms[:10]),
            ),
        ),
    )


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
