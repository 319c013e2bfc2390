"""Parts three to six, 附1 with the fund plan, the joint applicants: what stands where."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from jxdesk.documents.form import build_outline
from jxdesk.documents.outline import (
    Block,
    FormGrid,
    Heading,
    ListTable,
    Outline,
    Paragraph,
    TextRole,
    block_texts,
)
from jxdesk.domain.application import Application, Enterprise, Funds, Indicator, Project, Targets
from jxdesk.domain.values import Product
from jxdesk.notice import Notice
from tests.documents.sample import sample


def made(notice: Notice, **changes: Any) -> Application:
    return dataclasses.replace(sample(notice), **changes)


def blocks(outline: Outline, section: str) -> tuple[Block, ...]:
    return next(each.blocks for each in outline.sections if each.id == section)


def tables(outline: Outline, section: str) -> list[ListTable]:
    return [block for block in blocks(outline, section) if isinstance(block, ListTable)]


def test_each_product_of_a_leader_has_its_line_and_share(notice: Notice) -> None:
    firms = (
        Enterprise(
            uid="e1",
            name="演示甲公司",
            chain_role="leader",
            sales=Decimal("12.30"),
            products=(
                Product("产品一", Decimal("8.0")),
                Product("产品二"),
                Product("产品三", Decimal("0.25")),
            ),
        ),
        Enterprise(uid="e2", name="演示乙公司", chain_role="leader"),
        Enterprise(
            uid="e3", name="演示丙公司", chain_role="supporting", products=(Product("产品四", Decimal(1)),)
        ),
    )
    outline = build_outline(made(notice, enterprises=firms), notice)
    leaders, backbone, supporting = tables(outline, "chain")
    assert leaders.rows == (
        ("演示甲公司", "12.30", "产品一", "8.0"),
        (None, None, "产品二", ""),
        (None, None, "产品三", "0.25"),
        ("演示乙公司", "", "", ""),
    )
    assert backbone.rows == (("", "", ""),)
    assert supporting.rows == (("演示丙公司", "", "产品四"),)


def test_the_chain_tables_have_common_edges(notice: Notice) -> None:
    found = tables(build_outline(sample(notice), notice), "chain")
    widths = [[column.width for column in table.columns] for table in found]
    assert len({round(sum(each), 6) for each in widths}) == 1
    assert len({tuple(each[:2]) for each in widths}) == 1


def test_a_remark_stays_beside_its_figure(notice: Notice) -> None:
    found = blocks(build_outline(sample(notice), notice), "innovation")
    grid = next(block for block in found if isinstance(block, FormGrid))
    figures = [row[1].text for row in grid.rows[1:]]
    assert figures == [
        "386\n(近三年新增总数)",
        "124\n(另附证明材料)",
        "2\n(另附证明材料)",
        "15\n(另附证明材料)",
        "0\n(另附证明材料)",
        "—\n(另附证明材料)",
    ]


def test_annex_1_has_its_parts_in_order_and_each_table_in_its_part(notice: Notice) -> None:
    outline = build_outline(sample(notice), notice)
    order = [
        block.text if isinstance(block, Heading) else block.columns[1].label
        for block in blocks(outline, "targets")
        if isinstance(block, Heading | ListTable)
    ]
    assert order == [
        "（一）建设数字产业集群的作用和意义。",
        "（二）指导思想、原则和工作目标。",
        "指标名称",
        "（三）建设任务。",
        "（四）资金使用方向。",
        "项目名称",
        "（五）保障措施。",
    ]


def test_what_is_written_takes_the_place_of_the_templates_guidance(notice: Notice) -> None:
    targets = Targets(tasks="第一项任务。\n　　第二项任务。")
    outline = build_outline(made(notice, targets=targets), notice)
    shown = [text for block in blocks(outline, "targets") for text in block_texts(block)]
    assert shown[shown.index("（三）建设任务。") + 1] == "第一项任务。\n第二项任务。"
    assert shown[shown.index("（五）保障措施。") + 1].startswith("明确建设数字产业集群的组织实施机制")


def test_given_indicators_keep_the_notices_order_and_added_ones_follow(notice: Notice) -> None:
    rows = (
        Indicator(uid="i1", name="数据集", unit="个", first=Decimal(3)),
        Indicator(uid="tax", given="tax", third=Decimal("1.50")),
        Indicator(uid="i2", name="无单位", second=Decimal(4)),
    )
    table = tables(build_outline(made(notice, indicators=rows), notice), "targets")[0]
    assert [row[0] for row in table.rows] == [str(number) for number in range(1, 10)]
    assert table.rows[0] == ("1", "主导产业营收规模（亿元）", "", "", "")
    assert table.rows[6:] == (
        ("7", "创造税收（亿元）", "", "", "1.50"),
        ("8", "数据集（个）", "3", "", ""),
        ("9", "无单位", "", "4", ""),
    )


def test_the_fund_plan_lists_the_funded_projects_and_their_sum(notice: Notice) -> None:
    projects = (
        Project(uid="p1", name="甲项目", funding=Decimal("400.5"), funding_use="data", direction="datasets"),
        Project(uid="p2", name="没有资金的项目"),
        Project(uid="p3", name="乙项目", funding=Decimal("99.50")),
    )
    funds = Funds(amount=Decimal("500.00"))
    outline = build_outline(made(notice, projects=projects, funds=funds), notice)
    amounts = next(block for block in blocks(outline, "targets") if isinstance(block, FormGrid))
    assert [[cell.text for cell in row] for row in amounts.rows] == [["申请省级资金（万元）", "500.00"]]
    plan = tables(outline, "targets")[1]
    assert plan.rows == (
        ("1", "甲项目", "4. 重点行业高质量数据集建设", "数据采集、标注和数据集建设", "400.5"),
        ("2", "乙项目", "", "", "99.50"),
        ("", "合计", "", "", "500.00"),
    )


def test_without_a_fund_plan_annex_1_is_the_templates(notice: Notice) -> None:
    outline = build_outline(made(notice, projects=(), funds=Funds()), notice)
    assert len(tables(outline, "targets")) == 1
    roles = [block.role for block in blocks(outline, "targets") if isinstance(block, Paragraph)]
    assert TextRole.CAPTION not in roles


def test_joint_applicants_are_listed_lead_first(notice: Notice) -> None:
    application = sample(notice)
    table = tables(build_outline(application, notice), "members")[0]
    assert [column.label for column in table.columns] == [
        "序号",
        "申报单位",
        "申报主体类别",
        "所在县（市、区）",
        "统一社会信用代码",
        "牵头单位",
    ]
    assert table.rows == (
        ("1", "演示县人民政府", "县（市、区）", "南昌县", "11360000MB0000001X", "是"),
        ("2", "演示经济开发区管理委员会", "省级开发区", "", "11360000MB0000002Y", "否"),
    )
    alone = dataclasses.replace(application, members=application.members[:1])
    assert "members" not in [section.id for section in build_outline(alone, notice).sections]


def test_evidence_says_how_many_and_of_when(notice: Notice) -> None:
    table = tables(build_outline(sample(notice), notice), "evidence")[0]
    assert table.rows[1] == (
        "2",
        "演示-发明专利授权汇总表及证书扫描件.pdf",
        "发明专利授权；国家级和省级创新平台数量（个）；高质量数据集数量（个）",
        "124",
        "2024年12月",
        "11.4 MB",
    )
    assert table.rows[2][2] == (
        "产业规划、政策和推进机制文件；演示可信数据空间建设项目（1期）；演示县人民政府；演示塅上数据要素公共服务平台"
    )
