"""The target book, parts （四） and （五）: with what money, and how success is made sure of."""

from __future__ import annotations

from jxdesk.app.demo.texts.figures import Figures, fit


def fund_use(figures: Figures, limit: int) -> str:
    """（四）资金使用方向: the sums are those of the project list."""
    return fit((_how_much(figures), _where(figures), _paid(), _watched(figures)), limit)


def safeguards(figures: Figures, limit: int) -> str:
    """（五）保障措施."""
    return fit((_lead(figures), _draw_in(), _found(), _money_and_people(), _projects(), _safe()), limit)


def _how_much(f: Figures) -> tuple[str, ...]:
    first, second = f.schedule
    total = first + second
    return (
        f"拟申请省级资金{total}万元，全部用于附2所列的数字经济重点项目，共支持{len(f.money)}个项目，其中第一年使用{first}万元，第二年使用{second}万元。",
        f"项目总投资{f.investment}亿元，以企业自筹和银行贷款为主，省级资金主要发挥引导作用，重点补助公共性强、企业单独投入意愿不足的环节。",
    )


def _where(f: Figures) -> tuple[str, ...]:
    items = "；".join(f"{money.project}{money.amount}万元，用于{money.use}" for money in f.money)
    return (
        f"具体安排为：{items}。",
        "各项目的支持额度按照公共服务属性、带动企业数量和前期工作深度确定，单个项目的支持额度不超过项目总投资的一定比例。",
    )


def _paid() -> tuple[str, ...]:
    return (
        "使用方式上，平台和基础设施类项目按建设进度分期拨付，攻关类项目按里程碑拨付，公共服务类项目按服务量和评价结果后补助。",
        "已从其他渠道获得省级财政资金的项目，在清单中如实标注，不再安排本次资金；同一设备、同一软件不重复列支。",
        "项目之间的资金调剂须经专班集体研究并按规定报批，未经批准不得改变用途。",
    )


def _watched(f: Figures) -> tuple[str, ...]:
    county = f.region.county
    return (
        f"资金管理上，{county}财政部门设立专账，项目单位单独核算，按季报送使用台账和佐证票据。",
        "每年委托第三方开展绩效评价，评价结果与下一批资金拨付挂钩；对进度明显滞后的项目暂停拨付，对弄虚作假的追回资金并取消资格。",
        "资金安排、项目进度和评价结果在政府网站公开，接受审计、企业和社会监督。",
    )


def _lead(f: Figures) -> tuple[str, ...]:
    zone = f"{f.region.zone_short}明确一名负责人常驻专班，" if f.region.zone else ""
    return (
        f"组织实施机制。专班每月召开一次调度会，{zone}对照任务清单逐项检查，重大事项提请县政府常务会议研究。",
        "建立责任清单，每项任务明确牵头单位、配合单位、完成时限和验收标准，年度考核结果向社会公布。",
        "聘请产业、技术、财务和数据安全方面的专家组成咨询小组，对重点项目的方案和验收提出独立意见。",
    )


def _draw_in() -> tuple[str, ...]:
    return (
        "企业引进。围绕产业链缺口清单开展招引，重点对接封装、校准和数据服务企业，先评估技术水平和市场前景，再谈要素支持。",
        "利用标准厂房和共享设备降低入驻门槛，对小型团队提供可以直接使用的实验和小试条件，三个月内完成入驻手续。",
        "领军企业推荐的供应商来本地设厂，由专班统一协调用能、用工和检测服务，做到签约、开工、投产有人跟到底。",
    )


def _found() -> tuple[str, ...]:
    return (
        "创新创业。每年举办一次传感应用创新大赛，获奖团队可以免费使用公共平台和测试数据一年，并优先获得引导基金的投资机会。",
        "孵化载体实行毕业制，入孵企业按技术进展和营收情况分级服务，成熟后转入加速区。",
        "鼓励领军企业的员工带着成果创业，剥离出来的新业务可以继续使用原有的试验条件。",
    )


def _money_and_people() -> tuple[str, ...]:
    return (
        "资金保障。县财政每年安排数字产业发展资金，与省级资金统筹安排、分别核算；引导基金、担保和订单融资共同构成多层次的融资渠道。",
        "人才保障。实施紧缺工程师引进计划和技能工人提升计划，三年引进和培养技术骨干三百名，解决好住房、就学和就医等实际问题。",
        "建立以能力和贡献为导向的评价办法，企业可以自主评定技能等级，评定结果与薪酬和补贴挂钩。",
    )


def _projects() -> tuple[str, ...]:
    return (
        "项目推进。重点项目实行专人服务和节点管理，开工、封顶、设备进场、试运行和验收五个节点逐一确认。",
        "用地、用能、环评等手续由专班提前介入，能并联办理的事项不再前后等待，压缩前期工作时间。",
        "每季度组织一次现场观摩和经验交流，好的做法及时推广，存在的问题当场研究解决办法。",
    )


def _safe() -> tuple[str, ...]:
    return (
        "安全保障。落实安全生产和生态环境责任，新建产线同步配套安全环保设施，危险化学品的使用实行清单管理。",
        "建立数据安全管理制度，明确数据提供、加工和使用各方的责任，开展年度演练和第三方检测，守住不发生重大安全事件的底线。",
    )
