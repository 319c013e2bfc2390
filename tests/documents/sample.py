"""A made-up application, plainly 演示, rich enough to make every writer sweat."""

from __future__ import annotations

import dataclasses
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
        basic=_basic(enterprises),
        scale=Scale(
            revenue_total=Decimal("128.60"),
            growth=Decimal("6.2"),
            overview="\n".join([_INTRODUCTION.replace("集群以", "产业以")] * 6),
        ),
        chain=Chain(overview="\n".join([_INTRODUCTION.replace("集群以", "链条以")] * 4)),
        innovation=Innovation(
            awards_and_rights=386,
            patents=124,
            national_platforms=2,
            provincial_platforms=15,
            national_awards=0,
            provincial_awards=NotApplicable("未评选"),
        ),
        services=Services(
            employees=Decimal("1.28"),
            public_platforms=3,
            listed=4,
            investors=12,
            overview="\n".join([_INTRODUCTION.replace("集群以", "服务以")] * 3),
        ),
        organisation=Organisation(overview="\n".join([_INTRODUCTION.replace("集群以", "县里以")] * 4)),
        targets=_targets(),
        funds=Funds(amount=Decimal(1500), first_year=Decimal(1000), second_year=Decimal("500.00")),
        members=(
            Member(
                uid="m2",
                name="演示经济开发区管理委员会",
                kind="provincial-zone",
                uscc="11360000MB0000002Y",
                lead=False,
            ),
            Member(
                uid="m1",
                name="演示县人民政府",
                kind="county",
                division="360121",
                uscc="11360000MB0000001X",
                lead=True,
            ),
        ),
        enterprises=tuple(_enterprise(number) for number in range(enterprises)),
        platforms=tuple(_platform(number) for number in range(4)),
        indicators=_indicators(notice),
        projects=tuple(_project(number) for number in range(projects)),
        evidence=_evidence(),
    )
    return dataclasses.replace(application, **changes)


def _basic(enterprises: int) -> Basic:
    return Basic(
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
    )


def _targets() -> Targets:
    def written(subject: str, paragraphs: int) -> str:
        return "\n".join([_INTRODUCTION.replace("集群以", subject)] * paragraphs)

    return Targets(
        significance=written("意义：集群以", 3),
        guidance=written("原则：集群以", 3),
        tasks=written("任务：集群以", 5),
        fund_use=written("资金：集群以", 1),
        safeguards=written("保障：集群以", 2),
    )


def _indicators(notice: Notice) -> tuple[Indicator, ...]:
    """The given rows, out of order, with two added ones between them."""
    given = tuple(
        Indicator(
            uid=target.id,
            given=target.id,
            first=Decimal(f"{140 + number}.50"),
            second=Decimal(f"{155 + number}"),
            third=NotApplicable("待定") if number == 1 else Decimal(f"{170 + number}.0"),
        )
        for number, target in enumerate(notice.form.indicators)
    )
    added = (
        Indicator(
            uid="i1",
            name="高质量数据集数量",
            unit="个",
            first=Decimal(10),
            second=Decimal(18),
            third=Decimal(30),
        ),
        Indicator(uid="i2", name="数据交易额与数据产品服务收入合计", unit="万元", first=Decimal("0.50")),
    )
    return (*reversed(given[3:]), *added, *given[:3])


def _platform(number: int) -> Platform:
    return Platform(
        uid=f"s{number}",
        name=f"演示{RARE[number]}上数据要素公共服务平台",
        level=("national", "provincial", "provincial", "city")[number],
        builder="演示数据集团有限公司",
        service="面向中小企业提供数据登记、标注、评测和人才培养服务",
    )


def _evidence() -> tuple[Evidence, ...]:
    return (
        Evidence(
            uid="f1",
            name="演示-前十家企业营业收入证明.pdf",
            sha256="a" * 64,
            size=3_500_000,
            proves=("enterprises:e000", "enterprises:e001", "scale.revenue_total"),
        ),
        Evidence(
            uid="f2",
            name="演示-发明专利授权汇总表及证书扫描件.pdf",
            sha256="c" * 64,
            size=12_000_000,
            proves=("innovation.patents", "indicators:platforms", "indicators:i1"),
            items=124,
            dated="2024-12",
        ),
        Evidence(
            uid="f3",
            name="演示-产业规划和政策文件.pdf",
            sha256="d" * 64,
            size=700_000,
            proves=("topic:policy", "projects:p0", "members:m1", "platforms:s0"),
            dated="2025-03-01",
        ),
        Evidence(uid="f4", name="演示-园区照片.jpg", sha256="b" * 64, size=81_920),
    )


def empty(notice: Notice) -> Application:
    """An application in which nothing has been filled in yet."""
    return Application(id="demo-empty", notice=NoticeRef(notice.id, notice.version, notice.digest))


_ROLES = {0: "leader", 3: "leader", 1: "backbone", 2: "backbone", 4: "backbone"}
_ROLES |= dict.fromkeys(range(5, 10), "supporting")


def _enterprise(number: int) -> Enterprise:
    above = number % 3 == 0
    products: tuple[Product, ...] = (
        Product("数据标注平台", Decimal("12.5")),
        Product("工业互联网标识解析中间件"),
    )
    if number == 3:
        products += (Product("可信数据空间连接器和数据沙箱一体机", Decimal("3.20")),)
    return Enterprise(
        uid=f"e{number:03d}",
        name=LONG_NAME if number == 3 else f"演示数字科技{number:03d}（云岭）有限公司",
        uscc=f"91360000MA{number:08d}",
        place=f"演示县{RARE[number % 6]}上镇",
        industry_class=("manufacture", "service", "application", "data")[number % 4],
        dominant=True,
        quality_type=("innovation", "enabling", "platform", "scenario", "")[number % 5],
        chain_role=_ROLES.get(number, ""),
        above_scale=above,
        revenue=Decimal(f"{30 - number % 29}.{number % 100:02d}"),
        growth=NotApplicable("上年新设") if number == 7 else Decimal(f"{number % 40}.5"),
        sales=NotApplicable("未开票") if number == 8 else Decimal(f"{25 - number % 24}.{number % 100:02d}"),
        products=products,
        listing="neeq" if number % 11 == 2 else "",
        honours="高新技术企业、专精特新中小企业" if number % 4 == 1 else "",
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
        direction="data-circulation" if number < 3 else "",
        funding=Decimal(f"{400 + 50 * number}") if number < 3 else None,
        funding_use=("facility", "data", "research")[number] if number < 3 else "",
        other_provincial=False,
    )
