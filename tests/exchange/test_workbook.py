"""Reading spreadsheets: what is sound comes in, what is not is one sentence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from jxdesk.base.errors import Cancelled, UserError
from jxdesk.exchange.bounds import MAX_AREA, MAX_COLUMNS, MAX_ROWS
from jxdesk.exchange.workbook import Cell, read_bytes, read_workbook
from jxdesk.exchange.xlsx_extent import CORNERS
from tests.exchange import books


def rows(data: bytes, suffix: str = ".xlsx") -> tuple[tuple[Cell, ...], ...]:
    (sheet,) = read_bytes(data, suffix)
    return sheet.rows


def test_cells_come_as_they_stand() -> None:
    data = books.xlsx([["甲", 3, 2.5, True, dt.date(2026, 3, 1), None, "多\n行"]])
    assert rows(data) == (("甲", 3.0, 2.5, True, dt.date(2026, 3, 1), "", "多\n行"),)


def test_hidden_sheets_are_not_read() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["看得见"])
    book.create_sheet("藏着").append(["看不见"])
    book.worksheets[1].sheet_state = "veryHidden"
    assert rows(books.saved(book)) == (("看得见",),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_both_encodings(encoding: str, delimiter: str) -> None:
    text = f'企业名称{delimiter}备注\r\n甲公司{delimiter}"一行{delimiter}\n两行"\r\n'
    assert rows(text.encode(encoding), ".csv") == (("企业名称", "备注"), ("甲公司", f"一行{delimiter}\n两行"))


def test_ods_is_read_with_its_trailing_nothing() -> None:
    tail = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    data = books.ods(f"<table:table-row>{books.ods_text('甲')}</table:table-row>{tail}")
    assert rows(data, ".ods") == (("甲",),)


def test_formulas_without_a_result_and_percentages_are_noted() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["a", "=1+1", 0.125, 0.5])
    sheet["C1"].number_format = "0.0%"
    (found,) = read_bytes(books.saved(book), ".xlsx")
    assert found.remarks == {(0, 1): "formula", (0, 2): "percent"}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C2" s="1"><v>0.5</v></c>',
        '<c r="C2" s="1" t="n"><v>0.5</v></c>',
        "<c s='1' r='C2'><v>0.5</v></c>",
        '<c r="C2" s="01"><v>0.5</v></c>',
        '<c r="C2" cm="1" s="1"><v>0.5</v></c>',
        '<x:c r="C2" s="1"><x:v>0.5</x:v></x:c>',
    ],
)
def test_percentages_are_noted_in_any_writing(cell: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 0.5
    book.worksheets[0]["A1"].number_format = "0.0%"
    others = '<c r="A2" s="0"><v>1</v></c><c r="B2" s="1"/>'
    sheet = f'{books.XLSX_HEAD}<row r="2">{others}{cell}</row>{books.XLSX_TAIL}'
    (found,) = read_bytes(books.with_part(books.saved(book), "xl/worksheets/sheet1.xml", sheet), ".xlsx")
    assert found.remarks == {(1, 2): "percent"}


def test_empty_cells_with_a_style_reach_as_far_as_they_like() -> None:
    """Whole columns are often coloured; what is empty takes no memory."""
    data = books.with_sheet('<c r="A1"><v>1</v></c><c r="XFD1" s="0"/>')
    assert rows(data)[0][0] == 1


def test_the_furthest_cell_counts_whatever_its_tag_looks_like() -> None:
    far = '<c r="A1"><v>1</v></c><c s="0" ' + 'a="b" ' * 200 + " r = 'XFD1' ><v>1</v></c>"
    with pytest.raises(UserError) as caught:
        read_bytes(books.with_sheet(far), ".xlsx")
    assert caught.value.code == "exchange.too-large"


@pytest.mark.parametrize(
    "cells",
    [
        "<c><v>1</v></c>" * 401,
        '<c r="OJ1"/><c><v>1</v></c>',
        '</row><row r="60001"><c><v>1</v></c>',
        '<c r="ok1"><v>1</v></c>',
        '<x:c r="OK1"><v>1</v></x:c>',
        '<c b=">" r="OK1"><v>1</v></c>',
        '<c r="A60001"><v>1</v></c>',
        '<c r="AB55000"><v>1</v></c>',
    ],
)
def test_cells_are_followed_as_a_reader_does(cells: str) -> None:
    """Without an address, behind an empty one, in any writing: too far is too far."""
    with pytest.raises(UserError) as caught:
        read_bytes(books.with_sheet(cells), ".xlsx")
    assert caught.value.code == "exchange.too-large"


@pytest.mark.parametrize(
    ("cells", "reach"),
    [
        ("<c><v>1</v></c>" * 400, (1, 400)),
        ('<c r="Y59999"><v>1</v></c>', (59_999, 25)),
        ('<c r="AY29000"><v>1</v></c>', (29_000, 51)),
        ('<c s="0" r="C2"><v>1</v></c><c><v>2</v></c>', (2, 4)),
    ],
)
def test_sheets_within_the_bounds_are_read(cells: str, reach: tuple[int, int]) -> None:
    found = rows(books.with_sheet(cells))
    assert (len(found), len(found[0])) == reach


def test_corners_are_within_the_bounds_and_their_patterns_within_the_corners() -> None:
    for corner in CORNERS:
        assert corner.columns <= MAX_COLUMNS
        assert corner.rows <= MAX_ROWS
        assert corner.columns * corner.rows <= MAX_AREA
        fits = [n for n in range(1, 800) if re.fullmatch(corner.address, f"{get_column_letter(n)}7".encode())]
        assert fits == list(range(1, corner.columns + 1))
        heights = [n for n in range(1, 70_000) if re.fullmatch(corner.address, f"A{n}".encode())]
        assert max(heights) == corner.rows


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "cell_in_the_last_corner.xlsx": (books.cell_in_the_last_corner, "exchange.too-large"),
    "cell_in_the_last_corner.ods": (books.ods_cell_in_the_last_corner, "exchange.too-large"),
    "zip_bomb.xlsx": (books.zip_bomb, "exchange.too-large"),
    "zip_that_lies_about_its_size.xlsx": (books.zip_that_lies_about_its_size, "exchange.unreadable"),
    "entity_bomb.xlsx": (books.entity_bomb, "exchange.unreadable"),
    "three_hundred_sheets.xlsx": (books.three_hundred_sheets, "exchange.too-large"),
    "forty_thousand_columns.xlsx": (books.forty_thousand_columns, "exchange.too-large"),
    "truncated.xlsx": (books.truncated, "exchange.unreadable"),
    "renamed_program.xlsx": (books.renamed_program, "exchange.unreadable"),
    "renamed_program.csv": (books.renamed_program, "exchange.unreadable"),
    "damaged_container.xls": (books.damaged_ole, "exchange.unreadable"),
    "password_protected.xlsx": (books.password_protected_xlsx, "exchange.password"),
    "password_protected.xls": (books.password_protected_xls, "exchange.password"),
    "truncated.xls": (books.truncated_xls, "exchange.unreadable"),
    "too_many_joined_areas.xlsx": (books.too_many_joined_areas, "exchange.too-large"),
    "zip_in_zip_in_zip.xlsx": (books.zip_in_zip_in_zip, "exchange.unreadable"),
    "deeply_nested.xlsx": (books.deeply_nested_xml, "exchange.unreadable"),
    "deeply_nested.ods": (books.deeply_nested_ods, "exchange.unreadable"),
    "attribute_that_never_ends.xlsx": (books.attribute_that_never_ends, "exchange.unreadable"),
    "formulas_without_cells.xlsx": (books.formulas_without_cells, "exchange.unreadable"),
    "empty.xlsx": (lambda: b"", "exchange.unreadable"),
    "empty.csv": (lambda: b"", "exchange.unreadable"),
    "picture.png": (lambda: b"\x89PNG", "exchange.format"),
    "no_sheets.xlsx": (lambda: books.with_part(books.ods(""), "mimetype", "x"), "exchange.unreadable"),
    "open_quote.csv": ('企业名称\n"甲'.encode, "exchange.unreadable"),
    "strange_encoding.csv": (lambda: b"\xff\xff\xff", "exchange.unreadable"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_one_sentence(name: str, tmp_path: Path) -> None:
    make, code = BAD[name]
    (tmp_path / name).write_bytes(make())
    with pytest.raises(UserError) as caught:
        read_workbook(tmp_path / name)
    assert caught.value.code == code
    assert caught.value.message.endswith("。")
    assert caught.value.remedy.endswith("。")


@pytest.mark.parametrize(
    "sheet", ["<sheetData/>", '<sheetData><row r="1" ht="20"/></sheetData>', "<sheetData></sheetData>"]
)
def test_an_empty_sheet_is_empty_and_no_damage(sheet: str) -> None:
    content = f"{books.XLSX_HEAD.removesuffix('<sheetData>')}{sheet}</worksheet>"
    data = books.with_part(books.xlsx([["x"]]), "xl/worksheets/sheet1.xml", content)
    assert rows(data) == ()
    assert rows(books.ods(""), ".ods") == ()


def test_a_file_that_is_too_big_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as handle:
        handle.truncate(33 * 1024 * 1024)
    with pytest.raises(UserError) as caught:
        read_workbook(tmp_path / "big.csv")
    assert caught.value.code == "exchange.too-large"


def test_a_reader_that_crashes_takes_nothing_along(tmp_path: Path) -> None:
    """Cells without addresses fill one row until the child has no memory left."""
    (tmp_path / "a.xlsx").write_bytes(books.with_sheet("<c><v>1</v></c>" * 3_000_000))
    with pytest.raises(UserError) as caught:
        read_workbook(tmp_path / "a.xlsx")
    assert caught.value.code in ("exchange.unreadable", "exchange.too-large")


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(books.xlsx([["x"]]))

    def stop(label: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_workbook(tmp_path / "a.xlsx", stop)
