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
    row_spans,
)
from jxdesk.domain.application import Basic, Scale
from jxdesk.domain.values import NotApplicable
from jxdesk.domain.work import Draft
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
        "(集群名称要与主导产业紧密关联,体现特色产业鲜明辨识度)",
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
        "集群主导产业、重点企业、发展优势和发展规划等方面情况简介(1000字内)",
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
    "chain": [
        "三、集群产业链条情况",
        "集群领军企业名称",
        "2024 年销售收入（亿元）",
        "主要产品",
        "主要产品全国市场占有率（%）",
        "集群骨干企业名称(至少 3 家)",
        "2024 年销售收入(亿元)",
        "主要产品",
        "集群重点配套中小企业名称(至少 4 家)",
        "2024 年销售收入(亿元)",
        "主要产品",
        "总体情况(重点介绍集群产业链协作情况, 集群企业共同开展的活动情况等, 1000 字以内)",
    ],
    "innovation": [
        "四、集群技术创新水平",
        "指标项",
        "数量",
        "集群内规上企业新获得的科技奖励及数字经济相关核心技术和自主知识产权(包括专利及软件著作权)数量(项)",
        "(近三年新增总数)",
        "集群发明专利授权数量(件)",
        "(另附证明材料)",
        "集群内国家级创新平台数量(家)",
        "(另附证明材料)",
        "集群内省级创新平台数量(家)",
        "(另附证明材料)",
        "集群内国家级科学技术奖(项)",
        "(另附证明材料)",
        "集群内省级科学技术奖(项)",
        "(另附证明材料)",
    ],
    "services": [
        "五、集群服务体系情况",
        "指标项",
        "数量",
        "集群产业从业人员数量(万人)",
        "集群内省级以上公共服务平台数量(个)",
        "(另附证明材料)",
        "集群上市和挂牌企业数量(家)",
        "(另附证明材料)",
        "集群内各类投融资机构数量(家)",
        "(另附证明材料)",
        "公共服务平台名称",
        "公共服务平台级别",
        "建设单位",
        "服务内容或方向",
        (
            "总体情况(重点介绍集群与科研院所等产学研合作情况,产业人才结构、领军人才或团队情况、"
            "金融服务效率和水平、信息基础设施等生产性服务业情况)"
        ),
    ],
    "organisation": [
        "六、集群组织保障情况",
        "总体情况（重点介绍地方支持集群培育发展的产业规划、组织保障、政策措施、工作推进机制等）",
    ],
    "targets": [
        "附 1",
        "江西省数字产业集群目标任务书",
        "各地区根据下列要求，编制培育省数字产业集群的工作计划。计划应包括但不限于以下内容：",
        "（一）建设数字产业集群的作用和意义。",
        "（二）指导思想、原则和工作目标。",
        (
            "数字产业集群建设的总体思路、原则，近三年的数字产业集群建设的总体目标，"
            "并对实现主导产业营收规模及增速、企业培育数、带动上下游企业数、国家级和省级创新平台数量、"
            "带动就业人数、创造税收等提出量化目标，包括但不限于以下所列指标。"
        ),
        "序号",
        "指标名称",
        "25年指标值",
        "26年指标值",
        "27年指标值",
        "1",
        "主导产业营收规模（亿元）",
        "2",
        "主导产业营收增速（%）",
        "3",
        "主导产业企业培育数（家）",
        "4",
        "带动上下游企业数（家）",
        "5",
        "国家级和省级创新平台数量（个）",
        "6",
        "带动就业人数（人）",
        "7",
        "创造税收（亿元）",
        "（三）建设任务。",
        (
            "结合数字产业集群的实际和特点，围绕主导产业发展目标，有针对性地提出数字产业集群重点建设任务，"
            "包括产业链条完善、龙头企业培育、创新能力提升、体制机制改革等。"
        ),
        "（四）资金使用方向。",
        "明确省级补助资金的具体使用方式和金额概算，应用于支持试点培育的数字经济重点项目。",
        "（五）保障措施。",
        "明确建设数字产业集群的组织实施机制、企业引进、创新创业、资金人才以及项目推进等保障措施。",
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
    form = [
        "cover",
        "pledge",
        "contents",
        "basic",
        "scale",
        "chain",
        "innovation",
        "services",
        "organisation",
    ]
    lists = ["members", "register", "above-scale", "evidence"]
    assert ids == [*form, "targets", "projects", *lists]
    assert [section.id for section in outline.sections if section.landscape] == ["projects", "register"]


def test_the_ten_largest_stand_high_to_low(notice: Notice) -> None:
    outline = build_outline(sample(notice, enterprises=40), notice)
    section = next(each for each in outline.sections if each.id == "scale")
    table = next(block for block in section.blocks if isinstance(block, ListTable))
    revenues = [Decimal(row[1] or 0) for row in table.rows]
    assert len(revenues) == 10
    assert revenues == sorted(revenues, reverse=True)
    assert LONG_NAME in [row[0] for row in table.rows]


def test_numbers_stand_as_typed_and_what_is_not_applicable_as_a_dash(notice: Notice) -> None:
    scale = Scale(revenue_total=Decimal("0.50"), growth=NotApplicable("新设"), overview="")
    outline = build_outline(sample(notice, scale=scale), notice)
    shown = texts(outline, "scale")
    assert shown[4] == "0.50"
    assert shown[6] == "—"


def test_the_templates_remark_gives_way_to_what_is_written(notice: Notice) -> None:
    shown = texts(build_outline(sample(notice), notice), "basic")
    assert not any("鲜明辨识度" in text or "1000字内" in text for text in shown)


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
    assert build_outline(sample(notice), notice, Draft()).watermark == "送审稿"
    assert build_outline(sample(notice, demo=True), notice, Draft()).watermark == "演示·送审稿"


def test_evidence_says_in_words_what_it_proves(notice: Notice) -> None:
    form = Form(sample(notice), notice)
    assert form.reference("enterprises:e000") == "演示数字科技000（云岭）有限公司"
    assert form.reference("scale.revenue_total") == "营业收入总额"
    assert form.reference("enterprises:gone") == "已删除的条目"
    assert form.reference("innovation.patents") == "发明专利授权"
    assert form.reference("organisation.overview") == "组织保障总体情况"
    assert form.reference("topic:policy") == "产业规划、政策和推进机制文件"
    assert form.reference("members:m1") == "演示县人民政府"
    assert form.reference("indicators:platforms") == "国家级和省级创新平台数量（个）"
    assert form.reference("indicators:i1") == "高质量数据集数量（个）"


def test_typed_indents_and_blank_lines_are_left_to_the_page() -> None:
    assert prose("　　第一段。\n\n  第二段。  \n") == "第一段。\n第二段。"


def test_a_grid_with_an_overlap_or_a_gap_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no cell covers"):
        FormGrid((1, 1), ((Cell("甲"),),))
    with pytest.raises(ValueError, match="does not fit"):
        FormGrid((1, 1), ((Cell("甲", col_span=3),),))
    with pytest.raises(ValueError, match="does not fit"):
        FormGrid((1,), ((Cell("甲", row_span=2),),))


def test_a_place_that_the_cell_above_covers_needs_a_cell_above() -> None:
    columns = (ListColumn("甲", 1), ListColumn("乙", 1))
    with pytest.raises(ValueError, match="no cell above"):
        ListTable(columns, ((None, "丙"),))
    rows = (("a", "b"), (None, "c"), (None, None), ("d", ""))
    assert row_spans(ListTable(columns, rows).rows) == [[3, 1], [0, 2], [0, 0], [1, 1]]


def test_a_list_row_of_the_wrong_length_is_a_bug() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        ListTable((ListColumn("甲", 1),), (("乙", "丙"),))


def test_section_ids_are_unique() -> None:
    section = Section("a", "甲", (SignaturePlace("盖章", ""),))
    with pytest.raises(ValueError, match="repeat"):
        Outline("题", (section, section))
