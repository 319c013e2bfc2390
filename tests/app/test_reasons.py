"""What passes as the reason of a warning and what does not; which finding it holds for."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.app import reasons
from jxdesk.app.checking import CheckReport, Judged, check, write_reason
from jxdesk.app.session import Session
from jxdesk.base.errors import UserError
from jxdesk.domain.finding import Finding, Level, Place
from tests.strategies import notice

GROWTH = Finding(
    rule="S05",
    level=Level.WARNING,
    clause="模板二",
    place=Place("register", "enterprises.growth", "e4"),
    message="“演示传感4号有限公司”的增长率填写 20.9%，按两年收入算约为 20.00%。",
    remedy="核对三个数字；按可比口径计算的，写明理由。",
    values=(("增长率", "20.9%"), ("本年营业收入", "9.60 亿元"), ("上年营业收入", "8.00 亿元")),
)

REAL = (
    "该企业2024年12月新设，无上年数据",
    "2024年新办企业，没有可比数",
    "按可比口径计算，已剔除并购影响",
    "统计口径与上年不同，今年含子公司",
    "数据经县统计局核实无误",
    "数据已经统计局核实无误",
    "已与企业年报核对，数据无误",
    "三家企业合并报表，总额按口径扣除",
    "上年基数很小，全部为新投产",
    "当年有大项目投产，统计部门已核实。",
    "内部说明：统计局口径",
    "企业当年关停两条生产线，收入下降",
    "ERP系统上线后口径变化，差异0.3%",
    "详见附件3审计报告第12页",
    "该项目分两期建设，共用一个代码",
    "与某某公司是同名的两家企业，信用代码不同",
    "企业已搬迁到开发区，地址待变更",
    "经与省统计局沟通，可比口径增速为12.3%",
    "评审部门要求保留两位小数，存在尾差",
    "应急管理部门的证明正在办理，10月20日取得",
    "企业为央企分公司，不单独核算收入",
    "电子表格四舍五入造成的尾差",
    "因疫情停工三个月，收入减半",
    "办公用房指企业自建研发楼，不用省级资金",
    "代码为老项目代码，2016年备案",
    "两家公司法人不同，不是同一家",
    "收入含境外子公司并表部分",
    "竣工时间晚，但主体工程在试点期内完成",
    "水电费上涨，成本增加，收入不变",
    "企业正常停产检修两个月所致",
)

HOLLOW = (
    ("", "short"),
    ("无", "short"),
    ("同意", "short"),
    ("情况属实", "short"),
    ("asdfghjkl", "short"),
    ("12345678901234567890", "short"),
    ("qwertyuiop asdfghjkl zxcvbnm", "short"),
    ("。。。。。。。。。。", "marks"),
    ("……………………", "marks"),
    ("1 2 3 4 5 6 7 8 9 10", "marks"),
    ("１２３４５６７８９０", "marks"),
    ("啊啊啊啊啊啊啊啊啊啊", "repeated"),
    ("哈哈哈哈哈哈哈哈哈", "repeated"),
    ("测试测试测试测试测试", "repeated"),
    ("没有问题，没有问题，没有问题", "repeated"),
    ("理由理由理由理由理由", "repeated"),
    ("同意。同意。同意。同意。", "repeated"),
    ("asdf asdf asdf asdf asdf asdf asdf asdf", "repeated"),
    ("ok ok ok ok ok ok ok ok", "repeated"),
    ("q w e r t y u i o p", "noise"),
    ("阿斯顿发斯蒂芬阿斯顿发", "noise"),
    ("的撒发士大夫撒旦发撒", "noise"),
    ("一二三四五六七八九十", "noise"),
    ("情况属实，没有问题", "placeholder"),
    ("情况属实，没有问题，同意上报。", "placeholder"),
    ("按要求填写，数据真实准确完整", "placeholder"),
    ("我单位已按要求如实填写，经核实数据准确无误", "placeholder"),
    ("实际情况就是这样，没有办法", "placeholder"),
    ("领导同意保留这条提醒", "placeholder"),
    ("经办人已核对所有数据，没有错误", "placeholder"),
    ("企业已确认数据无误", "placeholder"),
    ("特殊情况，特此说明，请予通过", "placeholder"),
    ("这个数字没有错误，不用修改", "placeholder"),
    ("没什么好说的就是这样", "placeholder"),
    ("暂无说明，以后再补充说明", "placeholder"),
    ("按 照 要 求 填 写 ， 情 况 属 实", "placeholder"),
    (GROWTH.message, "copied"),
    (GROWTH.remedy, "copied"),
    (GROWTH.message + GROWTH.remedy, "copied"),
    (GROWTH.message + "情况属实", "copied"),
    ("演示传感4号有限公司的增长率填写20.9%", "copied"),
    ("按可比口径计算的，写明理由", "copied"),
    ("增长率应与本年、上年营业收入算出的结果一致", "copied"),
    ("因为并购了一家企业所以口径有变化，" * 20, "long"),
    ("a" * 3000, "long"),
)


def refusal(text: str) -> str | None:
    """The code of the refusal without its room, ``None`` for a text that is taken."""
    try:
        reasons.refuse_hollow(text, GROWTH, notice().rules["S05"])
    except UserError as error:
        refused = error
    else:
        return None
    assert refused.message.endswith("。")
    assert refused.remedy.endswith("。")
    return refused.code.removeprefix("reason.")


@pytest.mark.parametrize("text", REAL)
def test_a_real_reason_is_taken_however_short(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize(("text", "why"), HOLLOW)
def test_a_text_that_says_nothing_is_refused_and_told_why(text: str, why: str) -> None:
    assert refusal(text) == why


def test_the_bounds_are_counted_in_the_forms_own_way() -> None:
    assert refusal("两年口径不同一") == "short"
    assert refusal("两年口径不同一的") is None
    sentence = "统计局认定的口径与上一年不同"
    full = (sentence + "，另有说明") * 16
    assert refusal(full[:300]) is None
    assert refusal(full[:301]) == "long"


def test_the_refusal_says_what_a_good_reason_looks_like_for_this_rule() -> None:
    with pytest.raises(UserError) as refused:
        reasons.refuse_hollow("无", GROWTH, notice().rules["O01"])
    assert "理由太短，只有 1 字" in refused.value.message
    assert reasons.wording().example in refused.value.remedy
    assert notice().rules["O01"].evidence.rstrip("。") in refused.value.remedy
    assert refusal(reasons.wording().example) is None


@given(st.text(max_size=400))
def test_any_text_is_taken_or_refused_in_a_sentence(text: str) -> None:
    refusal(text)


@given(st.sampled_from(HOLLOW[4:]), st.sampled_from("，。；、 \u3000!"))
def test_marks_make_nothing_better(pair: tuple[str, str], mark: str) -> None:
    assert refusal(mark.join(pair[0])) is not None


# --- which finding a reason holds for ------------------------------------------------------------


# One edit each: of a figure, a row, a list, a date, a file, a text and of what two places must share.
WARNED = (
    ("enterprises.growth", "e4", "29.9", "S05"),
    ("enterprises.revenue", "e12", "0.0008", "S07"),
    ("scale.growth", "", "260", "S08"),
    ("enterprises.sales", "e2", "9.99", "C09"),
    ("enterprises.uscc", "e6", "913600000000000000", "E01"),
    ("enterprises.name", "e8", "江西演示传感（7）号有限责任公司", "E02"),
    ("projects.code", "p1", "2513-1", "J02"),
    ("projects.finish", "p2", "2029-01", "J04"),
    ("projects.investment", "p2", "0.32", "J05"),
    ("services.public_platforms", "", "2", "P01"),
    ("services.listed", "", "5", "P03"),
    ("indicators.second", "platforms", "4", "T03"),
    ("targets.fund_use", "", "用于工作经费。", "F06"),
    ("evidence.proves", "v1", "", "A02"),
)


def _warnings(report: CheckReport, rule: str) -> list[Judged]:
    return [item for item in report.judged if item.finding.rule == rule]


@pytest.mark.parametrize(("field", "row", "typed", "rule"), WARNED, ids=[each[3] for each in WARNED])
def test_a_reason_holds_for_what_was_seen_and_for_nothing_else(
    session: Session, field: str, row: str, typed: str, rule: str
) -> None:
    session.set_text(field, typed, row)
    found = [item.finding for item in _warnings(check(session), rule)]
    assert found
    assert {finding.level for finding in found} == {Level.WARNING}
    for finding in found:
        other = dataclasses.replace(finding, values=(*finding.values, ("别的", "数")))
        write_reason(session, other, "别的数字所用的统计口径不同", for_reviewer=True)
    assert [item.reason for item in _warnings(check(session), rule)] == [None] * len(found)
    for number, finding in enumerate(found):
        write_reason(session, finding, f"第{number}处按县统计局的口径填报", for_reviewer=True)
        other = dataclasses.replace(finding, values=(("别的", "数"),))
        write_reason(session, other, "别的数字所用的统计口径不同", for_reviewer=False)
    assert [item.reason_shown for item in _warnings(check(session), rule)] == [
        f"第{number}处按县统计局的口径填报" for number in range(len(found))
    ]


def test_without_values_the_sentence_is_what_was_seen(session: Session) -> None:
    session.set_text("evidence.proves", "", "v1")
    (item,) = _warnings(check(session), "A02")
    write_reason(session, item.finding, "这份材料供现场评审时备查", for_reviewer=True)
    assert _warnings(check(session), "A02")[0].reason is not None
    session.set_text("evidence.name", "另一份.pdf", "v1")
    (item,) = _warnings(check(session), "A02")
    assert item.reason is None


def test_undo_brings_the_values_back_and_with_them_their_reason(session: Session) -> None:
    session.set_text("scale.growth", "260")
    write_reason(session, _warnings(check(session), "S08")[0].finding, REAL[8], for_reviewer=True)
    session.set_text("scale.growth", "270")
    (item,) = _warnings(check(session), "S08")
    assert item.reason is None
    write_reason(session, item.finding, REAL[9], for_reviewer=True)
    session.workspace.undo()
    assert _warnings(check(session), "S08")[0].reason_shown == REAL[8]


# --- numbers of persons --------------------------------------------------------------------------

NUMBERS = (
    ("身份证号", "法定代表人身份证号11010519491231002X，已向省厅报备", "002X"),
    ("手机号", "经办人手机13812345678，可随时核对统计口径", "5678"),
    ("银行卡号", "补助打入6222020200112233446卡内，与营收无关", "3446"),
)


@pytest.mark.parametrize(("word", "text", "tail"), NUMBERS, ids=[each[0] for each in NUMBERS])
def test_numbers_of_persons_stay_inside_and_are_masked(
    session: Session, word: str, text: str, tail: str
) -> None:
    session.set_text("scale.growth", "260")
    finding = _warnings(check(session), "S08")[0].finding
    with pytest.raises(UserError) as refused:
        write_reason(session, finding, text, for_reviewer=True)
    assert refused.value.code == "reason.sensitive"
    assert word in refused.value.message
    assert text[8:20] not in refused.value.message
    write_reason(session, finding, text, for_reviewer=False)
    (item,) = _warnings(check(session), "S08")
    assert "*" in item.reason_shown
    assert tail in item.reason_shown
    shown = check(session).to_json()["findings"]
    assert [f["reason"] for f in shown if f["rule"] == "S08"] == [item.reason_shown]
