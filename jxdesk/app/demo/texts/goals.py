"""The target book, parts （一） and （二）: why, and whither by when."""

from __future__ import annotations

from jxdesk.app.demo.texts.figures import Figures, fit, three


def significance(figures: Figures, limit: int) -> str:
    """（一）建设数字产业集群的作用和意义."""
    return fit((_foundation(figures), _chain(), _data(), _county(figures)), limit)


def guidance(figures: Figures, limit: int) -> str:
    """（二）指导思想、原则和工作目标, naming the figures of the indicator table."""
    return fit((_ideas(), _principles(), _aim(figures), _numbers(figures)), limit)


def _foundation(f: Figures) -> tuple[str, ...]:
    return (
        f"一是有利于把已有的产业基础变成稳定的集群优势。{f.year}年集群主导产业营业收入{f.revenue}亿元，企业之间已有较密的供货关系，但多数协作仍停留在一单一议。",
        "通过试点把标准、检测、数据和金融等公共环节建起来，可以让零散的协作变成长期的分工，使中小企业敢于投入专用设备和专门技术。",
        "对领军企业来说，本地配套能力提高意味着更短的交付周期和更低的库存；对配套企业来说，进入领军企业的研发流程意味着不再只拼价格。",
    )


def _chain() -> tuple[str, ...]:
    return (
        "二是有利于补上产业链的薄弱环节。传感器是各行业感知数据的源头，高端芯片、真空封装和长期稳定性是县域企业单打独斗难以突破的难题。",
        "试点以揭榜攻关的方式组织企业和院所联合投入，把有限的资金集中在信号调理芯片和红外阵列等少数几个点上，有望形成可以量产的成果。",
        "这些成果不仅服务本地，也能为全省的电子信息、装备和水务等行业提供稳定的器件来源，提高产业链的安全水平。",
    )


def _data() -> tuple[str, ...]:
    return (
        "三是有利于释放数据要素的价值。每一只传感器都在产生数据，但这些数据大多沉睡在设备里，既没有统一的标识，也没有可信的流通渠道。",
        "建设可信数据空间和高质量数据集平台，可以让设备厂商、用户企业和数据企业在权责清楚的前提下共用数据，带动预测性维护、工艺优化和算法训练等新业务。",
        "试点中形成的目录标识、合约模板和评测办法，可以为其他县域发展数据产业提供参考。",
    )


def _county(f: Figures) -> tuple[str, ...]:
    return (
        f"四是有利于县域经济转型和群众就业。集群现有从业人员{f.employees}人，是本地青年就业的重要去处，产业升级将带来更多技术岗位和更稳定的收入。",
        "通过综合赋能平台带动传统制造、农业和水务企业改造，可以让数字化的好处从少数龙头企业扩散到更多普通企业，形成以点带面的效果。",
        "试点还将检验一套轻资产、重服务、讲实效的县域推进办法，为全省梯次培育数字产业集群积累经验。",
    )


def _ideas() -> tuple[str, ...]:
    return (
        "指导思想：坚持创新驱动和数据要素乘数效应相结合，以智能传感为特色，以补链、聚数、赋能为路径，把企业作为主体，把公共服务作为抓手，把实际成效作为标准。",
        "立足县域实际，不追求规模铺张，集中力量办好企业单独办不了、市场暂时不愿办、办成以后大家都能用的事情。",
    )


def _principles() -> tuple[str, ...]:
    return (
        "基本原则：企业主体，政府引导，项目由企业提出、由市场检验，政府做好规划、标准和监管。",
        "突出特色，错位发展，聚焦压力、红外、气体和流量四类器件及其数据应用，避免与周边地区同质竞争。",
        "开放协同，共建共享，公共平台面向所有企业开放，数据和标准能公开的尽量公开。",
        "安全可控，绿色发展，数据分类分级管理与项目同步设计，新建项目严格执行能耗和环境要求。",
        "讲求绩效，公开透明，目标量化到年、责任落实到人，资金使用和项目进度按季公示。",
    )


def _aim(f: Figures) -> tuple[str, ...]:
    first, second, third = f.target_years
    return (
        f"工作目标：{first}年搭平台、定机制，完成公共平台和数据空间的总体设计，首批项目开工建设。",
        f"{second}年扩应用、强配套，公共平台全面投入运行，攻关产品完成样品验证，接入平台的企业过百家。",
        f"{third}年成体系、出标杆，攻关产品实现批量供货，数据产品形成稳定收入，集群治理和服务机制基本成熟。",
    )


def _numbers(f: Figures) -> tuple[str, ...]:
    goal = f.targets
    years = "、".join(str(year) for year in f.target_years)
    revenue, growth = three(goal["revenue"], "亿元"), three(goal["growth"], "%")
    fostered, drawn = three(goal["fostered"], "家"), three(goal["drawn"], "家")
    platforms, jobs, tax = (
        three(goal["platforms"], "个"),
        three(goal["jobs"], "人"),
        three(goal["tax"], "亿元"),
    )
    products, datasets = three(goal["data-products"], "个"), three(goal["datasets"], "个")
    return (
        f"量化指标：{years}年，主导产业营业收入分别达到{revenue}，增速分别为{growth}。",
        f"三年分别培育主导产业企业{fostered}，带动上下游企业{drawn}，国家级和省级创新平台累计达到{platforms}。",
        f"三年分别带动就业{jobs}，创造税收{tax}。",
        f"同时自加两项指标：可交易数据产品累计达到{products}，行业高质量数据集累计达到{datasets}。",
        "上述指标以统计部门核实的数据为基础测算，考虑了在建项目的投产时间和市场波动，由专班按年度分解到责任单位和项目单位。",
    )
