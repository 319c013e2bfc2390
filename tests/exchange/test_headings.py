"""Which headings are understood, and which are refused because they could mean something else."""

from __future__ import annotations

import pytest

from jxdesk.base.errors import UserError
from jxdesk.domain.catalogue import Catalogue
from jxdesk.exchange.headings import find
from jxdesk.exchange.kinds import LISTS
from jxdesk.exchange.workbook import Cell, Sheet
from tests.strategies import notice

KIND = LISTS["enterprises"]


def columns(*rows: tuple[Cell, ...]) -> dict[str, int]:
    found = find(Sheet("表", rows), KIND, Catalogue(notice()))
    assert found is not None
    return dict(found.columns)


def test_title_rows_above_spaces_widths_and_brackets() -> None:
    rows = (
        ("某某县企业名单", "", ""),
        ("填报单位：工信局", "", ""),
        (" 企业 名称：", "２０２４年营业收入(亿元)", "＊统一社会信用代码"),
    )
    assert columns(*rows) == {"name": 0, "revenue": 1, "uscc": 2}


def test_short_labels_synonyms_and_field_ids() -> None:
    row = ("公司名称", "规上", "营业收入（亿元）", "增长率(%)", "从业人员数（人）", "enterprises.place")
    assert list(columns(row)) == ["name", "above_scale", "revenue", "growth", "employees", "place"]


def test_what_means_no_field_is_told_and_numbering_is_not() -> None:
    found = find(Sheet("表", (("序号", "企业名称", "法人", "所在地"),)), KIND, Catalogue(notice()))
    assert found is not None
    assert found.unused == ("法人",)


@pytest.mark.parametrize("heading", ["营业收入（万美元）", "营业收入", "2024年营业收入", "从业人员数（家）"])
def test_another_unit_or_none_is_refused_with_the_unit_wanted(heading: str) -> None:
    with pytest.raises(UserError) as caught:
        columns(("企业名称", "所在地", heading))
    assert caught.value.code == "exchange.heading-unit"
    assert heading in caught.value.message
    assert "单位是" in caught.value.remedy


def test_two_columns_for_one_field_are_refused() -> None:
    with pytest.raises(UserError) as caught:
        columns(("企业名称", "公司名称", "所在地"))
    assert caught.value.code == "exchange.heading-twice"


def test_a_sheet_of_something_else_is_no_list() -> None:
    assert find(Sheet("表", (("物品", "数量"), ("纸", 3.0))), KIND, Catalogue(notice())) is None
