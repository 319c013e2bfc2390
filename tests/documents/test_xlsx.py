"""The lists as XLSX, read back with openpyxl."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from jxdesk.base.errors import UserError
from jxdesk.documents.bundle import LISTS
from jxdesk.documents.form.format import Form
from jxdesk.documents.xlsx import write_list
from jxdesk.domain.application import Application
from jxdesk.notice import Notice
from tests.documents.conftest import Sample
from tests.documents.sample import sample

LISTED = list(LISTS)
NASTY = '=HYPERLINK("file:///c:/","点我")'


def rows(path: Path) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    assert len(book.worksheets) == 1
    return list(book.worksheets[0].iter_rows(values_only=True))


def with_name(application: Application, name: str) -> Application:
    first = dataclasses.replace(application.enterprises[0], name=name)
    return dataclasses.replace(application, enterprises=(first, *application.enterprises[1:]))


def test_columns_are_the_catalogues_and_rows_the_registers(rich: Sample, notice: Notice) -> None:
    header, *body = rows(rich.rendered.lists[0])
    fields = Form(rich.application, notice).catalogue.of_record("enterprises")
    assert list(header) == [field.label for field in fields]
    assert [row[0] for row in body] == [enterprise.name for enterprise in rich.application.enterprises]
    assert body[0][header.index("是否主导产业")] == "是"
    assert body[0][header.index("主要产品")] == "数据标注平台（12.5%）；工业互联网标识解析中间件"
    assert body[7][header.index("同比增长率（%）")] == "—"


@pytest.mark.parametrize("record", LISTED)
def test_every_list_has_every_column_of_the_catalogue(rich: Sample, notice: Notice, record: str) -> None:
    header, *body = rows(rich.rendered.lists[LISTED.index(record)])
    assert list(header) == [
        field.label for field in Form(rich.application, notice).catalogue.of_record(record)
    ]
    assert len(body) == len(getattr(rich.application, record))


def test_given_indicators_are_named_and_added_ones_have_name_and_unit(rich: Sample) -> None:
    header, *body = rows(rich.rendered.lists[LISTED.index("indicators")])
    assert header == ("通知所列指标", "指标名称", "单位", "25年指标值", "26年指标值", "27年指标值")
    assert ("主导产业营收增速（%）", None, None, 141.5, 156, "—") in body
    assert (None, "高质量数据集数量", "个", 10, 18, 30) in body


def test_numbers_are_numbers_with_the_places_typed(rich: Sample) -> None:
    sheet = openpyxl.load_workbook(rich.rendered.lists[0]).worksheets[0]
    column = [cell.value for cell in sheet[1]].index("2024年营业收入（亿元）")
    cell = sheet[2][column]
    assert (cell.value, cell.number_format, cell.data_type) == (30, "0.00", "n")
    assert Decimal(str(sheet[3][column].value)) == Decimal("29.01")


@pytest.mark.parametrize("name", [NASTY, "+1", "-1", "@SUM(A1)", "0012", "１２", "2025-10-01"])
def test_text_stays_text(notice: Notice, tmp_path: Path, name: str) -> None:
    application = with_name(sample(notice, enterprises=2), name)
    write_list(Form(application, notice), "enterprises", "企业名单", tmp_path / "a.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_the_header_is_frozen_and_printed_on_each_page(rich: Sample) -> None:
    for path in rich.rendered.lists:
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"


def test_rows_are_as_high_as_their_texts_and_every_cell_is_framed(rich: Sample) -> None:
    sheet = openpyxl.load_workbook(rich.rendered.lists[LISTED.index("projects")]).worksheets[0]
    heights = [sheet.row_dimensions[number].height for number in range(1, 8)]
    assert min(heights) >= 15
    assert heights[3] > heights[1]  # the third project has the longest content
    assert all(cell.border.left.style == "thin" for row in sheet.iter_rows() for cell in row)


def test_evidence_names_what_it_proves(rich: Sample) -> None:
    header, first, *_ = rows(rich.rendered.lists[LISTED.index("evidence")])
    proves = str(first[header.index("证明事项")])
    assert proves.startswith("演示数字科技000（云岭）有限公司；")


def test_same_rows_same_bytes(rich: Sample, notice: Notice, tmp_path: Path) -> None:
    form = Form(rich.application, notice)
    write_list(form, "projects", "重点项目清单", tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == rich.rendered.lists[1].read_bytes()


def test_a_text_that_excel_would_cut_off_is_refused(notice: Notice, tmp_path: Path) -> None:
    application = with_name(sample(notice, enterprises=1), "长" * 32_768)
    with pytest.raises(UserError) as caught:
        write_list(Form(application, notice), "enterprises", "企业名单", tmp_path / "no.xlsx")
    assert caught.value.code == "documents.cell-too-long"
    assert not (tmp_path / "no.xlsx").exists()
