"""A made-up application, plainly 演示, rich enough to make every writer sweat."""

from __future__ import annotations

import dataclasses
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
from jxdesk.domain.values import NotApplicable, Product
from jxdesk.notice import Notice

RARE = "塅圳垱堎𫖯玥"
LONG_NAME = "演示云岭（塅上）数据要素流通与工业互联网标识解析服务运营股份有限公司第二分公司"
_INTRODUCTION = (
    "演示集群以数据要素流通为主导，聚集数字产品制造、数字技术应用等企业三百余家。“十四五”以来，"
    "集群围绕塅上、圳头、垱口、堎背四个片区布局，引进GB/T 40058-2021编码的项目202/7.12类共36个，"
    "2024年主导产业营业收入达到128.60亿元，同比增长6.2%——高于全县平均水平……"
    "带头人李𫖯、陈玥牵头组建“演示数据产业联盟”（成员单位45家），与高等院校、科研院所建立稳定的合作机制。"
)


def sample(notice: Notice, *, enterprises: int = 24, projects: int = 6, **changes: Any) -> Application:
    """The sample application; ``changes`` replace whole records."""
    application = Application(
        id="demo-0123456789abcdef",
        notice=NoticeRef(notice.id, notice.version, notice.digest),
        cover=Cover(month="2025-10"),
        pledge=Pledge(accepted=True, no_accident=True, date="2025-10-20"),
        basic=Basic(
            cluster_name="演示县云岭数据要素产业集群",
            dominant_industry="数据产业（可信数据空间、数据标注、数据流通）",
            employees=12846,
            enterprise_count=enterprises,
            above_scale_count=len([n for n in range(enterprises) if n % 3 == 0]),
            contact_name="李𫖯",
            contact_title="演示县数据局副局长",
            contact_phone="0791-00000000",
            contact_email="data-bureau@yanshi-county.example",
            contact_address="演示县塅上镇圳头路1号行政中心3号楼302室",
            introduction="\n".join([_INTRODUCTION] * 5),
        ),
        scale=Scale(
            revenue_total=Decimal("128.60"),
            growth=Decimal("6.2"),
            overview="\n".join([_INTRODUCTION.replace("集群以", "产业以")] * 6),
        ),
        members=(
            Member(uid="m2", name="演示经济开发区管理委员会", kind="provincial-zone"),
            Member(uid="m1", name="演示县人民政府", kind="county", lead=True),
        ),
        enterprises=tuple(_enterprise(number) for number in range(enterprises)),
        projects=tuple(_project(number) for number in range(projects)),
        evidence=(
            Evidence(
                uid="f1",
                name="演示-前十家企业营业收入证明.pdf",
                sha256="a" * 64,
                size=3_500_000,
                proves=("enterprises:e000", "enterprises:e001", "scale.revenue_total"),
            ),
            Evidence(uid="f2", name="演示-园区照片.jpg", sha256="b" * 64, size=81_920),
        ),
    )
    return dataclasses.replace(application, **changes)


def empty(notice: Notice) -> Application:
    """An application in which nothing has been filled in yet."""
    return Application(id="demo-empty", notice=NoticeRef(notice.id, notice.version, notice.digest))


def _enterprise(number: int) -> Enterprise:
    above = number % 3 == 0
    return Enterprise(
        uid=f"e{number:03d}",
        name=LONG_NAME if number == 3 else f"演示数字科技{number:03d}（云岭）有限公司",
        uscc=f"91360000MA{number:08d}",
        place=f"演示县{RARE[number % 6]}上镇",
        industry_class=("manufacture", "service", "application", "data")[number % 4],
        dominant=True,
        above_scale=above,
        revenue=Decimal(f"{30 - number % 29}.{number % 100:02d}"),
        growth=NotApplicable("上年新设") if number == 7 else Decimal(f"{number % 40}.5"),
        products=(Product("数据标注平台", Decimal("12.5")), Product("工业互联网标识解析中间件")),
    )


def _project(number: int) -> Project:
    return Project(
        uid=f"p{number}",
        category="other" if number == 2 else "data-circulation",
        category_other="演示应用场景" if number == 2 else "",
        name=f"演示可信数据空间建设项目（{number + 1}期）",
        code=f"2503-360000-04-01-{number:06d}",
        unit="演示数据集团有限公司",
        person="陈玥",
        scale="机房3200平方米，算力500PFlops",
        content="建设数据登记、目录标识、身份登记等统一接口；" * (2 + 4 * (number % 3)),
        start="2025-11",
        finish="2027-06-30",
        place="演示县堎背片区",
        investment=Decimal(f"{3600 + number}.50"),
        supervision_unit="演示县数据局",
        supervision_person="王某某",
    )
