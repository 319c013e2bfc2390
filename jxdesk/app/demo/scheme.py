"""What sets one demo application apart from the other: the county alone, and the joint one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jxdesk.app.demo.names import JOINT, SINGLE, Region
from jxdesk.app.demo.plans import PLANS, Plan
from jxdesk.app.demo.trades import ALL, BACKBONE, FURTHER, LEADERS, SUPPORTING, Trade


@dataclass(frozen=True, slots=True)
class Rights:
    """What a firm (by its trade word) was granted in the last years, in numbers."""

    trade: str
    patents: int
    models: int = 0
    software: int = 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """The makings of one demo application.

    ``funding`` gives 万元 of provincial money by project name and ``first_year`` how much of it
    is spent at first. ``targets`` start from the base year: growth of the dominant industry in
    % by year, the others as they stand in the indicator table. ``comparable`` is the trade word
    of a firm that states its growth on a comparable basis, ``surging`` of one that grew out of
    nearly nothing, ``late`` the name of a project that ends after the pilot, ``paid`` of one
    that has other provincial money; ``""`` for none.
    """

    region: Region
    trades: tuple[Trade, ...]
    plans: tuple[Plan, ...]
    rights: tuple[Rights, ...]
    awards: tuple[int, int]
    centres: tuple[int, int]
    investors: int
    funding: Mapping[str, int]
    first_year: int
    growth: tuple[str, str, str]
    more_targets: Mapping[str, tuple[int, int, int]]
    tax_share: Decimal = Decimal("0.042")
    site_views: int = 4
    comparable: str = ""
    surging: str = ""
    late: str = ""
    paid: str = ""


_SINGLE = Scheme(
    region=SINGLE,
    trades=ALL,
    plans=PLANS,
    rights=(
        Rights("传感科技", 34, 41),
        Rights("物联科技", 17, 12, 23),
        Rights("微电子", 21, 9, 4),
        Rights("封测技术", 15, 22),
        Rights("光电", 12, 17),
        Rights("通信技术", 7, 11, 9),
        Rights("数据科技", 0, 0, 26),
        Rights("软件", 0, 0, 31),
    ),
    awards=(1, 3),
    centres=(2, 9),
    investors=6,
    funding={
        "传感产业综合数字赋能平台": 180,
        "水务与环境行业赋能平台": 80,
        "工业设备可信数据空间": 170,
        "园区数据流通利用基础设施": 140,
        "传感器校准高质量数据集平台": 110,
        "智慧农业物联数据集平台": 60,
        "传感器封装测试公共服务线": 100,
        "传感信号调理芯片攻关": 110,
        "红外热电堆阵列关键工艺攻关": 50,
    },
    first_year=640,
    growth=("12.5", "13.2", "13.8"),
    more_targets={
        "fostered": (8, 11, 14),
        "drawn": (36, 52, 75),
        "platforms": (12, 14, 16),
        "jobs": (860, 1240, 1680),
        "data-products": (12, 30, 60),
        "datasets": (8, 22, 42),
    },
    comparable="光电",
    surging="定位技术",
    late="超声波水表智能工厂",
    paid="MEMS压力传感器扩能及数字化车间",
)

_LEFT_OUT = ("位移测量", "模塑")
_JOINT_PLANS = (
    "传感产业综合数字赋能平台",
    "工业设备可信数据空间",
    "园区数据流通利用基础设施",
    "传感器校准高质量数据集平台",
    "MEMS压力传感器扩能及数字化车间",
    "传感器封装测试公共服务线",
    "传感信号调理芯片攻关",
    "产业集群供应链协同平台",
)

_JOINT = Scheme(
    region=JOINT,
    trades=tuple(
        trade for trade in (*LEADERS, *BACKBONE, *SUPPORTING, *FURTHER) if trade.word not in _LEFT_OUT
    ),
    plans=tuple(plan for plan in PLANS if plan.name in _JOINT_PLANS),
    rights=(
        Rights("传感科技", 26, 30),
        Rights("物联科技", 11, 8, 19),
        Rights("微电子", 14, 5, 3),
        Rights("软件", 0, 0, 22),
    ),
    awards=(0, 2),
    centres=(1, 6),
    investors=4,
    funding={
        "传感产业综合数字赋能平台": 330,
        "工业设备可信数据空间": 280,
        "园区数据流通利用基础设施": 240,
        "传感器校准高质量数据集平台": 170,
        "传感器封装测试公共服务线": 220,
        "传感信号调理芯片攻关": 210,
    },
    first_year=980,
    growth=("11.6", "12.4", "13.0"),
    more_targets={
        "fostered": (6, 9, 12),
        "drawn": (28, 44, 60),
        "platforms": (8, 9, 11),
        "jobs": (640, 900, 1260),
        "data-products": (8, 20, 40),
        "datasets": (5, 14, 28),
    },
    site_views=2,
)

SCHEMES: dict[str, Scheme] = {"single": _SINGLE, "joint": _JOINT}
