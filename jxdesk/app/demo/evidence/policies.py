"""The county's own papers: plan, measures, task force, cooperation. All sentences are invented."""

from __future__ import annotations

from jxdesk.app.demo import names
from jxdesk.app.demo.evidence.paper import Paper
from jxdesk.app.demo.evidence.papers import Dates, paper


def plan(dates: Dates) -> Paper:
    """A summary of the cluster's development plan."""
    body = (
        f"为推动{names.INDUSTRY}产业集聚发展，县里编制了{dates.batch_year}年起三年的集群发展规划，"
        "主要内容摘要如下。\n"
        "一、空间布局。以县数字经济产业园为核心，形成器件制造、封装测试、平台数据三个功能片区，"
        "周边乡镇布局配套加工和场景示范点，不另行征地扩园。\n"
        "二、产业方向。器件端重点发展压力、红外、气体和流量传感器，"
        "系统端重点发展物联网网关和行业应用，数据端重点发展设备数据采集、标注、流通和评测。\n"
        "三、主体培育。建立领军、骨干、配套企业三张清单，实行动态管理；每年选择一批成长性好的企业，"
        "配备服务专员，集中解决用工、用能和融资问题。\n"
        "四、创新平台。支持建设可靠性实验室、计量校准中心和中试线，鼓励企业与高校院所共建联合实验室，"
        "对外开放共享的按使用量给予补助。\n"
        "五、数据要素。推进工业设备、水务和农业三类数据的汇聚治理，建设可信数据空间，"
        "探索数据产品登记、评测和收益分配办法。\n"
        "六、实施保障。成立工作专班，每月调度、每季通报、每年评估；项目资金专款专用，接受审计和社会监督。"
    )
    return _county("智能传感与物联网产业集群发展规划（摘要）", body, dates)


def measures(dates: Dates) -> Paper:
    """Measures that support digital firms."""
    body = (
        "第一条　支持企业研发。对开展关键器件和核心工艺攻关的企业，"
        "按新增研发投入的一定比例给予后补助，单个企业每年有上限。\n"
        "第二条　支持企业上规。对首次达到规模以上标准的数字企业给予一次性奖励，并优先推荐申报上级项目。\n"
        "第三条　支持设备联网。企业完成产线数字化改造并接入综合赋能平台的，按设备和软件投入给予补助，"
        "改造方案须经专家诊断。\n"
        "第四条　支持数据流通。对形成可交易数据产品并完成登记的企业，按首年交易额给予奖励；"
        "对提供评测服务的机构给予运营补助。\n"
        "第五条　支持首用示范。鼓励水务、环保、农业等领域率先使用本地新产品，建立场景清单并公开发布，"
        "采购程序依法进行。\n"
        "第六条　支持人才引育。企业引进紧缺工程技术人员的，给予租房补贴；"
        "职业学校与企业共建实训基地的，给予设备补助。\n"
        "第七条　强化金融服务。组织银行、担保机构与企业按季对接，推广知识产权质押和订单融资，"
        "对符合条件的贷款给予贴息。\n"
        "第八条　本措施由县工业和信息化局负责解释，所需资金在年度预算中安排，同一事项不重复享受。"
    )
    return _county("关于支持数字产业发展的若干措施", body, dates)


def task_force(dates: Dates) -> Paper:
    """The notice that sets up the task force."""
    body = (
        "为统筹推进数字产业集群培育工作，经研究，决定成立工作专班，现将有关事项通知如下。\n"
        "一、组成单位。"
        "专班由县发展改革、工业和信息化、财政、科技、统计、市场监管、应急管理、生态环境等部门和产业园管理机构组成，办公室设在县数字经济发展中心。\n"
        "二、主要职责。研究集群培育的重大事项，协调项目建设和要素保障，督促政策兑现，"
        "汇总核实申报数据，组织绩效自评。\n"
        "三、工作机制。实行联席会议制度，每月召开一次；建立项目、企业、政策三张清单，"
        "逐项明确责任单位和完成时限。\n"
        "四、工作要求。各单位要如实报送数据，不得重复统计、不得虚报；涉及企业商业信息的，严格控制知悉范围。"
    )
    return _county("关于成立数字产业集群工作专班的通知", body, dates)


def cooperation(dates: Dates) -> Paper:
    """A cooperation agreement with an invented institute."""
    body = (
        f"甲方：{names.OPERATOR}\n乙方：虚构传感技术研究院（{names.MARK}）\n"
        "双方本着优势互补、共同发展的原则，就共建联合实验室达成如下协议。\n"
        "一、合作内容。围绕压力与红外传感器的可靠性、温漂补偿算法和数据集评测开展联合研究，"
        "每年由企业提出需求、双方共同立项。\n"
        "二、双方责任。甲方提供场地、试验设备和中试条件，乙方派驻研究人员并开放其分析测试平台。\n"
        "三、成果归属。共同完成的成果由双方共有，优先在集群内企业转化；各自原有的知识产权归各自所有。\n"
        "四、人才培养。乙方每年接收企业技术人员研修，甲方设立实习岗位，学生实习期间的津贴由用人企业承担。\n"
        "五、期限。本协议有效期三年，期满后经双方同意可以续签。"
    )
    return paper(
        "共建联合实验室合作框架协议", body, signed="（甲乙双方签章处，演示不签章）", date=dates.autumn
    )


def _county(title: str, body: str, dates: Dates) -> Paper:
    return paper(title, body, signed=names.APPLICANT, date=f"{dates.batch_year}年3月6日")
