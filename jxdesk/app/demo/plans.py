"""The projects to be: what each builds, for how much, and which firm or body carries it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """One project. ``carrier`` is the trade word of a firm, ``""`` for the park's operator.

    ``category`` and ``direction`` are term ids; ``investment`` spans 万元; ``months`` is how long
    it takes; ``kind`` is the ``DD-TT`` of its code (04-01 new building, 07-02 technical renewal).
    ``use`` is the term id of what provincial money would be spent on; ``part_of`` names the
    project whose code a sub-project shares.
    """

    name: str
    category: str
    direction: str
    carrier: str
    scale: str
    content: str
    investment: tuple[int, int]
    months: tuple[int, int]
    kind: str = "04-01"
    use: str = "equipment"
    part_of: str = ""


PLANS = (
    Plan(
        "传感产业综合数字赋能平台", "enabling-platform", "cluster-enabling", "物联科技",
        "部署平台节点6个，接入企业不少于120家",
        "建设面向传感器企业的研发协同、设备联网、能耗管理和质量追溯四类应用，提供轻量化上云工具包和现场诊断服务，形成可复制的中小企业改造方案。",
        (5200, 6800), (16, 20), use="software",
    ),
    Plan(
        "水务与环境行业赋能平台", "enabling-platform", "industry-enabling", "水务科技",
        "覆盖水厂8座、监测断面26个",
        "汇聚水质、流量和设备状态数据，建设漏损分析、泵站节能调度和预警处置应用，向周边水务企业开放接口和算法组件。",
        (2100, 2900), (12, 16), use="software",
    ),
    Plan(
        "工业设备可信数据空间", "data-circulation", "data-circulation", "数据科技",
        "建设可信接入节点40个",
        "按统一目录标识、统一身份登记和统一接口要求建设数据空间运营系统，部署连接器、使用控制和日志存证组件，支撑设备厂商与用户企业之间的数据流通。",
        (3600, 4600), (14, 18), use="software",
    ),
    Plan(
        "园区数据流通利用基础设施", "data-circulation", "data-circulation", "",
        "机柜160架，边缘节点12个",
        "改造园区机房和环网，建设边缘计算节点、隐私计算集群和数据交换网关，为集群企业提供就近算力和安全流通环境。",
        (4800, 6200), (14, 19), use="facility",
    ),
    Plan(
        "传感器校准高质量数据集平台", "dataset-platform", "datasets", "计量检测",
        "形成数据集30个，样本量2亿条",
        "采集温度、压力、湿度等多工况校准数据，建立清洗、标注、评测和版本管理流程，发布补偿算法训练用数据集和评测基准。",
        (1600, 2300), (12, 17), use="data",
    ),
    Plan(
        "智慧农业物联数据集平台", "dataset-platform", "datasets", "农业物联",
        "布设监测站600套，形成数据集12个",
        "在脐橙、水稻和设施蔬菜基地布设墒情与气象监测站，汇聚长周期生长数据，形成病虫害识别和灌溉决策数据集并提供订阅服务。",
        (1200, 1800), (12, 18), use="data",
    ),
    Plan(
        "MEMS压力传感器扩能及数字化车间", "cluster", "cluster-enabling", "传感科技",
        "新增产能3600万只/年",
        "新建净化车间和两条自动化贴片封装线，部署制造执行、在线检测和批次追溯系统，实现从晶圆入库到成品出货的全流程数据贯通。",
        (26000, 32000), (16, 20),
    ),
    Plan(
        "超声波水表智能工厂", "cluster", "industry-enabling", "智能仪表",
        "年产超声波水表180万台",
        "建设自动装配、检定和包装线，应用机器视觉和数字孪生技术，联通上游模塑、精工和通信模组企业的排产数据。",
        (11800, 14600), (15, 20), "07-02",
    ),
    Plan(
        "传感器封装测试公共服务线", "cluster", "data-services", "封测技术",
        "月封装晶圆4000片",
        "建设面向中小设计企业的多项目晶圆封装与测试服务线，开放测试数据管理系统，提供工程批快速打样和可靠性分析。",
        (7600, 9400), (14, 18), use="operation",
    ),
    Plan(
        "数据产业公共服务中心", "cluster", "data-services", "",
        "建筑面积8600平方米（利用园区存量厂房）",
        "利用存量厂房建设数据产品开发验证、测评、创新孵化和人才实训空间，引入第三方服务机构，为集群企业提供一站式服务。",
        (3200, 4200), (12, 16),
    ),
    Plan(
        "传感信号调理芯片攻关", "core-technology", "core-technology", "微电子",
        "研制芯片3款，完成工程批流片6次",
        "突破低噪声放大、温漂自补偿和片上校准技术，完成芯片设计、流片验证和应用适配，支撑中高端压力与红外传感器国产替代。",
        (4300, 5600), (16, 20), use="research",
    ),
    Plan(
        "红外热电堆阵列关键工艺攻关", "core-technology", "core-technology", "光电",
        "建成中试线1条",
        "攻关薄膜沉积、真空封装和阵列标定工艺，建设中试线和工艺数据库，形成非接触测温和人体存在检测系列模组。",
        (3800, 5200), (15, 20), use="research",
    ),
    Plan(
        "气敏材料与浆料中试平台", "core-technology", "core-technology", "电子材料",
        "中试产能20吨/年",
        "建设浆料分散、流变测试和老化评价装置，建立材料配方数据库，联合气体检测企业开展长期稳定性验证。",
        (1500, 2200), (12, 17), "07-02", use="research",
    ),
    Plan(
        "产业集群供应链协同平台", "other", "cluster-enabling", "供应链",
        "接入供应商300家",
        "建设元器件集采、库存共享、质量评价和账期管理应用，打通领军企业与配套企业的订单和质检数据，降低中小企业采购成本。",
        (1100, 1600), (12, 16),
    ),
    Plan(
        "传感产业综合数字赋能平台（二期行业套餐）", "enabling-platform", "cluster-enabling", "边缘计算",
        "形成行业套餐6套，配套边缘终端900台",
        "在一期平台上开发注塑、陶瓷、电子装配等六个细分行业的应用套餐，配套边缘计算终端和数据采集组件，面向小微企业按年订阅。",
        (1300, 1800), (11, 14), part_of="传感产业综合数字赋能平台",
    ),
)  # fmt: skip

OTHER_CATEGORY = "产业链供应链协同平台建设项目"
