"""The official form: labels to the letter, in the template's order; one golden outline."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from jxdesk.documents.form import build_outline
from jxdesk.documents.form.format import Form, prose
from jxdesk.documents.outline import (
    Cell,
    FormGrid,
    ListColumn,
    ListTable,
    Outline,
    Section,
    SignaturePlace,
    block_texts,
    plain_text,
)
from jxdesk.domain.application import Basic, Scale
from jxdesk.domain.values import NotApplicable
from jxdesk.notice import Notice
from tests.documents.reading import squeezed
from tests.documents.sample import LONG_NAME, empty, sample

GOLDEN = Path(__file__).parent / "golden" / "outline.txt"

# Typed from the template of the notice (赣财建〔2025〕25号, annex), part by part. White space at
# line ends of the template is not part of a label.
TEMPLATE = {
    "cover": [
        "江西省数字产业集群试点",
        "实施方案",
        "集 群 名 称 ：",
        "申报单位（盖章）：",
        "联 系 人 ：",
        "联 系 方 式 ：",
    ],
    "pledge": [
        "承诺书",
        (
            "本单位郑重承诺，所有申报材料真实、准确、完整。集群内企业近三年未发生重大、特大生产安全事故，"
            "未发生重大、特大环境事故。如提供虚假信息或未按要求提供有关内容，申报书视为无效，自动放弃申报资格。"
        ),
        "(申报单位盖章)",
    ],
    "basic": [
        "一、集群基本信息",
        "集群名称",
        "集群主导产业领域",
        "从业人员数",
        "集群企业总数",
        "(另附企业名单)",
        "集群主导产业规模以上企业数量",
        "(另附企业名单)",
        "申报联系人",
        "联系人",
        "职务",
        "联系电话",
        "邮箱",
        "通讯地址",
        "集群简介",
    ],
    "scale": [
        "二、集群规模效益情况",
        "指标项",
        "数量",
        "集群主导产业 2024 年营业收入总额（亿元）",
        "集群主导产业 2024 年营业收入总额增速（%）",
        "主导产业营收前 10 家企业名称（按营收从高到低排序，并提供营收证明）",
        "2024 年营业收入（亿元）",
        "同比增长率（%）",
        "主要产品",
        (
            "总体情况（重点介绍集群产业先进性、产业实力、企业结构、产业链上下游配套、企业管理水平、"
            "集群品牌建设、先进模式的应用水平等）"
        ),
    ],
    "projects": [
        "附 2",
        "江西省数字产业集群重点项目建设清单",
        "序号",
        "项目类别",
        "项目名称(项目代码)",
        "项目单位及项目负责人",
        "建设规模",
        "主要建设内容",
        "拟开工日期",
        "拟竣工日期",
        "建设地点",
        "总投资(万元)",
        "日常监管直接责任单位及监管责任人",
        "1",
        (
            "注：项目类别包括但不限于综合性数字赋能平台建设项目、数据流通利用基础设施建设项目、行业高质量数据集平台建设项目、"
            "城市全域数字化转型项目、数字产业集群建设项目、数据领域核心技术和关键设备攻关项目等方面。"
        ),
    ],
}


def texts(outline: Outline, section: str) -> list[str]:
    found = next(each for each in outline.sections if each.id == section)
    return [text for block in found.blocks for text in block_texts(block)]


@pytest.mark.parametrize("part", list(TEMPLATE))
def test_the_empty_form_is_the_template_to_the_letter(notice: Notice, part: str) -> None:
    outline = build_outline(empty(notice), notice)
    shown = [text for text in texts(outline, part) if text]
    blanks = {notice.text("cover_month_blank"), notice.text("pledge_date_blank")}
    assert [text for text in shown if text not in blanks] == TEMPLATE[part]


def test_the_blank_dates_are_the_templates(notice: Notice) -> None:
    outline = build_outline(empty(notice), notice)
    assert squeezed(texts(outline, "cover")[-1]) == "2025年月"
    assert squeezed(texts(outline, "pledge")[-1]) == "2025年月日"


def test_golden_outline(notice: Notice) -> None:
    outline = build_outline(sample(notice, enterprises=4, projects=3), notice)
    assert plain_text(outline) == GOLDEN.read_text(encoding="utf-8")


def test_parts_stand_in_template_order_and_lists_follow(notice: Notice) -> None:
    outline = build_outline(sample(notice), notice)
    ids = [section.id for section in outline.sections]
    assert ids == ["cover", "pledge", "basic", "scale", "projects", "register", "above-scale", "evidence"]
    assert [section.id for section in outline.sections if section.landscape] == ["projects"]


def test_the_ten_largest_stand_high_to_low(notice: Notice) -> None:
    outline = build_outline(sample(notice, enterprises=40), notice)
    section = next(each for each in outline.sections if each.id == "scale")
    table = next(block for block in section.blocks if isinstance(block, ListTable))
    revenues = [Decimal(row[1]) for row in table.rows]
    assert len(revenues) == 10
    assert revenues == sorted(revenues, reverse=True)
    assert LONG_NAME in [row[0] for row in table.rows]


def test_numbers_stand_as_typed_and_what_is_not_applicable_as_a_dash(notice: Notice) -> None:
    scale = Scale(revenue_total=Decimal("0.50"), growth=NotApplicable("新设"), overview="")
    outline = build_outline(sample(notice, scale=scale), notice)
    shown = texts(outline, "scale")
    assert shown[4] == "0.50"
    assert shown[6] == "—"


def test_an_unfilled_count_leaves_only_the_templates_remark(notice: Notice) -> None:
    outline = build_outline(sample(notice, basic=Basic(enterprise_count=12)), notice)
    shown = texts(outline, "basic")
    assert "12家\n(另附企业名单)" in shown
    assert "(另附企业名单)" in shown


def test_a_joint_application_names_its_lead_first(notice: Notice) -> None:
    outline = build_outline(sample(notice), notice)
    assert "演示县人民政府、演示经济开发区管理委员会" in texts(outline, "cover")


def test_draft_and_training_county_are_marked(notice: Notice) -> None:
    assert build_outline(sample(notice), notice).watermark == ""
    assert build_outline(sample(notice), notice, draft=True).watermark == "送审稿"
    assert build_outline(sample(notice, demo=True), notice, draft=True).watermark == "演示·送审稿"


def test_evidence_says_in_words_what_it_proves(notice: Notice) -> None:
    form = Form(sample(notice), notice)
    assert form.reference("enterprises:e000") == "演示数字科技000（云岭）有限公司"
    assert form.reference("scale.revenue_total") == "营业收入总额"
    assert form.reference("enterprises:gone") == "已删除的条目"


def test_typed_indents_and_blank_lines_are_left_to_the_page() -> None:
    assert prose("　　第一段。\n\n  第二段。  \n") == "第一段。\n第二段。"


def test_a_grid_with_an_overlap_or_a_gap_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no cell covers"):
        FormGrid((1, 1), ((Cell("甲"),),))
    with pytest.raises(ValueError, match="does not fit"):
        FormGrid((1, 1), ((Cell("甲", col_span=3),),))
    with pytest.raises(ValueError, match="does not fit"):
        FormGrid((1,), ((Cell("甲", row_span=2),),))


def test_a_list_row_of_the_wrong_length_is_a_bug() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        ListTable((ListColumn("甲", 1),), (("乙", "丙"),))


def test_section_ids_are_unique() -> None:
    section = Section("a", "甲", (SignaturePlace("盖章", ""),))
    with pytest.raises(ValueError, match="repeat"):
        Outline("题", (section, section))
