"""Agreements and charters: with institutes, between applicants, of the association."""

from __future__ import annotations

from jxdesk.app.demo.evidence.paper import Paper
from jxdesk.app.demo.evidence.papers import Setting, paper
from jxdesk.app.demo.names import MARK
from jxdesk.domain.application import Enterprise


def cooperation(setting: Setting) -> Paper:
    """A cooperation agreement of the park with an invented institute."""
    body = (
        f"甲方：{setting.region.operator}\n乙方：虚构传感技术研究院（{MARK}）\n"
        "双方本着优势互补、共同发展的原则，就共建联合实验室达成如下协议。\n"
        "一、合作内容。围绕压力与红外传感器的可靠性、温漂补偿算法和数据集评测开展联合研究，"
        "每年由企业提出需求、双方共同立项。\n"
        "二、双方责任。甲方提供场地、试验设备和中试条件，乙方派驻研究人员并开放其分析测试平台。\n"
        "三、成果归属。共同完成的成果由双方共有，优先在集群内企业转化；各自原有的知识产权归各自所有。\n"
        "四、人才培养。乙方每年接收企业技术人员研修，甲方设立实习岗位，学生实习期间的津贴由用人企业承担。\n"
        "五、期限。本协议有效期三年，期满后经双方同意可以续签。"
    )
    return paper(
        "共建联合实验室合作框架协议", body, signed="（甲乙双方签章处，演示不签章）", date=setting.autumn
    )


def joint_research(firm: Enterprise, setting: Setting) -> Paper:
    """The agreement of a firm with an invented university."""
    product = firm.products[0].name
    body = (
        f"甲方：{firm.name}\n乙方：虚构理工大学仪器科学学院（{MARK}）\n"
        f"双方就{product}及相关算法的联合研究达成如下协议。\n"
        "一、研究内容。乙方负责信号模型和补偿算法，甲方负责样品制备、工艺验证和批量测试，双方按季度交换数据。\n"
        "二、经费。甲方每年提供研究经费一百二十万元，按里程碑支付；乙方提供实验条件并承担研究生培养费用。\n"
        "三、成果。论文由双方共同署名，专利由双方共同申请，甲方享有优先实施的权利，对外许可须经双方同意。\n"
        "四、人员。乙方教师可以担任甲方技术顾问，甲方工程师可以担任校外导师，具体安排另行约定。\n"
        "五、期限。本协议自签订之日起三年有效。"
    )
    return paper("联合研究合作协议", body, signed="（甲乙双方签章处，演示不签章）", date=setting.autumn)


def charter(setting: Setting) -> Paper:
    """A summary of the association's charter."""
    body = (
        f"第一条　本会名称为{setting.region.association}，由集群企业、检测机构、院校和服务机构自愿组成。\n"
        "第二条　本会的宗旨是服务会员、协调行业、促进协作，不以营利为目的。\n"
        "第三条　本会的主要任务是收集企业诉求、组织供需对接、制定团体标准、发布行业数据和开展培训。\n"
        "第四条　会员享有平等的选举权、建议权和使用公共服务的权利，承担缴纳会费和遵守自律公约的义务。\n"
        "第五条　会员大会每年召开一次，理事会每季度召开一次，重大事项须经三分之二以上会员同意。\n"
        "第六条　经费来自会费、服务收入和捐赠，收支情况每年向会员公布。\n"
        "第七条　秘书处设在产业园，负责日常工作，接受会员监督。"
    )
    date = f"{setting.year}年5月20日"
    return paper(
        f"{setting.region.association}章程（摘要）", body, signed=setting.region.association, date=date
    )


def joint_application(setting: Setting) -> Paper:
    """The agreement to apply together; it names the lead."""
    region = setting.region
    body = (
        f"甲方（牵头单位）：{region.applicant}\n乙方：{region.partner}\n"
        "双方经协商一致，决定联合申报数字产业集群培育试点，约定如下。\n"
        "一、牵头单位。甲方为牵头申报主体，负责组织编制实施方案、汇总核实材料、报送和联系；"
        "乙方按要求提供本区域的企业、项目和佐证材料，并对其真实性负责。\n"
        "二、统计口径。企业按注册地分别统计、合并填报，同一企业和项目只计一次，跨区企业由双方商定归属。\n"
        "三、项目和资金。项目由所在地推进和监管；省级资金在共同的清单内安排，专账管理。\n"
        "四、利益分享。跨区扩产的项目，产值和税收按投入比例分享。\n"
        "五、工作机制。建立联席会议和联合专班，每月调度一次，重大事项共同决定。\n"
        "六、期限。本协议自双方盖章之日起至完成绩效评价时止。"
    )
    return paper("联合申报协议", body, signed="（甲乙双方盖章处，演示不盖章）", date=setting.autumn)


def confirmation(member: str, lead: str, setting: Setting) -> Paper:
    """One member's consent to the joint application."""
    role = "作为牵头申报主体" if member == lead else f"同意由{lead}牵头"
    body = (
        f"我单位{role}，联合申报{setting.region.cluster}培育试点，已审阅实施方案、目标任务书和重点项目清单，"
        "对其中涉及本区域的内容予以确认。\n"
        "我单位将按照联合申报协议履行职责，落实项目要素保障和资金监管责任，配合开展绩效评价。\n"
        "特此确认。"
    )
    return paper("联合申报确认函", body, signed=member, date=setting.autumn)
