"""The running texts of parts one and two: 集群简介 and 总体情况."""

from __future__ import annotations

from decimal import Decimal

from jxdesk.app.demo.names import INDUSTRY, MARK
from jxdesk.app.demo.texts.figures import Figures, fit
from jxdesk.domain.values import Product


def introduction(figures: Figures, limit: int) -> str:
    """集群简介, as near below ``limit`` 字 as whole sentences allow (0: no limit)."""
    return fit((_what(figures), _who(figures), _why(), _whither(figures)), limit)


def scale_overview(figures: Figures, limit: int) -> str:
    """总体情况 of part 二, kept to ``limit`` 字 likewise."""
    return fit((_strength(figures), _structure(figures), _advance()), limit)


def _what(f: Figures) -> tuple[str, ...]:
    return (
        f"（{MARK}材料，地区、企业、人物和数据均为虚构。）{_joint(f)}",
        (
            f"{f.region.county}以{INDUSTRY}为主导产业，沿“敏感材料—芯片设计—封装测试—模组终端—平台与数据”组织产业链，"
            f"核心区设在县数字经济产业园，规划面积四点二平方公里。"
        ),
        (
            f"{f.year}年，集群共有企业{f.firms}家，从业人员{f.employees}人，其中主导产业企业{f.dominant}家、规模以上企业{f.above_scale}家，"
            f"主导产业实现营业收入{f.revenue}亿元，比上年增长{f.growth}%。"
        ),
        "产品覆盖压力、红外、气体、流量、称重、位移等十多个门类，广泛用于水务、环保、农业、工业装备和智能家居等场景。",
        "近五年主导产业营业收入年均增长超过一成，占全县规模以上工业的比重逐年提高，已成为县域经济的第一支柱产业。",
    )


def _joint(f: Figures) -> str:
    if not f.region.zone:
        return ""
    return (
        f"本方案由{f.region.county}牵头，与{f.region.zone_short}联合申报，"
        "两地共用一张企业名单、一份项目清单、一套统计口径。"
    )


def _who(f: Figures) -> tuple[str, ...]:
    first = f.leaders[0]
    product = first.products[0]
    others = "、".join(firm.name for firm in f.leaders[1:])
    more = f"{others}建成设备联网平台，与其形成“硬件+平台”的双轮带动。" if others else ""
    return (
        f"集群形成领军企业牵引、骨干企业支撑、中小企业配套的梯次格局，现有领军企业{len(f.leaders)}家、骨干企业{f.backbone}家、重点配套中小企业{f.supporting}家。",
        f"{first.name}专注{product.name}的设计与制造，{_share(product)}带动县内十余家企业进入其供应链。",
        more,
        "骨干企业在信号调理芯片、封装测试、智能仪表、光电器件和数据服务等环节各有专长，多数为高新技术企业或专精特新企业。",
        "配套企业分布在陶瓷基座、电子浆料、精密结构件、线束连接、贴装和校准检测等环节，大部分零部件可以在一小时车程内采购。",
    )


def _why() -> tuple[str, ...]:
    return (
        "集群的优势主要有四个方面。一是链条紧凑，上下游企业集中在同一园区，新产品从打样到小批量试制的周期比异地协作缩短近一半。",
        "二是创新活跃，园区建有传感器可靠性实验室、计量校准中心和中试线，与多所高校共建联合实验室，实行揭榜攻关和成果共享。",
        "三是数据富集，依托设备联网平台汇聚工业设备、水务和农业监测数据，已形成一批可以交易、可以评测的数据产品。",
        "四是服务完备，县里设立集群服务专班，推行一名干部联系一家企业，提供政策兑现、用工招聘、融资对接和知识产权维权等服务。",
        "园区双千兆网络实现全覆盖，标准厂房、人才公寓和职业学校相邻布局，企业拎包入驻、员工就近居住。",
        "职业学校开设传感器应用、物联网运维等专业，每年向企业输送技能人才三百多名。",
    )


def _whither(f: Figures) -> tuple[str, ...]:
    return (
        f"今后一个时期，集群将以数据要素为牵引，围绕强芯、拓链、聚数、赋能四条主线推进试点，谋划重点项目{f.projects}个，总投资{f.investment}亿元。",
        "强芯，就是集中力量突破信号调理芯片和红外阵列等关键技术，补齐高端器件短板；拓链，就是扩大封装测试公共服务能力，吸引更多设计企业和终端企业落户。",
        "聚数，就是建设可信数据空间和高质量数据集平台，让沉淀在设备里的数据流动起来；赋能，就是以综合赋能平台带动中小企业改造，以场景开放促进新产品首用。",
        f"到{f.last_year}年，主导产业营业收入力争达到{f.targets['revenue'][2]}亿元，新增规模以上企业十家，培育一批数据驱动型企业，建成特色鲜明、协同高效、治理规范的县域数字产业集群。",
        "在推进过程中坚持企业主体、市场运作，财政资金只支持清单内的数字经济重点项目，专款专用、全程可查。",
        "建立月调度、季通报、年评估的工作机制，公开项目进度和资金使用情况，接受社会监督。",
        "同步完善数据分类分级和安全管理制度，守住安全生产和生态环境底线，确保试点行稳致远。",
    )


def _strength(f: Figures) -> tuple[str, ...]:
    share = (f.largest / f.revenue * 100).quantize(Decimal("0.1"))
    return (
        (
            f"产业实力稳步增强。{f.year}年主导产业营业收入{f.revenue}亿元，增长{f.growth}%；营收前{f.shown}家企业合计{f.largest}亿元，占{share}%，"
            "龙头带动作用明显，没有出现一家独大、其余企业依附的情况。"
        ),
        "产业先进性集中体现在器件和工艺两端：压力与红外器件实现批量供货，封装良率保持在行业较好水平，校准能力覆盖常用量程。",
        "出口和省外订单占比逐年提高，产品进入水务、家电和工程机械等行业主要整机企业的合格供应商名录。",
    )


def _structure(f: Figures) -> tuple[str, ...]:
    return (
        f"企业结构日趋合理。{f.dominant}家主导产业企业中规模以上{f.above_scale}家，制造、服务、应用和数据四类企业齐备，新办企业主要集中在柔性电子和数据治理方向。",
        "上下游配套以园区为纽带，陶瓷基座、金属外壳、线束和注塑件实现本地供应，芯片流片和部分高端晶圆仍需外协，是下一步补链的重点。",
        "领军企业每季度发布配套需求清单，由供应链平台组织比选，配套企业按统一的质量标准接入追溯系统，质检结果互认，减少了重复检验。",
        "集群成立产业协会，牵头制定团体标准，组织展会参展、联合招聘和技术沙龙，推动企业之间由单纯的买卖关系转向共同研发。",
    )


def _advance() -> tuple[str, ...]:
    return (
        "管理水平持续提升。规模以上企业普遍应用制造执行和资源计划系统，关键工序数控化率明显高于全县平均水平，多家企业通过数据管理能力成熟度评估。",
        "品牌建设从单个企业走向区域整体，统一使用集群标识参展推介，围绕“小器件、大感知”开展宣传，区域知名度不断提高。",
        (
            "在先进模式应用方面，推广订单共享、设备共享和检测共享，建成共享实验室和共享工厂各一处；试行数据产品登记和数据资产入表辅导，"
            "引导企业把设备运行数据用于预测性维护和工艺优化。"
        ),
        "存在的不足主要是高端器件自给率不高、复合型人才偏少、中小企业数据治理基础薄弱，试点将针对这些短板安排项目和政策。",
    )


def _share(product: Product) -> str:
    return "" if product.share is None else f"全国市场占有率约{product.share}%，"
