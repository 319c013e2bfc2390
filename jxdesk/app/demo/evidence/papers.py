"""The papers of one page: revenue proofs, statements of bureaus, project registrations."""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.app.demo.evidence.paper import Paper
from jxdesk.app.demo.names import MARK, Region
from jxdesk.documents.outline import Align, Density, ListColumn, ListTable, Paragraph, TextRole
from jxdesk.domain.application import Application, Enterprise, Project
from jxdesk.domain.show import show_date, show_plain
from jxdesk.domain.views import dominant

_NOT_VALID = "本材料由演示程序生成，其中的单位、人员和数据均为虚构，未经盖章，不具有任何效力。"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when: the region, the years of the notice, and the day of the pledge (ISO)."""

    region: Region
    year: int
    batch_year: int
    signed: str

    @property
    def spring(self) -> str:
        """When the accounts of the base year were closed."""
        return f"{self.batch_year}年4月18日"

    @property
    def autumn(self) -> str:
        """When bureaus made out their statements."""
        return f"{self.batch_year}年9月12日"


def paper(title: str, body: str, *tables: ListTable, signed: str, date: str) -> Paper:
    """A paper with its title, text, tables, and who made it out when."""
    lines = [line for line in body.strip().split("\n") if line]
    return Paper(
        title,
        (
            Paragraph(title, TextRole.TITLE),
            Paragraph("\n".join(lines)),
            *(block for table in tables for block in (Paragraph("", TextRole.NOTE), table)),
            Paragraph(_NOT_VALID, TextRole.NOTE),
            Paragraph(f"\n{signed}\n{date}", TextRole.CENTRE),
        ),
    )


def audit_extract(firm: Enterprise, setting: Setting, remark: str = "") -> Paper:
    """The revenue of one firm, as an auditor would certify it; ``remark`` is a last sentence."""
    body = (
        f"受{firm.name}委托，我们对该公司{setting.year}年度财务报表实施了审计，"
        "现将营业收入有关数据摘录如下，供申报材料佐证使用。\n"
        f"经审计，该公司{setting.year}年度营业收入为{show_plain(firm.revenue)}亿元，"
        f"主要来自{_products(firm)}的生产销售及相关服务，收入确认符合企业会计准则的规定。{remark}"
    )
    return paper(
        "审计报告摘录（营业收入）",
        body,
        _revenue_table((firm,), setting),
        signed=f"虚构会计师事务所（{MARK}）",
        date=setting.spring,
    )


def comparable_remark(firm: Enterprise) -> str:
    """What the auditor adds where the growth is stated on a comparable basis."""
    return (
        f"\n报告期内该公司吸收合并一家关联企业，本年数据为合并后口径；"
        f"两年均计入被合并企业的可比口径增长率为{show_plain(firm.growth)}%，详见财务报表附注。"
    )


def tax_summary(firms: tuple[Enterprise, ...], setting: Setting) -> Paper:
    """One paper that proves the revenue of several firms."""
    body = (
        f"根据企业所得税年度汇算清缴申报表，现将下列{len(firms)}家企业{setting.year}年度营业收入汇总如下。\n"
        "各企业对申报数据的真实性负责。汇总数据按申报表“营业收入”栏填列，单位换算为亿元，保留两位小数。"
    )
    return paper(
        "企业所得税申报数据汇总",
        body,
        _revenue_table(firms, setting),
        signed=f"虚构税务服务机构（{MARK}）",
        date=setting.spring,
    )


def statistics(application: Application, setting: Setting) -> Paper:
    """The revenue of the dominant industry and its growth, as the statistics bureau states it."""
    firms = dominant(application)
    scale = application.scale
    body = (
        f"{setting.region.cluster}纳入统计的主导产业企业共{len(firms)}家。{setting.year}年，"
        f"上述企业实现营业收入{show_plain(scale.revenue_total)}亿元，"
        f"比上年增长{show_plain(scale.growth)}%。\n"
        "统计口径：按企业注册地在县域范围内、主要业务属于主导产业的法人单位汇总；"
        "规模以上企业采用联网直报数据，其余企业采用抽样核实数据。\n"
        "增速按同一批企业两年营业收入计算，当年新办企业计入本年、不计入上年。"
    )
    return paper(
        "主导产业营业收入统计说明", body, signed=setting.region.office("统计局"), date=setting.autumn
    )


def no_accident(office: str, matter: str, setting: Setting) -> Paper:
    """A bureau's statement that there was no major accident in three years."""
    body = (
        f"经查阅台账并与相关单位核实，{setting.batch_year - 3}年9月至{setting.batch_year}年8月，"
        f"{setting.region.cluster}内企业未发生{matter}。\n"
        "集群内企业按要求落实主体责任，建立了风险分级管控和隐患排查治理制度，"
        "日常检查发现的一般问题均已按期整改。\n"
        "特此说明。"
    )
    return paper(f"关于近三年未发生{matter}的说明", body, signed=office, date=setting.autumn)


def registration(project: Project, setting: Setting, parts: tuple[Project, ...] = ()) -> Paper:
    """The registration of a project with its code, and of the sub-projects that share the code."""
    table = ListTable(
        (ListColumn("事项", 5), ListColumn("内容", 16, Align.LEFT)),
        (
            ("项目代码", project.code),
            ("项目单位", project.unit),
            ("建设地点", project.place),
            ("建设规模", project.scale),
            ("建设内容", project.content),
            ("总投资", f"{show_plain(project.investment)}万元"),
            ("建设工期", f"{show_date(project.start)}至{show_date(project.finish)}"),
            *(("分期子项目", f"{part.name}，总投资{show_plain(part.investment)}万元") for part in parts),
        ),
        density=Density.LIST,
    )
    body = (
        f"你单位申报的“{project.name}”已在投资项目在线审批监管平台完成备案，有关信息如下。"
        "请按备案内容组织实施，如有变更应及时办理变更手续。"
    )
    return paper("企业投资项目备案通知书", body, table, signed=project.supervision_unit, date=setting.autumn)


def _revenue_table(firms: tuple[Enterprise, ...], setting: Setting) -> ListTable:
    return ListTable(
        (
            ListColumn("序号", 2),
            ListColumn("企业名称", 10, Align.LEFT),
            ListColumn(f"{setting.year}年营业收入（亿元）", 5, Align.RIGHT),
            ListColumn(f"{setting.year - 1}年营业收入（亿元）", 5, Align.RIGHT),
            ListColumn("增长（%）", 4, Align.RIGHT),
        ),
        tuple(
            (
                str(number),
                firm.name,
                show_plain(firm.revenue),
                show_plain(firm.previous_revenue),
                show_plain(firm.growth),
            )
            for number, firm in enumerate(firms, start=1)
        ),
        density=Density.LIST,
    )


def _products(firm: Enterprise) -> str:
    return "、".join(product.name for product in firm.products)
