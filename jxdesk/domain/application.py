"""The application: the record that is applied with, that travels and that is hashed.

One dataclass per record of the form; a field stands here once, with its kind and unit, and
the catalogue, the database, the JSON, the editors and the documents all follow from it. What
the notice says of a field (label, limit, clause) stands in the pack under ``record.field``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from jxdesk.domain.extras import Extras
from jxdesk.domain.values import (
    Count,
    Figure,
    Product,
    choice,
    count,
    date,
    decimal,
    digest,
    flag,
    long_text,
    products,
    references,
    text,
)

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record of the form has: ``x``, the values of the fields that its notice pack adds."""

    x: Extras = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Record):
    """The cover (template, first page); the names on it come from the other records."""

    month: str = date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge(Record):
    """承诺书 and the declaration of 三（五）."""

    accepted: bool | None = flag()
    no_accident: bool | None = flag()
    date: str = date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basic(Record):
    """Part 一, 集群基本信息."""

    cluster_name: str = text()
    dominant_industry: str = text()
    employees: Count = count("人")
    enterprise_count: Count = count("家")
    above_scale_count: Count = count("家")
    contact_name: str = text()
    contact_title: str = text()
    contact_phone: str = text()
    contact_email: str = text()
    contact_address: str = text()
    introduction: str = long_text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Record):
    """Part 二, 集群规模效益情况; the ten largest are a view of the register."""

    revenue_total: Figure = decimal("亿元")
    growth: Figure = decimal("%")
    overview: str = long_text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain(Record):
    """Part 三, 集群产业链条情况; its three lists are views of the register by chain role."""

    overview: str = long_text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Innovation(Record):
    """Part 四, 集群技术创新水平."""

    awards_and_rights: Count = count("项")
    patents: Count = count("件")
    national_platforms: Count = count("家")
    provincial_platforms: Count = count("家")
    national_awards: Count = count("项")
    provincial_awards: Count = count("项")


@dataclass(frozen=True, slots=True, kw_only=True)
class Services(Record):
    """Part 五, 集群服务体系情况."""

    employees: Figure = decimal("万人")
    public_platforms: Count = count("个")
    listed: Count = count("家")
    investors: Count = count("家")
    overview: str = long_text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Record):
    """Part 六, 集群组织保障情况."""

    overview: str = long_text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets(Record):
    """附1, 目标任务书: its five written parts; the indicator table is a list of its own."""

    significance: str = long_text()
    guidance: str = long_text()
    tasks: str = long_text()
    fund_use: str = long_text()
    safeguards: str = long_text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds(Record):
    """The provincial money asked for (四), and its yearly schedule where one is given."""

    amount: Figure = decimal("万元")
    first_year: Figure = decimal("万元")
    second_year: Figure = decimal("万元")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Record):
    """One applicant; several make the application joint, and exactly one of them leads."""

    uid: str
    name: str = text()
    uscc: str = text()
    kind: str = choice("applicant_kinds")
    division: str = choice("divisions")
    lead: bool | None = flag()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise(Record):
    """One row of the enterprise register, from which every list and ranking is a view."""

    uid: str
    name: str = text()
    uscc: str = text()
    place: str = text()
    industry_class: str = choice("industry_classes")
    dominant: bool | None = flag()
    quality_type: str = choice("quality_types")
    chain_role: str = choice("chain_roles")
    above_scale: bool | None = flag()
    revenue: Figure = decimal("亿元")
    previous_revenue: Figure = decimal("亿元")
    growth: Figure = decimal("%")
    sales: Figure = decimal("亿元")
    employees: Count = count("人")
    products: tuple[Product, ...] = products()
    listing: str = choice("listings")
    honours: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform(Record):
    """One row of the public service platforms of part 五."""

    uid: str
    name: str = text()
    level: str = choice("platform_levels")
    builder: str = text()
    service: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Record):
    """One row of 附1's indicator table: the figures of the three target years.

    ``given`` names an indicator of the notice, whose name and unit are the pack's; a row that
    the county adds has its own ``name`` and ``unit`` instead.
    """

    uid: str
    given: str = choice("indicators")
    name: str = text()
    unit: str = text()
    first: Figure = decimal("")
    second: Figure = decimal("")
    third: Figure = decimal("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Record):
    """One row of 附2, 重点项目建设清单, and what provincial money it is to have."""

    uid: str
    category: str = choice("project_categories")
    category_other: str = text()
    name: str = text()
    code: str = text()
    unit: str = text()
    person: str = text()
    scale: str = text()
    content: str = long_text()
    start: str = date()
    finish: str = date()
    place: str = text()
    investment: Figure = decimal("万元")
    supervision_unit: str = text()
    supervision_person: str = text()
    direction: str = choice("support_directions")
    funding: Figure = decimal("万元")
    funding_use: str = choice("fund_uses")
    other_provincial: bool | None = flag()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """One attached file; its bytes are found by ``sha256``, ``size`` is in bytes.

    ``items`` is how many countable things it proves, ``dated`` the date of what it proves.
    """

    uid: str
    name: str = text()
    sha256: str = digest()
    size: Count = count("字节")
    proves: tuple[str, ...] = references()
    items: Count = count("项")
    dated: str = date()


@dataclass(frozen=True, slots=True)
class NoticeRef:
    """Which pack an application was made with: id, version and digest (SHA-256 hex)."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Everything that is applied for. ``id`` is random, made once, and never changes.

    ``demo`` marks the training county: its documents and packages say 演示.
    """

    id: str
    notice: NoticeRef
    demo: bool = False
    cover: Cover = field(default_factory=Cover)
    pledge: Pledge = field(default_factory=Pledge)
    basic: Basic = field(default_factory=Basic)
    scale: Scale = field(default_factory=Scale)
    chain: Chain = field(default_factory=Chain)
    innovation: Innovation = field(default_factory=Innovation)
    services: Services = field(default_factory=Services)
    organisation: Organisation = field(default_factory=Organisation)
    targets: Targets = field(default_factory=Targets)
    funds: Funds = field(default_factory=Funds)
    members: tuple[Member, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()
    platforms: tuple[Platform, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    projects: tuple[Project, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def lead(self) -> Member | None:
        """The member that signs: the only one, or the one marked as lead."""
        if len(self.members) == 1:
            return self.members[0]
        return next((member for member in self.members if member.lead), None)

    @property
    def applicant_name(self) -> str:
        """The applicants' names, lead first, joined by 、 as on the cover."""
        first = self.lead
        others = [m.name for m in self.members if m is not first]
        return "、".join(([first.name] if first else []) + others)
