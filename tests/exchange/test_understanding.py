"""Sheets as people really fill them: units, percentages, dates, two lines of headings, sums below."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxdesk.base.errors import UserError
from jxdesk.domain import units
from jxdesk.domain.application import Application, NoticeRef
from jxdesk.domain.catalogue import Catalogue
from jxdesk.domain.parse import parse
from jxdesk.domain.values import NotApplicable
from jxdesk.exchange.cells import ReadCell
from jxdesk.exchange.dates import from_number, plain_date
from jxdesk.exchange.figures import from_number as from_number_cell
from jxdesk.exchange.figures import plain_figure
from jxdesk.exchange.headings import Answers, Meaning, Sense, find, look
from jxdesk.exchange.kinds import LISTS
from jxdesk.exchange.normal import normal
from jxdesk.exchange.references import References
from jxdesk.exchange.rows import ReadList, read_lists
from jxdesk.exchange.workbook import Cell, Sheet, read_bytes
from tests.exchange import books
from tests.strategies import notice

ENTERPRISES, PROJECTS = LISTS["enterprises"], LISTS["projects"]
MONEY = ("元", "千元", "万元", "百万元", "千万元", "亿元")


def read(*rows: tuple[Cell, ...], kind: str = "enterprises", answers: Answers | None = None) -> ReadList:
    return read_sheet(Sheet("表", rows), kind, answers)


def read_sheet(sheet: Sheet, kind: str = "enterprises", answers: Answers | None = None) -> ReadList:
    catalogue = Catalogue(notice())
    empty = Application(id="a", notice=NoticeRef("n", "1", "0" * 64))
    references = References(empty, catalogue)
    (found,) = read_lists((sheet,), (LISTS[kind],), catalogue, references, {kind: answers or {}})
    return found


def cell(found: ReadList, name: str, row: int = 0) -> ReadCell:
    return found.rows[row].cells[name]


# --- figures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "raw", "value", "note"),
    [
        ("营业收入（万元）", 12500.0, "1.25", "12500 万元 → 1.25 亿元"),
        ("2024年营业收入(万元)", "12,500", "1.25", "12,500 万元 → 1.25 亿元"),
        ("营业收入（亿元）", "1.25亿元", "1.25", ""),
        ("营业收入（亿元）", "１２５００ 万元", "1.25", "12500 万元 → 1.25 亿元"),
        ("营业收入（元）", 125000000.0, "1.25", "125000000 元 → 1.25 亿元"),
        ("营业收入（万元）", "3亿元", "3", ""),
        ("营业收入（亿元）", 30.50, "30.5", ""),
    ],
)
def test_money_in_another_unit_is_converted_and_said(heading: str, raw: Cell, value: str, note: str) -> None:
    found = cell(read(("企业名称", "所在地", heading), ("甲", "东区", raw)), "revenue")
    assert found.fault is None
    assert found.value == Decimal(value)
    assert found.note == note


def test_people_counted_in_ten_thousands_come_as_people_or_not_at_all() -> None:
    rows = ("企业名称", "所在地", "从业人员数（万人）"), ("甲", "东区", 1.2), ("乙", "东区", 0.12345)
    found = read(*rows)
    assert cell(found, "employees").value == 12_000
    fault = cell(found, "employees", 1).fault
    assert fault is not None
    assert "不是整数" in fault.message


def test_a_unit_for_the_whole_table_speaks_for_headings_without_one() -> None:
    title = ("某某县企业名单", "", "单位：万元")
    found = read(title, ("企业名称", "营业收入", "所在地"), ("甲", 8000, "东区"))
    assert cell(found, "revenue").value == Decimal("0.8")


def test_two_units_for_the_whole_table_speak_for_none() -> None:
    with pytest.raises(UserError) as caught:
        read(("单位：万元", "单位：亿元", ""), ("企业名称", "营业收入", "所在地"), ("甲", 8000, "东区"))
    assert caught.value.code == "exchange.heading-unit"


@given(st.decimals(0, 10**9, places=4), st.sampled_from(MONEY), st.sampled_from(MONEY))
def test_converting_there_and_back_keeps_the_amount(amount: Decimal, unit: str, other: str) -> None:
    there = units.converted(amount, unit, other)
    assert units.converted(there, other, unit) == amount
    assert "E" not in format(there, "f")


def test_units_of_different_things_are_not_converted() -> None:
    assert not units.convertible("万元", "万人")
    with pytest.raises(ValueError, match="万元"):
        units.converted(Decimal(1), "万元", "人")


def growth_book(heading: str = "增长率（%）") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["企业名称", "所在地", heading])
    for name, value, style in (("甲", 0.082, "0.0%"), ("乙", 8.2, "General"), ("丙", 1 / 15.5, "0.0%")):
        sheet.append([name, "东区", value])
        sheet.cell(sheet.max_row, 3).number_format = style
    return book


def test_a_percentage_cell_and_a_plain_number_mean_the_same() -> None:
    (sheet,) = read_bytes(books.saved(growth_book()), ".xlsx")
    found = read_sheet(sheet)
    assert cell(found, "growth", 0).value == cell(found, "growth", 1).value == Decimal("8.2")
    assert "百分比" in cell(found, "growth", 0).note
    assert cell(found, "growth", 1).note == ""
    assert cell(found, "growth", 2).value == Decimal("6.4516129"), "more places than a figure has"


def test_a_growth_that_says_no_unit_is_one_in_hundredths_unless_that_is_open() -> None:
    rows = (
        ("企业名称", "所在地", "增长率"),
        ("甲", "东区", 8.2),
        ("乙", "东区", "13.6%"),
        ("丙", "东区", 0.067),
    )
    found = read(*rows, ("丁", "东区", 0), ("戊", "东区", "—（新办）"))
    assert [cell(found, "growth", row).value for row in (0, 1, 3)] == [Decimal("8.2"), Decimal("13.6"), 0]
    fault = cell(found, "growth", 2).fault
    assert fault is not None
    assert "是不是百分数" in fault.message
    assert cell(found, "growth", 4).value == NotApplicable("新办")
    assert cell(read(("单位：万元",), *rows), "growth").value == Decimal("8.2")
    (sheet,) = read_bytes(books.saved(growth_book("增长率")), ".xlsx")
    assert cell(read_sheet(sheet), "growth", 0).value == Decimal("8.2")


def test_where_no_format_is_seen_a_small_share_is_asked_for() -> None:
    rows = (("企业名称", "所在地", "增长率（%）"), ("甲", "东区", 0.082), ("乙", "东区", 8.2))
    found = read_sheet(Sheet("表", rows, sees_percent=False))
    fault = cell(found, "growth").fault
    assert fault is not None
    assert "百分比" in fault.message
    assert cell(found, "growth", 1).value == Decimal("8.2")


def test_a_percentage_in_a_column_of_money_is_no_money() -> None:
    rows = (("企业名称", "所在地", "营业收入（亿元）"), ("甲", "东区", 0.5))
    fault = cell(read_sheet(Sheet("表", rows, {(1, 2): "percent"})), "revenue").fault
    assert fault is not None
    assert "百分比" in fault.message


@given(
    st.sampled_from(("revenue", "employees")),
    st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-5, 10**10).map(float))
    | st.decimals(-(10**6), 10**6, places=4).map(float),
)
def test_a_number_cell_is_what_typing_it_would_be(name: str, raw: float) -> None:
    field = Catalogue(notice()).field(f"enterprises.{name}")
    figure = plain_figure(field, raw)
    if figure is not None:
        typed = from_number_cell(raw)
        assert typed.note == ""
        value = parse(field, typed.text, notice())
        assert figure == (typed.text, value)
        assert str(figure[1]) == str(value)


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (dt.date(2025, 11, 1), "2025-11-01"),
        (dt.datetime(2025, 11, 1), "2025-11-01"),  # noqa: DTZ001 - as readers give them
        (45962.0, "2025-11-01"),
        ("2025.11", "2025-11"),
        (2025.11, "2025-11"),
        ("2025年11月", "2025-11"),
        ("2025/11/1", "2025-11-01"),
        ("２０２５－１１－０１", "2025-11-01"),
        ("20251101", "2025-11-01"),
        (202511.0, "2025-11"),
        ("2025-11-01 00:00:00", "2025-11-01"),
    ],
)
def test_dates_in_every_writing(raw: Cell, value: str) -> None:
    found = cell(read(("项目名称", "拟开工日期"), ("甲项目", raw), kind="projects"), "start")
    assert found.fault is None
    assert found.value == value


@pytest.mark.parametrize("raw", [2025.1, 2025.0, 12.0, 20251301.0, 99999999.0, -45962.0])
def test_a_number_that_may_be_several_dates_or_none_is_asked_for(raw: float) -> None:
    fault = cell(read(("项目名称", "拟开工日期"), ("甲项目", raw), kind="projects"), "start").fault
    assert fault is not None
    assert "认不准" in fault.message


@given(st.dates(dt.date(1955, 1, 1), dt.date(2118, 12, 31)))
def test_a_serial_number_is_the_day_that_a_spreadsheet_shows(day: dt.date) -> None:
    assert from_number(float((day - dt.date(1899, 12, 30)).days)) == day.isoformat()
    assert plain_date(day.strftime("%Y%m%d")) == day.isoformat()


# --- headings -----------------------------------------------------------------------------------


def test_headings_on_two_lines_with_joined_cells() -> None:
    rows = (
        ("某某县数字经济企业名单", "", "", "", ""),
        ("企业名称", "所在地", "2024年", "", "规上"),
        ("", "", "营业收入（万元）", "从业人员数", ""),
        ("甲", "东区", 12500, 30, "是"),
    )
    merged = ((0, 0, 0, 4), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4))
    found = read_sheet(Sheet("表", rows, merged=merged))
    assert [row.number for row in found.rows] == [4]
    assert cell(found, "name").value == "甲"
    assert cell(found, "revenue").value == Decimal("1.25")
    assert cell(found, "employees").value == 30
    assert cell(found, "above_scale").value is True


def test_what_stands_only_on_the_upper_of_two_lines_is_told_where_it_means_nothing() -> None:
    rows = (
        ("企业名称", "所在地", "经营情况", "备用"),
        ("", "", "营业收入（亿元）", ""),
        ("甲", "东区", 3, "x"),
    )
    assert read(*rows).headings.unused == ("备用",)
    titled = (("", "", "", "附件一"), ("企业名称", "所在地", "营业收入（亿元）", ""), ("甲", "东区", 3, "x"))
    assert read(*titled).headings.unused == ()


def test_the_unit_on_a_line_of_its_own() -> None:
    found = read(("企业名称", "所在地", "营业收入"), ("", "", "亿元"), ("甲", "东区", 3))
    assert cell(found, "revenue").value == Decimal(3)
    assert len(found.rows) == 1


def test_what_is_not_understood_is_asked_for_and_the_answer_is_taken() -> None:
    rows = ("单位全称名", "企业名称", "所在地", "去年进账", "备用"), ("x", "甲", "东区", 8000, "y")
    catalogue = Catalogue(notice())
    seen = look(Sheet("表", rows), ENTERPRISES, catalogue)
    assert seen is not None
    unknown = [column.heading for column in seen.columns if column.sense is Sense.UNKNOWN]
    assert unknown == ["单位全称名", "去年进账", "备用"]
    answers = {normal("去年进账"): Meaning("revenue", "万元"), normal("备用"): Meaning("")}
    found = read(*rows, answers=answers)
    assert cell(found, "revenue").value == Decimal("0.8")
    assert found.headings.unused == ("单位全称名",)


def test_an_answer_may_say_the_unit_of_a_heading_that_has_none() -> None:
    rows = ("企业名称", "所在地", "营业收入"), ("甲", "东区", 8000)
    seen = look(Sheet("表", rows), ENTERPRISES, Catalogue(notice()))
    assert seen is not None
    assert seen.columns[-1].sense is Sense.NO_UNIT
    found = read(*rows, answers={normal("营业收入"): Meaning("revenue", "万元")})
    assert cell(found, "revenue").value == Decimal("0.8")


def test_an_answer_for_a_field_that_there_is_not_is_no_answer() -> None:
    rows = (("企业名称", "所在地", "甲乙丙"), ("甲", "东区", "x"))
    found = find(Sheet("表", rows), ENTERPRISES, Catalogue(notice()), {"甲乙丙": Meaning("gone")})
    assert found is not None
    assert found.unused == ("甲乙丙",)


# --- rows ---------------------------------------------------------------------------------------


def test_sums_and_remarks_below_the_list_are_left_out_and_told() -> None:
    found = read(
        ("序号", "企业名称", "所在地", "营业收入（亿元）"),
        (1, "甲", "东区", 3),
        (2, "注目科技", "西区", 1),
        ("", "", "", ""),
        ("合 计", "", "", 4),
        ("备注：营业收入为快报数。", "", "", ""),
        ("填表人：张三", "", "审核：李四", ""),
    )
    assert [cell(found, "name", row).value for row in range(2)] == ["甲", "注目科技"]
    assert len(found.rows) == 2
    assert [number for number, _ in found.skipped] == [5, 6, 7]
    assert found.skipped[1][1].startswith("备注")


def test_a_kind_joined_over_rows_holds_for_each_and_a_figure_does_not() -> None:
    label = notice().vocabularies["project_categories"][0].label
    rows = (
        ("项目类别", "项目名称", "总投资（万元）"),
        (label, "甲项目", 500),
        ("", "乙项目", ""),
    )
    found = read_sheet(Sheet("表", rows, merged=((1, 0, 2, 0), (1, 2, 2, 2))), "projects")
    assert cell(found, "category", 1).value == cell(found, "category", 0).value
    assert "第 2 行" in cell(found, "category", 1).note
    fault = cell(found, "investment", 1).fault
    assert fault is not None
    assert "合并" in fault.message


def test_a_term_in_another_width_and_a_name_on_two_lines() -> None:
    label = notice().vocabularies["chain_roles"][0].label
    rows = ("企业名称", "产业链角色", "所在地"), ("甲科技\n有限公司", f" {label}　", "东区")
    found = read(*rows)
    assert cell(found, "chain_role").fault is None
    assert cell(found, "name").value == "甲科技有限公司"
    assert "换行" in cell(found, "name").note
